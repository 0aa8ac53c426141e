import { fold } from '../kernel/text.ts';
import { partOf, type Beat } from './beat.ts';
import { answerDueAt } from './clocks.ts';
import { seenBy } from './description.ts';
import { priorities, type Conversation, type Message, type Part } from './model.ts';
import { standingOf } from './states.ts';

/** What lists know of a conversation, named as in `cacheTables.conversation` (without `rid`, `version`, `doc`). Everything follows from the record and its messages. */
export type ConversationColumns = {
  id: string; shop_id: string; channel: string; state: string;
  /** Out of sight until then; null: it is not. */
  snoozed_until: number | null;
  assignee: string | null;
  /** 0 low to 3 urgent. */
  priority: number;
  customer_id: string | null; order_id: string | null; product_id: string | null;
  /** Tags folded, each between two U+001F. */
  tags: string;
  /** What a search reads besides messages: subject, customer, order number and tags, folded. */
  search: string;
  last_at: number; last_id: string | null; last_part: string;
  last_answer_at: number | null; last_answer_id: string | null; last_asked_at: number | null;
  waiting_since: number | null;
  /** By when somebody has to answer; null: nobody waits. */
  due_at: number | null;
  updated_at: number;
};

const MARK = '\u001f';
/** How a tag stands in `tags`. */
export const tagMark = (tag: string): string => `${MARK}${fold(tag)}${MARK}`;

/** Everything beside a conversation's document, from the document and what its messages come to. */
export function projectConversation(conversation: Conversation, beat: Beat): ConversationColumns {
  const standing = standingOf(conversation, beat);
  const { customer, orderNumber } = conversation;
  return {
    id: conversation.id, shop_id: conversation.shopId, channel: conversation.channel, state: standing.state, snoozed_until: standing.snoozedUntil, assignee: standing.assigneeId,
    priority: priorities.indexOf(standing.priority), customer_id: customer?.id ?? null, order_id: conversation.orderId, product_id: conversation.productId,
    tags: standing.tags.map(tagMark).join(''),
    search: [standing.subject, customer?.name ?? '', customer?.email ?? '', orderNumber ?? '', ...standing.tags].map(fold).join(MARK),
    last_at: beat.last?.at ?? conversation.createdAt, last_id: beat.last?.id ?? null, last_part: beat.last?.part ?? '',
    last_answer_at: beat.lastAnswer?.at ?? null, last_answer_id: beat.lastAnswer?.id ?? null, last_asked_at: beat.lastAskedAt, waiting_since: beat.waitingSince,
    due_at: answerDueAt(conversation, beat, standing), updated_at: conversation.updatedAt,
  };
}

/** What is looked for in a message, named as in `cacheTables.message`. */
export type MessageColumns = { id: string; shop_id: string; conversation_id: string; at: number; part: Part; seen: string; author: string | null; search: string };

export const projectMessage = (message: Message): MessageColumns => ({
  id: message.id, shop_id: message.shopId, conversation_id: message.conversationId, at: message.at, part: partOf(message), seen: seenBy(message), author: message.by.id, search: fold(message.body),
});
