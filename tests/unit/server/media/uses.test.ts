import { beforeAll, expect, test } from 'vitest';
import { productStore } from '#server/catalog/product-store.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import type { ServerDb } from '#server/db/open.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { isShown, productsNaming } from '#server/media/rows.ts';
import { picturesNamed } from '#server/media/uses.ts';
import { markReview } from '#shared/catalog/review.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { aProduct, aShop, aVariant, id, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aListedPicture, anImage, aRecipe, sha256Of } from '#tests/builders/listed-pictures.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const file = (n: number) => anImage({ picture: aListedPicture({ n }) });
const showing = (...files: number[]): Product['images'] => Object.fromEntries(files.map((n) => [id(n), file(n)]));
const listing = (given: Partial<Product> = {}) => aProduct({ images: showing(1), ...given });
const named = (product: Product) => Object.fromEntries([...picturesNamed(product)].map(([asset, isLive]) => [Number.parseInt(asset, 16), isLive]));

test.each<{ name: string; product: Product; says: Record<number, boolean> }>([
  { name: 'what it shows', product: listing({ images: showing(1, 2) }), says: { 1: true, 2: true } },
  { name: 'drawings are no files', product: listing({ images: { [id(1)]: { position: 0, drawing: 'robe', alt: {} } } }), says: {} },
  { name: 'a new picture that waits', product: markReview(listing(), listing({ images: showing(1, 2) }), 1), says: { 1: true, 2: false } },
  { name: 'one that would go', product: markReview(listing(), listing({ images: {} }), 1), says: { 1: true } },
  { name: 'one in the place of another', product: markReview(listing(), listing({ images: { [id(1)]: file(2) } }), 1), says: { 1: true, 2: false } },
  { name: 'the same one, cut', product: markReview(listing(), listing({ images: { [id(1)]: { ...file(1), recipe: aRecipe({ rotate: 90 }) } } }), 1), says: { 1: true } },
])('a listing names $name', ({ product, says }) => expect(named(product)).toEqual(says));

describeOnEachDatabase('SEC-06 what is public follows the record', (open) => {
  let db: ServerDb;
  let version = 1;
  const key = (n: number, shop = 1) => ({ shopId: shopIdOf(shop), sha256: sha256Of(n) });
  const shown = async (shop = 1) => (await Promise.all([1, 2, 3].map(async (n) => ((await isShown(db.kysely, key(n, shop))) ? [n] : [])))).flat();
  let now: Product | null = null;
  const become = (after: Product | null) => inTransaction(db, async (trx) => {
    await productStore.save(trx, db.dialect, [{ id: productIdOf(1), before: now as unknown as Json, after: after as unknown as Json, was: version, version: ++version }]);
    now = after;
  });
  beforeAll(async () => {
    db = await open();
    now = listing();
    // The other shop names the same content; it has none of it.
    await importAggregates(db, { shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [], products: [listing(), listing({ n: 9, id: productIdOf(9), shopId: shopIdOf(2), status: 'draft', variants: { [variantIdOf(9)]: aVariant({ sku: 'S9' }) } } as Partial<Product>)] });
  });

  test('from the first import on, and each shop by itself', async () => {
    expect([await shown(1), await shown(2)]).toEqual([[1], []]);
    expect(await productsNaming(db.kysely, key(1, 2))).toEqual([productIdOf(9)]);
  });
  test('what waits for a moderator is named and not shown, what it would replace is shown until then', async () => {
    await become(markReview(now!, { ...now!, images: { [id(1)]: file(2) } }, 5_000));
    expect(await shown()).toEqual([1]);
    expect(await productsNaming(db.kysely, key(2))).toEqual([productIdOf(1)]);
    await become({ ...now!, review: null });
    expect(await shown()).toEqual([2]);
    expect(await productsNaming(db.kysely, key(1))).toEqual([]);
  });
  test('an edit of something else leaves it; paused nobody sees it, published again anyone does', async () => {
    await become({ ...now!, brand: 'Autre' });
    expect(await shown()).toEqual([2]);
    await become({ ...now!, status: 'paused' });
    expect(await shown()).toEqual([]);
    await become({ ...now!, status: 'published', images: showing(2, 3) });
    expect(await shown()).toEqual([2, 3]);
  });
  test('in another shop it is that shop’s, and deleted nobody’s', async () => {
    await become({ ...now!, shopId: shopIdOf(2) });
    expect([await shown(1), await shown(2)]).toEqual([[], [2, 3]]);
    await become(null);
    expect([await shown(1), await shown(2)]).toEqual([[], []]);
    expect(await productsNaming(db.kysely, key(2, 2))).toEqual([]);
  });
});
