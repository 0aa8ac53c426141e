import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { putProduct } from '#electron/catalog/write-product.ts';
import { buildSearch } from '#electron/catalog/search-index.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { openCache } from '#electron/db/open.ts';
import { writing } from '#electron/db/statement.ts';
import { projectCategory } from '#shared/catalog/category-columns.ts';
import type { Category, Product, Shop } from '#shared/catalog/model.ts';
import { aShop, at } from './catalog.ts';

/** A folder that is gone after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Overwrites the first page of a table or index in a cache that is closed afterwards: what a bad disk does. */
export function breakTree(cache: CacheDb, ...names: string[]): void {
  const bytes = cache.sqlite.pragma('page_size', { simple: true }) as number;
  const pages = names.map((name) => cache.sqlite.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name) as number);
  cache.close();
  const handle = openSync(cache.file, 'r+');
  for (const page of pages) writeSync(handle, Buffer.alloc(bytes, 0xaa), 0, bytes, (page - 1) * bytes);
  closeSync(handle);
}

const putShop = writing<{ id: string; name: string; doc: string }>()((q, p) => q.insertInto('shop').values({ id: p('id'), version: 1, name: p('name'), doc: p('doc') }));
const putCategory = writing<ReturnType<typeof projectCategory> & { doc: string }>()((q, p) =>
  q.insertInto('category').values({ id: p('id'), version: 1, parent_id: p('parent_id'), lft: p('lft'), rgt: p('rgt'), depth: p('depth'), search: p('search'), doc: p('doc') }));

/** A real cache file with these rows in it, as they come from the server; closed and removed after the test. */
export function aCache(given: { file?: string; products?: readonly Product[]; shops?: readonly Shop[]; categories?: readonly Category[]; search?: boolean } = {}): CacheDb {
  const { file = join(aFolder(), 'cache.db'), products = [], shops = [aShop()], categories = [], search = true } = given;
  const cache = openCache(file, { now: () => at(1) });
  onTestFinished(() => cache.close());
  // Power cuts are tested elsewhere; here waiting for the disk proves nothing.
  cache.sqlite.pragma('synchronous = OFF');
  cache.now((db) => {
    for (const shop of shops) db.run(putShop, { id: shop.id, name: shop.name, doc: JSON.stringify(shop) });
    for (const category of categories) db.run(putCategory, { ...projectCategory(category), doc: JSON.stringify(category) });
    for (const product of products) putProduct(db, product, 1);
  });
  if (search) while (!buildSearch(cache).ready);
  return cache;
}
