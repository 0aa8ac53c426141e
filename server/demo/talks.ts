import type { Talk } from '#server/catalog/seed.ts';
import type { Locale } from '#shared/auth/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Conversation, ConversationFact, ConversationId, Message, MessageId, Speaker, Stamp } from '#shared/messaging/model.ts';
import type { Order } from '#shared/orders/model.ts';
import { between, chance, drawFrom, drawnId, oneOf, type Draw } from './random.ts';
import { DEMO_NOW } from './shops.ts';
import { topics, type Topic } from './talk-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Conversations of the demo are young: most of somebody's work is of the last days. */
const DAYS = 21;
/** Every tenth order is talked about. */
export const ORDERS_A_TALK = 10;
const LONGEST = 20_000;

/** Watches orders on their way into the marketplace; the latest of them are talked about. */
export function talkedAbout(most: number): { watch(orders: Iterable<Order>): Iterable<Order>; orders(): readonly Order[] } {
  const kept: Order[] = [];
  return {
    *watch(orders) {
      for (const order of orders) {
        if (most > 0) kept.push(order);
        yield order;
      }
    },
    orders: () => kept.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1)),
  };
}

/**
 * The conversations of the demo: customers in three languages about their orders, some waiting, some answered, some over; the same every time.
 *
 * @param orders what there is to talk about, the latest first; taken in turn
 */
export function* demoTalks({ orders, count, seed }: { readonly orders: readonly Order[]; readonly count: number; readonly seed: number }): Iterable<Talk> {
  if (orders.length === 0) return;
  for (let number = 0; number < count; number++) {
    const draw = drawFrom(seed, -41_000, number);
    // Of ten thousand, one has been going on for a very long time.
    yield talk(orders[number % orders.length]!, draw, count >= 10_000 && number === 7 ? LONGEST : null);
  }
}

function talk(order: Order, draw: Draw, long: number | null): Talk {
  const locale = oneOf<Locale>(draw, ['fr', 'fr', 'ar', 'ar', 'en']);
  const topic = oneOf(draw, topics);
  const beganAt = (DEMO_NOW - between(draw, 20 * MINUTE, DAYS * 24 * HOUR) - (long ?? 0) * 2 * MINUTE) as EpochMs;
  const id = drawnId(draw, beganAt) as ConversationId;
  const messages = said(draw, { id, order, topic, locale, beganAt, long });
  const last = messages.at(-1)!;
  const over = last.by.role !== 'customer' && chance(draw, 550);
  const facts: ConversationFact[] = [{ kind: 'tagged', tag: topic.tag, at: beganAt, by: SYSTEM }];
  if (chance(draw, 150)) facts.push({ kind: 'prioritised', priority: chance(draw, 300) ? 'urgent' : 'high', at: (beganAt + 1) as EpochMs, by: SYSTEM });
  if (over) facts.push({ kind: 'resolved', askedAt: messages.findLast(({ by }) => by.role === 'customer')!.at, at: (last.at + MINUTE) as EpochMs, by: SHOP });
  const answer = messages.findLast(({ kind, by }) => kind === 'message' && by.role === 'vendor');
  const conversation: Conversation = {
    id, shopId: order.shopId, channel: 'customer', customer: { id: order.customer.id, name: order.customer.name, email: order.customer.email, locale }, subject: topic.subject[locale],
    orderId: order.id, orderNumber: order.number, productId: Object.values(order.lines)[0]?.productId ?? null, read: answer !== undefined && chance(draw, 700) ? { at: answer.at, id: answer.id } : null,
    facts: Object.fromEntries(facts.map((fact) => [drawnId(draw, fact.at), fact])), createdAt: beganAt, updatedAt: last.at,
  };
  return { conversation, messages };
}

const SYSTEM: Speaker = { id: null, role: 'system' };
const SHOP: Speaker = { id: null, role: 'vendor' };

type Telling = { readonly id: ConversationId; readonly order: Order; readonly topic: Topic; readonly locale: Locale; readonly beganAt: EpochMs; readonly long: number | null };

function said(draw: Draw, { id, order, topic, locale, beganAt, long }: Telling): Message[] {
  const { ask, answer, again } = topic;
  const lines: { readonly by: Speaker; readonly kind: Message['kind']; readonly body: string }[] = [];
  const customer: Speaker = { id: order.customer.id as Speaker['id'], role: 'customer' };
  const put = (text: string): string => text.replaceAll('#', order.number);
  lines.push({ by: customer, kind: 'message', body: put(ask[locale]) });
  if (chance(draw, 180)) lines.push({ by: customer, kind: 'message', body: put(again[locale]) });
  if (chance(draw, 120)) lines.push({ by: SHOP, kind: 'note', body: put(topic.note[locale]) });
  if (chance(draw, 640)) lines.push({ by: SHOP, kind: 'message', body: put(answer[locale]) });
  if (lines.length > 1 && chance(draw, 300)) lines.push({ by: customer, kind: 'message', body: put(topic.thanks[locale]) });
  for (let n = lines.length; n < (long ?? 0); n++) lines.push(n % 2 === 0 ? { by: customer, kind: 'message', body: `${put(again[locale])} (${n})` } : { by: SHOP, kind: 'message', body: `${put(answer[locale])} (${n})` });
  const end = DEMO_NOW - 5 * MINUTE;
  const step = Math.max(2_000, Math.min(between(draw, 4 * MINUTE, 9 * HOUR), Math.floor((end - beganAt) / lines.length)));
  let at = beganAt as number;
  let seen: Stamp | null = null;
  return lines.map(({ by, kind, body }) => {
    const message: Message = { id: drawnId(draw, at) as MessageId, conversationId: id, shopId: order.shopId, channel: 'customer', kind, by, at: at as EpochMs, body, mentions: [], seen: by.role === 'vendor' ? seen : null, over: [] };
    if (kind === 'message' && by.role === 'vendor') seen = { at: message.at, id: message.id };
    at += step;
    return message;
  });
}
