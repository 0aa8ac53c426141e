import type { Minor } from '../kernel/money.ts';
import { shareOut } from '../kernel/share-out.ts';
import type { CalendarDate } from '../kernel/time.ts';
import { happenedTo, ofKind } from './happened.ts';
import { linesOf, type LineStanding } from './lines.ts';
import type { LineId, Order } from './model.ts';
import { receivedFor, refundsOf } from './money.ts';

/**
 * What comes of a sale, minor units: `net = gross - refunded - commission - vat`, which is what the books give the shop for it.
 *
 * - `gross` what the buyer pays, tax included, without what was cancelled; `tax` is contained in it
 * - `refunded` what went back of that, also by a dispute that was lost: giving back what was paid for cancelled pieces takes nothing from what is still sold
 * - `commission` and `vat` on it, less what came back with refunds · `fees` of the payment: told, and borne by the marketplace (DOMAIN 3, account 5000)
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

/** An amount of all pieces. A line that was changed later costs in proportion: more pieces at the price of those that were there. */
export const ofAll = (amount: Minor, { line, ordered }: LineStanding): Minor => (ordered === line.quantity ? amount : (Math.round((amount * ordered) / line.quantity) as Minor));

/** The part of an amount that belongs to the pieces that were not cancelled. */
function keptOf(amount: Minor, standing: LineStanding): Minor {
  const { cancelled, ordered } = standing;
  const kept = Math.max(0, ordered - cancelled);
  const whole = ofAll(amount, standing);
  return kept === ordered ? whole : shareOut([kept, ordered - kept] as Minor[], whole)[0]!;
}

/** For each part of an order: how much of an amount of its cancelled pieces was paid. What was captured pays for what is kept first. */
function paidOfCancelled(parts: readonly { readonly amount: Minor; readonly kept: Minor }[], captured: Minor): readonly ((amount: number) => number)[] {
  const cancelled = parts.map(({ amount, kept }) => (amount - kept) as Minor);
  const all = cancelled.reduce<number>((total, amount) => total + amount, 0);
  const over = captured - parts.reduce((total, { kept }) => total + kept, 0);
  const paid = Math.max(0, Math.min(all, over)) as Minor;
  const shares = paid === 0 ? cancelled.map(() => 0) : shareOut(cancelled, paid);
  return cancelled.map((of, i) => (amount) => (of === 0 ? 0 : Math.round((amount * shares[i]!) / of)));
}

/** What a lost dispute took goes off what is left of each part, in proportion. */
function afterDisputes(parts: readonly Shares[], lost: Minor): readonly Shares[] {
  const left = parts.map(({ gross, refunded }) => Math.max(0, gross - refunded) as Minor);
  const taken = Math.min(lost, left.reduce<number>((total, amount) => total + amount, 0)) as Minor;
  if (taken === 0) return parts;
  const shares = shareOut(left, taken);
  return parts.map((part, i) => ({ ...part, refunded: (part.refunded + shares[i]!) as Minor }));
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
  const received = receivedFor(order);
  const sum = (amounts: readonly number[]): Minor => amounts.reduce((total, amount) => total + amount, 0) as Minor;
  const isNothingLeft = standing.every(({ cancelled, ordered }) => cancelled >= ordered);
  const sending = { amount: order.shipping.amount, kept: isNothingLeft ? (0 as Minor) : order.shipping.amount };
  const sold = standing.map((one) => ({ amount: ofAll(grossOf(one.line), one), kept: keptOf(grossOf(one.line), one) }));
  const paid = paidOfCancelled([...sold, sending], received.captured);
  const lines = standing.map((one, i): Shares => {
    const back = refunds.flatMap(({ lines: parts }) => parts[one.id] ?? []);
    /** What went back of the kept part of an amount. */
    const backOf = (amount: Minor, returned: readonly Minor[]): Minor => Math.max(0, sum(returned) - paid[i]!(ofAll(amount, one) - keptOf(amount, one))) as Minor;
    const { amount: commission, vat } = one.line.commission;
    return {
      gross: keptOf(grossOf(one.line), one), tax: keptOf(one.line.tax, one), refunded: backOf(grossOf(one.line), back.map(({ amount }) => amount)),
      commission: (keptOf(commission, one) - backOf(commission, back.map((part) => part.commission))) as Minor,
      vat: (keptOf(vat, one) - backOf(vat, back.map((part) => part.vat))) as Minor,
    };
  });
  const zero = 0 as Minor;
  const sent = (amount: Minor): Minor => (isNothingLeft ? zero : amount);
  const backOfSending = sum(refunds.map((refund) => refund.shipping)) - (isNothingLeft ? paid.at(-1)!(order.shipping.amount) : 0);
  const shipping: Shares = { gross: sent(order.shipping.amount), tax: sent(order.shipping.tax), refunded: Math.max(0, backOfSending) as Minor, commission: zero, vat: zero };
  const all = afterDisputes([...lines, shipping], received.lostInDisputes);
  const fees = shareOut(all.map(({ gross }) => Math.max(0, gross) as Minor), received.fees);
  const amounts = all.map((part, i): Amounts => ({ ...part, fees: fees[i]!, net: (part.gross - part.refunded - part.commission - part.vat) as Minor }));
  const column = (name: keyof Amounts): Minor => sum(amounts.map((one) => one[name]));
  return {
    lines: amounts.slice(0, -1).map((one, i) => ({ id: standing[i]!.id, ...one })),
    shipping: amounts.at(-1)!,
    whole: { gross: column('gross'), tax: column('tax'), refunded: column('refunded'), commission: column('commission'), vat: column('vat'), fees: column('fees'), net: column('net') },
    payoutOn: ofKind(happenedTo(order), 'payout-expected').at(-1)?.fact.on ?? null,
  };
}
