import type Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { cacheIndexes } from '#shared/catalog/cache-indexes.ts';
import { tableOf } from '#shared/contract/editable.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { EntityName, ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import { bringsSearch, markSearchReady } from '../catalog/search-index.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { cacheTableNames, ownTableNames } from '../db/schema.ts';
import { builder, reading, readingNow, type Bindable } from '../db/statement.ts';
import { pause, type Scheduler } from '../runtime/scheduler.ts';
import { landedByScope, noteLanded } from './landed.ts';
import { keepOwnWords } from './own-words.ts';
import { rebase, takeRow } from './rebase.ts';
import { recordOf, recordVersion } from './records.ts';
import { scopesToRenew } from './renewal.ts';
import { rewriteRow } from './rewrite.ts';
import { keepServerCopy, metaOf, putScope, putShadow, scopeOf, scopesHere, setMeta, shadowsHere } from './store.ts';
import type { SnapshotFiles } from './snapshot-files.ts';

type Row = Record<string, Bindable>;

/**
 * Turns the fetched file into a cache that only lacks a person's own things: tables, position of its scope, and the rows of scopes that
 * are here already. Indexes and full text come with the file; an index it lacks is built, with pauses (questions go to the cache in use
 * meanwhile), and full text it lacks follows in the background.
 */
export async function buildSide(files: SnapshotFiles, manifest: SnapshotManifest, current: CacheDb, scheduler: Scheduler): Promise<Result<CacheDb, AppError>> {
  let side: CacheDb;
  try {
    side = files.open();
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    return err(cause.error);
  }
  try {
    const wrong = wrongCount(side, manifest);
    if (wrong) return refuse(side, { code: 'corrupt-chunk', attempted: 'snapshot', rule: 'row-count', details: wrong });
    for (const create of Object.values(cacheIndexes)) {
      side.exec(create);
      await pause(scheduler);
    }
    side.now((db) => {
      if (bringsSearch(db)) markSearchReady(db);
      setMeta(db, 'client', metaOf(current, 'client') ?? '');
      for (const scope of scopesHere(current)) if (scope.scope !== manifest.scope) putScope(db, scope);
      if (manifest.scope !== 'common') copyTable(current, side, 'category');
      putScope(db, { scope: manifest.scope, cursor: manifest.cursor, head: manifest.cursor, caughtUpAt: null });
    });
    return ok(side);
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    return refuse(side, cause.error);
  }
}

const refuse = (side: CacheDb, error: AppError): Result<never, AppError> => {
  side.close();
  return err(error);
};

function wrongCount(side: ReadableDb, manifest: SnapshotManifest): { table: string; promised: number; found: number } | null {
  for (const table of cacheTableNames) {
    const promised = manifest.rows[table] ?? 0;
    const found = side.get(readingNow(builder.selectFrom(table).select((e) => e.fn.countAll<number>().as('count'))))!.count;
    if (found !== promised) return { table, promised, found };
  }
  return null;
}

/**
 * Brings over what this person made (edits, drafts, conflicts, views, settings), puts the waiting edits on top of the new rows and
 * puts the new cache in the place of the old one. Runs without a pause: no edit can be made between the copy and the change of files.
 */
export function publishSide(files: Pick<SnapshotFiles, 'publish'>, side: CacheDb, current: CacheDb, now: EpochMs): CacheDb {
  side.now((db) => {
    for (const table of ownTableNames) if (table !== 'shadow') copyTable(current, side, table);
    // A copy that an answer or a pull has changed here is of the side's version at most: what it contains, the side's row contains.
    for (const [scope, cseq] of landedByScope(current)) noteLanded(db, scope, cseq);
    for (const mine of shadowsHere(current)) {
      const theirs = recordOf(db, mine.entity, mine.id);
      const known = theirs && theirs.version >= mine.version ? theirs : undefined;
      if (known) putShadow(db, { ...mine, version: known.version, doc: known.doc, lostAt: null });
      // The new copy is older than what an answer told us meanwhile; or the server does not have it (any more).
      else if (theirs) putShadow(db, mine);
      else putShadow(db, { ...mine, doc: null, lostAt: mine.doc === null ? mine.lostAt : now });
      rebase(db, mine.entity, mine.id);
    }
    for (const { entity, id } of db.all(editsOnNothing)) {
      keepServerCopy(db, entity, id);
      rebase(db, entity, id);
    }
    // Deleted while nothing was heard: no row says so any more, only that it is not in the new copy.
    for (const { entity, id } of db.all(wordsOnGone)) keepOwnWords(db, entity, id);
  });
  return files.publish(side, current);
}

/** Records that are here again, with an edit that was on its way when their shop was lost. */
const editsOnNothing = reading()(() => sql<{ entity: EntityName; id: string }>`
  SELECT DISTINCT o.entity, o.entity_id AS id FROM outbox AS o WHERE o.state <> 'rejected' AND NOT EXISTS (SELECT 1 FROM shadow AS s WHERE s.entity = o.entity AND s.id = o.entity_id)
    AND (EXISTS (SELECT 1 FROM product WHERE product.id = o.entity_id) OR EXISTS (SELECT 1 FROM shop WHERE shop.id = o.entity_id) OR EXISTS (SELECT 1 FROM orders WHERE orders.id = o.entity_id)
      OR EXISTS (SELECT 1 FROM conversation WHERE conversation.id = o.entity_id) OR EXISTS (SELECT 1 FROM message WHERE message.id = o.entity_id))`.compile(builder));

/** Records that are not here, nor taken out by an edit that waits, and of which something others wrote is still kept. */
const wordsOnGone = reading()(() => sql<{ entity: EntityName; id: string }>`
  WITH kept (entity, id) AS (SELECT entity, entity_id FROM conflict UNION SELECT entity, entity_id FROM outbox WHERE state = 'rejected' UNION SELECT 'product', product_id FROM history_seen)
  SELECT entity, id FROM kept WHERE NOT EXISTS (SELECT 1 FROM product WHERE product.id = kept.id) AND NOT EXISTS (SELECT 1 FROM shop WHERE shop.id = kept.id) AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = kept.id)
    AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.id = kept.id) AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = kept.id)
    AND NOT EXISTS (SELECT 1 FROM shadow WHERE shadow.id = kept.id AND shadow.doc IS NOT NULL)`.compile(builder));

/** Rows of one table as they are; both sides have the same columns. Row by row, because a cache need not be a file that can be attached. */
function copyTable(from: ReadableDb, side: CacheDb, table: 'category' | (typeof ownTableNames)[number]): void {
  const kept = table === 'meta' ? `WHERE key NOT LIKE 'search-%' AND key NOT LIKE 'landed %'` : '';
  side.sqlite.exec(`DELETE FROM ${table} ${kept}`);
  let insert: Sqlite.Statement<Bindable[]> | undefined;
  for (const row of from.each(readingNow<Row>(sql<Row>`SELECT * FROM ${sql.table(table)} ${sql.raw(kept)}`.compile(builder)))) {
    const columns = Object.keys(row);
    insert ??= side.sqlite.prepare<Bindable[]>(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
    insert.run(...Object.values(row));
  }
}

/** So many rows, then whoever asks something gets an answer. */
const ROWS_AT_ONCE = 100;

/** The records a scope holds, as tables of the cache. */
function recordsOf(scope: ScopeName): readonly { readonly entity: EntityName; readonly shopId: string | null }[] {
  if (scope === 'common') return [{ entity: 'category', shopId: null }];
  const shopId = scope.startsWith('vendor:') ? scope.slice('vendor:'.length) : null;
  return [{ entity: 'shop', shopId }, { entity: 'product', shopId }, { entity: 'order', shopId }, { entity: 'conversation', shopId }, { entity: 'message', shopId }];
}

const idsOf = (db: ReadableDb, { entity, shopId }: { entity: EntityName; shopId: string | null }): string[] => {
  const ids = builder.selectFrom(tableOf[entity]).select('id');
  const column = entity === 'shop' || entity === 'category' ? 'id' : 'shop_id';
  return db.column(readingNow<{ id: string }>(shopId === null ? ids : ids.where(sql.ref(column), '=', shopId)));
};

const copiesLeft = reading<{ entity: string; shop: string | null }>()((_, p) => sql<{ id: string; version: number }>`SELECT id, version FROM shadow AS s WHERE entity = ${p('entity')} AND doc IS NOT NULL
  AND (${p('shop')} IS NULL OR CASE entity WHEN 'shop' THEN id ELSE doc ->> '$.shopId' END = ${p('shop')})
  AND NOT EXISTS (SELECT 1 FROM product WHERE product.id = s.id) AND NOT EXISTS (SELECT 1 FROM shop WHERE shop.id = s.id) AND NOT EXISTS (SELECT 1 FROM category WHERE category.id = s.id) AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = s.id)
  AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.id = s.id) AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = s.id)`.compile(builder));

/**
 * Takes the rows of a scope from the side into the cache in use, in place of what it had of that scope; what is the same stays untouched.
 * For what is common to all, and for a second shop: their rows stand beside others that stay.
 *
 * @param side the snapshot, caught up with the server: an older one would bring back on the screen what was changed or deleted since
 */
export async function mergeSide(files: SnapshotFiles, side: CacheDb, scope: ScopeName, current: CacheDb, now: EpochMs): Promise<Result<void, AppError>> {
  try {
    const { cursor } = scopeOf(side, scope)!;
    await current.inSlices(function* (db) {
      // Before the rows: edits they contain are not put on top of them once more.
      noteLanded(db, scope, landedByScope(side).get(scope) ?? 0);
      const renewing = scopesToRenew(db).includes(scope);
      for (const part of recordsOf(scope)) {
        const there = new Set<string>();
        for (const row of side.each(readingNow<{ id: string; version: number; doc: string }>(builder.selectFrom(tableOf[part.entity]).select(['id', 'version', 'doc'])))) {
          there.add(row.id);
          const known = recordVersion(db, part.entity, row.id) === row.version;
          const theirs = () => ({ entity: part.entity, id: row.id, version: row.version, doc: JSON.parse(row.doc) as Json });
          if (!known) takeRow(db, theirs(), now, scope);
          else if (renewing) rewriteRow(db, theirs(), now);
          if (there.size % ROWS_AT_ONCE === 0) yield;
        }
        for (const id of idsOf(db, part)) {
          if (!there.has(id)) takeRow(db, { entity: part.entity, id, version: recordVersion(db, part.entity, id) ?? 0, doc: null }, now, scope);
        }
        // Taken out here by an edit that waits: it is in no list, and the server's copy of it would come back when that edit is answered.
        for (const { id, version } of db.all(copiesLeft, { entity: part.entity, shop: part.shopId })) {
          if (there.has(id)) continue;
          takeRow(db, { entity: part.entity, id, version, doc: null }, now, scope);
        }
      }
      putScope(db, { scope, cursor, head: cursor, caughtUpAt: now });
    });
    return ok(undefined);
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    return err(cause.error);
  } finally {
    side.close();
    files.discard();
  }
}
