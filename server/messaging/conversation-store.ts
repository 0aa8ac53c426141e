import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ConversationTable } from '#server/db/schema.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { bulkInsert, slices } from '#server/sync/bulk-insert.ts';
import type { EntityStore, Stored } from '#server/sync/entity-store.ts';
import { jsonText } from '#server/sync/json-text.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Beat } from '#shared/messaging/beat.ts';
import { projectConversation } from '#shared/messaging/columns.ts';
import { checkConversationOp, conversationDescription } from '#shared/messaging/description.ts';
import type { Conversation } from '#shared/messaging/model.ts';
import { getAt, setAt } from '#shared/sync/merge.ts';
import { beatIn } from './beats.ts';
import { checkMergeTargets, mergeTargets } from './merge-targets.ts';

export const conversationColumns = [
  'id', 'shop_id', 'version', 'channel', 'state', 'snoozed_until', 'assignee', 'priority', 'customer_id', 'order_id', 'product_id', 'tags', 'search',
  'last_at', 'last_id', 'last_part', 'last_answer_at', 'last_answer_id', 'last_asked_at', 'waiting_since', 'due_at', 'updated_at', 'doc',
] as const satisfies readonly (keyof ConversationTable)[];

export const insertConversations = bulkInsert('conversation', conversationColumns);
const fixed: readonly string[] = ['id', 'shop_id', 'channel'];
const overwriteConversations = bulkInsert('conversation', conversationColumns, { keys: ['id'], update: conversationColumns.filter((column) => !fixed.includes(column)) });

/** The row of a conversation: its record, and what follows from it and its messages. */
export const conversationRow = (conversation: Conversation, beat: Beat, version: number) => ({ ...projectConversation(conversation, beat), version, doc: jsonText(conversation) });

/** Writes conversations as they stand, each with what its messages come to now. */
export async function writeConversations(trx: ServerTransaction, dialect: Dialect, all: readonly { readonly conversation: Conversation; readonly version: number }[]): Promise<void> {
  const rows = [];
  for (const { conversation, version } of all) rows.push(conversationRow(conversation, await beatIn(trx, conversation.id), version));
  await overwriteConversations(trx, dialect, rows);
}

/** Conversations as consoles work on them: things done are added; a shop begins one with the marketplace. */
export const conversationStore: EntityStore = {
  description: conversationDescription,
  checkOp: checkConversationOp,

  load: async (trx, dialect, ids) => {
    const found = new Map<string, Stored>();
    for (const slice of slices(ids.toSorted())) {
      const rows = await dialect.lockRows(trx.selectFrom('conversation').select(['id', 'version', 'doc']).where('id', 'in', slice).orderBy('id')).execute();
      for (const row of rows) found.set(row.id, { version: row.version, doc: JSON.parse(row.doc) as Json });
    }
    return found;
  },

  guard: async (trx, _dialect, mutations) => {
    const places = await mergeTargets(trx, mutations);
    return { check: (before, after) => (before === null ? null : checkMergeTargets(before as unknown as Conversation, after as unknown as Conversation, places)), accepted: () => undefined };
  },

  admit: (doc, _actor, madeAt) => setAt(setAt(doc, 'createdAt', madeAt), 'updatedAt', madeAt),

  save: async (trx, dialect, changes) => {
    await writeConversations(trx, dialect, changes.flatMap(({ after, version }) => (after === null ? [] : [{ conversation: after as unknown as Conversation, version }])));
  },

  shopOf: (doc) => getAt(doc, 'shopId') as string,
};
