import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putProduct, removeProduct } from '#electron/catalog/write-product.ts';
import { openCache } from '#electron/db/open.ts';
import { alikeFinder } from '#electron/media/library/alike.ts';
import { dropListedOfGone, hasListed, listedOfProduct, listedOfShop, readListed } from '#electron/media/library/listed-rows.ts';
import { lastEditHere, owingOf } from '#electron/media/library/owing.ts';
import { MOST_SHOWN_BYTES, shownFolder } from '#electron/media/library/shown-folder.ts';
import { tidyPictures } from '#electron/media/library/tidy-pictures.ts';
import { addToTray, countTray, keepMade, keepOriginal, madeUnder, notePlaced, trayPlaces } from '#electron/media/library/tray-rows.ts';
import { contentPath } from '#electron/media/media-folder.ts';
import { KEEP_LOOSE_MS } from '#electron/files/tidy.ts';
import type { Product } from '#shared/catalog/model.ts';
import { hashDistance, tellsApart } from '#shared/media/alike.ts';
import { alikeIndex } from '#shared/media/alike-index.ts';
import { recipeHashOf } from '#shared/media/effective-recipe.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { aProduct, at, id, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { aFolder } from '../sync/support/cache.ts';

const shopId = shopIdOf(1);
const sha = (n: number) => n.toString(16).padStart(64, '0');
const phash = (n: number) => (0xf0f0f0f0f0f0f0f0n ^ BigInt(n)).toString(16).padStart(16, '0');
const listed = (n: number): ListedPicture => ({
  sha256: sha(n), phash: phash(n), mime: 'image/jpeg', bytes: 100, width: 10, height: 10, frames: 1, name: `${n}.jpg`, placeholder: '', look: { whiteBorder: 0, fill: 1, hasFrame: false, sharpness: 100, light: 0.5, black: 0, blown: 0 },
});
const showing = (n: number, ...pictures: number[]): Product => ({ ...aProduct({ n }), images: Object.fromEntries(pictures.map((picture, position) => [id(7_000 + n * 10 + picture), { position, drawing: '', alt: {}, picture: listed(picture) }])) });
const aCache = () => openCache(':memory:', { now: () => at(1) });
const made = (n: number) => ({ facts: { sha256: sha(n) }, derivatives: [{ sha256: sha(n + 500), format: 'webp', purpose: 'thumbnail', bytes: 5 }] }) as never;

test('which listings show which pictures follows every write of a product, and is read out of a copy in slices', () => {
  const db = aCache();
  db.now((writable) => [showing(1, 1, 2), showing(2, 2), aProduct({ n: 3 })].forEach((product) => putProduct(writable, product, 1)));
  const all = () => listedOfShop(db, shopId).map(({ productId, sha256 }) => [productId, sha256]);
  const meant = [[productIdOf(1), sha(1)], [productIdOf(1), sha(2)], [productIdOf(2), sha(2)]];
  expect(all()).toEqual(meant);
  // As a copy from the server comes: rows of products, and nothing beside them.
  db.sqlite.exec('DELETE FROM product_picture');
  expect(hasListed(db)).toBe(false);
  let slices = 1;
  while (!readListed(db, 2)) slices++;
  expect([slices, all(), hasListed(db)]).toEqual([2, meant, true]);
  db.now((writable) => {
    putProduct(writable, showing(1, 2), 2);
    removeProduct(writable, productIdOf(2));
  });
  expect(all()).toEqual([[productIdOf(1), sha(2)]]);
  db.sqlite.exec('DELETE FROM product');
  db.now(dropListedOfGone);
  expect([all(), listedOfProduct(db, productIdOf(1)), lastEditHere(db)]).toEqual([[], [], 0]);
});

test('IMG-09 a picture that looks like one of another listing is named, the very same first', () => {
  const db = aCache();
  db.now((writable) => [showing(1, 1), showing(2, 1, 3), showing(3, 255)].forEach((product) => putProduct(writable, product, 1)));
  const finder = alikeFinder();
  const found = finder.ofProduct(db, productIdOf(1), 'fr');
  // 1 and 3 differ in one bit, 1 and 255 in seven.
  expect(found.map(({ of, distance }) => [of.productId, distance])).toEqual([[productIdOf(2), 0], [productIdOf(2), 1], [productIdOf(3), 7]]);
  db.now((writable) => removeProduct(writable, productIdOf(2)));
  finder.forget(db);
  expect(finder.like(db, { shopId, sha256: sha(9), phash: phash(1) }, 'fr').map(({ productId }) => productId)).toEqual([productIdOf(1), productIdOf(3)]);
  expect(finder.like(db, { shopId: shopIdOf(2), sha256: sha(9), phash: phash(1) }, 'fr')).toEqual([]);
});

const hashes = fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => bits.toString(16).padStart(16, '0')), { maxLength: 40 });
test('the index of looks finds what comparing one by one finds', () => fc.assert(fc.property(hashes, hashes, fc.integer({ min: 0, max: 40 }), (known, asked, bits) => {
  const near = alikeIndex(known);
  for (const one of asked) {
    const meant = tellsApart(one) ? known.flatMap((other, place) => (tellsApart(other) && hashDistance(one, other) <= bits ? [{ at: place, distance: hashDistance(one, other) }] : [])) : [];
    expect(near(one, bits)).toEqual(meant.sort((a, b) => a.distance - b.distance || a.at - b.at));
  }
})));

test('IMG-06 what is owed is what listings show and was not made or offered; a mark that is gone again owes nothing', () => {
  const db = aCache();
  const plain = recipeHashOf(plainRecipe);
  db.now((writable) => {
    putProduct(writable, showing(1, 1), 1);
    putProduct(writable, showing(2, 1, 2), 1);
    keepOriginal(writable, shopId, sha(1), 100, 1);
  });
  // Of the second the file is elsewhere: whoever has it makes it.
  expect(owingOf(db, shopId)).toMatchObject([{ sha256: sha(1), hash: plain, productIds: [productIdOf(1), productIdOf(2)], isHere: true, isMade: false }]);
  db.now((writable) => keepMade(writable, shopId, plain, made(1), 1));
  expect(owingOf(db, shopId)).toMatchObject([{ isMade: true }]);
  expect(owingOf(db, shopIdOf(2))).toEqual([]);
});

test('pictures nothing names go after a week: not those of a listing, of the tray, or whose listing may let go of them', async () => {
  const root = aFolder();
  const folder = () => root;
  const db = aCache();
  const week = KEEP_LOOSE_MS + 1;
  const put = (n: number, ending: string, isOld = true) => {
    const path = contentPath(root, sha(n), ending);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'content');
    if (isOld) utimesSync(path, new Date(0), new Date(0));
    return path;
  };
  const plain = recipeHashOf(plainRecipe);
  const files = { listed: put(1, 'orig'), tray: put(2, 'orig'), loose: put(3, 'orig'), unknown: put(4, 'orig'), fresh: put(5, 'orig', false), shown: put(501, 'webp'), old: put(503, 'webp'), forgotten: put(6, 'orig'), half: put(7, 'webp.0b') };
  db.now((writable) => {
    putProduct(writable, showing(1, 1, 6), 1);
    for (const n of [1, 2, 3]) keepOriginal(writable, shopId, sha(n), 7, 0);
    addToTray(writable, { id: id(2), shop: shopId, product: null, name: 'a.jpg', bytes: 7, sha256: sha(2), at: 0 });
    keepMade(writable, shopId, plain, made(1), 0);
    keepMade(writable, shopId, plain, made(3), 0);
  });
  await tidyPictures(db, folder, week);
  // Before all products were read nobody knows what is named.
  expect(Object.values(files).every((path) => existsSync(path))).toBe(true);
  readListed(db);
  await tidyPictures(db, folder, week);
  const left = () => Object.entries(files).filter(([, path]) => existsSync(path)).map(([name]) => name);
  expect(left()).toEqual(['listed', 'tray', 'fresh', 'shown', 'forgotten']);
  expect([madeUnder(db, shopId, sha(1), plain) === null, madeUnder(db, shopId, sha(3), plain)]).toEqual([false, null]);
  // Put on a listing from the tray, it is in the tray no more, and there again when the listing lets go of it.
  db.now((writable) => notePlaced(writable, id(2), productIdOf(1), id(7_011)));
  expect([countTray(db), trayPlaces(db, shopId, null)]).toEqual([0, []]);
  db.now((writable) => putProduct(writable, showing(1), 2));
  expect(countTray(db)).toBe(1);
});

test('what was only looked at is kept within bounds, the latest first, and goes with its shop', async () => {
  const root = aFolder();
  const key = (n: number, shop = shopId) => ({ shopId: shop, sha256: sha(n), recipe: '0123456789abcdef', purpose: '320' as const });
  const look = (bytes: number) => ({ data: new Uint8Array(bytes), width: 320, height: 200 });
  const shown = shownFolder(root, 250);
  for (const n of [1, 2]) await shown.put(key(n), look(100));
  expect(await shown.get(key(1))).toMatchObject({ width: 320, height: 200, mime: 'image/webp' });
  await shown.put(key(3), look(100));
  expect([await shown.get(key(2)), (await shown.get(key(1)))?.data.length, shown.bytes()]).toEqual([null, 100, 200]);
  const again = shownFolder(root, 250);
  expect([(await again.get(key(3)))?.height, again.bytes()]).toEqual([200, 200]);
  expect(readdirSync(join(root, shopId, 'pictures', 'shown'))).toHaveLength(2);
  rmSync(join(root, shopId), { recursive: true });
  expect([await again.get(key(3)), again.bytes()]).toEqual([null, 100]);
  expect(MOST_SHOWN_BYTES).toBeGreaterThan(0);
});
