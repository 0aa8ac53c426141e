import { countIn, happenedTo, ofKind } from './happened.ts';
import type { LineId, Order, OrderLine } from './model.ts';
import { parcelsOf } from './parcels.ts';
import { isReturnStanding, returnsOf } from './returns.ts';
import { bookingsOf, grantsOf } from './services.ts';

/**
 * How a line stands, in pieces. `ordered = cancelled + shipped + left`, always; `delivered`, `lost` and `returning` are parts of `shipped`.
 *
 * - `accepted` the shop said yes · `answered` it said yes, or nothing is left to say it to
 * - `returned` came back and was looked at; `returning` that, and what is on its way or was asked for
 */
export type LineStanding = {
  readonly id: LineId;
  readonly line: OrderLine;
  readonly ordered: number;
  readonly cancelled: number;
  readonly accepted: boolean;
  readonly answered: boolean;
  readonly shipped: number;
  readonly delivered: number;
  readonly lost: number;
  readonly left: number;
  readonly returning: number;
  readonly returned: number;
};

const cancelling = ['line-declined', 'lines-cancelled', 'acceptance-expired', 'order-cancelled'] as const;

const worked = new WeakMap<object, readonly LineStanding[]>();

/** An order's lines as they stand, in the order they were sold. Worked out once for an order: states, totals and rules all ask. */
export function linesOf(order: Pick<Order, 'facts' | 'lines'>): readonly LineStanding[] {
  const known = worked.get(order);
  if (known) return known;
  const lines = standingOf(order);
  worked.set(order, lines);
  return lines;
}

function standingOf(order: Pick<Order, 'facts' | 'lines'>): readonly LineStanding[] {
  const all = happenedTo(order);
  const cancels = ofKind(all, ...cancelling);
  const parcels = parcelsOf(order).filter(({ state }) => state !== 'voided');
  const returns = returnsOf(order).filter(isReturnStanding);
  const [bookings, grants] = [bookingsOf(order), grantsOf(order)];
  const sum = <T>(some: readonly T[], count: (one: T) => number): number => some.reduce((total, one) => total + count(one), 0);
  return (Object.entries(order.lines) as [LineId, OrderLine][])
    .sort(([a, was], [b, is]) => was.position - is.position || (a < b ? -1 : 1))
    .map(([id, line]) => {
      const ordered = ofKind(all, 'quantity-changed').findLast(({ fact }) => fact.lineId === id)?.fact.to ?? line.quantity;
      const cancelled = sum(cancels, ({ fact }) => countIn(fact.pieces, id));
      const sent = (some: typeof parcels): number => sum(some, ({ pieces }) => countIn(pieces, id));
      const there = line.kind === 'digital' ? grants.some(({ lineId }) => lineId === id) : line.kind === 'service' && bookings.some(({ lineId, state }) => lineId === id && (state === 'completed' || state === 'no_show'));
      const shipped = line.kind === 'physical' ? sent(parcels) : there ? ordered - cancelled : 0;
      const accepted = ofKind(all, 'line-accepted').some(({ fact }) => fact.lineId === id);
      return {
        id, line, ordered, cancelled, accepted, answered: accepted || cancelled >= ordered, shipped, left: ordered - cancelled - shipped,
        delivered: line.kind === 'physical' ? sent(parcels.filter(({ state }) => state === 'delivered')) : shipped,
        lost: line.kind === 'physical' ? sent(parcels.filter(({ state }) => state === 'lost')) : 0,
        returning: sum(returns, ({ pieces }) => countIn(pieces, id)),
        returned: sum(returns, ({ good, damaged }) => countIn(good, id) + countIn(damaged, id)),
      };
    });
}
