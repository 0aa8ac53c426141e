import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Product } from '#shared/catalog/model.ts';
import { checkDelete, checkProduct, completeness, marginOf, mayEdit, twinOfOptions } from '#shared/catalog/rules.ts';
import type { Actor } from '#shared/sync/model.ts';
import { aProduct, aVariant, aVendor, anAdmin, id, locationIdOf, minorOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const v = variantIdOf;
const path = `variants/${v(1)}`;
const sized = (variants: Product['variants'], more: Partial<Product> = {}): Product => aProduct({ options: ['Taille'], variants, ...more });
const size = (value: string, position: number, given: Parameters<typeof aVariant>[0] = {}) => aVariant({ options: [value], position, sku: `S-${position}`, ...given });

describe('CAT-06 prices', () => {
  test.each([
    { name: 'price of 0', variant: { price: 0 }, error: null },
    { name: 'below 0', variant: { price: -1 }, error: { code: 'rule-broken', field: `${path}/price`, rule: 'price-not-negative', details: { found: -1, least: 0 } } },
    { name: 'former price above', variant: { price: 900, compareAt: 901 }, error: null },
    { name: 'former price equal', variant: { price: 900, compareAt: 900 }, error: { code: 'rule-broken', field: `${path}/compareAt`, rule: 'compare-at-above-price', details: { compareAt: 900, price: 900 } } },
    { name: 'former price below', variant: { price: 900, compareAt: 1 }, error: { code: 'rule-broken', field: `${path}/compareAt`, rule: 'compare-at-above-price', details: { compareAt: 1, price: 900 } } },
    { name: 'cost below 0', variant: { cost: -5 }, error: { code: 'rule-broken', field: `${path}/cost`, rule: 'cost-not-negative', details: { found: -5, least: 0 } } },
    { name: 'selling below cost', variant: { price: 100, cost: 200 }, error: null },
  ])('$name', ({ variant, error }) => expect(checkProduct(aProduct(), aProduct({ variant }), aVendor)).toEqual(error));

  test.each([
    [1_000, 600, { amount: 400, basisPoints: 4_000 }],
    [1_000, 1_500, { amount: -500, basisPoints: -5_000 }],
    [300, 200, { amount: 100, basisPoints: 3_333 }],
    [0, 200, { amount: -200, basisPoints: null }],
    [1_000, null, null],
  ])('margin at price %j and cost %j', (price, cost, margin) => expect(marginOf({ price: minorOf(price), cost: cost === null ? null : minorOf(cost) })).toEqual(margin));
});

describe('CAT-07 stock', () => {
  const place = locationIdOf(1);
  test('is refused below zero, with the figures', () =>
    expect(checkProduct(aProduct({ variant: { onHand: 3 } }), aProduct({ variant: { onHand: -2 } }), aVendor)).toEqual({
      code: 'stock-below-zero', field: `${path}/stock/${place}/onHand`, rule: 'stock-not-negative', details: { have: 3, delta: -5, missing: 2 },
    }));
  test('may rise even while it is below zero', () => expect(checkProduct(aProduct({ variant: { onHand: -5 } }), aProduct({ variant: { onHand: -2 } }), aVendor)).toBeNull());
  test('may fall below what is reserved', () => expect(checkProduct(aProduct({ variant: { onHand: 3, reserved: 2 } }), aProduct({ variant: { onHand: 1, reserved: 2 } }), aVendor)).toBeNull());
  test('a place with pieces stays', () =>
    expect(checkProduct(aProduct(), aProduct({ variant: { stock: {} } }), aVendor)).toMatchObject({ rule: 'place-holds-stock', field: `${path}/stock/${place}` }));
  test('a variant with pieces stays', () =>
    expect(checkProduct(sized({ [v(1)]: size('38', 0), [v(2)]: size('39', 1) }), sized({ [v(1)]: size('38', 0) }), aVendor)).toMatchObject({ rule: 'variant-holds-stock', details: { onHand: 10 } }));
  test('an empty variant may go', () =>
    expect(checkProduct(sized({ [v(1)]: size('38', 0), [v(2)]: size('39', 1, { onHand: 0 }) }), sized({ [v(1)]: size('38', 0) }), aVendor)).toBeNull());
});

describe('CAT-05 variants', () => {
  test.each([
    { name: 'same combination, read as people do', variants: { [v(1)]: size('Été', 0), [v(2)]: size(' ete', 1) }, field: `variants/${v(2)}/options`, rule: 'option-combination-taken' },
    { name: 'a value too few', variants: { [v(1)]: aVariant() }, field: `${path}/options`, rule: 'option-count' },
    { name: 'a blank value', variants: { [v(1)]: size('  ', 0) }, field: `${path}/options`, rule: 'option-value-needed' },
    { name: 'the same SKU in other case', variants: { [v(1)]: size('38', 0, { sku: 'ab-1' }), [v(2)]: size('39', 1, { sku: 'AB-1' }) }, field: `variants/${v(2)}/sku`, rule: 'sku-unique-in-product' },
    { name: 'the same GTIN in other length', variants: { [v(1)]: size('38', 0, { gtin: '036000291452' }), [v(2)]: size('39', 1, { gtin: '0036000291452' }) }, field: `variants/${v(2)}/gtin`, rule: 'gtin-unique-in-product' },
    { name: 'a wrong GTIN', variants: { [v(1)]: size('38', 0, { gtin: '036000291453' }) }, field: `${path}/gtin`, rule: 'gtin-check-digit' },
    { name: 'no variant at all', variants: {}, field: 'variants', rule: 'one-variant-needed' },
  ])('$name is refused', ({ variants, field, rule }) => expect(checkProduct(null, sized(variants, { status: 'draft' }), aVendor)).toMatchObject({ field, rule }));

  test('the row being typed in learns who has its combination', () => {
    const product = sized({ [v(1)]: size('38', 0), [v(2)]: size('39', 1) });
    expect(twinOfOptions(product, v(2), ['38'])).toBe(v(1));
    expect(twinOfOptions(product, v(1), ['38'])).toBeNull();
  });
  test('an option named twice is refused', () => expect(checkProduct(aProduct(), aProduct({ options: ['Taille', 'taille '], variant: { options: ['a', 'b'] } }), aVendor)).toMatchObject({ field: 'options', rule: 'option-name-taken' }));
});

describe('who may write', () => {
  const outsider: Actor = { ...aVendor, shopIds: [shopIdOf(2)] };
  test.each([
    { name: 'a vendor of the shop', actor: aVendor, error: null },
    { name: 'an admin', actor: anAdmin, error: null },
    { name: 'a vendor of another shop', actor: outsider, error: { code: 'forbidden', field: 'shopId', rule: 'own-shop-only' } },
    { name: 'a moderator', actor: { ...anAdmin, role: 'moderator' as const }, error: { code: 'forbidden', rule: 'read-only-role', details: { role: 'moderator' } } },
    { name: 'support', actor: { ...anAdmin, role: 'support' as const }, error: { code: 'forbidden', rule: 'read-only-role', details: { role: 'support' } } },
  ])('$name', ({ actor, error }) => {
    expect(checkProduct(aProduct(), aProduct({ brand: 'Other' }), actor)).toEqual(error);
    expect(checkDelete(aProduct(), actor)).toEqual(error);
    expect(mayEdit(actor, shopIdOf(1))).toBe(error === null);
  });
  test('only an admin moves a product into another shop, and only without stock', () => {
    const [here, there] = [aProduct({ variant: { onHand: 0 } }), aProduct({ shopId: shopIdOf(2), variant: { onHand: 0 } })];
    expect(checkProduct(here, there, { ...aVendor, shopIds: [shopIdOf(1), shopIdOf(2)] })).toEqual({ code: 'rule-broken', field: 'shopId', rule: 'fixed-field' });
    expect(checkProduct(here, there, anAdmin)).toBeNull();
    expect(checkProduct(aProduct(), aProduct({ shopId: shopIdOf(2) }), anAdmin)).toMatchObject({ rule: 'move-with-stock', details: { onHand: 10 } });
  });
  test('a product promised to buyers is not deleted', () => expect(checkDelete(aProduct({ variant: { reserved: 2 } }), aVendor)).toMatchObject({ rule: 'delete-with-reserved-stock', details: { reserved: 2 } }));
});

describe('texts and status', () => {
  test('a title in one language is needed', () => expect(checkProduct(aProduct(), aProduct({ texts: { fr: { title: ' ', description: '' } } }), aVendor)).toMatchObject({ field: 'texts/fr/title', rule: 'title-in-one-language' }));
  test('any language will do', () => expect(checkProduct(null, aProduct({ status: 'draft', texts: { ar: { title: 'فستان', description: '' } } }), aVendor)).toBeNull());
  test('a new listing starts as a draft', () => expect(checkProduct(null, aProduct({ status: 'published' }), aVendor)).toMatchObject({ rule: 'first-state', details: { allowed: ['draft'] } }));
  test('an illegal step is refused with the choices', () => expect(checkProduct(aProduct(), aProduct({ status: 'draft' }), aVendor)).toMatchObject({ code: 'illegal-transition', details: { allowed: ['paused', 'archived'] } }));
  test('a listing without category is not submitted', () => expect(checkProduct(aProduct({ status: 'draft', categoryId: null }), aProduct({ status: 'submitted', categoryId: null }), aVendor)).toMatchObject({ field: 'categoryId', rule: 'category-to-submit' }));
});

test('a fault that was there before does not stand in the way of another field', () => {
  const faulty = aProduct({ categoryId: null, texts: {}, variant: { price: 500, compareAt: 400, gtin: '036000291453' } });
  expect(checkProduct(faulty, { ...faulty, brand: 'Better' }, aVendor)).toBeNull();
  expect(checkProduct(faulty, { ...faulty, variants: { [v(1)]: { ...faulty.variants[v(1)]!, weightG: 3 } } }, aVendor)).toBeNull();
});

describe('completeness', () => {
  test('names what is missing in the asked language, heaviest first', () => {
    const { percent, missing } = completeness(aProduct(), 'ar');
    expect(missing.map(({ field }) => field)).toEqual(['texts/ar/title', 'texts/ar/description', 'images', `${path}/gtin`, 'tags']);
    expect(percent).toBe(28);
  });
  test('a whole listing has 100', () => {
    const whole = aProduct({ tags: ['x'], images: { [id(9)]: { position: 0, drawing: 'd', alt: {} } }, variant: { gtin: '036000291452' } });
    expect(completeness(whole, 'fr')).toEqual({ percent: 100, missing: [] });
  });
  test.each([
    { kind: 'digital' as const, missing: ['images', 'files', 'tags'] },
    { kind: 'service' as const, missing: ['images', 'durationMinutes', 'hours', 'capacity', 'tags'] },
  ])('CAT-03 what a $kind product is asked for: no bar code, no weight', ({ kind, missing }) =>
    expect(completeness(aProduct({ kind, variant: { weightG: null } }), 'fr').missing.map(({ field }) => field)).toEqual(missing));
  test('is 100 exactly when nothing is missing', () =>
    fc.assert(fc.property(fc.record({ brand: fc.option(fc.string()), tags: fc.array(fc.string()), title: fc.string(), price: fc.nat(), weightG: fc.option(fc.nat()) }), ({ brand, tags, title, price, weightG }) => {
      const { percent, missing } = completeness(aProduct({ brand, tags, title, variant: { price, weightG, gtin: '036000291452' }, images: { [id(9)]: { position: 0, drawing: 'd', alt: {} } } }), 'fr');
      return percent >= 0 && (percent === 100) === (missing.length === 0);
    })));
});
