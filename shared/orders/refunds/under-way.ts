import type { EpochMs } from '../../kernel/time.ts';
import { happenedTo, ofKind } from '../happened.ts';
import type { FactActor, FactOf, Order } from '../model.ts';
import type { Refund } from '../money.ts';

/** A refund a provider was told to make; whether it comes off is not known yet. */
export type RefundUnderWay = Refund & { readonly by: FactActor };

/** Refunds that were begun and neither came off nor failed, the first one first. They count against what is left: nobody gives the same back twice. */
export function refundsUnderWay(order: Pick<Order, 'facts'>): readonly RefundUnderWay[] {
  const all = happenedTo(order);
  const failed = new Set(ofKind(all, 'refund-failed').map(({ fact }) => fact.refundId));
  return ofKind(all, 'refund-begun').filter(({ fact: { refundId } }) => !failed.has(refundId) && order.facts[refundId]?.kind !== 'refund-made')
    .map(({ fact: { refundId: id, at, by, amount, shipping, reason, returnId, lines } }) => ({ id, at, by, amount, shipping, reason, returnId, lines }));
}

/** Somebody of the shop or of support asks that money goes back; whoever may move money makes it, or says no. */
export type RefundAsk = { readonly id: string; readonly at: EpochMs; readonly by: FactActor; readonly state: 'open' | 'declined' | 'done'; readonly fact: FactOf<'refund-asked'>; readonly answer: string | null };

/** What was asked for, the first one first. One whose refund failed is open again. */
export function refundAsksOf(order: Pick<Order, 'facts'>): readonly RefundAsk[] {
  const all = happenedTo(order);
  const failed = new Set(ofKind(all, 'refund-failed').map(({ fact }) => fact.refundId));
  return ofKind(all, 'refund-asked').map(({ id, fact }) => {
    const declined = ofKind(all, 'refund-declined').find((one) => one.fact.askId === id);
    const begun = ofKind(all, 'refund-begun').some((one) => one.fact.askId === id && !failed.has(one.fact.refundId));
    return { id, at: fact.at, by: fact.by, state: begun ? 'done' : declined ? 'declined' : 'open', fact, answer: declined?.fact.reason ?? null };
  });
}
