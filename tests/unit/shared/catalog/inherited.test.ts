import { describe, expect, test } from 'vitest';
import { inherited, inheritedAbove, profileOf } from '#shared/catalog/inherited.ts';
import { id } from '#tests/builders/catalog.ts';

describe('CAT-08 a setting and who says so', () => {
  const shop = { lowStockAt: 5 };
  test.each([
    { name: 'nobody says anything: it is counted', setting: 'trackStock' as const, variant: {}, product: {}, shop, is: { value: true, origin: 'shop' } },
    { name: 'nobody says anything: not more than there is', setting: 'backorder' as const, variant: null, product: {}, shop, is: { value: false, origin: 'shop' } },
    { name: 'the shop', setting: 'backorder' as const, variant: {}, product: {}, shop: { ...shop, backorder: true }, is: { value: true, origin: 'shop' } },
    { name: 'the product over the shop', setting: 'lowStockAt' as const, variant: {}, product: { lowStockAt: 9 }, shop, is: { value: 9, origin: 'product' } },
    { name: 'the variant over both', setting: 'lowStockAt' as const, variant: { lowStockAt: 2 }, product: { lowStockAt: 9 }, shop, is: { value: 2, origin: 'variant' } },
    { name: '0 says something', setting: 'lowStockAt' as const, variant: { lowStockAt: 0 }, product: { lowStockAt: 9 }, shop, is: { value: 0, origin: 'variant' } },
    { name: 'no says something', setting: 'trackStock' as const, variant: { trackStock: false }, product: { trackStock: true }, shop, is: { value: false, origin: 'variant' } },
    { name: 'null says nothing', setting: 'trackStock' as const, variant: { trackStock: null }, product: { trackStock: null }, shop: { ...shop, trackStock: false }, is: { value: false, origin: 'shop' } },
    { name: 'a product as a whole does not ask its variants', setting: 'lowStockAt' as const, variant: null, product: { lowStockAt: 9 }, shop, is: { value: 9, origin: 'product' } },
  ])('$name', ({ setting, variant, product, shop: from, is }) => expect(inherited(setting, variant, product, from)).toEqual(is));

  test.each([
    { level: 'variant' as const, is: { value: 9, origin: 'product' } },
    { level: 'product' as const, is: { value: 5, origin: 'shop' } },
  ])('what a $level would take over', ({ level, is }) => expect(inheritedAbove('lowStockAt', level, { lowStockAt: 9 }, shop)).toEqual(is));
});

describe('CAT-08 tax and shipping profiles', () => {
  const [near, far] = [{ position: 2, name: 'Near' }, { position: 1, name: 'Far' }];
  const profiles = { [id(1)]: near, [id(2)]: far };
  test.each([
    { name: 'its own', chosen: id(1), of: profiles, is: { id: id(1), profile: near, origin: 'product' } },
    { name: 'the first of the shop', chosen: null, of: profiles, is: { id: id(2), profile: far, origin: 'shop' } },
    { name: 'one the shop no longer has', chosen: id(3), of: profiles, is: { id: id(2), profile: far, origin: 'shop' } },
    { name: 'a shop without any', chosen: undefined, of: undefined, is: null },
  ])('$name', ({ chosen, of, is }) => expect(profileOf(chosen, of)).toEqual(is));
});
