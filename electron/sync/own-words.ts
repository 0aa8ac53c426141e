import { sql } from 'kysely';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { EntityName, FieldOp, Mutation } from '#shared/sync/model.ts';
import { forgetWaysBack } from '../catalog/undo-steps.ts';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { refuse } from './refuse.ts';
import { editsOf, insertEdit, lastCseq, updateEdit } from './store.ts';

type Conflict = { id: string; entity: string; entity_id: string; path: string; mine: string; made_at: number };
type One = { id: string };
const openOf = reading<One>()((_, p) => sql<Conflict>`SELECT id, entity, entity_id, path, mine, made_at FROM conflict WHERE entity_id = ${p('id')} AND settled_at IS NULL ORDER BY rowid`.compile(builder));
const conflictsHere = reading<One>()((_, p) => sql<{ id: string }>`SELECT id FROM conflict WHERE entity_id = ${p('id')} LIMIT 1`.compile(builder));
const dropConflicts = writing<One>()((_, p) => sql`DELETE FROM conflict WHERE entity_id = ${p('id')}`.compile(builder));
const dropHistory = writing<One>()((_, p) => sql`DELETE FROM history_seen WHERE product_id = ${p('id')}`.compile(builder));

/** What a field was before was somebody else's to tell. */
export const withoutBase = (op: FieldOp): FieldOp => ('base' in op ? { ...op, base: null } : op) as FieldOp;

/** Turns a conflict on something that is here no more into a refused draft: the person's own value, and nothing of the others'. */
export function draftOfConflict(db: WritableDb, { id, entity, entity_id, path, mine, made_at }: Conflict, error: AppError): void {
  const draft: Mutation = {
    mid: id as Mutation['mid'], cseq: lastCseq(db) + 1, group: null, entity: entity as Mutation['entity'], id: entity_id as Mutation['id'], baseVersion: 0, action: 'patch',
    ops: [{ op: 'set', path, base: null, value: JSON.parse(mine) as Json }], intent: 'settle-conflict', madeAt: made_at as EpochMs,
  };
  insertEdit(db, draft);
  refuse(db, draft.mid, error);
}

/**
 * A record is here no more: deleted, or gone into a shop that is somebody else's; nobody says which. What its person wrote stays as refused
 * drafts; what others wrote (the values before, the other side of conflicts, history, ways back) goes with it.
 */
export function keepOwnWords(db: WritableDb, entity: EntityName, id: string): void {
  for (const { mutation, state } of editsOf(db, entity, id)) if (state === 'rejected') updateEdit(db, mutation.mid, { ops: mutation.ops.map(withoutBase) });
  if (db.get(conflictsHere, { id }) !== undefined) {
    for (const conflict of db.all(openOf, { id })) draftOfConflict(db, conflict, { code: 'gone', attempted: 'push' });
    db.run(dropConflicts, { id });
    db.notes.part('conflict');
  }
  db.run(dropHistory, { id });
  forgetWaysBack(db, entity, id);
}
