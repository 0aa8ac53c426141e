import { sql } from 'kysely';
import type { AppError } from '#shared/kernel/errors.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Spoken } from '#shared/messaging/clocks.ts';
import type { RefusedMessage, ShownMessage } from '#shared/messaging/contract.ts';
import type { Message, MessageId, Stamp } from '#shared/messaging/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';

type Doc = { id: string; doc: string; version: number };
const latest = reading<{ id: string; limit: number }>()((_, p) => sql<Doc>`SELECT id, doc, version FROM message INDEXED BY message_place WHERE conversation_id = ${p('id')} ORDER BY at DESC, id DESC LIMIT ${p('limit')}`.compile(builder));
const older = reading<{ id: string; at: number; before: string; limit: number }>()((_, p) => sql<Doc>`SELECT id, doc, version FROM message INDEXED BY message_place WHERE conversation_id = ${p('id')} AND (at, id) < (${p('at')}, ${p('before')}) ORDER BY at DESC, id DESC LIMIT ${p('limit')}`.compile(builder));

/** Messages before a place (null: the last ones), in their order. From the end of an index: the first page of twenty thousand takes as long as that of two hundred. */
export function messagesBefore(db: ReadableDb, id: string, before: Stamp | null, limit: number): { readonly messages: ShownMessage[]; readonly more: boolean } {
  const rows = before === null ? db.all(latest, { id, limit: limit + 1 }) : db.all(older, { id, at: before.at, before: before.id, limit: limit + 1 });
  const more = rows.length > limit;
  // A message has its first version from the server: without one it waits here.
  return { messages: rows.slice(0, limit).reverse().map(({ doc, version }) => ({ message: JSON.parse(doc) as Message, waiting: version === 0 })), more };
}

const spoken = reading<{ id: string }>()((_, p) => sql<{ at: number; id: string; part: Spoken['part'] }>`SELECT at, id, part FROM message WHERE conversation_id = ${p('id')} AND part <> 'note' ORDER BY at, id`.compile(builder));
/** Who spoke when, as far as clocks ask. */
export const spokenIn = (db: ReadableDb, id: string): Spoken[] => db.all(spoken, { id }).map((one) => ({ at: one.at as EpochMs, id: one.id as MessageId, part: one.part }));

const lastPlaced = reading<{ id: string }>()((_, p) => sql<{ at: number; id: string }>`SELECT at, id FROM message INDEXED BY message_part WHERE conversation_id = ${p('id')} AND part = 'answer' AND version > 0 ORDER BY at DESC, id DESC LIMIT 1`.compile(builder));
/** The last answer that has its place from the server. One that waits here stands at a moment of this machine, before which colleagues may have answered unseen. */
export function lastAnswerKnown(db: ReadableDb, id: string): Stamp | null {
  const row = db.get(lastPlaced, { id });
  return row === undefined ? null : { at: row.at as EpochMs, id: row.id as MessageId };
}

const refused = reading<{ id: string }>()((_, p) => sql<{ mid: string; doc: string; error: string | null }>`SELECT mid, doc, error FROM outbox WHERE entity = 'message' AND state = 'rejected' AND doc ->> '$.conversationId' = ${p('id')} ORDER BY cseq`.compile(builder));
const some = reading<{ ids: string }>()((_, p) => sql<{ doc: string }>`SELECT doc FROM message WHERE id IN (SELECT value FROM json_each(${p('ids')})) ORDER BY at, id`.compile(builder));
export const messagesNamed = (db: ReadableDb, ids: readonly string[]): Message[] => db.all(some, { ids: JSON.stringify(ids) }).map(({ doc }) => JSON.parse(doc) as Message);

/** Messages of a conversation that came back refused; where colleagues had answered, with what they wrote. */
export function refusedIn(db: ReadableDb, id: string): RefusedMessage[] {
  return db.all(refused, { id }).map(({ mid, doc, error: text }) => {
    const error = text === null ? null : (JSON.parse(text) as AppError);
    const named = error?.rule === 'colleague-answered' ? error.details?.['answers'] : undefined;
    return { mid, message: JSON.parse(doc) as Message, error, answers: Array.isArray(named) ? messagesNamed(db, named as string[]) : [] };
  });
}

const readById = reading<{ id: string }>()((q, p) => q.selectFrom('conversation_read').selectAll().where('conversation_id', '=', p('id')));
const readPut = writing<{ conversation: string; at: number; id: string }>()((_, p) => sql`INSERT INTO conversation_read (conversation_id, at, id) VALUES (${p('conversation')}, ${p('at')}, ${p('id')})
  ON CONFLICT (conversation_id) DO UPDATE SET at = excluded.at, id = excluded.id WHERE excluded.at > at`.compile(builder));
/** How far this person has read; never goes back. */
export const readTo = (db: ReadableDb, conversation: string): Stamp | null => {
  const row = db.get(readById, { id: conversation });
  return row === undefined ? null : { at: row.at as EpochMs, id: row.id as MessageId };
};
export function noteRead(db: WritableDb, conversation: string, upTo: Stamp): void {
  if (db.run(readPut, { conversation, at: upTo.at, id: upTo.id }).changes > 0) db.notes.conversation(conversation);
}
