import { exponentOf, type Currency, type Minor } from '../../kernel/money.ts';
import type { Direction, Ending, StepOf } from '../model.ts';
import { changeAmounts } from './amounts.ts';
import type { RunStep } from './step.ts';

/** Brings amounts to prices that end alike: 19.99, 20.00. */
export const roundStep = (step: StepOf<'round'>): RunStep => (now) => changeAmounts(now, step, ({ now: amount, currency }) => roundTo(amount, currency, step));

/**
 * The next amount with a given ending.
 *
 * A currency without decimals counts its ending in hundreds (1 999 yen), one with three or four in hundredths of its unit (19.990 dinars).
 * Rounding what is rounded changes nothing.
 *
 * @returns minor units, never negative; rounding down below the first such amount leaves it as it is; on a tie the dearer one
 */
export function roundTo(amount: Minor, code: Currency, { ending, direction }: { readonly ending: Ending; readonly direction: Direction }): number {
  const exponent = exponentOf(code);
  const unit = exponent === 0 ? 100 : 10 ** exponent;
  const offset = (Number(ending) * unit) / 100;
  const over = (((amount - offset) % unit) + unit) % unit;
  if (over === 0) return amount;
  const [below, above] = [amount - over, amount - over + unit];
  switch (direction) {
    case 'up': return above;
    case 'down': return below < 0 ? amount : below;
    case 'nearest': return below < 0 || over * 2 >= unit ? above : below;
  }
}
