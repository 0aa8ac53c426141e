import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { putProduct, removeProduct, storedProduct } from '#electron/catalog/write-product.ts';
import { ProductLists } from '#electron/catalog/lists.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { missingBits } from '#shared/catalog/cache-tables.ts';
import type { ProductFilter, ProductSort } from '#shared/catalog/contract.ts';
import type { ListingStatus, Product } from '#shared/catalog/model.ts';
import { tagKey } from '#shared/catalog/projection.ts';
import { columnsOf, minorOf, aCategory, aProduct, aVariant, categoryIdOf, id, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aFilter, aQuery } from '#tests/builders/catalog-desk.ts';

const listed = (cache: CacheDb, lists: ProductLists, ...query: Parameters<typeof aQuery>): string[] => {
  const byRid = new Map((cache.sqlite.prepare('SELECT rid, id FROM product').all() as { rid: number; id: string }[]).map(({ rid, id }) => [rid, id]));
  return Array.from(lists.of(aQuery(...query)), (rid) => byRid.get(rid)!);
};
const ids = (...numbers: number[]): string[] => numbers.map(productIdOf);

const shelf = [
  aProduct({ n: 1, title: 'Robe en lin', brand: 'Nour', categoryId: categoryIdOf(2), tags: ['Été'], variant: { price: 500, onHand: 0 } }),
  aProduct({ n: 2, title: 'Écharpe', brand: 'Atlas', status: 'draft', kind: 'digital', variant: { price: 200, compareAt: 300 } }),
  aProduct({ n: 3, title: 'abricot', shopId: shopIdOf(2), categoryId: null, images: { [id(1)]: { position: 0, drawing: 'x', alt: {} } }, variant: { price: 900, compareAt: 1_000, gtin: '036000291452' } }),
];
const tree = [aCategory({ n: 1, lft: 1, rgt: 6 }), aCategory({ n: 2, lft: 2, rgt: 3 }), aCategory({ n: 3, lft: 4, rgt: 5 })];

describe('CAT-01 filters', () => {
  test.each<[string, Partial<ProductFilter>, string[]]>([
    ['nothing', {}, ids(3, 2, 1)],
    ['a shop', { shopId: shopIdOf(2) }, ids(3)],
    ['states', { status: ['draft', 'paused'] }, ids(2)],
    ['kinds', { kind: ['digital'] }, ids(2)],
    ['a category with what lies below it', { categoryId: categoryIdOf(1) }, ids(2, 1)],
    ['a category without anything', { categoryId: categoryIdOf(3) }, []],
    ['a brand', { brand: 'Atlas' }, ids(2)],
    ['a tag, as people write it', { tag: 'ete' }, ids(1)],
    ['prices from and to', { priceMin: minorOf(300), priceMax: minorOf(900) }, ids(3, 1)],
    ['few left', { availableBelow: 1 }, ids(1)],
    ['no category', { missing: ['category'] }, ids(3)],
    ['no category and no image', { missing: ['category', 'image'] }, []],
    ['two at once', { status: ['published'], brand: 'Nour' }, ids(3, 1)],
    ['a word', { text: 'rob' }, ids(1)],
    ['a word without its accent', { text: 'echarpe' }, ids(2)],
    ['a tag as a word', { text: 'été' }, ids(1)],
    ['a SKU in other case', { text: 'sku-2 ' }, ids(2)],
    ['a GTIN in another length', { text: '0036000291452' }, ids(3)],
    ['an id', { text: productIdOf(2).toUpperCase() }, ids(2)],
    ['a sign', { text: '"' }, []],
    ['full-text grammar taken literally', { text: 'titles : rob* OR abricot' }, []],
  ])('%s', (_, filter, expected) => {
    const cache = aCache({ products: shelf, categories: tree });
    const lists = new ProductLists(cache);
    expect(listed(cache, lists, filter)).toEqual(expected);
    expect(lists.count(aFilter(filter))).toBe(expected.length);
  });
});

test.each<[ProductSort['by'], ProductSort['dir'], number[]]>([
  ['title', 'asc', [3, 2, 1]], ['title', 'desc', [1, 2, 3]], ['price', 'asc', [2, 1, 3]], ['price', 'desc', [3, 1, 2]],
  ['compareAt', 'asc', [2, 3, 1]], ['compareAt', 'desc', [3, 2, 1]], ['sku', 'desc', [3, 2, 1]], ['status', 'asc', [2, 1, 3]],
])('sorted by %s %s; what has no value comes last', (by, dir, expected) => {
  const cache = aCache({ products: shelf });
  expect(listed(cache, new ProductLists(cache), {}, by, dir)).toEqual(ids(...expected));
});

test('PLT-01 by relevance: the code itself, then titles, then labels, then texts', () => {
  const cache = aCache({ products: [
    aProduct({ n: 1, title: 'Alpha', texts: { fr: { title: 'Alpha', description: 'une lampe' } } }),
    aProduct({ n: 2, title: 'Beta', tags: ['lampe'] }),
    aProduct({ n: 3, title: 'Lampe de chevet' }),
    aProduct({ n: 4, title: 'Zeta', variant: { sku: 'LAMPE' } }),
  ] });
  expect(listed(cache, new ProductLists(cache), { text: 'lampe' }, 'relevance')).toEqual(ids(4, 3, 2, 1));
});

test('before the full text is built, words are found in titles', () => {
  const cache = aCache({ products: shelf, search: false });
  expect(listed(cache, new ProductLists(cache), { text: 'lin rob' })).toEqual(ids(1));
  expect(listed(cache, new ProductLists(cache), { text: 'description' })).toEqual([]);
});

test('a kept list is dropped by the changes it depends on, and only by those', () => {
  const cache = aCache({ products: shelf });
  const lists = new ProductLists(cache);
  cache.onChange((changes) => lists.changed(changes));
  const [byTitle, byPrice] = [lists.of(aQuery({})), lists.of(aQuery({ priceMax: minorOf(600) }))];
  cache.now((db) => putProduct(db, { ...shelf[2]!, variants: { [variantIdOf(3)]: aVariant({ price: 100, sku: 'SKU-3' }) } }, 2, storedProduct(db, productIdOf(3))));
  expect(lists.of(aQuery({}))).toBe(byTitle);
  expect(lists.of(aQuery({ priceMax: minorOf(600) }))).not.toBe(byPrice);
  expect(listed(cache, lists, { priceMax: minorOf(600) })).toEqual(ids(3, 2, 1));
  cache.now((db) => removeProduct(db, productIdOf(2)));
  expect(listed(cache, lists, {})).toEqual(ids(3, 1));
});

test('rows written by another process are noticed', () => {
  const cache = aCache({ products: shelf });
  const lists = new ProductLists(cache);
  expect(lists.of(aQuery({}))).toHaveLength(3);
  const other = aCache({ file: cache.file, shops: [], search: false });
  other.now((db) => removeProduct(db, productIdOf(1)));
  expect(lists.of(aQuery({}))).toHaveLength(2);
});

// ── whatever the catalogue, whatever is asked: the same as reading every row ──────────────────────

const someProducts = fc.array(fc.record({
  n: fc.integer({ min: 1, max: 40 }), title: fc.constantFrom('Robe', 'robe longue', 'Été', 'Zellige', 'فستان', 'a'), status: fc.constantFrom<ListingStatus>('draft', 'published', 'paused'),
  brand: fc.constantFrom('Nour', 'Atlas', null), price: fc.integer({ min: 0, max: 5 }), onHand: fc.integer({ min: 0, max: 3 }), tags: fc.subarray(['cuir', 'Été', 'lin']), compareAt: fc.option(fc.integer({ min: 6, max: 9 })),
}), { minLength: 1, maxLength: 12 });
const someFilter = fc.record({
  status: fc.subarray<ListingStatus>(['draft', 'published']), brand: fc.constantFrom('Nour', null), tag: fc.constantFrom('ETE', 'lin', null), priceMin: fc.constantFrom(null, minorOf(2)), priceMax: fc.constantFrom(null, minorOf(4)),
  availableBelow: fc.constantFrom(null, 2), missing: fc.subarray<ProductFilter['missing'][number]>(['image', 'text-ar']),
  scoreBelow: fc.constantFrom(null, 35), completeBelow: fc.constantFrom(null, 40, 60), completeFor: fc.constantFrom<ProductFilter['completeFor']>('complete_fr', 'google_en'),
});

test('CAT-01 a list is what reading every row gives, after any edits', () => {
  const cache = aCache({ search: false });
  const lists = new ProductLists(cache);
  cache.onChange((changes) => lists.changed(changes));
  const known = new Map<string, Product>();
  fc.assert(fc.property(someProducts, someFilter, fc.constantFrom<ProductSort['by']>('title', 'price', 'compareAt', 'available', 'status'), fc.constantFrom<ProductSort['dir']>('asc', 'desc'), fc.boolean(), (parts, filter, by, dir, remove) => {
    cache.now((db) => {
      for (const { n, title, price, onHand, compareAt, ...rest } of parts) {
        const doc = aProduct({ n, title, ...rest, variant: { price, onHand, compareAt } });
        if (remove && n % 3 === 0) {
          removeProduct(db, doc.id);
          known.delete(doc.id);
        } else {
          putProduct(db, doc, 1);
          known.set(doc.id, doc);
        }
      }
    });
    const fits = (doc: Product): boolean => {
      const row = columnsOf(doc);
      return (filter.status.length === 0 || filter.status.includes(doc.status)) && (filter.brand === null || doc.brand === filter.brand) && (filter.tag === null || row.tags.includes(tagKey(filter.tag)))
        && (filter.priceMin === null || row.price >= filter.priceMin) && (filter.priceMax === null || row.price <= filter.priceMax) && (filter.availableBelow === null || row.available < filter.availableBelow)
        && (filter.scoreBelow === null || row.score < filter.scoreBelow) && (filter.completeBelow === null || row[filter.completeFor] < filter.completeBelow)
        && filter.missing.every((name) => (row.missing & missingBits[name]) !== 0);
    };
    const valueOf = (doc: Product) => { const row = columnsOf(doc); return { title: row.sort_fr, price: row.price, compareAt: row.compare_at, available: row.available, status: row.status }[by as 'title']; };
    const found = listed(cache, lists, filter, by, dir);
    expect([...found].sort()).toEqual([...known.values()].filter(fits).map((doc) => doc.id).sort());
    // However it is worked out: the beginning straight from an index, the few that fit, or all of it.
    for (const few of [0, 1_000]) {
      const query = aQuery(filter, by, dir);
      const fresh = new ProductLists(cache, few);
      const whole = [...lists.of(query)];
      expect(fresh.window(query, 1, 3)).toEqual({ rids: Int32Array.from(whole.slice(1, 4)), total: whole.length });
      expect([...fresh.of(query)]).toEqual(whole);
      expect(fresh.window(query, 2, 300)).toEqual({ rids: Int32Array.from(whole.slice(2)), total: whole.length });
    }
    const values = found.map((one) => valueOf(known.get(one)!)).filter((value) => value !== null);
    // SQLite compares text by its UTF-8 bytes.
    const rank = (value: string | number): string => (typeof value === 'number' ? String(value).padStart(9, '0') : Buffer.from(value).toString('hex'));
    const sorted = values.map(rank).sort();
    expect(values.map(rank)).toEqual(dir === 'asc' ? sorted : sorted.reverse());
  }), { numRuns: 150 });
});
