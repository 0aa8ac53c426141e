import { sql } from 'kysely';
import type { Product } from '#shared/catalog/model.ts';
import { searchTextOf } from '#shared/catalog/projection.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';

/** Rows up to this one have been given to the full text; absent before the first, kept when all are in. */
const THROUGH = 'search-through';
const READY = 'search-ready';

const metaValue = reading<{ key: string }>()((q, p) => q.selectFrom('meta').select('value').where('key', '=', p('key')));
const setMeta = writing<{ key: string; value: string }>()((_, p) => sql`INSERT INTO meta (key, value) VALUES (${p('key')}, ${p('value')}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`.compile(builder));
const lastRid = reading()(() => sql<{ rid: number | null }>`SELECT max(rid) AS rid FROM product`.compile(builder));
const docsAfter = reading<{ rid: number; limit: number }>()((q, p) => q.selectFrom('product').select(['rid', 'doc']).where('rid', '>', p('rid')).orderBy('rid').limit(p('limit')));
const docAt = reading<{ rid: number }>()((q, p) => q.selectFrom('product').select('doc').where('rid', '=', p('rid')));
const dirty = reading<{ limit: number }>()((q, p) => q.selectFrom('fts_dirty').select('rid').orderBy('rid').limit(p('limit')));
const clean = writing<{ rid: number }>()((q, p) => q.deleteFrom('fts_dirty').where('rid', '=', p('rid')));
const cleanBetween = writing<{ from: number; to: number }>()((q, p) => q.deleteFrom('fts_dirty').where('rid', '>', p('from')).where('rid', '<=', p('to')));
const putText = writing<{ rid: number; titles: string; labels: string; body: string }>()((_, p) =>
  sql`INSERT INTO product_fts (rowid, titles, labels, body) VALUES (${p('rid')}, ${p('titles')}, ${p('labels')}, ${p('body')})`.compile(builder));
const dropText = writing<{ rid: number }>()((_, p) => sql`DELETE FROM product_fts WHERE rowid = ${p('rid')}`.compile(builder));

/** Whether the full text covers every row. */
export const searchReady = (db: ReadableDb): boolean => db.get(metaValue, { key: READY }) !== undefined;

const described = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM product_fts_docsize`.compile(builder));
const products = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM product INDEXED BY product_id`.compile(builder));

/** Whether a file that came from the server has the full text of each of its rows. */
export const bringsSearch = (db: ReadableDb): boolean => db.get(described)!.count === db.get(products)!.count;
export const markSearchReady = (db: WritableDb): void => void db.run(setMeta, { key: READY, value: '1' });

const through = (db: ReadableDb): number => Number(db.get(metaValue, { key: THROUGH })?.value ?? 0);

/** Forgets the full text, after the rows came anew; `buildSearch` makes it again. */
export function forgetSearch(db: WritableDb): void {
  db.exec(`INSERT INTO product_fts (product_fts) VALUES ('delete-all'); DELETE FROM fts_dirty; DELETE FROM meta WHERE key IN ('${THROUGH}', '${READY}')`);
}

export type SearchProgress = { readonly done: number; readonly total: number; readonly ready: boolean };

/**
 * Builds full-text search one slice further, in the background of everything else: each slice is a transaction, and an interrupted build
 * goes on where it stopped.
 *
 * @param slice rows in this step; about 25 µs each
 * @returns `ready` once every row is in; `done` and `total` count by row number
 */
export function buildSearch(db: CacheDb, slice = 400): SearchProgress {
  const total = db.get(lastRid)?.rid ?? 0;
  if (searchReady(db)) return { done: total, total, ready: true };
  return db.now((writable) => {
    const from = through(writable);
    const rows = writable.all(docsAfter, { rid: from, limit: slice });
    for (const { rid, doc } of rows) writable.run(putText, { rid, ...searchTextOf(JSON.parse(doc) as Product) });
    const reached = rows.at(-1)?.rid ?? from;
    writable.run(cleanBetween, { from, to: reached });
    writable.run(setMeta, { key: THROUGH, value: String(reached) });
    const ready = rows.length < slice;
    if (ready) {
      markSearchReady(writable);
      // Lists found by reading titles may now find more.
      writable.notes.part('search');
    }
    return { done: reached, total, ready };
  });
}

/**
 * Brings the full text up to date with edits and downloads, a slice at a time.
 *
 * @returns rows that are still to do (0: search finds exactly what is there)
 */
export function flushSearch(db: CacheDb, slice = 200): number {
  const rids = db.column(dirty, { limit: slice + 1 }) as number[];
  if (rids.length === 0) return 0;
  db.now((writable) => {
    const known = searchReady(writable) ? Infinity : through(writable);
    for (const rid of rids.slice(0, slice)) {
      // Rows the build has not reached yet are read by it as they are then.
      if (rid <= known) {
        writable.run(dropText, { rid });
        const stored = writable.get(docAt, { rid });
        if (stored !== undefined) writable.run(putText, { rid, ...searchTextOf(JSON.parse(stored.doc) as Product) });
      }
      writable.run(clean, { rid });
    }
  });
  return Math.max(0, rids.length - slice);
}
