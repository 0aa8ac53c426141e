import { z } from 'zod';
import { currency, minor, type Currency, type Minor } from '../../kernel/money.ts';

/**
 * How a shop stands in one currency, minor units. `available` is what a run would pay, `onHold` what is disputed or held by somebody,
 * `negative` what the shop owes; at most one of `available` and `negative` is above zero.
 */
export const shopFigures = z.object({ currency, pending: minor, available: minor, reserved: minor, onHold: minor, inTransit: minor, negative: minor });
export type ShopFigures = z.infer<typeof shopFigures>;

/** Which figure a question is about. */
export const balanceFigure = z.enum(['pending', 'available', 'reserved', 'onHold', 'inTransit', 'negative']);
export type BalanceFigure = z.infer<typeof balanceFigure>;

type Accounts = { readonly pending: Minor; readonly payable: Minor; readonly receivable: Minor; readonly reserved: Minor; readonly disputed: Minor; readonly inTransit: Minor; readonly holds: readonly (Minor | null)[] };

/** The figures out of the balances of a shop's accounts; `payable` is below zero where it owes us, a hold of null is on everything. */
export function figuresOf(code: Currency, { pending, payable, receivable, reserved, disputed, inTransit, holds }: Accounts): ShopFigures {
  const net = payable - receivable;
  const free = Math.max(0, net);
  const held = holds.includes(null) ? free : Math.min(free, holds.reduce<number>((sum, amount) => sum + (amount ?? 0), 0));
  return { currency: code, pending, available: (free - held) as Minor, reserved, onHold: (disputed + held) as Minor, inTransit, negative: Math.max(0, -net) as Minor };
}
