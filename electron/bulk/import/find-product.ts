import { sql } from 'kysely';
import type { LookUp } from '#shared/bulk/rows/group-rows.ts';
import type { Gtin, Product } from '#shared/catalog/model.ts';
import { gtinKey } from '#shared/catalog/gtin.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { builder, reading, type Reading } from '../../db/statement.ts';

type Keys = { keys: string; shop: string };
type Place = { at: number; rid: number };
// One look for many keys: CROSS JOIN, so that SQLite goes through them and not through the catalogue.
const byId = reading<Keys>()((_, p) => sql<Place>`SELECT k.key AS at, p.rid FROM json_each(${p('keys')}) AS k CROSS JOIN product AS p ON p.id = k.value AND p.shop_id = ${p('shop')} ORDER BY k.key`.compile(builder));
const byVariant = reading<Keys>()((_, p) =>
  sql<Place>`SELECT k.key AS at, p.rid FROM json_each(${p('keys')}) AS k CROSS JOIN variant AS v ON v.variant_id = k.value CROSS JOIN product AS p ON p.id = v.product_id AND p.shop_id = ${p('shop')} ORDER BY k.key`.compile(builder));
const bySku = reading<Keys>()((_, p) =>
  sql<Place>`SELECT k.key AS at, p.rid FROM json_each(${p('keys')}) AS k CROSS JOIN variant AS v ON v.sku = k.value COLLATE NOCASE CROSS JOIN product AS p ON p.id = v.product_id AND p.shop_id = ${p('shop')} ORDER BY k.key`.compile(builder));
const byGtin = reading<{ gtin: string; shop: string }>()((_, p) => sql<{ rid: number }>`SELECT DISTINCT p.rid FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.gtin = ${p('gtin')} AND p.shop_id = ${p('shop')} LIMIT 2`.compile(builder));
const docsAt = reading<{ rids: string }>()((_, p) => sql<{ rid: number; doc: string }>`SELECT p.rid, p.doc FROM json_each(${p('rids')}) AS k CROSS JOIN product AS p ON p.rid = k.value`.compile(builder));

/** Best first: by the product's id, by a variant's, by SKU. */
const ways: readonly { readonly keysOf: (lookUp: LookUp) => readonly string[]; readonly question: Reading<Keys, Place> }[] = [
  { keysOf: ({ productId }) => (productId === null ? [] : [productId]), question: byId },
  { keysOf: ({ variantIds }) => variantIds, question: byVariant },
  { keysOf: ({ skus }) => skus, question: bySku },
];

/**
 * Where the products of this shop lie that rows of a file mean: by id, by a variant's id, by SKU, or by a GTIN that only one product has.
 *
 * @returns for each look-up the place of its product in the cache; null: it is not there
 */
export function placesOf(db: ReadableDb, shop: string, lookUps: readonly LookUp[]): readonly (number | null)[] {
  const places: (number | null)[] = lookUps.map(() => null);
  for (const { keysOf, question } of ways) {
    const asked = lookUps.flatMap((lookUp, of) => (places[of] === null ? keysOf(lookUp).map((key) => ({ key, of })) : []));
    if (asked.length === 0) continue;
    // In the order of the keys: the first of a product's keys that is found counts.
    for (const { at, rid } of db.all(question, { keys: JSON.stringify(asked.map(({ key }) => key)), shop })) places[asked[at]!.of] ??= rid;
  }
  for (const [of, { gtins }] of lookUps.entries()) if (places[of] === null) places[of] = byGtins(db, shop, gtins);
  return places;
}

function byGtins(db: ReadableDb, shop: string, gtins: readonly string[]): number | null {
  for (const gtin of gtins) {
    const both = db.all(byGtin, { gtin: gtinKey(gtin as Gtin), shop });
    if (both.length === 1) return both[0]!.rid;
  }
  return null;
}

/** The products at these places, by place; one that was deleted since is left out. */
export function productsAt(db: ReadableDb, rids: readonly number[]): ReadonlyMap<number, Product> {
  return new Map(db.all(docsAt, { rids: JSON.stringify(rids) }).map(({ rid, doc }) => [rid, JSON.parse(doc) as Product]));
}
