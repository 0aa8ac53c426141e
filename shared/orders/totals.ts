import type { Minor } from '../kernel/money.ts';
import { shareOut } from '../kernel/share-out.ts';
import type { CalendarDate } from '../kernel/time.ts';
import { happenedTo, ofKind } from './happened.ts';
import { linesOf, type LineStanding } from './lines.ts';
import type { LineId, Order } from './model.ts';
import { receivedFor, refundsOf } from './money.ts';

/**
 * What comes of a sale, minor units: `net = gross - refunded - commission - vat - fees`.
 *
 * - `gross` what the buyer pays, tax included, without what was cancelled; `tax` is contained in it
 * - `commission` and `vat` on it, less what came back with refunds · `fees` of the payment
 */
export type Amounts = { readonly gross: Minor; readonly tax: Minor; readonly refunded: Minor; readonly commission: Minor; readonly vat: Minor; readonly fees: Minor; readonly net: Minor };
export type OrderTotals = {
  readonly lines: readonly ({ readonly id: LineId } & Amounts)[];
  /** Sending: the marketplace takes no commission of it but what a rule put into the lines' base. */
  readonly shipping: Amounts;
  readonly whole: Amounts;
  /** When the net amount is paid out; null: not known yet. */
  readonly payoutOn: CalendarDate | null;
};

type Shares = Pick<Amounts, 'gross' | 'tax' | 'refunded' | 'commission' | 'vat'>;

/** The part of an amount that belongs to the pieces that were not cancelled. */
function keptOf(amount: Minor, { line, cancelled, ordered }: LineStanding): Minor {
  const kept = Math.max(0, ordered - cancelled);
  // A line that was changed later costs in proportion: more pieces at the price of those that were there.
  const whole = ordered === line.quantity ? amount : (Math.round((amount * ordered) / line.quantity) as Minor);
  return kept === ordered ? whole : shareOut([kept, ordered - kept] as Minor[], whole)[0]!;
}

/** What the buyer pays for a line as it was sold. */
export const grossOf = ({ quantity, unitPrice, discount }: { readonly quantity: number; readonly unitPrice: Minor; readonly discount: Minor }): Minor => (quantity * unitPrice - discount) as Minor;

const worked = new WeakMap<Order, OrderTotals>();

/**
 * What a shop gets of an order and why, line by line; every column adds up to the whole exactly.
 *
 * The fee of a payment is shared out over lines and shipping in proportion to what they cost.
 */
export function totalsOf(order: Order): OrderTotals {
  const known = worked.get(order);
  if (known) return known;
  const totals = addUp(order);
  worked.set(order, totals);
  return totals;
}

function addUp(order: Order): OrderTotals {
  const standing = linesOf(order);
  const refunds = refundsOf(order);
  const sum = (amounts: readonly number[]): Minor => amounts.reduce((total, amount) => total + amount, 0) as Minor;
  const lines = standing.map((one): Shares => {
    const back = refunds.flatMap(({ lines: parts }) => parts[one.id] ?? []);
    return {
      gross: keptOf(grossOf(one.line), one), tax: keptOf(one.line.tax, one), refunded: sum(back.map(({ amount }) => amount)),
      commission: (keptOf(one.line.commission.amount, one) - sum(back.map(({ commission }) => commission))) as Minor,
      vat: (keptOf(one.line.commission.vat, one) - sum(back.map(({ vat }) => vat))) as Minor,
    };
  });
  const isNothingLeft = standing.every(({ cancelled, ordered }) => cancelled >= ordered);
  const zero = 0 as Minor;
  const shipping: Shares = { gross: isNothingLeft ? zero : order.shipping.amount, tax: isNothingLeft ? zero : order.shipping.tax, refunded: sum(refunds.map((refund) => refund.shipping)), commission: zero, vat: zero };
  const all = [...lines, shipping];
  const fees = shareOut(all.map(({ gross }) => Math.max(0, gross) as Minor), receivedFor(order).fees);
  const amounts = all.map((part, i): Amounts => ({ ...part, fees: fees[i]!, net: (part.gross - part.refunded - part.commission - part.vat - fees[i]!) as Minor }));
  const column = (name: keyof Amounts): Minor => sum(amounts.map((one) => one[name]));
  return {
    lines: amounts.slice(0, -1).map((one, i) => ({ id: standing[i]!.id, ...one })),
    shipping: amounts.at(-1)!,
    whole: { gross: column('gross'), tax: column('tax'), refunded: column('refunded'), commission: column('commission'), vat: column('vat'), fees: column('fees'), net: column('net') },
    payoutOn: ofKind(happenedTo(order), 'payout-expected').at(-1)?.fact.on ?? null,
  };
}
