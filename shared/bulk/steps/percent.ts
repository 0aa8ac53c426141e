import type { Minor } from '../../kernel/money.ts';
import type { StepOf } from '../model.ts';
import { changeAmounts } from './amounts.ts';
import type { RunStep } from './step.ts';

/** Raises or lowers amounts by a part of themselves, rounded half up to the smallest coin. */
export const percentStep = (step: StepOf<'percent'>): RunStep => (now) => changeAmounts(now, step, (amount) => scaled(amount.now, 10_000 + step.by));

/**
 * An amount at a rate.
 *
 * @param rate basis points of the amount, >= 0; 10,000 leaves it as it is
 * @returns minor units, half away from zero; Infinity where no number is exact any more
 */
export function scaled(amount: Minor, rate: number): number {
  // In BigInt like `partOf`: no amount is large enough to lose a centime.
  const product = BigInt(amount) * BigInt(rate);
  const value = Number((product * 2n + (product < 0n ? -10_000n : 10_000n)) / 20_000n);
  return Number.isSafeInteger(value) ? value : Infinity;
}
