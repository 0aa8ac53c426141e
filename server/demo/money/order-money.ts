import { partOf, type BasisPoints, type Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import { happenedTo } from '#shared/orders/happened.ts';
import type { Order } from '#shared/orders/model.ts';
import type { Posting } from '#shared/payouts/ledger/model.ts';
import { cashCollected, disputeMoved, saleCaptured, saleRefunded, type OrderPart } from '#shared/payouts/ledger/sales.ts';
import { demoSettings } from './settings.ts';

/** A part of a capture that is kept, as it is written beside the books. */
export type Kept = { readonly sourceKey: string; readonly order: Order; readonly amount: Minor; readonly heldAt: EpochMs };
/** Something that moved money of an order, at its moment. @property belongs a refund or dispute of this order. @property fee of the provider */
export type OrderMoney = { readonly at: EpochMs; readonly postings: readonly Posting[]; readonly kept: Kept | null; readonly belongs: string | null; readonly fee: Minor };

const none = 0 as Minor;
const { availableAfterDays, reserve: { rate } } = demoSettings;

/**
 * What the history of an order did to the books, in its own order: the same postings a provider's messages lead to, read off the facts the order shows.
 *
 * @param wake moves a moment after the demo stood still to after it woke up
 */
export function moneyOf(order: Order, wake: (at: number) => EpochMs): OrderMoney[] {
  const of = { orderId: order.id, shopId: order.shopId, currency: order.currency };
  const lines = Object.entries(order.lines).map(([lineId, { commission: { base, amount, vat } }]) => ({ lineId, base, amount, vat }));
  const given = new Map<string, number>();
  const moved: OrderMoney[] = [];
  let available = 0;
  const say = (at: EpochMs, postings: readonly Posting[], more: Partial<OrderMoney> = {}) => void moved.push({ at, postings, kept: null, belongs: null, fee: none, ...more });
  const part = (source: string, at: EpochMs): OrderPart => ({ ...of, source, availableAt: Math.max(at, available) as EpochMs });
  const disputes = new Map<string, { readonly id: string; readonly amount: Minor }>();
  for (const { id, fact } of happenedTo(order)) {
    const { at } = fact;
    switch (fact.kind) {
      case 'payment-captured': {
        available = wake(at + availableAfterDays * DAY_MS);
        const source = `payment:${fact.paymentId}`;
        const reserve = partOf(fact.amount, rate as BasisPoints);
        say(at, saleCaptured({ ...part(source, at), amount: fact.amount, lines, affiliate: none, reserve }), { fee: fact.fee ?? none, kept: reserve === 0 ? null : { sourceKey: `${source}/reserve/${order.id}`, order, amount: reserve, heldAt: at } });
        break;
      }
      case 'cash-collected': say(at, cashCollected({ ...part(`cash:${id}`, at), lines, affiliate: none })); break;
      case 'refund-made': {
        const back = lines.map(({ lineId, ...commission }) => {
          const before = (given.get(lineId) ?? 0) as Minor;
          const refunded = fact.lines[lineId as keyof typeof fact.lines]?.amount ?? none;
          given.set(lineId, before + refunded);
          return { lineId, commission, refunded, before };
        });
        say(at, saleRefunded({ ...part(`refund:${id}`, at), refundId: id, amount: fact.amount, from: 'provider', lines: back }), { belongs: id });
        break;
      }
      case 'dispute-opened':
        disputes.set(fact.disputeId, { id, amount: fact.amount });
        say(at, disputeMoved({ ...part(`dispute:${id}`, at), disputeId: id, amount: fact.amount }, { name: 'opened' }), { belongs: id });
        break;
      case 'dispute-won':
      case 'dispute-lost': {
        const dispute = disputes.get(fact.disputeId);
        if (dispute === undefined) break;
        const step = fact.kind === 'dispute-won' ? ({ name: 'won' } as const) : ({ name: 'lost', from: 'provider' } as const);
        say(at, disputeMoved({ ...part(`dispute:${dispute.id}`, at), disputeId: dispute.id, amount: dispute.amount }, step));
        break;
      }
      default:
    }
  }
  return moved;
}
