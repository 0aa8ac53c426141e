import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { productId, uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { orderId } from '../orders/parts.ts';
import { channel, priority } from './model.ts';
import { conversationStates } from './states.ts';

export const conversationState = z.enum(conversationStates);

/** What the list of conversations shows: every part narrows it; an empty filter shows everything. */
export const conversationFilter = z.object({
  /** Words in subject, customer, order number, tags and messages; each found anywhere. */
  text: z.string().max(200).default(''),
  shopId: shopId.nullable().default(null),
  channel: channel.nullable().default(null),
  state: z.array(conversationState).default([]),
  /** Out of sight (`only`), or not (`without`). */
  asleep: z.enum(['any', 'only', 'without']).default('any'),
  /** Somebody's; `none`: nobody's. */
  assignee: z.union([uuid, z.literal('none')]).nullable().default(null),
  priority: z.array(priority).default([]),
  customerId: uuid.nullable().default(null),
  orderId: orderId.nullable().default(null),
  productId: productId.nullable().default(null),
  tag: z.string().max(40).nullable().default(null),
  /** An answer is due before this moment. */
  dueBefore: epochMs.nullable().default(null),
  /** Something came that this person has not read. */
  unread: z.boolean().default(false),
});
export type ConversationFilter = z.infer<typeof conversationFilter>;

export const conversationSort = z.object({ by: z.enum(['lastAt', 'waitingSince', 'dueAt', 'priority']), dir: z.enum(['asc', 'desc']) });
export type ConversationSort = z.infer<typeof conversationSort>;
export const conversationQuery = z.object({ filter: conversationFilter, sort: conversationSort });
export type ConversationQuery = z.infer<typeof conversationQuery>;
