import { sql } from 'kysely';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { EntityName, FieldConflict, FieldOp, Mutation, ScopeName } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import type { CacheSchema, OutboxTable } from '../db/schema.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { landedFor } from './landed.ts';

// ── what the engine remembers about itself ────────────────────────────────────────────────────────

/**
 * - `client` the name of this install and person towards the server
 * - `cseq` the number of the last edit that left the outbox; see `lastCseq`
 * - `again` edits up to this number were in the outbox when the disk turned out to be an older copy
 * - `schema` what the records here are written in, `renew` scopes that are here as an older console knew them
 * - `unsure` scopes out of which something went that was perhaps only taken away for a moment (`unsure.ts`)
 * - `last-sync` when the server was last heard of, `clock` the latest time seen since (`auth/lease.ts`)
 */
type MetaKey = 'client' | 'cseq' | 'again' | 'grants' | 'schema' | 'renew' | 'unsure' | 'last-sync' | 'clock';
const metaByKey = reading<{ key: string }>()((q, p) => q.selectFrom('meta').select('value').where('key', '=', p('key')));
const metaPut = writing<{ key: string; value: string }>()((q, p) => q.insertInto('meta').values({ key: p('key'), value: p('value') }).onConflict((c) => c.column('key').doUpdateSet({ value: p('value') })));
export const metaOf = (db: ReadableDb, key: MetaKey): string | null => db.get(metaByKey, { key })?.value ?? null;
export const setMeta = (db: WritableDb, key: MetaKey, value: string): void => void db.run(metaPut, { key, value });
const numberOf = (db: ReadableDb, key: MetaKey): number => Number(metaOf(db, key) ?? 0);

/** The name of this console towards the server; the engine gives it when the cache is first opened. */
export const clientId = (db: ReadableDb): string => metaOf(db, 'client') ?? '';
const highestWaiting = reading()((q) => q.selectFrom('outbox').select((e) => e.fn.max('cseq').as('cseq')));
/**
 * The number of the last edit ever written. The outbox tells it while that edit is there; it is noted when the edit leaves (`deleteEdit`),
 * so that writing an edit has one page less to wait for.
 */
export const lastCseq = (db: ReadableDb): number => Math.max(numberOf(db, 'cseq'), db.get(highestWaiting)?.cseq ?? 0);
/** Whether the server may have taken in edits up to this number under another name of this console. */
export const mayBeKnown = (db: ReadableDb, cseq: number): boolean => cseq <= numberOf(db, 'again');

// ── scopes ────────────────────────────────────────────────────────────────────────────────────────

/** How far a scope is known here. `caughtUpAt` null: never whole so far. */
export type ScopeState = { readonly scope: ScopeName; readonly cursor: string; readonly head: string; readonly caughtUpAt: EpochMs | null };
const toScope = (row: CacheSchema['scope']): ScopeState => ({ scope: row.scope as ScopeName, cursor: row.cursor, head: row.head, caughtUpAt: row.caught_up_at as EpochMs | null });
const scopeByName = reading<{ scope: string }>()((q, p) => q.selectFrom('scope').selectAll().where('scope', '=', p('scope')));
const scopeAll = reading()((q) => q.selectFrom('scope').selectAll().orderBy('scope'));
const scopePut = writing<{ scope: string; cursor: string; head: string; at: number | null }>()((q, p) =>
  q.insertInto('scope').values({ scope: p('scope'), cursor: p('cursor'), epoch: null, head: p('head'), caught_up_at: p('at') })
    .onConflict((c) => c.column('scope').doUpdateSet({ cursor: p('cursor'), head: p('head'), caught_up_at: p('at') })));
const scopeDrop = writing<{ scope: string }>()((q, p) => q.deleteFrom('scope').where('scope', '=', p('scope')));
export const scopeOf = (db: ReadableDb, scope: string): ScopeState | undefined => {
  const row = db.get(scopeByName, { scope });
  return row && toScope(row);
};
export const scopesHere = (db: ReadableDb): ScopeState[] => db.all(scopeAll).map(toScope);
export const putScope = (db: WritableDb, { scope, cursor, head, caughtUpAt }: ScopeState): void => void db.run(scopePut, { scope, cursor, head, at: caughtUpAt });
export const dropScope = (db: WritableDb, scope: ScopeName): void => void db.run(scopeDrop, { scope });

// ── the server's copies ───────────────────────────────────────────────────────────────────────────

/** The server's copy of a record with edits. `doc` null: the server does not have it, not yet or (`lostAt`) no more. */
export type Shadow = { readonly entity: EntityName; readonly id: string; readonly version: number; readonly doc: Json | null; readonly lostAt: EpochMs | null };
const shadowById = reading<{ entity: string; id: string }>()((q, p) => q.selectFrom('shadow').selectAll().where('entity', '=', p('entity')).where('id', '=', p('id')));
const shadowPut = writing<{ entity: string; id: string; version: number; doc: string | null; lostAt: number | null }>()((q, p) =>
  q.insertInto('shadow').values({ entity: p('entity'), id: p('id'), version: p('version'), doc: p('doc'), lost_at: p('lostAt') })
    .onConflict((c) => c.columns(['entity', 'id']).doUpdateSet({ version: p('version'), doc: p('doc'), lost_at: p('lostAt') })));
/** Copied inside the database: a bulk edit touches thousands of records, and none has to pass through here. */
const shadowKeep = {
  product: writing<{ id: string }>()((_, p) => sql`INSERT INTO shadow (entity, id, version, doc) SELECT 'product', id, version, doc FROM product WHERE id = ${p('id')} AND NOT EXISTS (SELECT 1 FROM shadow WHERE entity = 'product' AND id = ${p('id')})`.compile(builder)),
  shop: writing<{ id: string }>()((_, p) => sql`INSERT INTO shadow (entity, id, version, doc) SELECT 'shop', id, version, doc FROM shop WHERE id = ${p('id')} AND NOT EXISTS (SELECT 1 FROM shadow WHERE entity = 'shop' AND id = ${p('id')})`.compile(builder)),
  category: writing<{ id: string }>()((_, p) => sql`INSERT INTO shadow (entity, id, version, doc) SELECT 'category', id, version, doc FROM category WHERE id = ${p('id')} AND NOT EXISTS (SELECT 1 FROM shadow WHERE entity = 'category' AND id = ${p('id')})`.compile(builder)),
  order: writing<{ id: string }>()((_, p) => sql`INSERT INTO shadow (entity, id, version, doc) SELECT 'order', id, version, doc FROM orders WHERE id = ${p('id')} AND NOT EXISTS (SELECT 1 FROM shadow WHERE entity = 'order' AND id = ${p('id')})`.compile(builder)),
  conversation: writing<{ id: string }>()((_, p) => sql`INSERT INTO shadow (entity, id, version, doc) SELECT 'conversation', id, version, doc FROM conversation WHERE id = ${p('id')} AND NOT EXISTS (SELECT 1 FROM shadow WHERE entity = 'conversation' AND id = ${p('id')})`.compile(builder)),
  message: writing<{ id: string }>()((_, p) => sql`INSERT INTO shadow (entity, id, version, doc) SELECT 'message', id, version, doc FROM message WHERE id = ${p('id')} AND NOT EXISTS (SELECT 1 FROM shadow WHERE entity = 'message' AND id = ${p('id')})`.compile(builder)),
};
const shadowDrop = writing<{ entity: string; id: string }>()((q, p) => q.deleteFrom('shadow').where('entity', '=', p('entity')).where('id', '=', p('id')));
const toShadow = (row: CacheSchema['shadow']): Shadow => ({ entity: row.entity as EntityName, id: row.id, version: row.version, doc: row.doc === null ? null : (JSON.parse(row.doc) as Json), lostAt: row.lost_at as EpochMs | null });
const shadowThere = reading<{ entity: string; id: string }>()((q, p) => q.selectFrom('shadow').select('version').where('entity', '=', p('entity')).where('id', '=', p('id')));
const shadowAll = reading()((q) => q.selectFrom('shadow').selectAll());
export const shadowOf = (db: ReadableDb, entity: EntityName, id: string): Shadow | undefined => {
  const row = db.get(shadowById, { entity, id });
  return row && toShadow(row);
};
export const shadowsHere = (db: ReadableDb): Shadow[] => db.all(shadowAll).map(toShadow);
/** Before the first edit of a record: keeps what the server has of it, which is nothing for a record that is new. */
export const keepServerCopy = (db: WritableDb, entity: EntityName, id: string): void => {
  if (db.run(shadowKeep[entity], { id }).changes === 0 && db.get(shadowThere, { entity, id }) === undefined) putShadow(db, { entity, id, version: 0, doc: null, lostAt: null });
};
export const putShadow = (db: WritableDb, { entity, id, version, doc, lostAt }: Shadow): void =>
  void db.run(shadowPut, { entity, id, version, doc: doc === null ? null : JSON.stringify(doc), lostAt });
export const dropShadow = (db: WritableDb, entity: EntityName, id: string): void => void db.run(shadowDrop, { entity, id });
const shadowsDrop = writing<{ entity: string; ids: string }>()((_, p) => sql`DELETE FROM shadow WHERE entity = ${p('entity')} AND id IN (SELECT value FROM json_each(${p('ids')}))`.compile(builder));
export const dropShadows = (db: WritableDb, entity: EntityName, ids: readonly string[]): void => void db.run(shadowsDrop, { entity, ids: JSON.stringify(ids) });

// ── the outbox ────────────────────────────────────────────────────────────────────────────────────

/** An edit on this machine and where it stands. */
export type WaitingEdit = { readonly mutation: Mutation; readonly state: OutboxTable['state']; readonly error: AppError | null; readonly attempts: number };
const toEdit = (row: OutboxTable): WaitingEdit => ({
  mutation: {
    mid: row.mid, cseq: row.cseq, group: row.group_id, entity: row.entity as EntityName, id: row.entity_id, baseVersion: row.base_version, action: row.action,
    ops: JSON.parse(row.ops) as FieldOp[], ...(row.doc === null ? {} : { doc: JSON.parse(row.doc) as Json }), intent: row.intent, madeAt: row.made_at as EpochMs,
  },
  state: row.state,
  error: row.error === null ? null : (JSON.parse(row.error) as AppError),
  attempts: row.attempts,
});

const editInsert = writing<{ cseq: number; mid: string; group: string | null; entity: string; id: string; baseVersion: number; action: string; ops: string; doc: string | null; intent: string; madeAt: number }>()((q, p) =>
  q.insertInto('outbox').values({
    cseq: p('cseq'), mid: p('mid'), group_id: p('group'), entity: p('entity'), entity_id: p('id'), base_version: p('baseVersion'), action: p('action') as 'patch',
    ops: p('ops'), doc: p('doc'), intent: p('intent'), made_at: p('madeAt'), state: 'queued', error: null, attempts: 0,
  }));
const editByMid = reading<{ mid: string }>()((q, p) => q.selectFrom('outbox').selectAll().where('mid', '=', p('mid')));
const editsByRecord = reading<{ entity: string; id: string }>()((q, p) => q.selectFrom('outbox').selectAll().where('entity_id', '=', p('id')).where('entity', '=', p('entity')).orderBy('cseq'));
const opsByRecord = reading<{ entity: string; id: string }>()((q, p) => q.selectFrom('outbox').select(['cseq', 'state', 'ops']).where('entity_id', '=', p('id')).where('entity', '=', p('entity')));
const editsByGroup = reading<{ group: string }>()((q, p) => q.selectFrom('outbox').selectAll().where('group_id', '=', p('group')).orderBy('cseq'));
const editsAll = reading()((q) => q.selectFrom('outbox').selectAll().orderBy('cseq'));
const editsPage = reading<{ offset: number; limit: number }>()((q, p) => q.selectFrom('outbox').selectAll().orderBy('cseq', 'desc').limit(p('limit')).offset(p('offset')));
const editDelete = writing<{ mid: string }>()((q, p) => q.deleteFrom('outbox').where('mid', '=', p('mid')));
const editPut = writing<{ mid: string; state: string; error: string | null; attempts: number; ops: string }>()((q, p) =>
  q.updateTable('outbox').set({ state: p('state') as 'queued', error: p('error'), attempts: p('attempts'), ops: p('ops') }).where('mid', '=', p('mid')));
/** Deferred edits carry an error while they wait; they are not offered again until the console is newer. */
const editsNext = reading<{ limit: number; after: number }>()((q, p) =>
  q.selectFrom('outbox').selectAll().select(sql<number>`length(ops) + coalesce(length(doc), 0) + 400`.as('size'))
    .where('state', 'in', ['queued', 'sending']).where('error', 'is', null).where('cseq', '>', p('after')).orderBy('cseq').limit(p('limit')));
// Literally as in the index `outbox_state`, which does not hold what is merely queued: writing an edit then has one page less to write.
const counts = reading()(() => sql<{ all: number; rejected: number }>`SELECT (SELECT count(*) FROM outbox) AS "all", (SELECT count(*) FROM outbox WHERE state <> 'queued' AND state = 'rejected') AS rejected`.compile(builder));
const firstWaiting = reading()((q) => q.selectFrom('outbox').select('cseq').where('state', 'in', ['queued', 'sending']).orderBy('cseq').limit(1));

export const insertEdit = (db: WritableDb, { doc, ops, id, ...edit }: Mutation): void => {
  db.run(editInsert, { mid: edit.mid, cseq: edit.cseq, group: edit.group, entity: edit.entity, id, baseVersion: edit.baseVersion, action: edit.action, ops: JSON.stringify(ops), doc: doc === undefined ? null : JSON.stringify(doc), intent: edit.intent, madeAt: edit.madeAt });
  db.notes.part('outbox');
};
export const editOf = (db: ReadableDb, mid: string): WaitingEdit | undefined => {
  const row = db.get(editByMid, { mid });
  return row && toEdit(row);
};
/** Every edit of a record, refused ones too, oldest first. */
export const editsOf = (db: ReadableDb, entity: EntityName, id: string): WaitingEdit[] => db.all(editsByRecord, { entity, id }).map(toEdit);
/** Newest first, for the list of unsent changes. */
export const editsFrom = (db: ReadableDb, offset: number, limit: number): WaitingEdit[] => db.all(editsPage, { offset, limit }).map(toEdit);
/** Before the last edit leaves, its number is noted: none is ever used twice. */
const noteLast = (db: WritableDb, cseq: number | undefined): void => {
  if (cseq !== undefined && cseq === db.get(highestWaiting)?.cseq && cseq > numberOf(db, 'cseq')) setMeta(db, 'cseq', String(cseq));
};
export const deleteEdit = (db: WritableDb, mid: string): void => {
  noteLast(db, db.get(editByMid, { mid })?.cseq);
  db.run(editDelete, { mid });
  db.notes.part('outbox');
};
const highestOf = reading<{ mids: string }>()((_, p) => sql<{ cseq: number | null }>`SELECT max(cseq) AS cseq FROM outbox WHERE mid IN (SELECT value FROM json_each(${p('mids')}))`.compile(builder));
const editsDelete = writing<{ mids: string }>()((_, p) => sql`DELETE FROM outbox WHERE mid IN (SELECT value FROM json_each(${p('mids')}))`.compile(builder));
/** The same for many at once. */
export const deleteEdits = (db: WritableDb, mids: readonly string[]): void => {
  if (mids.length === 0) return;
  noteLast(db, db.get(highestOf, { mids: JSON.stringify(mids) })?.cseq ?? undefined);
  db.run(editsDelete, { mids: JSON.stringify(mids) });
  db.notes.part('outbox');
};
export const updateEdit = (db: WritableDb, mid: string, change: { state?: OutboxTable['state']; error?: AppError | null; attempts?: number; ops?: readonly FieldOp[] }): void => {
  const row = db.get(editByMid, { mid });
  if (!row) return;
  db.run(editPut, {
    mid, state: change.state ?? row.state, attempts: change.attempts ?? row.attempts,
    error: change.error === undefined ? row.error : change.error && JSON.stringify(change.error),
    ops: change.ops ? JSON.stringify(change.ops) : row.ops,
  });
  db.notes.part('outbox');
};
export const selectEdits = (db: ReadableDb, which: { what: 'one'; mid: string } | { what: 'group'; group: string } | { what: 'all' }): WaitingEdit[] => {
  switch (which.what) {
    case 'one': return [editOf(db, which.mid)].filter((edit) => edit !== undefined);
    case 'group': return db.all(editsByGroup, { group: which.group }).map(toEdit);
    case 'all': return db.all(editsAll).map(toEdit);
  }
};
/** Whether the server may still have to decide about an edit of this record. */
export const hasEdits = (db: ReadableDb, entity: EntityName, id: string): boolean => db.all(editsByRecord, { entity, id }).some(({ state }) => state !== 'rejected');
/** The edits of a record that the server's copy does not contain yet: those on their way may be contained already (`landed.ts`). */
export const selectUnanswered = (db: ReadableDb, entity: EntityName, id: string): Mutation[] => {
  const rows = db.all(editsByRecord, { entity, id });
  if (rows.length === 0) return [];
  const landed = rows.some(({ state }) => state === 'sending') ? landedFor(db, entity, id) : 0;
  return rows.filter((row) => row.state === 'queued' || (row.state === 'sending' && row.cseq > landed)).map((row) => toEdit(row).mutation);
};
/** The fields those edits touch. */
export const pathsTouched = (db: ReadableDb, entity: EntityName, id: string): string[] => {
  const edits = db.all(opsByRecord, { entity, id });
  if (edits.length === 0) return [];
  const landed = edits.some(({ state }) => state === 'sending') ? landedFor(db, entity, id) : 0;
  return edits.filter(({ state, cseq }) => state === 'queued' || (state === 'sending' && cseq > landed)).flatMap(({ ops }) => (JSON.parse(ops) as FieldOp[]).map(({ path }) => path));
};
/** The next edits to send after a number, in order, up to a count and a weight; one always fits. */
export const nextEdits = (db: ReadableDb, most: number, bytes: number, after: number): WaitingEdit[] => {
  const rows = db.all(editsNext, { limit: most, after });
  let size = 0;
  const fits = rows.filter((row, at) => (size += row.size) <= bytes || at === 0);
  return fits.map(toEdit);
};
export type OutboxCounts = { readonly unsent: number; readonly rejected: number };
export const countEdits = (db: ReadableDb): OutboxCounts => {
  const { all, rejected } = db.get(counts)!;
  return { unsent: all - rejected, rejected };
};
export const countUnsent = (db: ReadableDb): number => countEdits(db).unsent;
/** Every edit up to this number is decided, and its outcome is on disk here: the server may forget what it answered. */
export const ackedThrough = (db: ReadableDb): number => {
  const first = db.get(firstWaiting)?.cseq ?? null;
  return first === null ? lastCseq(db) : first - 1;
};

// ── conflicts ─────────────────────────────────────────────────────────────────────────────────────

export type ConflictRow = { readonly id: string; readonly mid: string; readonly entity: EntityName; readonly recordId: string; readonly field: FieldConflict; readonly madeAt: EpochMs; readonly foundAt: EpochMs };
const toConflict = (row: CacheSchema['conflict']): ConflictRow => ({
  id: row.id, mid: row.mid, entity: row.entity as EntityName, recordId: row.entity_id, madeAt: row.made_at as EpochMs, foundAt: row.found_at as EpochMs,
  field: { path: row.path, base: JSON.parse(row.base) as Json, mine: JSON.parse(row.mine) as Json, theirs: JSON.parse(row.theirs) as Json, theirsBy: row.theirs_by, theirsAt: row.theirs_at as EpochMs | null },
});
const conflictInsert = writing<{ id: string; mid: string; entity: string; recordId: string; path: string; base: string; mine: string; theirs: string; theirsBy: string | null; theirsAt: number | null; madeAt: number; foundAt: number }>()((q, p) =>
  q.insertInto('conflict').values({
    id: p('id'), mid: p('mid'), entity: p('entity'), entity_id: p('recordId'), path: p('path'), base: p('base'), mine: p('mine'), theirs: p('theirs'),
    theirs_by: p('theirsBy'), theirs_at: p('theirsAt'), made_at: p('madeAt'), found_at: p('foundAt'), settled_at: null, choice: null,
  }));
const conflictsOpen = reading<{ offset: number; limit: number }>()((q, p) => q.selectFrom('conflict').selectAll().where('settled_at', 'is', null).orderBy('found_at', 'desc').orderBy('id').limit(p('limit')).offset(p('offset')));
const conflictById = reading<{ id: string }>()((q, p) => q.selectFrom('conflict').selectAll().where('id', '=', p('id')).where('settled_at', 'is', null));
const conflictCount = reading()((q) => q.selectFrom('conflict').select((e) => e.fn.countAll<number>().as('count')).where('settled_at', 'is', null));
export const insertConflict = (db: WritableDb, { field, ...row }: ConflictRow): void => {
  db.run(conflictInsert, { ...row, path: field.path, base: JSON.stringify(field.base), mine: JSON.stringify(field.mine), theirs: JSON.stringify(field.theirs), theirsBy: field.theirsBy, theirsAt: field.theirsAt });
  db.notes.part('conflict');
};
export const openConflicts = (db: ReadableDb, offset: number, limit: number): ConflictRow[] => db.all(conflictsOpen, { offset, limit }).map(toConflict);
export const openConflictById = (db: ReadableDb, id: string): ConflictRow | undefined => {
  const row = db.get(conflictById, { id });
  return row && toConflict(row);
};
export const countConflicts = (db: ReadableDb): number => db.get(conflictCount)?.count ?? 0;
