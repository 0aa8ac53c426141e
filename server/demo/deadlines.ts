import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { Order } from '#shared/orders/model.ts';
import { disputesOf } from '#shared/orders/money.ts';
import { DEMO_NOW } from './shops.ts';

/** What is left to answer a dispute of the demo that is not decided yet. */
const TO_ANSWER_MS = 6 * DAY_MS;

/**
 * An order of the demo whose time was still running when the demo's story ends, with as much of it left on the day the demo is made: otherwise everything
 * that waits for a yes or an answer would be over before anybody saw it.
 */
export function withTimeLeft(order: Order, now: EpochMs): Order {
  const asleep = Math.max(0, now - DEMO_NOW);
  const later = (at: EpochMs | null): EpochMs | null => (at !== null && at > DEMO_NOW ? ((at + asleep) as EpochMs) : at);
  const open = new Set(disputesOf(order).filter(({ state }) => state === 'open').map(({ id }) => id));
  const facts = open.size === 0 ? order.facts : Object.fromEntries(Object.entries(order.facts).map(([id, fact]) =>
    [id, fact.kind === 'dispute-opened' && open.has(fact.disputeId) ? { ...fact, evidenceDueAt: (Math.max(now, DEMO_NOW) + TO_ANSWER_MS) as EpochMs } : fact]));
  return { ...order, acceptBy: later(order.acceptBy), shipBy: later(order.shipBy), facts };
}
