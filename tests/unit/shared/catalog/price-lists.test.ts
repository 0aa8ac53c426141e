import { describe, expect, test } from 'vitest';
import { checkOp } from '#shared/catalog/description.ts';
import type { Product } from '#shared/catalog/model.ts';
import { checkProduct, listCurrencies, listForAllOps, listPriceOp } from '#shared/catalog/rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { applyOps } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, aVariant, aVendor, minorOf, variantIdOf } from '#tests/builders/catalog.ts';

const [EUR, USD] = ['EUR', 'USD'] as Currency[] as [Currency, Currency];
const v = variantIdOf;
const price = (amount: number, compareAt: number | null = null) => ({ price: minorOf(amount), compareAt: compareAt === null ? null : minorOf(compareAt) });
const product = aProduct({
  options: ['Taille'],
  variants: { [v(1)]: aVariant({ options: ['S'], sku: 'A', prices: { [EUR]: price(900) } }), [v(2)]: aVariant({ options: ['M'], sku: 'B', position: 1 }) },
});
const edited = (ops: readonly FieldOp[]): Product => {
  expect(ops.map(checkOp).filter((refused) => refused !== null)).toEqual([]);
  return applyOps(product as unknown as Json, ops) as unknown as Product;
};

describe('CAT-06 price lists', () => {
  test('a currency is there as soon as one variant has a price in it', () => expect(listCurrencies(edited([listPriceOp(v(2), product.variants[v(2)]!, USD, price(1))]))).toEqual([EUR, USD]));
  test('one price for all leaves alone who has it', () => {
    const ops = listForAllOps(product, EUR, price(900));
    expect(ops).toMatchObject([{ path: `variants/${v(2)}/prices/EUR`, base: null }]);
    expect(Object.values(edited(ops).variants).map(({ prices }) => prices)).toEqual([{ EUR: price(900) }, { EUR: price(900) }]);
  });
  test('a list is taken away whole', () => expect(listCurrencies(edited(listForAllOps(product, EUR, null)))).toEqual([]));
  test.each([
    { name: 'a former price above', list: price(900, 901), error: null },
    { name: 'a former price not above', list: price(900, 900), error: { field: `variants/${v(1)}/prices/EUR/compareAt`, rule: 'compare-at-above-price' } },
    { name: 'a price below 0', list: price(-1), error: { field: `variants/${v(1)}/prices/EUR/price`, rule: 'price-not-negative' } },
  ])('$name', ({ list, error }) => {
    const refused = checkProduct(product, edited([listPriceOp(v(1), product.variants[v(1)]!, EUR, list)]), aVendor);
    if (error === null) expect(refused).toBeNull();
    else expect(refused).toMatchObject(error);
  });
});
