import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeParts, builtInView, builtInViews, emptyFilter, filterParts, fromAddress, isNarrowed, nextSort, sameFilter, toAddress, withoutPart } from '#renderer/catalog/filter.ts';
import { productFilter, productSort, sortKey } from '#shared/catalog/contract.ts';
import { listingStatus, productKind } from '#shared/catalog/model.ts';

const someFilter = fc.record({
  text: fc.string({ maxLength: 50 }),
  status: fc.uniqueArray(fc.constantFrom(...listingStatus.options)),
  kind: fc.uniqueArray(fc.constantFrom(...productKind.options)),
  categoryId: fc.option(fc.constant('01890000-0000-7000-8000-000000000001')),
  brand: fc.option(fc.string({ minLength: 1, maxLength: 20 })),
  tag: fc.option(fc.string({ minLength: 1, maxLength: 20 })),
  priceMin: fc.option(fc.nat()),
  priceMax: fc.option(fc.nat()),
  availableBelow: fc.option(fc.nat({ max: 1_000 })),
  missing: fc.uniqueArray(fc.constantFrom('image', 'gtin', 'category', 'text-fr', 'text-ar')),
  missingAny: fc.uniqueArray(fc.constantFrom('image', 'text-en')),
  scoreBelow: fc.option(fc.integer({ min: 1, max: 100 })),
  inReview: fc.boolean(),
  unsent: fc.boolean(),
  conflicted: fc.boolean(),
  // For whom it is to be complete says nothing alone.
  complete: fc.option(fc.record({ completeBelow: fc.integer({ min: 1, max: 100 }), completeFor: fc.constantFrom('complete_ar', 'google_fr') })),
}).map(({ complete, ...parts }) => productFilter.parse({ ...parts, ...complete }));
const someSort = fc.record({ by: fc.constantFrom(...sortKey.options), dir: fc.constantFrom('asc', 'desc') }).map((sort) => productSort.parse(sort));

test('the address brings the list back as it was', () =>
  fc.assert(fc.property(someFilter, fc.option(someSort), fc.option(fc.constantFrom('all', 'low-stock')), (filter, sort, view) => {
    expect(fromAddress(toAddress({ view, filter, sort }))).toEqual({ view, filter, sort });
  })));

test('an address somebody typed never breaks the list', () =>
  fc.assert(fc.property(fc.string(), (text) => {
    expect(productFilter.safeParse(fromAddress(text).filter).success).toBe(true);
  })));

test.each([
  { name: 'unknown status', text: 'status=draft,nonsense&q=robe', filter: { ...emptyFilter, text: 'robe' } },
  { name: 'a price that is none', text: 'min=1e9&max=x', filter: emptyFilter },
  { name: 'a category that is no id', text: 'category=shoes', filter: emptyFilter },
])('an address with $name keeps the rest', ({ text, filter }) => expect(fromAddress(text).filter).toEqual(filter));

test('taking away every active part leaves only the words searched for', () =>
  fc.assert(fc.property(someFilter, (filter) => {
    const bare = activeParts(filter).reduce(withoutPart, filter);
    expect(bare).toEqual({ ...emptyFilter, text: filter.text });
    expect(isNarrowed({ ...bare, text: '' })).toBe(false);
  })));

test('every part of a filter but the words can be taken away', () => {
  const full = productFilter.parse({ shopId: '01890000-0000-7000-8000-000000000002', status: ['draft'], kind: ['digital'], categoryId: '01890000-0000-7000-8000-000000000001', brand: 'x', tag: 'y', priceMin: 1, priceMax: 2, availableBelow: 3, missing: ['image'], scoreBelow: 60, completeBelow: 90, completeFor: 'google_ar', inReview: true, unsent: true, conflicted: true });
  expect(activeParts(full)).toEqual([...filterParts]);
});

test('pressing a header: its order, the other way, then the list’s own', () => {
  const own = { by: 'sku', dir: 'asc' } as const;
  const up = nextSort(own, 'price');
  expect(up).toEqual({ by: 'price', dir: 'asc' });
  expect(nextSort(up, 'price')).toEqual({ by: 'price', dir: 'desc' });
  expect(nextSort(nextSort(up, 'price'), 'price')).toEqual(own);
  expect(nextSort(nextSort(own, 'sku'), 'sku')).toEqual(own);
});

test('built-in views are all different, and low stock follows the shop', () => {
  const filters = builtInViews.map((view) => JSON.stringify(builtInView(view, 4, 'fr').filter));
  expect(new Set(filters).size).toBe(builtInViews.length);
  expect(builtInView('low-stock', 4, 'fr').filter.availableBelow).toBe(5);
  expect(sameFilter(builtInView('all', 4, 'fr').filter, emptyFilter)).toBe(true);
});
