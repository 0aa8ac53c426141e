import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { channels, events } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { orderId } from '../orders/parts.ts';
import { tag } from './facts.ts';
import { doing, presence } from './live.ts';
import { channel, conversation, conversationId, message, messageId, MOST_TEXT, priority, stamp } from './model.ts';
import { conversationFilter, conversationQuery, conversationState } from './query.ts';

export * from './query.ts';

// ── between console and server ────────────────────────────────────────────────────────────────────

/** Somebody who answers, as colleagues see them; a vendor sees people of the marketplace by its name alone, so none of them here. */
export const colleague = z.object({ id: uuid, name: z.string(), role: z.enum(['vendor', 'admin', 'moderator', 'support']), shopIds: z.array(shopId) });
export type Colleague = z.infer<typeof colleague>;

export const messagingEndpoints = endpoints({
  colleagues: {
    method: 'get', path: '/messaging/colleagues', auth: 'signed-in', summary: 'People a conversation can be given to: those of my shops, for staff those of the marketplace and of every shop.',
    reply: z.object({ colleagues: z.array(colleague) }), errors: ['signed-out'],
  },
});

// ── between window and data process ───────────────────────────────────────────────────────────────

/** What somebody does about a conversation from a screen; the rest of a fact (who, when, what was asked by then) is known here. */
export const conversationCommand = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('assign'), to: uuid.nullable() }),
  z.strictObject({ do: z.literal('prioritise'), priority }),
  z.strictObject({ do: z.literal('tag'), tag }),
  z.strictObject({ do: z.literal('untag'), tag }),
  z.strictObject({ do: z.literal('rename'), subject: z.string().trim().min(1).max(200) }),
  z.strictObject({ do: z.literal('snooze'), until: epochMs.nullable() }),
  z.strictObject({ do: z.literal('wake') }),
  z.strictObject({ do: z.literal('resolve') }),
  z.strictObject({ do: z.literal('reopen') }),
  z.strictObject({ do: z.literal('close') }),
  z.strictObject({ do: z.literal('spam') }),
  z.strictObject({ do: z.literal('not-spam') }),
  z.strictObject({ do: z.literal('merge'), into: conversationId }),
  z.strictObject({ do: z.literal('unmerge') }),
]);
export type ConversationCommand = z.infer<typeof conversationCommand>;

/** One line of the list. */
export const conversationRow = z.object({
  id: conversationId, shopId, channel,
  /** The customer, or the shop that asks. */
  who: z.string(), subject: z.string(),
  /** The beginning of the last message that is no note. */
  glimpse: z.string(), lastPart: z.enum(['ask', 'answer', 'note', '']), lastAt: epochMs,
  state: conversationState, snoozedUntil: z.number().nullable(), assigneeId: uuid.nullable(), priority, tags: z.array(z.string()),
  waitingSince: epochMs.nullable(), dueAt: epochMs.nullable(), orderNumber: z.string().nullable(),
  unread: z.boolean(), /** Something of it waits here to be sent, or was refused; a text is begun. */ unsent: z.boolean(), refused: z.boolean(), draft: z.boolean(),
});
export type ConversationRow = z.infer<typeof conversationRow>;

const pause = z.object({ from: z.number(), to: z.number().nullable(), why: z.enum(['closed', 'waiting']) });
export const clockStanding = z.object({
  kind: z.enum(['first', 'next', 'resolved']), startedAt: z.number(), promisedMs: z.number(), usedMs: z.number(), dueAt: z.number().nullable(), metAt: z.number().nullable(), breached: z.boolean(), pauses: z.array(pause),
});
export const standing = z.object({
  state: conversationState, snoozedUntil: z.number().nullable(), assigneeId: uuid.nullable(), priority, tags: z.array(z.string()), subject: z.string(), mergedInto: conversationId.nullable(),
});

const draft = z.object({ kind: message.shape.kind, body: z.string(), seen: stamp.nullable(), at: epochMs });
/** A message that was sent off here and can still be taken back. */
export const leaving = z.object({ message, leaveAt: epochMs, later: z.boolean() });
export type Leaving = z.infer<typeof leaving>;
/** A message that was refused, with the reason; where a colleague answered meanwhile, `answers` is what they wrote. */
export const refusedMessage = z.object({ mid: uuid, message, error: appError.nullable(), answers: z.array(message) });
export type RefusedMessage = z.infer<typeof refusedMessage>;
/** A message as it stands here: `waiting` to be sent, or taken in by the server. */
export const shownMessage = z.object({ message, waiting: z.boolean() });
export type ShownMessage = z.infer<typeof shownMessage>;

/** A text that is used again and again. `key` 1 to 9: the digit that puts it in; `then`: what is done after it is sent. */
export const cannedReply = z.object({ id: uuid, name: z.string().trim().min(1).max(80), body: z.string().min(1).max(MOST_TEXT), key: z.int().min(1).max(9).nullable(), then: z.enum(['nothing', 'resolve']) });
export type CannedReply = z.infer<typeof cannedReply>;

export const messagingChannels = channels({
  'messaging.page': {
    input: z.object({ query: conversationQuery, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    output: z.object({ total: z.int(), offset: z.int(), rows: z.array(conversationRow), /** Changes whenever any conversation of the cache does. */ revision: z.int() }),
  },
  'messaging.counts': { input: z.object({ filters: z.array(conversationFilter).max(40) }), output: z.object({ counts: z.array(z.int()) }) },
  /** One conversation without its messages. `readTo`: how far this person had read when they came; `earlier`: others of the same customer. */
  'messaging.conversation': {
    input: z.object({ id: conversationId }),
    output: z.object({
      conversation, standing, clocks: z.array(clockStanding), draft: draft.nullable(), leaving: z.array(leaving), refused: z.array(refusedMessage),
      readTo: stamp.nullable(), lastAnswer: stamp.nullable(), earlier: z.array(conversationRow), mayAnswer: z.boolean(),
    }),
  },
  /** Messages before a place, the last ones first read: `limit` of them in their order. */
  'messaging.messages': {
    input: z.object({ id: conversationId, before: stamp.nullable(), limit: z.int().min(1).max(200) }),
    output: z.object({ messages: z.array(shownMessage), more: z.boolean() }),
  },
  /** Keeps what is being written; an empty text forgets it. `seen` stays what it was when the text was begun. */
  'messaging.draft': { input: z.object({ id: conversationId, kind: message.shape.kind, body: z.string().max(4 * MOST_TEXT), seen: stamp.nullable() }), output: z.object({}) },
  /**
   * Sends a message off: it leaves after ten seconds, or at a moment chosen, and can be taken back until then; without a connection it waits its turn. Refused here where
   * a colleague has answered since it was begun, as the server would.
   */
  'messaging.send': {
    input: z.object({ id: conversationId, kind: message.shape.kind, body: z.string().max(4 * MOST_TEXT), mentions: z.array(uuid).max(20), seen: stamp.nullable(), over: z.array(messageId).max(50), leaveAt: epochMs.nullable() }),
    output: z.object({ message: messageId, leaveAt: epochMs }),
  },
  /** Takes a message back that has not left; its text is the draft again. */
  'messaging.unsend': { input: z.object({ message: messageId }), output: z.object({ id: conversationId }) },
  /** What a colleague wrote meanwhile, for a message that was stopped by it. */
  'messaging.answers': { input: z.object({ id: conversationId, ids: z.array(messageId).max(50) }), output: z.object({ messages: z.array(message) }) },
  'messaging.do': { input: z.object({ ids: z.array(conversationId).min(1).max(5_000), command: conversationCommand }), output: z.object({ mids: z.array(uuid) }) },
  /** Begins a conversation of a shop with the marketplace. */
  'messaging.begin': { input: z.object({ shopId, subject: z.string().trim().min(1).max(200), body: z.string().trim().min(1).max(MOST_TEXT), orderId: orderId.nullable() }), output: z.object({ id: conversationId }) },
  'messaging.read': { input: z.object({ id: conversationId, upTo: stamp }), output: z.object({}) },
  /** People conversations can be given to; without a connection those that were known last. */
  'messaging.colleagues': { input: z.object({}), output: z.object({ colleagues: z.array(colleague) }) },
  'messaging.canned': { input: z.object({}), output: z.object({ replies: z.array(cannedReply) }) },
  'messaging.keepCanned': { input: z.object({ replies: z.array(cannedReply).max(200) }), output: z.object({}) },
  /** Tells colleagues what this person does in a conversation; null: they look at none. */
  'messaging.here': { input: z.object({ id: conversationId.nullable(), doing }), output: z.object({}) },
});

export const messagingEvents = events({
  /** Conversations changed by an edit here, a pull or a poke; `ids` null when too many to name. */
  'messaging.changed': z.object({ revision: z.int(), ids: z.array(conversationId).nullable() }),
  /** Everybody else who is in a conversation now. */
  'messaging.presence': z.object({ people: z.array(presence) }),
});
