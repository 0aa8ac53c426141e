import { expect, test } from 'vitest';
import { placesOf, productsAt } from '#electron/bulk/import/find-product.ts';
import type { LookUp } from '#shared/bulk/rows/group-rows.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aProduct, aShop, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const gtin = '4006381333931';
const products = [
  aProduct({ n: 1, variant: { gtin } }), aProduct({ n: 2 }), aProduct({ n: 3, variant: { sku: 'Ab-3', gtin: '96385074' } }), aProduct({ n: 4, variant: { gtin: '0004006381333931'.slice(-14) } }),
  aProduct({ n: 5, shopId: shopIdOf(2), variant: { sku: 'ELSEWHERE' } }),
];
const nothing: LookUp = { productId: null, variantIds: [], skus: [], gtins: [], handle: null };
const cases: { name: string; lookUp: Partial<LookUp>; found: number | null }[] = [
  { name: 'its id', lookUp: { productId: productIdOf(2), skus: ['SKU-1'] }, found: 2 },
  { name: 'an id nobody has, then a SKU', lookUp: { productId: productIdOf(99), skus: ['SKU-1'] }, found: 1 },
  { name: 'the id of a product of another shop', lookUp: { productId: productIdOf(5) }, found: null },
  { name: 'a variant before a SKU', lookUp: { variantIds: [variantIdOf(3)], skus: ['SKU-1'] }, found: 3 },
  { name: 'a SKU in other letters', lookUp: { skus: ['aB-3'] }, found: 3 },
  { name: 'the first of its SKUs that is there', lookUp: { skus: ['NADA', 'SKU-2', 'SKU-1'] }, found: 2 },
  { name: 'a SKU of another shop', lookUp: { skus: ['ELSEWHERE'] }, found: null },
  { name: 'a GTIN one product has', lookUp: { gtins: ['96385074'] }, found: 3 },
  { name: 'a GTIN two products have, in two lengths', lookUp: { gtins: [gtin] }, found: null },
  { name: 'a SKU with quotes and marks', lookUp: { skus: [`x"\\'[1]`, 'SKU-2'] }, found: 2 },
  { name: 'nothing', lookUp: {}, found: null },
];
const aCatalogue = () => aCache({ products, shops: [aShop(), aShop({ n: 2 })], search: false });

test.each(cases)('BLK-05 a product is found by $name', ({ lookUp, found }) => {
  const cache = aCatalogue();
  const [place] = placesOf(cache, shopIdOf(1), [{ ...nothing, ...lookUp }]);
  expect(place === null ? null : productsAt(cache, [place!]).get(place!)?.id).toBe(found === null ? null : productIdOf(found));
});

test('many at once are found as one by one', () => {
  const cache = aCatalogue();
  const asked = [...cases, ...cases.toReversed()];
  const places = placesOf(cache, shopIdOf(1), asked.map(({ lookUp }) => ({ ...nothing, ...lookUp })));
  const found = productsAt(cache, places.filter((place) => place !== null));
  expect(places.map((place) => (place === null ? null : found.get(place)?.id))).toEqual(asked.map(({ found }) => (found === null ? null : productIdOf(found))));
});
