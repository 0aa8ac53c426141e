import { mayNot } from '../auth/permissions.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { sameJson } from '../sync/equal.ts';
import type { Actor } from '../sync/model.ts';
import { NO_BEAT } from './beat.ts';
import { happenedTo } from './happened.ts';
import type { Conversation, ConversationFact, Message } from './model.ts';
import { standingOf } from './states.ts';
import { openVariables } from './variables.ts';
import { factWriters, mayBegin, messageWriters } from './writers.ts';

export { checkCollision } from './collision.ts';

/** As many things as may be done about one conversation, and tags on it. */
export const MOST_FACTS = 2_000;
export const MOST_TAGS = 20;
const refuse = (name: string, details?: AppError['details']): AppError => ({ code: 'rule-broken', rule: name, details });
const notTheirs = (actor: Actor, shopId: string): AppError | null => (actor.role === 'vendor' && !actor.shopIds.includes(shopId) ? { code: 'forbidden', field: 'shopId', rule: 'own-shop-only' } : null);
/** What people of a shop may do is in the table of rights; what staff may do, in `writers.ts`: a moderator writes notes and answers nobody. */
const lacks = (actor: Actor, action: 'reply' | 'assign', shopId: string): AppError | null => (actor.role === 'vendor' ? mayNot(actor, action, { of: 'conversation', shopId }) : null);
const fixed = ['id', 'shopId', 'channel', 'customer', 'subject', 'orderId', 'orderNumber', 'productId', 'read', 'createdAt'] as const satisfies readonly (keyof Conversation)[];

/**
 * Decides whether a conversation may become what a console makes of it: things done are added, none changes or goes, each is one this person may
 * do in their own name and nothing that was done before stands against it.
 */
export function checkConversation(before: Conversation | null, after: Conversation, actor: Actor): AppError | null {
  const foreign = notTheirs(actor, (before ?? after).shopId);
  if (foreign) return foreign;
  if (before === null) return checkBegun(after, actor);
  const changed = fixed.find((name) => before[name] !== after[name] && !sameJson(before[name] as Json, after[name] as Json));
  if (changed !== undefined) return { code: 'rule-broken', field: changed, rule: 'fixed-field' };
  const lost = Object.entries(before.facts).find(([id, fact]) => after.facts[id] !== fact && !sameJson(fact as unknown as Json, (after.facts[id] ?? null) as unknown as Json));
  if (lost) return { ...refuse('fact-stays'), field: `facts/${lost[0]}` };
  const said = happenedTo(after).filter(({ id }) => !Object.hasOwn(before.facts, id));
  if (said.length + Object.keys(before.facts).length > MOST_FACTS) return refuse('most-facts', { most: MOST_FACTS });
  let now = before;
  for (const { id, fact } of said) {
    const broken = checkSpeaker(fact, actor) ?? lacks(actor, fact.kind === 'assigned' && fact.to !== actor.userId ? 'assign' : 'reply', before.shopId) ?? checkFact(now, fact);
    if (broken) return { ...broken, field: broken.field ?? `facts/${id}` };
    now = { ...now, facts: { ...now.facts, [id]: fact } };
  }
  return null;
}

function checkBegun(after: Conversation, actor: Actor): AppError | null {
  if (!mayBegin(actor.role, after.channel)) return { code: 'forbidden', rule: 'conversation-begun-elsewhere' };
  const lacking = lacks(actor, 'reply', after.shopId);
  if (lacking) return lacking;
  if (after.customer !== null || after.read !== null || Object.keys(after.facts).length > 0) return refuse('conversation-begins-empty');
  return null;
}

function checkSpeaker({ kind, by }: ConversationFact, actor: Actor): AppError | null {
  if (!factWriters[kind].includes(actor.role)) return { code: 'forbidden', rule: 'fact-by-others', details: { kind } };
  return by.id === actor.userId && by.role === actor.role ? null : { code: 'forbidden', rule: 'fact-in-own-name' };
}

/** What stands against doing this now, whoever does it. */
export function checkFact(conversation: Conversation, fact: ConversationFact): AppError | null {
  const { state, tags } = standingOf(conversation, NO_BEAT);
  switch (fact.kind) {
    case 'tagged': return tags.length >= MOST_TAGS && !tags.includes(fact.tag) ? refuse('most-tags', { most: MOST_TAGS }) : null;
    case 'merged': return fact.into === conversation.id ? refuse('merged-into-itself') : state === 'merged' ? refuse('merged-already') : null;
    case 'unmerged': return state === 'merged' ? null : refuse('not-merged');
    case 'spam-cleared': return state === 'spam' ? null : refuse('not-spam');
    case 'snoozed':
    case 'resolved':
    case 'closed': return state === 'merged' ? refuse('merged-already') : null;
    default: return null;
  }
}

/**
 * Decides whether a console may add this message. What stands in it is never changed and never goes.
 *
 * @param before null: a new one
 */
export function checkMessage(before: Message | null, after: Message, actor: Actor): AppError | null {
  const foreign = notTheirs(actor, (before ?? after).shopId);
  if (foreign) return foreign;
  if (before !== null) return { code: 'forbidden', rule: 'message-stays' };
  if (!messageWriters[after.kind].includes(actor.role)) return { code: 'forbidden', rule: 'message-by-others', details: { kind: after.kind } };
  const lacking = lacks(actor, 'reply', after.shopId);
  if (lacking) return lacking;
  if (after.by.id !== actor.userId || after.by.role !== actor.role) return { code: 'forbidden', rule: 'message-in-own-name' };
  if (after.kind === 'message' && after.mentions.length > 0) return refuse('mention-in-message');
  if (after.body.trim() === '') return { code: 'invalid-input', field: 'body', rule: 'message-empty' };
  const open = after.kind === 'message' ? openVariables(after.body) : [];
  return open.length > 0 ? { code: 'rule-broken', field: 'body', rule: 'variable-open', details: { names: open } } : null;
}

/** Whether a new message fits the conversation it is said in. `null`: there is no such conversation. */
export function checkFits(message: Pick<Message, 'shopId' | 'channel' | 'kind'>, conversation: Conversation | null, state: string): AppError | null {
  if (conversation === null || conversation.shopId !== message.shopId || conversation.channel !== message.channel) return { code: 'not-found', field: 'conversationId', rule: 'no-such-conversation' };
  return message.kind === 'message' && (state === 'closed' || state === 'merged') ? refuse('conversation-closed', { state }) : null;
}
