import type { Kysely } from 'kysely';
import type { ServerDb } from '#server/db/open.ts';
import type { ServerSchema } from '#server/db/schema.ts';
import { foundElsewhere } from '#server/media/alike/elsewhere.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import type { Product } from '#shared/catalog/model.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { priceOutlier, type PriceOutlier } from '#shared/moderation/checks/price-outlier.ts';

/** So many prices of a category tell what is usual there. */
const MOST_PRICES = 400;
/** So many pictures of one listing are compared with those of other shops. */
const MOST_PICTURES = 12;

/** The price of a listing that is far from what its category asks, among shops of the same currency; null: none is. */
export async function strangePrice(db: Kysely<ServerSchema>, product: Product): Promise<(PriceOutlier & { readonly price: number }) | null> {
  if (product.categoryId === null) return null;
  const rows = await db.selectFrom('product').innerJoin('shop', 'shop.id', 'product.shop_id').select(['product.price', 'shop.doc']).where('product.category_id', '=', product.categoryId).where('product.status', '=', 'published').where('product.id', '<>', product.id).orderBy('product.rid', 'desc').limit(MOST_PRICES).execute();
  const others = rows.filter(({ doc, price }) => price > 0 && (JSON.parse(doc) as { currency?: string }).currency === product.currency).map(({ price }) => price);
  for (const [, { price }] of variantsInOrder(product)) {
    const found = priceOutlier(price, others);
    if (found !== null) return { ...found, price };
  }
  return null;
}

export type Copy = { readonly sha256: string; readonly otherShopId: string; readonly otherSha256: string; readonly distance: number; readonly wasFirst: boolean; readonly products: readonly string[] };

/** Pictures of other shops that look like those of a listing, as far as the server has looked at them. */
export async function copiesOf(db: ServerDb, product: Product): Promise<Copy[]> {
  const contents = new Set(imagesOf(product).flatMap(([, { picture }]) => picture?.sha256 ?? []));
  const copies: Copy[] = [];
  for (const sha256 of [...contents].slice(0, MOST_PICTURES)) {
    const found = await foundElsewhere(db, { shopId: product.shopId, sha256 } as never, { mayTell: () => true, onlyShown: false });
    for (const one of (found ?? []).slice(0, 3)) copies.push({ sha256, otherShopId: one.shopId, otherSha256: one.sha256, distance: one.distance, wasFirst: one.wasFirst, products: one.products });
  }
  return copies;
}
