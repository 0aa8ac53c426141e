import { sql } from 'kysely';
import type { Product } from '#shared/catalog/model.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { ReadableDb, WritableDb } from '../../db/connection.ts';
import type { ProductPictureTable } from '../../db/schema.ts';
import { builder, reading, writing } from '../../db/statement.ts';

/** A picture as a listing shows it. */
export type ListedRow = { readonly productId: string; readonly imageId: string; readonly shopId: string; readonly sha256: string; readonly phash: string; readonly name: string; /** Its own recipe, JSON. */ readonly recipe: string | null };

const fromTable = (row: ProductPictureTable): ListedRow => ({ productId: row.product_id, imageId: row.image_id, shopId: row.shop_id, sha256: row.sha256, phash: row.phash, name: row.name, recipe: row.recipe });

const drop = writing<{ id: string }>()((q, p) => q.deleteFrom('product_picture').where('product_id', '=', p('id')));
const put = writing<{ product: string; image: string; shop: string; sha256: string; phash: string; name: string; recipe: string | null }>()((q, p) => q.insertInto('product_picture')
  .values({ product_id: p('product'), image_id: p('image'), shop_id: p('shop'), sha256: p('sha256'), phash: p('phash'), name: p('name'), recipe: p('recipe') }));
const ofProduct = reading<{ id: string }>()((q, p) => q.selectFrom('product_picture').selectAll().where('product_id', '=', p('id')));
const ofShop = reading<{ shop: string }>()((q, p) => q.selectFrom('product_picture').selectAll().where('shop_id', '=', p('shop')));
const ofContent = reading<{ shop: string; sha256: string }>()((q, p) => q.selectFrom('product_picture').selectAll().where('shop_id', '=', p('shop')).where('sha256', '=', p('sha256')));
const hashes = reading<{ shop: string }>()((q, p) => q.selectFrom('product_picture').select(['product_id', 'image_id', 'sha256', 'recipe', 'phash']).where('shop_id', '=', p('shop')).orderBy('product_id').orderBy('image_id'));

export const listedOfProduct = (db: ReadableDb, id: string): ListedRow[] => db.all(ofProduct, { id }).map((row) => fromTable(row as ProductPictureTable));
export const listedOfShop = (db: ReadableDb, shop: string): ListedRow[] => db.all(ofShop, { shop }).map((row) => fromTable(row as ProductPictureTable));
/** The listings of a shop that show a content. */
export const listedOfContent = (db: ReadableDb, shop: string, sha256: string): ListedRow[] => db.all(ofContent, { shop, sha256 }).map((row) => fromTable(row as ProductPictureTable));
export const hashesOfShop = (db: ReadableDb, shop: string) => db.all(hashes, { shop });

/**
 * Notes which pictures a product shows; part of writing it (`catalog/write-product.ts`), in its transaction.
 *
 * @param before the product as it was noted, where the caller has it at hand: nothing is done when its pictures are the same
 */
export function noteListed(db: WritableDb, doc: Product, before?: Product): void {
  if (before?.images === doc.images) return;
  db.run(drop, { id: doc.id });
  for (const [image, { picture, recipe }] of Object.entries(doc.images)) {
    if (picture) db.run(put, { product: doc.id, image, shop: doc.shopId, sha256: picture.sha256, phash: picture.phash, name: picture.name, recipe: recipe ? JSON.stringify(recipe) : null });
  }
}
export const dropListed = (db: WritableDb, id: string): void => void db.run(drop, { id });
/** Part of taking a scope off this device, after its products. */
export const dropListedOfGone = (db: WritableDb): void => db.exec('DELETE FROM product_picture WHERE product_id NOT IN (SELECT id FROM product)');

// Keys that begin with `search-` belong to the rows of one file, and are not carried along into a fresh copy.
const THROUGH = 'search-pictures';
const ALL = 'all';
const through = reading()((q) => q.selectFrom('meta').select('value').where('key', '=', THROUGH));
const reached = writing<{ value: string }>()((_, p) => sql`INSERT INTO meta (key, value) VALUES (${THROUGH}, ${p('value')}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`.compile(builder));
const docsAfter = reading<{ rid: number; limit: number }>()((_, p) =>
  sql<{ rid: number; doc: string | null }>`SELECT rid, CASE WHEN instr(doc, '"phash":"') > 0 THEN doc END AS doc FROM product WHERE rid > ${p('rid')} ORDER BY rid LIMIT ${p('limit')}`.compile(builder));

/** Whether all products were looked at. */
export const hasListed = (db: ReadableDb): boolean => db.get(through)?.value === ALL;

/**
 * Reads the pictures out of products that came in a copy from the server, one slice further; each slice is a transaction, and an interrupted walk goes on
 * where it stopped.
 *
 * @returns whether all products were looked at
 */
export function readListed(db: CacheDb, slice = 1_500): boolean {
  const value = db.get(through)?.value;
  if (value === ALL) return true;
  return db.now((writable) => {
    const rows = writable.all(docsAfter, { rid: Number(value ?? 0), limit: slice });
    for (const { doc } of rows) if (doc !== null) noteListed(writable, JSON.parse(doc) as Product);
    const done = rows.length < slice;
    writable.run(reached, { value: done ? ALL : String(rows.at(-1)!.rid) });
    return done;
  });
}
