import { sql } from 'kysely';
import { z } from 'zod';
import { uuid } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { conflictChoice } from '#shared/sync/conflict-model.ts';
import { alikeKey } from '#shared/sync/alike.ts';
import { fieldOp, type EntityName } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { inShop } from './shop-of.ts';

/**
 * How a conflict was settled, as its row keeps it: which decision it belongs to and, where a value was chosen, the edit that came of it.
 * An earlier console wrote the bare word.
 */
const settledHow = z.object({ settlement: uuid, choice: conflictChoice, edit: z.object({ mid: uuid, op: fieldOp }).nullable() });
export type SettledHow = z.infer<typeof settledHow>;
export type SettledRow = SettledHow & { readonly id: string; readonly entity: EntityName; readonly recordId: string };

/** One shop, or all of them. */
type OfShop = { shop: string | null };
type Page = OfShop & { offset: number; limit: number };
type Line = { readonly id: string; readonly entity: string; readonly entity_id: string; readonly choice: string };
const close = writing<{ id: string; at: number; choice: string }>()((q, p) => q.updateTable('conflict').set({ settled_at: p('at'), choice: p('choice') }).where('id', '=', p('id')).where('settled_at', 'is', null));
const reopen = writing<{ id: string }>()((q, p) => q.updateTable('conflict').set({ settled_at: null, choice: null }).where('id', '=', p('id')));
const ofSettlement = reading<{ settlement: string }>()((_, p) =>
  sql<Line>`SELECT id, entity, entity_id, choice FROM conflict WHERE settled_at IS NOT NULL AND CASE WHEN json_valid(choice) THEN json_extract(choice, '$.settlement') END = ${p('settlement')}`.compile(builder));
type Decided = { readonly settlement: string; readonly at: number; readonly choice: string; readonly count: number; readonly entity: string; readonly entity_id: string; readonly path: string };
const decided = reading<Page>()((_, p) =>
  sql<Decided>`SELECT json_extract(choice, '$.settlement') AS settlement, max(settled_at) AS at, json_extract(choice, '$.choice') AS choice, count(*) AS count, min(rowid), entity, entity_id, path
    FROM conflict WHERE settled_at IS NOT NULL AND json_valid(choice) AND ${inShop('conflict', p('shop'))} GROUP BY 1 ORDER BY 2 DESC, 1 DESC LIMIT ${p('limit')} OFFSET ${p('offset')}`.compile(builder));
const decidedCount = reading<OfShop>()((_, p) => sql<{ count: number }>`SELECT count(DISTINCT json_extract(choice, '$.settlement')) AS count FROM conflict WHERE settled_at IS NOT NULL AND json_valid(choice) AND ${inShop('conflict', p('shop'))}`.compile(builder));
const openPaths = reading<OfShop>()((_, p) => sql<{ id: string; path: string }>`SELECT id, path FROM conflict WHERE settled_at IS NULL AND ${inShop('conflict', p('shop'))} ORDER BY rowid`.compile(builder));
type Open = { readonly entity_id: string };
const openRecords = reading<Page>()((_, p) =>
  sql<Open>`SELECT entity_id FROM conflict WHERE settled_at IS NULL AND ${inShop('conflict', p('shop'))} GROUP BY entity_id ORDER BY min(rowid) LIMIT ${p('limit')} OFFSET ${p('offset')}`.compile(builder));
const openRecordCount = reading<OfShop>()((_, p) => sql<{ count: number }>`SELECT count(DISTINCT entity_id) AS count FROM conflict WHERE settled_at IS NULL AND ${inShop('conflict', p('shop'))}`.compile(builder));
const openIds = reading<{ record: string }>()((q, p) => q.selectFrom('conflict').select('id').where('entity_id', '=', p('record')).where('settled_at', 'is', null).orderBy('rowid' as never));

/** Marks a conflict as settled. */
export function closeBy(db: WritableDb, id: string, at: EpochMs, how: SettledHow): void {
  db.run(close, { id, at, choice: JSON.stringify(how) });
  db.notes.part('conflict');
}

/** Puts a conflict back among the open ones. */
export function reopenConflict(db: WritableDb, id: string): void {
  db.run(reopen, { id });
  db.notes.part('conflict');
}

/** The conflicts one decision settled. */
export const settledBy = (db: ReadableDb, settlement: string): SettledRow[] =>
  db.all(ofSettlement, { settlement }).flatMap(({ id, entity, entity_id, choice }) => {
    const how = settledHow.safeParse(JSON.parse(choice));
    return how.success ? [{ ...how.data, id, entity: entity as EntityName, recordId: entity_id }] : [];
  });

/** Decisions, newest first, each with the first field it settled. */
export const settlementsFrom = (db: ReadableDb, shop: string | null, offset: number, limit: number): Decided[] => db.all(decided, { shop, offset, limit });
export const countSettlements = (db: ReadableDb, shop: string | null): number => db.get(decidedCount, { shop })?.count ?? 0;

/** Records with open conflicts, the one found first on top. */
export const recordsInConflict = (db: ReadableDb, shop: string | null, offset: number, limit: number): string[] => db.all(openRecords, { shop, offset, limit }).map(({ entity_id }) => entity_id);
export const countRecordsInConflict = (db: ReadableDb, shop: string | null): number => db.get(openRecordCount, { shop })?.count ?? 0;
export const conflictsOfRecord = (db: ReadableDb, record: string): string[] => db.all(openIds, { record }).map(({ id }) => id);

/** Ids of open conflicts by kind of field. */
export function openByKind(db: ReadableDb, shop: string | null): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const { id, path } of db.all(openPaths, { shop })) {
    const key = alikeKey(path);
    const ids = kinds.get(key);
    if (ids) ids.push(id);
    else kinds.set(key, [id]);
  }
  return kinds;
}
