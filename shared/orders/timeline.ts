import { happenedTo } from './happened.ts';
import type { FactKind, Order, OrderFact } from './model.ts';
import { statesOf, type OrderStates } from './states.ts';

/** One line of what happened: the fact, and on which axes the order stood otherwise before it. */
export type TimelineEntry = { readonly id: string; readonly kind: FactKind; readonly fact: OrderFact; readonly before: Partial<OrderStates>; readonly after: Partial<OrderStates> };

const axes = ['order', 'payment', 'fulfilment', 'returned'] as const;

/**
 * Everything that happened to an order, the earliest first, each with what it changed. It follows from the facts, which never change: what is
 * told once is told the same for good.
 */
export function timelineOf(order: Order): readonly TimelineEntry[] {
  let facts: Order['facts'] = {};
  let was = statesOf({ ...order, facts });
  return happenedTo(order).map(({ id, fact }) => {
    facts = { ...facts, [id]: fact };
    const is = statesOf({ ...order, facts });
    const changed = axes.filter((axis) => was[axis] !== is[axis]);
    const pick = (states: OrderStates): Partial<OrderStates> => Object.fromEntries(changed.map((axis) => [axis, states[axis]]));
    const entry: TimelineEntry = { id, kind: fact.kind, fact, before: pick(was), after: pick(is) };
    was = is;
    return entry;
  });
}
