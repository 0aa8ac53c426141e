import { sql } from 'kysely';
import type { ConversationRow } from '#shared/messaging/contract.ts';
import { priorities, type Conversation, type Message } from '#shared/messaging/model.ts';
import { glimpse } from '#shared/messaging/readable.ts';
import { standingOf } from '#shared/messaging/states.ts';
import { NO_BEAT } from '#shared/messaging/beat.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

type Stored = {
  id: string; shop_id: string; channel: string; state: string; snoozed_until: number | null; assignee: string | null; priority: number; last_at: number; last_part: string; last_asked_at: number | null;
  waiting_since: number | null; due_at: number | null; doc: string; said: string | null; shop: string | null; read_at: number | null; draft: number; leaving: number;
};
const found = sql.raw(`c.id, c.shop_id, c.channel, c.state, c.snoozed_until, c.assignee, c.priority, c.last_at, c.last_part, c.last_asked_at, c.waiting_since, c.due_at, c.doc,
  (SELECT doc FROM message WHERE message.id = c.last_id) AS said, (SELECT name FROM shop WHERE shop.id = c.shop_id) AS shop, (SELECT at FROM conversation_read AS r WHERE r.conversation_id = c.id) AS read_at,
  EXISTS (SELECT 1 FROM message_draft AS d WHERE d.conversation_id = c.id) AS draft, EXISTS (SELECT 1 FROM message_leaving AS l WHERE l.conversation_id = c.id) AS leaving`);
const byRids = reading<{ rids: string }>()((_, p) => sql<Stored>`SELECT ${found} FROM json_each(${p('rids')}) AS k CROSS JOIN conversation AS c ON c.rid = k.value ORDER BY k.key`.compile(builder));
const ofCustomer = reading<{ customer: string; shop: string; but: string }>()((_, p) =>
  sql<Stored>`SELECT ${found} FROM conversation AS c WHERE c.customer_id = ${p('customer')} AND c.shop_id = ${p('shop')} AND c.id <> ${p('but')} ORDER BY c.last_at DESC LIMIT 20`.compile(builder));
const marks = reading<{ ids: string }>()((_, p) => sql<{ id: string; rejected: number; waiting: number }>`SELECT id, max(rejected) AS rejected, max(waiting) AS waiting FROM (
  SELECT entity_id AS id, state = 'rejected' AS rejected, state <> 'rejected' AS waiting FROM outbox WHERE entity = 'conversation'
  UNION ALL SELECT doc ->> '$.conversationId', state = 'rejected', state <> 'rejected' FROM outbox WHERE entity = 'message') WHERE id IN (SELECT value FROM json_each(${p('ids')})) GROUP BY id`.compile(builder));

/** Lines of the list, in the order of the row numbers; a conversation that is gone meanwhile is left out. */
export const conversationRows = (db: ReadableDb, rids: readonly number[]): ConversationRow[] => shown(db, db.all(byRids, { rids: JSON.stringify(rids) }));

/** What else a customer and this shop talked about, the last first. */
export const earlierOf = (db: ReadableDb, { customer, shopId, id }: Conversation): ConversationRow[] => (customer === null ? [] : shown(db, db.all(ofCustomer, { customer: customer.id, shop: shopId, but: id })));

function shown(db: ReadableDb, stored: readonly Stored[]): ConversationRow[] {
  if (stored.length === 0) return [];
  const waiting = new Map(db.all(marks, { ids: JSON.stringify(stored.map(({ id }) => id)) }).map((one) => [one.id, one]));
  return stored.map((row) => {
    const conversation = JSON.parse(row.doc) as Conversation;
    const { subject, tags } = standingOf(conversation, NO_BEAT);
    const mark = waiting.get(row.id);
    return {
      id: row.id, shopId: row.shop_id, channel: row.channel, who: conversation.customer?.name ?? row.shop ?? '', subject,
      glimpse: row.said === null ? '' : glimpse((JSON.parse(row.said) as Message).body), lastPart: row.last_part, lastAt: row.last_at, state: row.state, snoozedUntil: row.snoozed_until, assigneeId: row.assignee,
      priority: priorities[row.priority]!, tags, waitingSince: row.waiting_since, dueAt: row.due_at, orderNumber: conversation.orderNumber,
      unread: (row.last_asked_at ?? 0) > (row.read_at ?? 0), unsent: mark?.waiting === 1 || row.leaving === 1, refused: mark?.rejected === 1, draft: row.draft === 1,
    } as ConversationRow;
  });
}
