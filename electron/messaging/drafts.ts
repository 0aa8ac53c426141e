import type { EpochMs } from '#shared/kernel/time.ts';
import type { Leaving } from '#shared/messaging/contract.ts';
import type { Message, Stamp } from '#shared/messaging/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';

/** What is being written in a conversation. */
export type Draft = { readonly kind: Message['kind']; readonly body: string; readonly seen: Stamp | null; readonly at: EpochMs };

const draftById = reading<{ id: string }>()((q, p) => q.selectFrom('message_draft').selectAll().where('conversation_id', '=', p('id')));
const draftPut = writing<{ id: string; shop: string; kind: string; body: string; seen: string | null; at: number }>()((q, p) => {
  const values = { shop_id: p('shop'), kind: p('kind') as Message['kind'], body: p('body'), seen: p('seen'), at: p('at') };
  return q.insertInto('message_draft').values({ conversation_id: p('id'), ...values }).onConflict((c) => c.column('conversation_id').doUpdateSet(values));
});
const draftDrop = writing<{ id: string }>()((q, p) => q.deleteFrom('message_draft').where('conversation_id', '=', p('id')));

export function draftOf(db: ReadableDb, conversation: string): Draft | null {
  const row = db.get(draftById, { id: conversation });
  return row === undefined ? null : { kind: row.kind, body: row.body, seen: row.seen === null ? null : (JSON.parse(row.seen) as Stamp), at: row.at as EpochMs };
}

/** Keeps a text that is being written; an empty one is forgotten. */
export function keepDraft(db: WritableDb, { id, shopId }: { readonly id: string; readonly shopId: string }, { kind, body, seen, at }: Draft): void {
  if (body === '') db.run(draftDrop, { id });
  else db.run(draftPut, { id, shop: shopId, kind, body, seen: seen === null ? null : JSON.stringify(seen), at });
  db.notes.conversation(id);
}

const leavingIn = reading<{ id: string }>()((q, p) => q.selectFrom('message_leaving').selectAll().where('conversation_id', '=', p('id')).orderBy('leave_at').orderBy('id'));
const leavingById = reading<{ id: string }>()((q, p) => q.selectFrom('message_leaving').selectAll().where('id', '=', p('id')));
const leavingDue = reading<{ now: number }>()((q, p) => q.selectFrom('message_leaving').selectAll().where('leave_at', '<=', p('now')).orderBy('leave_at').orderBy('id'));
const nextLeaving = reading()((q) => q.selectFrom('message_leaving').select('leave_at').orderBy('leave_at').limit(1));
const leavingPut = writing<{ id: string; conversation: string; shop: string; leaveAt: number; later: number; doc: string }>()((q, p) =>
  q.insertInto('message_leaving').values({ id: p('id'), conversation_id: p('conversation'), shop_id: p('shop'), leave_at: p('leaveAt'), later: p('later'), doc: p('doc') }));
const leavingDrop = writing<{ id: string }>()((q, p) => q.deleteFrom('message_leaving').where('id', '=', p('id')));
const toLeaving = (row: { leave_at: number; later: number; doc: string }): Leaving => ({ message: JSON.parse(row.doc) as Message, leaveAt: row.leave_at as EpochMs, later: row.later === 1 });

/** Messages of a conversation that were sent off and have not left. */
export const leavingOf = (db: ReadableDb, conversation: string): Leaving[] => db.all(leavingIn, { id: conversation }).map(toLeaving);
export const dueToLeave = (db: ReadableDb, now: number): Leaving[] => db.all(leavingDue, { now }).map(toLeaving);
export const nextToLeave = (db: ReadableDb): number | null => db.get(nextLeaving)?.leave_at ?? null;

export function putLeaving(db: WritableDb, { message, leaveAt, later }: Leaving): void {
  db.run(leavingPut, { id: message.id, conversation: message.conversationId, shop: message.shopId, leaveAt, later: later ? 1 : 0, doc: JSON.stringify(message) });
  db.notes.conversation(message.conversationId);
}

/** Takes a message out of those that are about to leave; null when it has left. */
export function takeLeaving(db: WritableDb, id: string): Leaving | null {
  const row = db.get(leavingById, { id });
  if (row === undefined) return null;
  db.run(leavingDrop, { id });
  db.notes.conversation(row.conversation_id);
  return toLeaving(row);
}
