import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { productId, uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { orderId } from '../orders/parts.ts';
import { conversationFact } from './facts.ts';
import { channel, conversationId, messageId, speaker, stamp } from './parts.ts';

export * from './facts.ts';
export * from './parts.ts';

/** The longest message, in UTF-16 code units. What is longer belongs in a file. */
export const MOST_TEXT = 20_000;

/**
 * What a customer and a shop, or a shop and the marketplace, talk about. It travels whole and stays small: its messages are records of their own,
 * and how it stands is read from `facts` and from them (`standingOf`).
 */
export const conversation = z.object({
  id: conversationId,
  shopId,
  channel,
  /** The customer; null where the shop itself asks. `locale`: the language they write in, as far as it is known. */
  customer: z.object({ id: uuid, name: z.string().max(120), email: z.string().max(254).nullable(), locale: locale.nullable() }).nullable(),
  subject: z.string().trim().min(1).max(200),
  /** What it is about, where that is known. */
  orderId: orderId.nullable(),
  orderNumber: z.string().max(40).nullable(),
  productId: productId.nullable(),
  /** How far the side that asks has read: the last answer they saw. Written by the server. */
  read: stamp.nullable(),
  facts: z.record(uuid, conversationFact),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type Conversation = z.infer<typeof conversation>;

/**
 * Something that was said, once and for good. A `note` is for the side that wrote it and nobody else's eyes; no note ever becomes a message.
 *
 * `at` is the moment the server took it in (until then the writer's own): with the id it is its place in the conversation, the same everywhere.
 * `seen`: the last answer its writer had before their eyes when they began; `over`: answers of colleagues they saw since and sent theirs all the same.
 */
export const message = z.object({
  id: messageId,
  conversationId,
  shopId,
  channel,
  kind: z.enum(['message', 'note']),
  by: speaker,
  at: epochMs,
  body: z.string().min(1).max(MOST_TEXT),
  /** People a note calls. */
  mentions: z.array(uuid).max(20),
  seen: stamp.nullable(),
  over: z.array(messageId).max(50),
});
export type Message = z.infer<typeof message>;

/** What a message is to its conversation: a question of the side that asks, an answer, or a note. */
export type Part = 'ask' | 'answer' | 'note';
