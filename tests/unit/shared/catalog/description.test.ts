import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeOps } from '#shared/catalog/complete-ops.ts';
import { checkOp, kindOf, productDescription } from '#shared/catalog/description.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aListedPicture, aRecipe } from '#tests/builders/listed-pictures.ts';
import { aProduct, aVendor, id, locationIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const v = `variants/${variantIdOf(1)}`;
const image = `images/${id(1)}`;
const place = `${v}/stock/${locationIdOf(2)}`;
const asJson = (doc: Product): Json => doc as unknown as Json;
const said = (value: object): Json => value as unknown as Json;

test.each([
  ['brand', 'short'], ['status', 'state'], ['tags', 'members'], ['shopId', 'short'], ['currency', 'fixed'], ['updatedAt', 'fixed'],
  ['texts/fr', 'element'], ['texts/fr/title', 'short'], ['texts/ar/description', 'long'], ['texts/de/title', null],
  ['attributes/Matière', 'short'], ['attributes/__proto__', null], ['attributes/constructor', null],
  [v, 'element'], [`${v}/price`, 'money'], [`${v}/stock/${locationIdOf(1)}/onHand`, 'stock'], [`${v}/stock/${locationIdOf(1)}/reserved`, 'fixed'],
  [`${v}/colour`, null], ['variants/x/price', null], [`images/${id(1)}/alt/fr`, 'short'], [`images/${id(1)}`, 'element'],
  [`images/${id(1)}/picture`, 'short'], [`images/${id(1)}/recipe`, 'short'], [`images/${id(1)}/variants`, 'members'], [`images/${id(1)}/name`, null], ['__proto__', null], ['toString', null], ['variants', null],
])('%s is %s', (path, kind) => expect(kindOf(path)).toBe(kind));

test('any path gets an answer', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), (path) => kindOf(path) === null || typeof kindOf(path) === 'string')));

describe('an operation fits its field', () => {
  test.each<{ name: string; op: FieldOp; error: object | null }>([
    { name: 'a price', op: { op: 'set', path: `${v}/price`, base: 1, value: 2 }, error: null },
    { name: 'a price with a fraction', op: { op: 'set', path: `${v}/price`, base: 1, value: 2.5 }, error: { code: 'invalid-input', field: `${v}/price` } },
    { name: 'a price as text', op: { op: 'set', path: `${v}/price`, base: 1, value: '2' }, error: { code: 'invalid-input', field: `${v}/price` } },
    { name: 'a movement of a price', op: { op: 'add', path: `${v}/price`, delta: 1, reason: 'sale' }, error: { rule: 'wrong-operation' } },
    { name: 'a movement of stock', op: { op: 'add', path: `${place}/onHand`, delta: 1, reason: 'receipt' }, error: null },
    { name: 'a stock-take', op: { op: 'set', path: `${place}/onHand`, base: 1, value: 2 }, error: null },
    { name: 'reserved pieces', op: { op: 'set', path: `${place}/reserved`, base: 1, value: 2 }, error: { code: 'rule-broken', rule: 'fixed-field' } },
    { name: 'tags in and out', op: { op: 'members', path: 'tags', add: ['a'], remove: [] }, error: null },
    { name: 'a blank tag', op: { op: 'members', path: 'tags', add: [' '], remove: [] }, error: { rule: 'tag-length' } },
    { name: 'the tag list whole', op: { op: 'set', path: 'tags', base: [], value: ['a'] }, error: { rule: 'wrong-operation' } },
    { name: 'a picture', op: { op: 'set', path: `${image}/picture`, base: null, value: said(aListedPicture()) }, error: null },
    { name: 'a picture without a hash', op: { op: 'set', path: `${image}/picture`, base: null, value: said({ ...aListedPicture(), sha256: 'F00' }) }, error: { code: 'invalid-input', field: `${image}/picture/sha256` } },
    { name: 'a picture of a page', op: { op: 'set', path: `${image}/picture`, base: null, value: said({ ...aListedPicture(), mime: 'image/svg+xml' }) }, error: { field: `${image}/picture/mime` } },
    { name: 'no picture', op: { op: 'set', path: `${image}/picture`, base: said(aListedPicture()), value: null }, error: null },
    { name: 'a recipe', op: { op: 'set', path: `${image}/recipe`, base: null, value: said(aRecipe({ rotate: 90 })) }, error: null },
    { name: 'a recipe from nowhere', op: { op: 'set', path: `${image}/recipe`, base: null, value: said({ ...aRecipe(), url: 'https://evil.example' }) }, error: { code: 'invalid-input', field: `${image}/recipe` } },
    { name: 'the variants a picture shows', op: { op: 'members', path: `${image}/variants`, add: [variantIdOf(1)], remove: [] }, error: null },
    { name: 'a variant that is none', op: { op: 'members', path: `${image}/variants`, add: ['red'], remove: [] }, error: { code: 'invalid-input', field: `${image}/variants/0` } },
    { name: 'the variants of a picture whole', op: { op: 'set', path: `${image}/variants`, base: [], value: [variantIdOf(1)] }, error: { rule: 'wrong-operation' } },
    { name: 'members of a price', op: { op: 'members', path: `${v}/price`, add: [], remove: [] }, error: { rule: 'wrong-operation' } },
    { name: 'a field that does not exist', op: { op: 'set', path: 'colour', base: null, value: 'red' }, error: { rule: 'unknown-field', field: 'colour' } },
    { name: 'a broken variant', op: { op: 'set', path: v, base: null, value: { sku: 'A' } }, error: { code: 'invalid-input', field: `${v}/position` } },
    { name: 'a variant taken out', op: { op: 'set', path: v, base: null, value: null }, error: null },
  ])('$name', ({ op, error }) => (error === null ? expect(checkOp(op)).toBeNull() : expect(checkOp(op)).toMatchObject(error)));
});

describe('what a screen asks is completed to what the record needs', () => {
  test.each<{ name: string; ops: FieldOp[] }>([
    { name: 'the first word in a language', ops: [{ op: 'set', path: 'texts/ar/title', base: null, value: 'فستان' }] },
    { name: 'a description first', ops: [{ op: 'set', path: 'texts/ar/description', base: null, value: '…' }] },
    { name: 'the first movement at a place', ops: [{ op: 'add', path: `${place}/onHand`, delta: 4, reason: 'receipt' }, { op: 'add', path: `${place}/onHand`, delta: 1, reason: 'receipt' }, { op: 'add', path: `${place}/incoming`, delta: 3, reason: 'receipt' }] },
  ])('$name', ({ ops }) => {
    const before = aProduct();
    const after = applyOps(asJson(before), completeOps(before, ops));
    expect(productDescription.check(asJson(before), after, aVendor)).toBeNull();
    for (const op of ops) if (op.op === 'set') expect(JSON.stringify(after)).toContain(JSON.stringify(op.value));
  });
  test('movements at a new place add up', () => {
    const before = aProduct();
    const ops: FieldOp[] = [{ op: 'add', path: `${place}/onHand`, delta: 4, reason: 'receipt' }, { op: 'add', path: `${place}/onHand`, delta: 1, reason: 'receipt' }];
    const after = applyOps(asJson(before), completeOps(before, ops)) as unknown as Product;
    expect(after.variants[variantIdOf(1)]!.stock[locationIdOf(2)]).toEqual({ onHand: 5, reserved: 0, incoming: 0 });
  });
  test('leaves alone what is complete', () => {
    const ops: FieldOp[] = [{ op: 'set', path: 'texts/fr/title', base: 'x', value: 'y' }, { op: 'set', path: 'brand', base: 'x', value: 'y' }];
    expect(completeOps(aProduct(), ops)).toBe(ops);
  });
});

test('SYN-04 the description refuses a record that is no product, naming where it stops being one', () => {
  const broken = { ...asJson(aProduct()) as object, brand: 7 } as Json;
  expect(productDescription.check(asJson(aProduct()), broken, aVendor)).toMatchObject({ code: 'invalid-input', field: 'brand' });
  expect(productDescription.check(null, 'nonsense', aVendor)).toMatchObject({ code: 'invalid-input' });
  expect(productDescription.check(asJson(aProduct()), asJson(aProduct({ variant: { price: -1 } })), aVendor)).toMatchObject({ rule: 'price-not-negative' });
});
test.each<{ name: string; variant: object; field: string }>([
  { name: 'a price of words', variant: { price: 'dear' }, field: 'price' },
  { name: 'stock without its figures', variant: { stock: { [locationIdOf(1)]: { onHand: 1 } } }, field: `stock/${locationIdOf(1)}/reserved` },
  { name: 'a field taken away', variant: { sku: undefined }, field: 'sku' },
])('SYN-04 a variant that was edited is looked at where it changed: $name', ({ variant, field }) => {
  const whole = aProduct();
  const broken = JSON.parse(JSON.stringify({ ...whole, variants: { [variantIdOf(1)]: { ...whole.variants[variantIdOf(1)], ...variant } } })) as Json;
  expect(productDescription.check(asJson(whole), broken, aVendor)).toMatchObject({ code: 'invalid-input', field: `${v}/${field}` });
});
test('SYN-07 a product is seen in its shop’s scope and in the wide one', () => expect(productDescription.scopesOf(asJson(aProduct()))).toEqual([`vendor:${shopIdOf(1)}`, 'admin']));
test('fields a newer console wrote stay where they are', () => {
  const newer = { ...asJson(aProduct()) as object, sparkle: 1 } as Json;
  expect(productDescription.check(asJson(aProduct()), newer, aVendor)).toBeNull();
  expect(applyOps(newer, [{ op: 'set', path: 'brand', base: 'Nour', value: 'X' }])).toMatchObject({ sparkle: 1, brand: 'X' });
});
