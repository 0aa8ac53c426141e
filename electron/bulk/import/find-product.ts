import { sql } from 'kysely';
import type { LookUp } from '#shared/bulk/rows/group-rows.ts';
import type { Product } from '#shared/catalog/model.ts';
import { gtinKey } from '#shared/catalog/gtin.ts';
import type { Gtin } from '#shared/catalog/model.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { builder, reading } from '../../db/statement.ts';

const byId = reading<{ id: string; shop: string }>()((_, p) => sql<{ doc: string }>`SELECT doc FROM product WHERE id = ${p('id')} AND shop_id = ${p('shop')}`.compile(builder));
const byVariant = reading<{ id: string; shop: string }>()((_, p) => sql<{ doc: string }>`SELECT p.doc FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.variant_id = ${p('id')} AND p.shop_id = ${p('shop')}`.compile(builder));
const bySku = reading<{ sku: string; shop: string }>()((_, p) => sql<{ doc: string }>`SELECT p.doc FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.sku = ${p('sku')} COLLATE NOCASE AND p.shop_id = ${p('shop')} LIMIT 1`.compile(builder));
const byGtin = reading<{ gtin: string; shop: string }>()((_, p) => sql<{ doc: string }>`SELECT DISTINCT p.doc FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.gtin = ${p('gtin')} AND p.shop_id = ${p('shop')} LIMIT 2`.compile(builder));

/** The product of this shop that rows of a file mean: by id, by a variant's id, by SKU, or by a GTIN that only one product has. */
export function findProduct(db: ReadableDb, shop: string, { productId, variantIds, skus, gtins }: LookUp): Product | null {
  const found = (productId === null ? undefined : db.get(byId, { id: productId, shop }))
    ?? first(variantIds, (id) => db.get(byVariant, { id, shop }))
    ?? first(skus, (sku) => db.get(bySku, { sku, shop }))
    ?? first(gtins, (gtin) => {
      const both = db.all(byGtin, { gtin: gtinKey(gtin as Gtin), shop });
      return both.length === 1 ? both[0] : undefined;
    });
  return found === undefined ? null : (JSON.parse(found.doc) as Product);
}

function first<K, T>(keys: readonly K[], find: (key: K) => T | undefined): T | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
