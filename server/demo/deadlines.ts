import type { EpochMs } from '#shared/kernel/time.ts';
import type { Order } from '#shared/orders/model.ts';
import { DEMO_NOW } from './shops.ts';

/**
 * An order of the demo whose time was still running when the demo's story ends, with as much of it left on the day the demo is made: otherwise everything
 * that waits for a yes would be over before anybody saw it.
 */
export function withTimeLeft(order: Order, now: EpochMs): Order {
  const asleep = Math.max(0, now - DEMO_NOW);
  const later = (at: EpochMs | null): EpochMs | null => (at !== null && at > DEMO_NOW ? ((at + asleep) as EpochMs) : at);
  return { ...order, acceptBy: later(order.acceptBy), shipBy: later(order.shipBy) };
}
