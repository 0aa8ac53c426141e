import type { AppError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { sameJson } from '../sync/equal.ts';
import type { Actor } from '../sync/model.ts';
import { checkFact } from './fact-rules.ts';
import type { Order, OrderFact } from './model.ts';
import { writersOf } from './writers.ts';

export { checkFact } from './fact-rules.ts';
export { writersOf } from './writers.ts';

/** As many things as may happen to one order. */
export const MOST_FACTS = 2_000;
const refuse = (name: string, details?: AppError['details']): AppError => ({ code: 'rule-broken', rule: name, details });

/** What is not a fact was settled when the order was placed. */
const fixed = ['id', 'shopId', 'groupId', 'number', 'customer', 'shipTo', 'currency', 'lines', 'shipping', 'cashOnDelivery', 'acceptBy', 'shipBy', 'createdAt'] as const satisfies readonly (keyof Order)[];

/**
 * Decides whether an order may become what a console makes of it: facts are added, none changes or goes, each is one this person may state and
 * nothing that happened before stands against it. Prices, payments, refunds and disputes are never a console's to write.
 *
 * @param before null: a new order, which no console makes
 */
export function checkOrder(before: Order | null, after: Order, actor: Actor): AppError | null {
  if (before === null) return { code: 'forbidden', rule: 'order-made-elsewhere' };
  if (actor.role === 'vendor' && !actor.shopIds.includes(before.shopId)) return { code: 'forbidden', field: 'shopId', rule: 'own-shop-only' };
  const changed = fixed.find((name) => before[name] !== after[name] && !sameJson(before[name] as Json, after[name] as Json));
  if (changed !== undefined) return { code: 'rule-broken', field: changed, rule: 'fixed-field' };
  const lost = Object.entries(before.facts).find(([id, fact]) => after.facts[id] !== fact && !sameJson(fact as unknown as Json, (after.facts[id] ?? null) as unknown as Json));
  if (lost) return { ...refuse('fact-stays'), field: `facts/${lost[0]}` };
  const said = Object.entries(after.facts).filter(([id]) => !Object.hasOwn(before.facts, id)).sort(([a, was], [b, is]) => was.at - is.at || (a < b ? -1 : 1));
  if (said.length + Object.keys(before.facts).length > MOST_FACTS) return refuse('most-facts', { most: MOST_FACTS });
  let now = before;
  for (const [id, fact] of said) {
    const broken = checkSpeaker(fact, actor) ?? checkFact(now, fact);
    if (broken) return { ...broken, field: broken.field ?? `facts/${id}` };
    now = withFact(now, id, fact);
  }
  return null;
}

/** The order with one fact more. */
export const withFact = (order: Order, id: string, fact: OrderFact): Order => ({ ...order, facts: { ...order.facts, [id]: fact } });

function checkSpeaker({ kind, by }: OrderFact, actor: Actor): AppError | null {
  const writers = writersOf[kind];
  if (!writers.includes(actor.role)) return { code: 'forbidden', rule: writers.length === 0 ? 'fact-by-server' : 'fact-by-others', details: { kind } };
  return by.id === actor.userId && by.role === actor.role ? null : { code: 'forbidden', rule: 'fact-in-own-name' };
}

/** Whether screens offer this person to do anything about orders of this shop. */
export const mayWork = (actor: Actor, shopId: string): boolean => actor.role !== 'vendor' || actor.shopIds.includes(shopId);
