import type { Locale } from '#shared/auth/model.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { alikeIndex } from '#shared/media/alike-index.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { reading } from '../../db/statement.ts';
import { hashesOfShop, listedOfContent, listedOfProduct } from './listed-rows.ts';

/** A picture of a listing that looks like another; `distance` 0 also for the very same file. */
export type AlikeListing = { readonly productId: ProductId; readonly imageId: string; readonly title: string; readonly sha256: string; readonly recipe: Recipe | null; readonly distance: number };

/** So many are named; more say nothing more. */
const MOST_NAMED = 5;

const docOf = reading<{ id: string }>()((q, p) => q.selectFrom('product').select('doc').where('id', '=', p('id')));

/** What a listing is called; '' while it is not here. */
export function titleOf(db: ReadableDb, id: string, locale: Locale): string {
  const row = db.get(docOf, { id });
  return row ? titleIn(JSON.parse(row.doc) as Pick<Product, 'texts'>, locale).title : '';
}

type Shop = { readonly rows: ReturnType<typeof hashesOfShop>; readonly near: ReturnType<typeof alikeIndex> };

/** Finds pictures of a shop's listings that look the same. Holds the hashes of the shops it was asked about, until a product changes. */
export function alikeFinder() {
  const shops = new WeakMap<CacheDb, Map<string, Shop>>();
  const shopOf = (db: CacheDb, shopId: string): Shop => {
    const known = shops.get(db) ?? new Map<string, Shop>();
    shops.set(db, known);
    const there = known.get(shopId);
    if (there) return there;
    const rows = hashesOfShop(db, shopId);
    const made = { rows, near: alikeIndex(rows.map(({ phash }) => phash)) };
    known.set(shopId, made);
    return made;
  };

  const find = (db: CacheDb, { shopId, sha256, phash, besides }: { readonly shopId: string; readonly sha256: string; readonly phash: string; readonly besides: string | null }, locale: Locale): AlikeListing[] => {
    const { rows, near } = shopOf(db, shopId);
    const same = listedOfContent(db, shopId, sha256).map(({ productId, imageId, recipe }) => ({ productId, imageId, sha256, recipe, distance: 0 }));
    const named = new Set(same.map(({ imageId }) => imageId));
    const alike = near(phash).map(({ at, distance }) => ({ productId: rows[at]!.product_id, imageId: rows[at]!.image_id, sha256: rows[at]!.sha256, recipe: rows[at]!.recipe, distance })).filter(({ imageId }) => !named.has(imageId));
    return [...same, ...alike].filter(({ productId }) => productId !== besides).slice(0, MOST_NAMED).map((found) => ({ ...found, productId: found.productId as ProductId, recipe: found.recipe === null ? null : (JSON.parse(found.recipe) as Recipe), title: titleOf(db, found.productId, locale) }));
  };

  return {
    /** Listings of the shop that show this very picture, or one that looks the same; those that do first. */
    like: (db: CacheDb, picture: { shopId: string; sha256: string; phash: string }, locale: Locale): AlikeListing[] => find(db, { ...picture, besides: null }, locale),
    /** For each picture of a listing, other listings that show it or one like it. */
    ofProduct: (db: CacheDb, productId: string, locale: Locale): { readonly imageId: string; readonly of: Omit<AlikeListing, 'distance'>; readonly distance: number }[] =>
      listedOfProduct(db, productId).flatMap(({ imageId, shopId, sha256, phash }) =>
        find(db, { shopId, sha256, phash, besides: productId }, locale).map(({ distance, ...of }) => ({ imageId, of, distance }))),
    /** Products changed. */
    forget: (db: CacheDb): void => void shops.delete(db),
  };
}
export type AlikeFinder = ReturnType<typeof alikeFinder>;
