import { sql } from 'kysely';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Message } from '#shared/messaging/model.ts';
import type { Mutation, ScopeName } from '#shared/sync/model.ts';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { refuse } from '../sync/refuse.ts';
import { insertEdit, lastCseq } from '../sync/store.ts';

const AT_ONCE = 500;
const LOST: AppError = { code: 'forbidden', attempted: 'push', rule: 'revoked' };

/**
 * Conversations of a scope that is no longer this person's leave, with their messages, drafts and marks. A message of their own that was about to
 * leave stays as a refused draft.
 *
 * @param leaving the table that names every record of the scope
 */
export function* conversationsLeave(db: WritableDb, leaving: string, scope: ScopeName): Generator<void, void, void> {
  if (scope === 'common') return;
  const shop = scope === 'admin' ? null : scope.slice('vendor:'.length);
  for (const { id, doc } of db.all(leavingOf, { shop })) keepWords(db, id, JSON.parse(doc) as Message);
  for (const table of ['message_leaving', 'message_draft'] as const) db.run(dropOwn[table], { shop });
  db.exec(`DELETE FROM conversation_read WHERE conversation_id IN (SELECT id FROM ${leaving}); DELETE FROM conversation WHERE id IN (SELECT id FROM ${leaving})`);
  yield;
  const drop = writing<{ limit: number }>()((_, p) => sql`DELETE FROM message WHERE rid IN (SELECT rid FROM message JOIN ${sql.raw(leaving)} l ON l.id = message.id LIMIT ${p('limit')})`.compile(builder));
  while (db.run(drop, { limit: AT_ONCE }).changes > 0) yield;
}

const leavingOf = reading<{ shop: string | null }>()((_, p) => sql<{ id: string; doc: string }>`SELECT id, doc FROM message_leaving WHERE ${p('shop')} IS NULL OR shop_id = ${p('shop')}`.compile(builder));
const dropOwn = {
  message_leaving: writing<{ shop: string | null }>()((_, p) => sql`DELETE FROM message_leaving WHERE ${p('shop')} IS NULL OR shop_id = ${p('shop')}`.compile(builder)),
  message_draft: writing<{ shop: string | null }>()((_, p) => sql`DELETE FROM message_draft WHERE ${p('shop')} IS NULL OR shop_id = ${p('shop')}`.compile(builder)),
};

function keepWords(db: WritableDb, id: string, message: Message): void {
  const draft: Mutation = {
    mid: id as Mutation['mid'], cseq: lastCseq(db) + 1, group: null, entity: 'message', id: id as Mutation['id'], baseVersion: 0, action: 'create', ops: [],
    doc: message as unknown as Json, intent: `send-${message.kind}`, madeAt: message.at as EpochMs,
  };
  insertEdit(db, draft);
  refuse(db, draft.mid, LOST);
}
