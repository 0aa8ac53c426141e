import type { Minor } from '../../kernel/money.ts';
import { linesOf, type LineStanding } from '../lines.ts';
import type { LineId, Order } from '../model.ts';
import { disputesOf, receivedFor, refundsOf } from '../money.ts';
import { grossOf, ofAll } from '../totals.ts';
import { refundsUnderWay } from './under-way.ts';

/** What of a line can still be given back, and what was or is being given back of it with its commission; minor units. */
export type LineLeft = {
  readonly id: LineId;
  readonly standing: LineStanding;
  /** What was paid for all its pieces, and what the marketplace took of it. */
  readonly paid: Minor; readonly commission: Minor; readonly vat: Minor;
  readonly given: { readonly quantity: number; readonly amount: Minor; readonly commission: Minor; readonly vat: Minor };
  readonly pieces: number;
  readonly amount: Minor;
};
/** `amount`: all that may be given back. It can be less than its parts: what is disputed is not given back as well. */
export type LeftToRefund = { readonly lines: readonly LineLeft[]; readonly shipping: Minor; readonly amount: Minor; readonly underWay: Minor };

const sum = (amounts: readonly number[]): Minor => amounts.reduce((total, one) => total + one, 0) as Minor;
const above = (amount: number): Minor => Math.max(0, amount) as Minor;

/** What of an order's money may still go back: what was captured, less what went back or is on its way there, less what a bank froze or took. */
export function leftToRefund(order: Order): LeftToRefund {
  const gone = [...refundsOf(order), ...refundsUnderWay(order)];
  const { captured, refunded } = receivedFor(order);
  const frozen = sum(disputesOf(order).filter(({ state }) => state !== 'won').map(({ amount }) => amount));
  const underWay = sum(refundsUnderWay(order).map(({ amount }) => amount));
  const lines = linesOf(order).map((standing): LineLeft => {
    const { id, line } = standing;
    const parts = gone.flatMap((refund) => refund.lines[id] ?? []);
    const given = { quantity: sum(parts.map(({ quantity }) => quantity)), amount: sum(parts.map(({ amount }) => amount)), commission: sum(parts.map((part) => part.commission)), vat: sum(parts.map((part) => part.vat)) };
    const paid = ofAll(grossOf(line), standing);
    return { id, standing, paid, commission: ofAll(line.commission.amount, standing), vat: ofAll(line.commission.vat, standing), given, pieces: Math.max(0, standing.ordered - given.quantity), amount: above(paid - given.amount) };
  });
  return { lines, shipping: above(order.shipping.amount - sum(gone.map(({ shipping }) => shipping))), amount: above(captured - refunded - underWay - frozen), underWay };
}
