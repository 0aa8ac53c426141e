import { assertNever } from '../kernel/assert.ts';
import type { AppError } from '../kernel/errors.ts';
import { checkFiles } from './file-rules.ts';
import type { DayException, OpenHours } from './kind-model.ts';
import type { Product } from './model.ts';
import { variantsInOrder } from './variant-rules.ts';

/** Something a kind of product must have before it is submitted: the field that lacks it, and the rule that says so. */
export type Need = { readonly field: string; readonly rule: string };

/** Licence keys one product may hold. */
export const MOST_KEYS = 5_000;

/**
 * What the kind of a product still asks for before it may be submitted: something physical is weighed, a download has a file or a key,
 * a service says how long it takes, when it can be booked and for how many.
 *
 * @returns the field paths that lack something, in the order of the page; empty when nothing does
 */
export function kindNeeds(product: Product): readonly Need[] {
  switch (product.kind) {
    case 'physical': {
      const unweighed = variantsInOrder(product).find(([, { weightG }]) => weightG === null);
      return unweighed ? [{ field: `variants/${unweighed[0]}/weightG`, rule: 'weight-to-submit' }] : [];
    }
    case 'digital':
      return Object.keys(product.files ?? {}).length === 0 && (product.keys ?? []).length === 0 ? [{ field: 'files', rule: 'file-or-key-to-submit' }] : [];
    case 'service': {
      const needs: Need[] = [];
      if ((product.durationMinutes ?? null) === null) needs.push({ field: 'durationMinutes', rule: 'duration-to-submit' });
      if ((product.capacity ?? null) === null) needs.push({ field: 'capacity', rule: 'capacity-to-submit' });
      if (Object.keys(product.hours ?? {}).length === 0) needs.push({ field: 'hours', rule: 'hours-to-submit' });
      return needs;
    }
    default: return assertNever(product.kind);
  }
}

/** Refuses a listing that lacks what its kind needs; asked when it is submitted. */
export function checkKindToSubmit(product: Product): AppError | null {
  const need = kindNeeds(product)[0];
  return need ? { code: 'rule-broken', field: need.field, rule: need.rule } : null;
}

type Stretch = Pick<OpenHours, 'from' | 'to'>;
type Stretches = Readonly<Record<string, OpenHours>>;

/**
 * Whether a stretch of opening hours may stand beside others of its day: it ends after it begins and meets none of them.
 * One may begin in the minute another ends.
 */
export function checkStretch(stretch: Stretch, others: readonly Stretch[], field: string): AppError | null {
  const { from, to } = stretch;
  if (to <= from) return { code: 'rule-broken', field, rule: 'hours-in-order', details: { fromMinute: from, toMinute: to } };
  const met = others.find((other) => from < other.to && other.from < to);
  return met ? { code: 'rule-broken', field, rule: 'hours-overlap', details: { fromMinute: met.from, toMinute: met.to } } : null;
}

/** The stretches of one ISO weekday, in the order of the day. */
export function hoursOn(hours: Stretches | undefined, day: number): readonly (readonly [string, OpenHours])[] {
  return Object.entries(hours ?? {}).filter(([, one]) => one.day === day).sort(([idA, a], [idB, b]) => a.from - b.from || (idA < idB ? -1 : 1));
}

/** What an edit changed of the parts only one kind has: hours that do not meet, days in order, not too many keys, files that can be kept. */
export function checkKind(before: Product | null, after: Product): AppError | null {
  return checkHours(before?.hours, after.hours) ?? checkExceptions(before?.exceptions, after.exceptions) ?? checkKeys(before?.keys, after.keys) ?? checkFiles(before?.files, after.files);
}

function checkHours(before: Stretches | undefined, after: Stretches | undefined): AppError | null {
  if (before === after) return null;
  for (const [id, one] of Object.entries(after ?? {})) {
    if (before?.[id] === one) continue;
    const others = Object.entries(after ?? {}).filter(([other, { day }]) => other !== id && day === one.day).map(([, stretch]) => stretch);
    const refused = checkStretch(one, others, `hours/${id}`);
    if (refused) return refused;
  }
  return null;
}

type Exceptions = Readonly<Record<string, DayException>>;

/** Days on which other hours hold: the last day not before the first, its hours as sound as those of a weekday, no day in two of them. */
export function checkException(one: DayException, others: readonly DayException[], field: string): AppError | null {
  if (one.to < one.from) return { code: 'rule-broken', field, rule: 'ends-before-it-begins', details: { from: one.from, to: one.to } };
  for (const [at, stretch] of one.hours.entries()) {
    const refused = checkStretch(stretch, one.hours.filter((_, index) => index !== at), field);
    if (refused) return refused;
  }
  const met = others.find((other) => one.from <= other.to && other.from <= one.to);
  return met ? { code: 'rule-broken', field, rule: 'days-in-two-exceptions', details: { from: met.from, to: met.to } } : null;
}

function checkExceptions(before: Exceptions | undefined, after: Exceptions | undefined): AppError | null {
  if (before === after) return null;
  for (const [id, one] of Object.entries(after ?? {})) {
    if (before?.[id] === one) continue;
    const others = Object.entries(after ?? {}).filter(([other]) => other !== id).map(([, exception]) => exception);
    const refused = checkException(one, others, `exceptions/${id}`);
    if (refused) return refused;
  }
  return null;
}

function checkKeys(before: readonly string[] = [], after: readonly string[] = []): AppError | null {
  if (after.length <= MOST_KEYS || after.length <= before.length) return null;
  return { code: 'rule-broken', field: 'keys', rule: 'most-keys', details: { found: after.length, most: MOST_KEYS } };
}
