import { sql } from 'kysely';
import type { Category, CategoryId, Product, ProductId, Shop } from '#shared/catalog/model.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { builder, reading } from '../../db/statement.ts';
import { nextTurn } from '../../runtime/next-turn.ts';

const docAt = reading<{ rid: number; shop: string }>()((_, p) => sql<{ doc: string }>`SELECT doc FROM product WHERE rid = ${p('rid')} AND shop_id = ${p('shop')}`.compile(builder));
const placesOfIds = reading<{ ids: string }>()((_, p) => sql<{ rid: number; id: string }>`SELECT rid, id FROM product INDEXED BY product_id WHERE id IN (SELECT value FROM json_each(${p('ids')}))`.compile(builder));
const sums = reading<{ rids: string }>()((_, p) => sql<{ shop_id: string; products: number; rows: number }>`SELECT shop_id, count(*) AS products, sum(variant_count) AS rows FROM product NOT INDEXED WHERE rid IN (SELECT value FROM json_each(${p('rids')})) GROUP BY shop_id`.compile(builder));
const categoryDoc = reading<{ id: string }>()((q, p) => q.selectFrom('category').select('doc').where('id', '=', p('id')));
const shopDoc = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('doc').where('id', '=', p('id')));

/** So many at once take a few milliseconds. */
const AT_ONCE = 1_000;

/** Row numbers of products in the order chosen; those that are no longer there are left out. In slices. */
export async function placesOfChosen(db: ReadableDb, ids: readonly ProductId[]): Promise<Int32Array> {
  const places = new Int32Array(ids.length);
  let count = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const found = new Map(db.all(placesOfIds, { ids: JSON.stringify(some) }).map(({ rid, id }) => [id, rid]));
    for (const id of some) {
      const rid = found.get(id);
      if (rid !== undefined) places[count++] = rid;
    }
    await nextTurn();
  }
  return places.subarray(0, count);
}

export type ExportSums = { readonly products: number; readonly rows: number; readonly shops: readonly string[] };

/** How many products and variants these are, and of which shops. In slices. */
export async function sumsOf(db: ReadableDb, places: Int32Array): Promise<ExportSums> {
  let [products, rows] = [0, 0];
  const shops = new Set<string>();
  for (let from = 0; from < places.length; from += AT_ONCE) {
    for (const one of db.all(sums, { rids: JSON.stringify([...places.subarray(from, from + AT_ONCE)]) })) {
      products += one.products;
      rows += one.rows;
      shops.add(one.shop_id);
    }
    await nextTurn();
  }
  return { products, rows, shops: [...shops] };
}

/** The product at a row number, if it is still this shop's. */
export function productAt(db: ReadableDb, rid: number, shop: string): Product | null {
  const found = db.get(docAt, { rid, shop });
  return found === undefined ? null : (JSON.parse(found.doc) as Product);
}

/** Categories by id, each read when it is first asked for. */
export function categoriesOf(db: ReadableDb): (id: CategoryId) => Category | null {
  const known = new Map<CategoryId, Category | null>();
  return (id) => {
    if (!known.has(id)) {
      const found = db.get(categoryDoc, { id });
      known.set(id, found === undefined ? null : (JSON.parse(found.doc) as Category));
    }
    return known.get(id)!;
  };
}

export function shopOf(db: ReadableDb, id: string): Shop | null {
  const found = db.get(shopDoc, { id });
  return found === undefined ? null : (JSON.parse(found.doc) as Shop);
}
