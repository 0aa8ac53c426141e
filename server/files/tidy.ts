import type { ServerDb } from '#server/db/open.ts';
import type { Product } from '#shared/catalog/model.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { FileKey, FileStore } from './file-store.ts';

/** An upload nobody went on with for so long is given up. */
export const KEEP_UPLOAD_MS = 7 * DAY_MS;
/** A file no product names any more stays for so long: an edit may be taken back, an older version brought back. */
export const KEEP_LOOSE_MS = 90 * DAY_MS;
const AT_ONCE = 500;

/**
 * Removes uploads that were given up and files that no product has named for a long time.
 *
 * @param now the server's clock
 * @returns how many went
 */
export async function tidyFiles(db: ServerDb, store: FileStore, now: number): Promise<number> {
  const rows = db.kysely.selectFrom('shop_file').select(['shop_id', 'sha256']);
  const unfinished = await rows.where('whole_at', 'is', null).where('touched_at', '<', now - KEEP_UPLOAD_MS).execute();
  await markLoose(db, now);
  const loose = await rows.where('loose_since', '<', now - KEEP_LOOSE_MS).execute();
  let gone = 0;
  for (const { shop_id: shopId, sha256 } of [...unfinished, ...loose]) gone += await drop(db, store, { shopId, sha256 });
  for await (const key of store.uploadsBefore(now - KEEP_UPLOAD_MS)) gone += await drop(db, store, key);
  return gone;
}

/** Removes one row, and the content when it is the last one that speaks of it. */
async function drop({ kysely }: ServerDb, store: FileStore, { shopId, sha256 }: FileKey): Promise<number> {
  const row = await kysely.selectFrom('shop_file').select('home_id').where('shop_id', '=', shopId).where('sha256', '=', sha256).executeTakeFirst();
  const home = { shopId: row?.home_id ?? shopId, sha256 };
  await kysely.deleteFrom('shop_file').where('shop_id', '=', shopId).where('sha256', '=', sha256).execute();
  const others = await kysely.selectFrom('shop_file').select('shop_id').where('home_id', '=', home.shopId).where('sha256', '=', sha256).executeTakeFirst();
  if (!others) await store.remove(home);
  return 1;
}

/** Notes since when a whole file is named by no product of its shop; one that is named again is no longer loose. */
async function markLoose(db: ServerDb, now: number): Promise<void> {
  const shops = await db.kysely.selectFrom('shop_file').select('shop_id').distinct().where('whole_at', 'is not', null).execute();
  for (const { shop_id: shopId } of shops) {
    const named = await namedIn(db, shopId);
    const rows = await db.kysely.selectFrom('shop_file').select(['sha256', 'loose_since']).where('shop_id', '=', shopId).where('whole_at', 'is not', null).execute();
    for (const { sha256, loose_since } of rows) {
      if (named.has(sha256) === (loose_since === null)) continue;
      await db.kysely.updateTable('shop_file').set({ loose_since: named.has(sha256) ? null : now }).where('shop_id', '=', shopId).where('sha256', '=', sha256).execute();
    }
  }
}

/** The contents the downloads of a shop name. */
async function namedIn({ kysely }: ServerDb, shopId: string): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (let after = ''; ; ) {
    const products = await kysely.selectFrom('product').select(['id', 'doc']).where('shop_id', '=', shopId).where('kind', '=', 'digital').where('id', '>', after).orderBy('id').limit(AT_ONCE).execute();
    for (const { id, doc } of products) {
      for (const { sha256 } of Object.values((JSON.parse(doc) as Product).files ?? {})) named.add(sha256);
      after = id;
    }
    if (products.length < AT_ONCE) return named;
  }
}
