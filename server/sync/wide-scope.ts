import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerDb } from '#server/db/open.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { assert } from '#shared/kernel/assert.ts';
import { encodeCursor, type Position } from '#shared/sync/cursor.ts';
import { addSums, noRecords, rootOf, sumsFromBytes, type Sums } from '#shared/sync/digest.ts';
import type { Step } from '#shared/sync/model.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { Moved, ScopeHead } from './moved.ts';
import { ADMIN } from './scopes.ts';

/*
 * The wide scope on PostgreSQL. Every writer changes it, so a counter would be one row that all wait for. Instead a position is the
 * pair of the transaction that wrote it and a number within: readers take only what is older than the oldest transaction still
 * running (`pg_snapshot_xmin`), because nothing can appear below that any more. Both halves are needed: transactions commit in
 * another order than sequences count. A long writing transaction anywhere in the cluster holds this scope back until it ends.
 */

type Db = Kysely<ServerSchema>;
type Pair = { readonly xid: number; readonly seq: number };
/** Below this, nothing can appear any more. */
const settled = sql<boolean>`sync_row.xid < pg_snapshot_xmin(pg_current_snapshot())`;
// Written as it stands in the partial index, which a parameter would not match.
const inWide = sql<boolean>`sync_row.scope = 'admin'`;
const after = ({ xid, seq }: Pair) => sql<boolean>`(sync_row.xid, sync_row.seq) > (${String(xid)}::text::xid8, ${seq}::bigint)`;
const before = ({ xid, seq }: Pair) => sql<boolean>`(sync_row.xid, sync_row.seq) < (${String(xid)}::text::xid8, ${seq}::bigint)`;
const pairOf = (row: { xid: string; seq: number }): Pair => ({ xid: Number(row.xid), seq: row.seq });
const selectPair = sql`SELECT sync_row.xid::text AS xid, sync_row.seq FROM sync_row`;
const lastFirst = sql`ORDER BY sync_row.xid DESC, sync_row.seq DESC LIMIT 1`;

/** What a transaction did to the wide scope; the step it makes is known only after the commit. */
export type WideMove = { readonly epoch: string; readonly from: Pair; readonly first: Pair; readonly last: Pair };

const insertWide = bulkInsert('sync_row', ['scope', 'entity', 'id', 'gone', 'version', 'gone_at'], { keys: ['scope', 'entity', 'id'], update: ['seq', 'xid' as never, 'gone', 'version', 'gone_at'] });

/** Gives records their new positions; nobody waits for anybody. */
export async function advanceWide(trx: ServerTransaction, dialect: ServerDb['dialect'], moved: readonly Moved[], now: number): Promise<WideMove> {
  const { epoch, floor, floor_xid } = await entryOf(trx);
  const { rows: [known] } = await sql<{ xid: string; seq: number }>`${selectPair} WHERE ${inWide} ${lastFirst}`.execute(trx);
  await insertWide(trx, dialect, moved.map(({ entity, id, version, gone }) => ({ scope: ADMIN, entity, id, gone: gone ? 1 : 0, version, gone_at: gone ? now : null })));
  const { rows: [drawn] } = await sql<{ xid: string; first: number; last: number }>`
    SELECT pg_current_xact_id()::text AS xid, min(sync_row.seq) AS first, max(sync_row.seq) AS last FROM sync_row WHERE ${inWide} AND sync_row.xid = pg_current_xact_id()`.execute(trx);
  assert(drawn, () => 'the wide scope has no positions of this transaction');
  const xid = Number(drawn.xid);
  return { epoch, from: known ? pairOf(known) : { xid: floor_xid, seq: floor }, first: { xid, seq: drawn.first }, last: { xid, seq: drawn.last } };
}

/**
 * From where to where a committed transaction led the readers. Where others are still at work below it, or have come in between,
 * the step leads from nowhere: whoever hears it pulls.
 */
export async function stepOfWide(db: Db, { epoch, from, first, last }: WideMove): Promise<Step & { readonly settled: boolean }> {
  const { rows: [found] } = await sql<{ settled: boolean; between: boolean }>`
    SELECT ${String(last.xid)}::text::xid8 < pg_snapshot_xmin(pg_current_snapshot()) AS settled,
      EXISTS (SELECT 1 FROM sync_row WHERE ${inWide} AND ${after(from)} AND ${before(first)}) AS between`.execute(db);
  const next = encodeCursor({ epoch, ...last });
  return { scope: ADMIN, prev: found!.settled && !found!.between ? encodeCursor({ epoch, ...from }) : next, next, settled: found!.settled };
}

/** Where readers of the wide scope may come to now. The root is null while something newer is there that they may not read yet. */
export async function wideHead(db: Db): Promise<ScopeHead> {
  const entry = await db.selectFrom('sync_scope').select(['epoch', 'floor', 'floor_xid']).where('scope', '=', ADMIN).executeTakeFirst();
  if (!entry) return { scope: ADMIN, seq: 0, floor: 0, epoch: '-', root: rootOf(noRecords()) };
  const { rows: [last] } = await sql<{ xid: string; seq: number }>`${selectPair} WHERE ${inWide} AND ${settled} ${lastFirst}`.execute(db);
  const { rows: [newer] } = await sql<{ there: boolean; end: string }>`
    SELECT EXISTS (SELECT 1 FROM sync_row WHERE ${inWide} AND sync_row.xid >= pg_snapshot_xmin(pg_current_snapshot())) AS there, pg_snapshot_xmax(pg_current_snapshot())::text AS end`.execute(db);
  const floor: Pair = { xid: entry.floor_xid, seq: entry.floor };
  const at = last && isAfter(pairOf(last), floor) ? pairOf(last) : floor;
  return { scope: ADMIN, ...at, floor: floor.seq, floorXid: floor.xid, endXid: Number(newer!.end), epoch: entry.epoch, root: newer!.there ? null : rootOf(await wideSums(db)) };
}

export const isAfter = (a: Pair, b: Pair): boolean => a.xid > b.xid || (a.xid === b.xid && a.seq > b.seq);

/** Where a reader with this cursor goes on; null when it must start over. */
export function startInWide(position: Position, head: ScopeHead): Pair | null {
  if (position.xid === undefined || position.epoch !== head.epoch || position.xid >= (head.endXid ?? 0)) return null;
  const at = { xid: position.xid, seq: position.seq };
  return isAfter({ xid: head.floorXid ?? 0, seq: head.floor }, at) ? null : at;
}

export type WidePosition = { readonly entity: string; readonly id: string; readonly xid: number; readonly seq: number; readonly gone: number; readonly version: number };

/** The next positions a reader may take. */
export async function nextInWide(trx: ServerTransaction, from: Pair, limit: number): Promise<WidePosition[]> {
  const { rows } = await sql<{ entity: string; id: string; xid: string; seq: number; gone: number; version: number }>`
    SELECT sync_row.entity, sync_row.id, sync_row.xid::text AS xid, sync_row.seq, sync_row.gone, sync_row.version FROM sync_row
    WHERE ${inWide} AND ${after(from)} AND ${settled} ORDER BY sync_row.xid, sync_row.seq LIMIT ${limit}`.execute(trx);
  return rows.map((row) => ({ ...row, xid: Number(row.xid) }));
}

/** The digest of the wide scope: whatever lies in it lies in exactly one shop, so their sums together are its own. */
export async function wideSums(db: Db): Promise<Sums> {
  const sums = noRecords();
  for (const row of await db.selectFrom('sync_digest').select('sums').where('scope', '>=', 'vendor:').where('scope', '<', 'vendor;').execute()) addSums(sums, sumsFromBytes(row.sums));
  return sums;
}

const newEpoch = (): string => randomBytes(9).toString('base64url');

async function entryOf(trx: ServerTransaction) {
  const read = () => trx.selectFrom('sync_scope').select(['epoch', 'floor', 'floor_xid']).where('scope', '=', ADMIN).executeTakeFirst();
  const entry = await read();
  if (entry) return entry;
  await trx.insertInto('sync_scope').values({ scope: ADMIN, seq: 0, floor: 0, epoch: newEpoch(), home: await homeOf(trx) }).onConflict((conflict) => conflict.column('scope').doNothing()).execute();
  const made = await read();
  assert(made, () => 'the wide scope has no entry');
  return made;
}

async function homeOf(db: Db): Promise<string> {
  const { rows: [home] } = await sql<{ home: string }>`SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())::text AS home`.execute(db);
  return home!.home;
}

/**
 * After a dump was restored into another cluster its transaction numbers mean nothing: all positions become old ones, and readers start over.
 * Called when a server opens its database.
 */
export async function settleWideHome(trx: ServerTransaction): Promise<boolean> {
  const entry = await trx.selectFrom('sync_scope').select('home').where('scope', '=', ADMIN).forUpdate().executeTakeFirst();
  if (!entry) return false;
  const home = await homeOf(trx);
  if (entry.home === home) return false;
  // 3 is the first number a transaction can have.
  await sql`UPDATE sync_row SET xid = '3'::xid8 WHERE ${inWide}`.execute(trx);
  await trx.updateTable('sync_scope').set({ home, epoch: newEpoch(), floor: 0, floor_xid: 0 }).where('scope', '=', ADMIN).execute();
  return true;
}

/** Removes positions of records that are gone, and tells the highest place of them. */
export async function removeFromWide(trx: ServerTransaction, gone: readonly { readonly seq: number }[]): Promise<Pair> {
  const { rows } = await sql<{ xid: string; seq: number }>`DELETE FROM sync_row WHERE ${inWide} AND sync_row.gone = 1 AND sync_row.seq IN (${sql.join(gone.map(({ seq }) => seq))}) RETURNING sync_row.xid::text AS xid, sync_row.seq`.execute(trx);
  return rows.map(pairOf).reduce((highest, pair) => (isAfter(pair, highest) ? pair : highest), { xid: 0, seq: 0 });
}

/** Readers below start over. */
export async function raiseWideFloor(trx: ServerTransaction, { xid, seq }: Pair): Promise<void> {
  await trx.updateTable('sync_scope').set({ floor: seq, floor_xid: xid }).where('scope', '=', ADMIN)
    .where((eb) => eb.or([eb('floor_xid', '<', xid), eb.and([eb('floor_xid', '=', xid), eb('floor', '<', seq)])])).execute();
}
