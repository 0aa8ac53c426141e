import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingBits } from '#shared/catalog/cache-tables.ts';
import { productRow } from '#shared/catalog/contract.ts';
import { projectVariants, rowOf, searchTextOf, tagKey } from '#shared/catalog/projection.ts';
import { fold } from '#shared/kernel/text.ts';
import { figuresOf, columnsOf, aProduct, aVariant, id, locationIdOf, productIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const shoe = aProduct({
  options: ['Pointure'], tags: ['Été', 'cuir'], texts: { ar: { title: 'حذاء', description: '' }, en: { title: 'Shoe', description: 'Leather' } },
  variants: {
    [variantIdOf(2)]: aVariant({ position: 1, options: ['39'], sku: 'B', price: 900, compareAt: 1_200, onHand: 5, reserved: 7 }),
    [variantIdOf(1)]: aVariant({ position: 0, options: ['38'], sku: 'A', gtin: '036000291452', price: 1_100, onHand: 2 }),
  },
});

test('columns: first SKU in order, prices of the cheapest and dearest, stock over all', () => {
  expect(columnsOf(shoe)).toMatchObject({
    sku: 'A', price: 900, price_to: 1_100, compare_at: 1_200, on_hand: 7, reserved: 7, available: 0, variant_count: 2,
    sort_fr: 'shoe', sort_en: 'shoe', sort_ar: fold('حذاء'), tags: '\u001fete\u001fcuir\u001f',
    missing: missingBits.image | missingBits.gtin | missingBits['text-fr'] | missingBits['text-ar'],
  });
  expect(columnsOf(shoe).tags).toContain(tagKey('ÉTÉ'));
});

test('CAT-09 one line per variant, the GTIN padded to 14', () =>
  expect(projectVariants(shoe)).toEqual([
    { product_id: productIdOf(1), variant_id: variantIdOf(1), sku: 'A', gtin: '00036000291452' },
    { product_id: productIdOf(1), variant_id: variantIdOf(2), sku: 'B', gtin: null },
  ]));

test('a row falls back to the language that has a title and says which', () => expect(rowOf(shoe, figuresOf(shoe), 'fr', {})).toMatchObject({ title: 'Shoe', titleLocale: 'en', price: 900, priceTo: 1_100, variantId: null }));
test('a single variant at a single place can be edited in the line', () => expect(rowOf(aProduct(), figuresOf(aProduct()), 'fr', {})).toMatchObject({ variantId: variantIdOf(1), locationId: locationIdOf(1), priceTo: null }));
test('the first picture is the one in first position', () =>
  expect(rowOf(aProduct({ images: { [id(2)]: { position: 1, drawing: 'b', alt: {} }, [id(3)]: { position: 0, drawing: 'a', alt: {} } } }), figuresOf(aProduct()), 'fr', {}).drawing).toBe('a'));
test('search reads titles, codes, tags and texts of all languages, folded', () =>
  expect(searchTextOf(shoe)).toEqual({ titles: `shoe ${fold('حذاء')}`, labels: 'nour ete cuir a 38 b 39', body: 'leather' }));

test('columns and row agree whatever the variants, and a row is what the contract says', () =>
  fc.assert(fc.property(fc.array(fc.record({ price: fc.nat(), onHand: fc.nat(1_000), reserved: fc.nat(50), position: fc.nat(5) }), { maxLength: 6 }), (parts) => {
    const doc = aProduct({ variants: Object.fromEntries(parts.map((part, n) => [variantIdOf(n), aVariant({ ...part, sku: `S${n}` })])) });
    const columns = columnsOf(doc);
    const row = rowOf(doc, figuresOf(doc), 'fr', {});
    expect(productRow.safeParse(row).error).toBeUndefined();
    expect([row.price, row.priceTo ?? row.price, row.onHand, row.reserved, row.available, row.sku, row.completeness]).toEqual([columns.price, columns.price_to, columns.on_hand, columns.reserved, columns.available, columns.sku, columns.complete_fr]);
  })));
