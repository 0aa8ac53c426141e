import type { Json } from '#shared/kernel/json.ts';
import { projectMessage, type MessageColumns } from '#shared/messaging/columns.ts';
import type { Message } from '#shared/messaging/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';
import { refreshConversation } from './write-conversation.ts';

const columnNames = ['id', 'shop_id', 'conversation_id', 'at', 'part', 'seen', 'author', 'search'] as const satisfies readonly (keyof MessageColumns)[];
const storedWhole = reading<{ id: string }>()((q, p) => q.selectFrom('message').select([...columnNames, 'rid', 'version', 'doc']).where('id', '=', p('id')));
type Values = MessageColumns & { version: number; doc: string };
const insert = writing<Values>()((q, p) => q.insertInto('message').values({ ...(Object.fromEntries(columnNames.map((name) => [name, p(name)])) as MessageColumns), version: p('version'), doc: p('doc') } as never));
const update = writing<Values>()((q, p) =>
  q.updateTable('message').set({ ...(Object.fromEntries(columnNames.filter((name) => name !== 'id').map((name) => [name, p(name)])) as Omit<MessageColumns, 'id'>), version: p('version'), doc: p('doc') }).where('id', '=', p('id')));
const versionOnly = writing<{ id: string; version: number }>()((q, p) => q.updateTable('message').set({ version: p('version') }).where('id', '=', p('id')));
const drop = writing<{ id: string }>()((q, p) => q.deleteFrom('message').where('id', '=', p('id')));

/** Writes a message, and what its conversation comes to with it. */
export function putMessage(db: WritableDb, doc: Json, version: number): void {
  const text = JSON.stringify(doc);
  const message = doc as unknown as Message;
  const here = db.get(storedWhole, { id: message.id });
  if (here !== undefined && here.doc === text) {
    if (here.version !== version) db.run(versionOnly, { id: message.id, version });
    return;
  }
  db.run(here === undefined ? insert : update, { ...projectMessage(message), version, doc: text });
  refreshConversation(db, message.conversationId);
}

/** Takes a message out of the cache: it was refused, taken back, or is this person's no more. */
export function removeMessage(db: WritableDb, id: string): void {
  const here = db.get(storedWhole, { id });
  if (here === undefined) return;
  db.run(drop, { id });
  refreshConversation(db, here.conversation_id);
}

/** Whether the columns beside a message are what it says. */
export function isMessageDerived(db: ReadableDb, doc: Json): boolean {
  const message = doc as unknown as Message;
  const here = db.get(storedWhole, { id: message.id });
  if (here === undefined || here.doc !== JSON.stringify(doc)) return false;
  const columns = projectMessage(message);
  return columnNames.every((name) => here[name] === columns[name]);
}
