import { step as stepSchema, type Step, type StepKind } from '#shared/bulk/model.ts';
import { locales } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { freshId } from '#renderer/catalog/components/views/use-views.ts';

/** A step as somebody is writing it: it may still lack something, and is not computed until it does not. */
export type Draft = { readonly key: string; readonly step: Step };

export const isComplete = ({ step }: Draft): boolean => stepSchema.safeParse(step).success;
export const draftOf = (step: Step): Draft => ({ key: freshId(), step });

const everywhere = [...locales];

/** A new step as it is offered: sensible where there is something sensible, empty where only the person can know. */
export function newStep(kind: StepKind, currency: Currency): Step {
  const price = { field: 'price', currency: null } as const;
  switch (kind) {
    case 'percent': return { kind, ...price, by: -1_000 };
    case 'amount': return { kind, ...price, by: 0 as Minor, of: currency };
    case 'round': return { kind, ...price, ending: '99', direction: 'nearest' };
    case 'old-price': return { kind, keep: false };
    case 'floor': return { kind, above: 1_500 };
    case 'replace': return { kind, fields: ['title'], locales: everywhere, find: '', with: '', regex: false, matchCase: false };
    case 'tags': return { kind, add: [], remove: [] };
    case 'set': return { kind, to: { field: 'brand', value: '' } };
    case 'copy-text': return { kind, from: 'fr', to: 'ar', fields: ['title', 'description'] };
    case 'clean': return { kind, fields: ['title'], locales: everywhere, spaces: true, letters: 'keep' };
    case 'stock': return { kind, by: 'set', pieces: 0 };
  }
}

/** The draft at a place moved up or down by one. */
export function moved(drafts: readonly Draft[], at: number, by: -1 | 1): readonly Draft[] {
  const to = at + by;
  if (to < 0 || to >= drafts.length) return drafts;
  const next = [...drafts];
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}
