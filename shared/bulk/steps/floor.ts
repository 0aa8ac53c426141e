import type { Minor } from '../../kernel/money.ts';
import type { Variant } from '../../catalog/model.ts';
import type { StepOf } from '../model.ts';
import { changeAmounts } from './amounts.ts';
import type { RunStep } from './step.ts';

/** Lifts prices that are too close to what a piece costs; the others, and those without a cost, stay. */
export const floorStep = ({ above }: StepOf<'floor'>): RunStep => (now) => {
  const variants: Readonly<Record<string, Variant>> = now.variants;
  return changeAmounts(now, { field: 'price', currency: null }, ({ path, now: price }) => {
    const { cost } = variants[path.split('/')[1]!]!;
    return cost === null ? price : Math.max(price, leastPrice(cost, above));
  });
};

/** The least amount that is at least cost plus a margin: rounded up, so that the floor holds to the centime. */
export function leastPrice(cost: Minor, above: number): number {
  const product = BigInt(cost) * BigInt(10_000 + above);
  const value = Number(product <= 0n ? 0n : (product + 9_999n) / 10_000n);
  return Number.isSafeInteger(value) ? value : Infinity;
}
