import { columnsOf } from '#tests/builders/catalog.ts';
import { rmSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { openCache } from '#electron/db/open.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { cacheIndexes } from '#shared/catalog/cache-indexes.ts';
import type { Product } from '#shared/catalog/model.ts';
import { projectVariants, searchTextOf } from '#shared/catalog/projection.ts';
import { timed } from './world.ts';

/** Rows as SQLite takes them, worked out beforehand: the raw limit is what the database needs, not what it takes to know the values. */
export type RawRows = { readonly products: readonly (string | number | null)[][]; readonly variants: readonly (string | null)[][]; readonly texts: readonly [string, string, string][]; readonly columns: readonly string[] };

export function rawRowsOf(products: readonly Product[]): RawRows {
  const columns = [...Object.keys(columnsOf(products[0]!)), 'version', 'doc'];
  return {
    columns,
    products: products.map((product) => [...Object.values(columnsOf(product)), 1, JSON.stringify(product)]),
    variants: products.flatMap((product) => projectVariants(product).map(({ product_id, variant_id, sku, gtin }) => [product_id, variant_id, sku, gtin])),
    texts: products.map((product) => {
      const { titles, labels, body } = searchTextOf(product);
      return [titles, labels, body];
    }),
  };
}

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');
const insertText = (sqlite: Sqlite.Database) => sqlite.prepare('INSERT INTO product_fts (rowid, titles, labels, body) VALUES (?, ?, ?, ?)');

/**
 * The least SQLite needs for a list one can work with: rows first, then indexes, then full text, in one durable transaction on the
 * cache's own tables and pragmas.
 *
 * @returns milliseconds up to the indexes, and with full text; the database stays open
 */
export async function rawInsert(file: string, rows: RawRows): Promise<{ indexedMs: number; searchableMs: number; db: CacheDb }> {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
  const db = openCache(file, { now: systemScheduler.now, indexes: 'later' });
  const { sqlite } = db;
  let indexedMs = 0;
  const { ms } = await timed(() => {
    const began = performance.now();
    sqlite.exec('BEGIN IMMEDIATE');
    const product = sqlite.prepare(`INSERT INTO product (${rows.columns.join(', ')}) VALUES (${marks(rows.columns.length)})`);
    for (const values of rows.products) product.run(...values);
    const variant = sqlite.prepare('INSERT INTO variant (product_id, variant_id, sku, gtin) VALUES (?, ?, ?, ?)');
    for (const values of rows.variants) variant.run(...values);
    for (const create of Object.values(cacheIndexes)) sqlite.exec(create);
    indexedMs = performance.now() - began;
    const text = insertText(sqlite);
    rows.texts.forEach((values, i) => text.run(i + 1, ...values));
    sqlite.exec('COMMIT');
  });
  return { indexedMs, searchableMs: ms, db };
}

/** The least SQLite needs to take new versions of rows it has: upsert by id and full text, in one durable transaction. */
export async function rawUpsert(db: CacheDb, rows: RawRows, from: number, count: number): Promise<number> {
  const { sqlite } = db;
  const changed = rows.columns.filter((column) => column !== 'id');
  const upsert = sqlite.prepare(`INSERT INTO product (${rows.columns.join(', ')}) VALUES (${marks(rows.columns.length)}) ON CONFLICT (id) DO UPDATE SET ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`);
  const drop = sqlite.prepare('DELETE FROM product_fts WHERE rowid = ?');
  const text = insertText(sqlite);
  const [price, version] = [rows.columns.indexOf('price'), rows.columns.indexOf('version')];
  const { ms } = await timed(() => {
    sqlite.exec('BEGIN IMMEDIATE');
    for (let i = from; i < from + count; i++) {
      const values = [...rows.products[i % rows.products.length]!];
      values[price] = Number(values[price]) + 10;
      values[version] = 2;
      upsert.run(...values);
      const rid = (i % rows.products.length) + 1;
      drop.run(rid);
      text.run(rid, ...rows.texts[i % rows.texts.length]!);
    }
    sqlite.exec('COMMIT');
  });
  return ms;
}
