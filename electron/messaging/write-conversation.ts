import type { Json } from '#shared/kernel/json.ts';
import { projectConversation, type ConversationColumns } from '#shared/messaging/columns.ts';
import type { Conversation } from '#shared/messaging/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';
import { beatHere } from './beat-here.ts';

const columnNames = [
  'id', 'shop_id', 'channel', 'state', 'snoozed_until', 'assignee', 'priority', 'customer_id', 'order_id', 'product_id', 'tags', 'search',
  'last_at', 'last_id', 'last_part', 'last_answer_at', 'last_answer_id', 'last_asked_at', 'waiting_since', 'due_at', 'updated_at',
] as const satisfies readonly (keyof ConversationColumns)[];
const changing = columnNames.filter((name) => name !== 'id');

const storedWhole = reading<{ id: string }>()((q, p) => q.selectFrom('conversation').select([...columnNames, 'rid', 'version', 'doc']).where('id', '=', p('id')));
type Values = ConversationColumns & { version: number; doc: string };
const insert = writing<Values>()((q, p) => q.insertInto('conversation').values({ ...(Object.fromEntries(columnNames.map((name) => [name, p(name)])) as ConversationColumns), version: p('version'), doc: p('doc') } as never));
const update = writing<Values>()((q, p) =>
  q.updateTable('conversation').set({ ...(Object.fromEntries(changing.map((name) => [name, p(name)])) as Omit<ConversationColumns, 'id'>), version: p('version'), doc: p('doc') }).where('id', '=', p('id')));
const versionOnly = writing<{ id: string; version: number }>()((q, p) => q.updateTable('conversation').set({ version: p('version') }).where('id', '=', p('id')));
const drop = writing<{ id: string }>()((q, p) => q.deleteFrom('conversation').where('id', '=', p('id')));

/** Writes a conversation with everything derived from it and from its messages. */
export function putConversation(db: WritableDb, doc: Json, version: number): void {
  const text = JSON.stringify(doc);
  const conversation = doc as unknown as Conversation;
  const here = db.get(storedWhole, { id: conversation.id });
  // Most answers say what is here already: then only the version moves.
  if (here !== undefined && here.doc === text) {
    if (here.version !== version) db.run(versionOnly, { id: conversation.id, version });
    return;
  }
  db.run(here === undefined ? insert : update, { ...projectConversation(conversation, beatHere(db, conversation.id)), version, doc: text });
  db.notes.conversation(conversation.id);
}

/** A message of it came, went or moved: what is derived is worked out again. Does nothing where the conversation is not here (yet). */
export function refreshConversation(db: WritableDb, id: string): void {
  db.notes.conversation(id);
  const here = db.get(storedWhole, { id });
  if (here === undefined) return;
  const columns = projectConversation(JSON.parse(here.doc) as Conversation, beatHere(db, id));
  if (columnNames.some((name) => here[name] !== columns[name])) db.run(update, { ...columns, version: here.version, doc: here.doc });
}

/** Takes a conversation out of the cache; its messages leave by themselves. */
export function removeConversation(db: WritableDb, id: string): void {
  if (db.run(drop, { id }).changes > 0) db.notes.conversation(id);
}

/** Whether the columns beside a conversation are what its record and its messages say. */
export function isConversationDerived(db: ReadableDb, doc: Json): boolean {
  const conversation = doc as unknown as Conversation;
  const here = db.get(storedWhole, { id: conversation.id });
  if (here === undefined || here.doc !== JSON.stringify(doc)) return false;
  const columns = projectConversation(conversation, beatHere(db, conversation.id));
  return columnNames.every((name) => here[name] === columns[name]);
}
