import type { Variant } from '../../catalog/model.ts';
import { ok } from '../../kernel/result.ts';
import type { FieldOp } from '../../sync/model.ts';
import type { StepOf } from '../model.ts';
import type { RunStep } from './step.ts';

/** Shows the price of before struck through. It is the price before the first step, so the order of the steps does not matter. */
export const oldPriceStep = ({ keep }: StepOf<'old-price'>): RunStep => (now, before) => {
  const earlier: Readonly<Record<string, Variant>> = before.variants;
  return ok((Object.entries(now.variants) as [string, Variant][]).flatMap(([id, { compareAt }]): FieldOp[] => {
    const old = earlier[id]?.price ?? null;
    if (old === null || compareAt === old || (keep && compareAt !== null)) return [];
    return [{ op: 'set', path: `variants/${id}/compareAt`, base: compareAt, value: old }];
  }));
};
