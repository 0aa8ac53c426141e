import type { EpochMs } from '#shared/kernel/time.ts';
import { conversation, message, type Channel, type Conversation, type ConversationFact, type Message, type Speaker, type Stamp } from '#shared/messaging/model.ts';
import { shopIdOf } from './catalog.ts';

const id = (kind: string, n: number): string => `0198${kind.padStart(4, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const talkIdOf = (n: number) => id('0', n);
export const messageIdOf = (n: number) => id('1', n);
export const doneIdOf = (n: number) => id('2', n);
/** Monday, 1 June 2026, nine o'clock UTC: ten in Casablanca, in working hours. */
export const TALK_AT = Date.UTC(2026, 5, 1, 9) as EpochMs;
export const CUSTOMER: Speaker = { id: id('c', 1) as Speaker['id'], role: 'customer' };

type Done = { readonly kind: ConversationFact['kind'] } & Readonly<Record<string, unknown>>;

/** A conversation of a customer with the first shop; a case says only what matters to it. `done`: what was done, a millisecond apart. */
export function aConversation({ n = 1, shop = 1, channel = 'customer', done = [], number = 'C-1001', name = 'Nadia Berrada' }: { n?: number; shop?: number; channel?: Channel; done?: readonly Done[]; number?: string; name?: string } = {}): Conversation {
  return conversation.parse({
    id: talkIdOf(n), shopId: shopIdOf(shop), channel, customer: channel === 'customer' ? { id: CUSTOMER.id, name, email: 'nadia@example.test', locale: 'fr' } : null, subject: 'Où est ma commande ?', orderId: null, orderNumber: number, productId: null,
    read: null, facts: Object.fromEntries(done.map((one, i) => [doneIdOf(n * 100 + i), { at: TALK_AT + 1_000_000 + i, by: { id: null, role: 'vendor' }, ...one }])), createdAt: TALK_AT, updatedAt: TALK_AT,
  });
}

/** A message of the customer in that conversation, `at` milliseconds after it began. */
export function aMessage({ n, talk = 1, shop = 1, at = 0, by = CUSTOMER, kind = 'message', body = `words ${n}`, seen = null, over = [], channel = 'customer' }:
  { n: number; talk?: number; shop?: number; at?: number; by?: Speaker; kind?: Message['kind']; body?: string; seen?: Stamp | null; over?: readonly string[]; channel?: Channel }): Message {
  return message.parse({ id: messageIdOf(n), conversationId: talkIdOf(talk), shopId: shopIdOf(shop), channel, kind, by, at: TALK_AT + at, body, mentions: [], seen, over });
}
export const stampOf = ({ at, id }: Message): Stamp => ({ at, id });
