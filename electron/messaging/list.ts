import { sql, type RawBuilder } from 'kysely';
import { fold } from '#shared/kernel/text.ts';
import { tagMark } from '#shared/messaging/columns.ts';
import type { ConversationFilter, ConversationQuery, ConversationSort } from '#shared/messaging/contract.ts';
import { priorities } from '#shared/messaging/model.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, readingNow } from '../db/statement.ts';

const MOST_WORDS = 16;
const OVER = sql.raw(`('resolved', 'closed', 'spam', 'merged')`);

/**
 * Every part of a filter as a condition on the columns of `conversation_list`. Words are read, not looked up: part of a number or of a name is what people have, and Arabic
 * puts articles before its words. Each word may stand in the conversation or in one of its messages.
 */
export function conditionsOf(filter: ConversationFilter, now: number): readonly RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  const is = (column: string, value: string | null): void => void (value !== null && conditions.push(sql`${sql.ref(column)} = ${value}`));
  const asleep = sql`(snoozed_until IS NOT NULL AND snoozed_until > ${now} AND state NOT IN ${OVER})`;
  is('shop_id', filter.shopId);
  is('channel', filter.channel);
  if (filter.state.length > 0) conditions.push(sql`state IN (${sql.join(filter.state)})`);
  if (filter.asleep !== 'any') conditions.push(filter.asleep === 'only' ? asleep : sql`NOT ${asleep}`);
  if (filter.assignee === 'none') conditions.push(sql`assignee IS NULL`);
  else is('assignee', filter.assignee);
  if (filter.priority.length > 0) conditions.push(sql`priority IN (${sql.join(filter.priority.map((one) => priorities.indexOf(one)))})`);
  is('customer_id', filter.customerId);
  is('order_id', filter.orderId);
  is('product_id', filter.productId);
  if (filter.tag !== null) conditions.push(sql`instr(tags, ${tagMark(filter.tag)}) > 0`);
  if (filter.dueBefore !== null) conditions.push(sql`due_at < ${filter.dueBefore}`);
  if (filter.unread) conditions.push(unread);
  for (const word of fold(filter.text).split(/\s+/).filter((one) => one !== '').slice(0, MOST_WORDS)) {
    conditions.push(sql`(instr(search, ${word}) > 0 OR id IN (SELECT conversation_id FROM message AS m INDEXED BY message_text WHERE instr(m.search, ${word}) > 0))`);
  }
  return conditions;
}

/** What was asked after the place this person has read to. */
const unread = sql`(last_asked_at IS NOT NULL AND last_asked_at > coalesce((SELECT r.at FROM conversation_read AS r WHERE r.conversation_id = conversation.id), 0))`;

const columns: Readonly<Record<ConversationSort['by'], string>> = { lastAt: 'last_at', waitingSince: 'waiting_since', dueAt: 'due_at', priority: 'priority' };
const orderBy = ({ by, dir }: ConversationSort): RawBuilder<unknown> => sql`${sql.ref(columns[by])} ${sql.raw(dir)} NULLS LAST, last_at DESC, id`;
const where = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => (conditions.length === 0 ? sql`` : sql` WHERE ${sql.join(conditions, sql` AND `)}`);

/** A part of a list as row numbers, in its order, and how long the list is. */
export function window(db: ReadableDb, { filter, sort }: ConversationQuery, offset: number, limit: number, now: number): { readonly rids: readonly number[]; readonly total: number } {
  const conditions = conditionsOf(filter, now);
  const rids = db.column(readingNow(sql<{ rid: number }>`SELECT rid FROM conversation INDEXED BY conversation_list${where(conditions)} ORDER BY ${orderBy(sort)} LIMIT ${limit} OFFSET ${offset}`.compile(builder)));
  const full = offset === 0 && rids.length < limit;
  return { rids, total: full ? rids.length : count(db, filter, now) };
}

/** How many conversations fit a filter. */
export const count = (db: ReadableDb, filter: ConversationFilter, now: number): number =>
  db.get(readingNow(sql<{ count: number }>`SELECT count(*) AS count FROM conversation INDEXED BY conversation_list${where(conditionsOf(filter, now))}`.compile(builder)))?.count ?? 0;
