import { expect, test } from 'vitest';
import { editable } from '#shared/contract/editable.ts';
import { placesOf } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { anAdmin, aShop, aVendor, id, locationIdOf } from '#tests/builders/catalog.ts';

const { description, checkOp } = editable.shop!;
const shop = aShop();
const set = (path: string, value: Json): FieldOp => ({ op: 'set', path, base: null, value });
const after = (...ops: FieldOp[]) => description.check(shop as unknown as Json, applyOps(shop as unknown as Json, ops), aVendor);
const place = (name: string, position = 1) => ({ position, name, address: null });
const zone = (countries: string[], more = {}) => ({ countries, price: 3_000, freeFrom: null, days: [1, 3], ...more });

test.each([
  { name: 'a name', op: set('name', 'Atelier'), rule: null },
  { name: 'a blank name', op: set('name', '  '), rule: 'too_small' },
  { name: 'an unknown field', op: set('owner', 'x'), rule: 'unknown-field' },
  { name: 'a handle', op: set('handle', 'x'), rule: 'unknown-field' },
  { name: 'a place under a word', op: set('locations/depot', place('X')), rule: 'unknown-field' },
  { name: 'a word about it in a language nobody has', op: set('about/xx', 'x'), rule: 'unknown-field' },
  { name: 'a zero character', op: set('city', 'a\u0000'), rule: 'zero-character' },
  { name: 'a return after a year and a day', op: set('returnDays', 366), rule: 'too_big' },
  { name: 'a return that nobody pays', op: set('returnPaidBy', 'nobody'), rule: 'invalid_value' },
  { name: 'terms in a language nobody has', op: set('returnTerms/xx', 'x'), rule: 'unknown-field' },
  { name: 'a movement', op: { op: 'add', path: 'lowStockAt', delta: 1, reason: 'correction' } as FieldOp, rule: 'wrong-operation' },
  { name: 'a day that does not exist', op: set(`closures/${id(1)}`, { from: '2026-02-30', to: '2026-03-01', note: {} }), rule: 'invalid_format' },
])('an edit of a shop’s $name', ({ op, rule }) => expect(checkOp(op)?.rule ?? null).toBe(rule));

test.each([
  { name: 'a second place', ops: [set(`locations/${id(2)}`, place('Marrakech'))], rule: null },
  { name: 'a place with a name that is there', ops: [set(`locations/${id(2)}`, place('dépôt '))], rule: 'name-taken' },
  { name: 'the last place taken away', ops: [set(`locations/${locationIdOf(1)}`, null)], rule: 'one-place-needed' },
  { name: 'a closure that ends first', ops: [set(`closures/${id(3)}`, { from: '2026-08-10', to: '2026-08-01', note: {} })], rule: 'ends-before-it-begins' },
  { name: 'a country in two zones', ops: [set(`shippingProfiles/${id(4)}`, { position: 0, name: 'Poste', zones: [zone(['MA']), zone(['FR', 'MA'])] })], rule: 'country-in-two-zones' },
  { name: 'days the wrong way round', ops: [set(`shippingProfiles/${id(4)}`, { position: 0, name: 'Poste', zones: [zone(['MA'], { days: [5, 2] })] })], rule: 'days-in-order' },
  { name: 'a negative price', ops: [set(`shippingProfiles/${id(4)}`, { position: 0, name: 'Poste', zones: [zone(['MA'], { price: -1 })] })], rule: 'price-not-negative' },
  { name: 'an address as buyers open it', ops: [set('webAddress', 'https://nour.example/boutique')], rule: null },
  { name: 'an address for everybody to listen in', ops: [set('webAddress', 'http://nour.example')], rule: 'web-address-https' },
  { name: 'an address written another way', ops: [set('webAddress', 'https://Nour.example/')], rule: 'web-address-plain' },
  { name: 'terms of return in one language', ops: [set('returnDays', 14), set('returnPaidBy', 'shop'), set('returnTerms/ar', 'غير مستعمل')], rule: null },
  { name: 'its own status', ops: [set('status', 'terminated')], rule: 'shop-status-by-staff' },
])('a shop with $name', ({ ops, rule }) => expect(after(...ops)?.rule ?? null).toBe(rule));

test('a shop is its people’s and the marketplace’s', () => {
  const renamed = { ...shop, name: 'X' } as unknown as Json;
  const was = shop as unknown as Json;
  expect(description.check(was, renamed, { ...aVendor, shopIds: [] })).toMatchObject({ rule: 'own-shop-only' });
  expect(description.check(was, renamed, { ...anAdmin, role: 'support' })).toMatchObject({ rule: 'read-only-role' });
  expect(description.check(was, { ...shop, status: 'suspended' } as unknown as Json, anAdmin)).toBeNull();
  expect(description.check(null, was, anAdmin)).toMatchObject({ rule: 'shop-made-elsewhere' });
  expect(description.checkDelete!(was, anAdmin)).toMatchObject({ rule: 'shop-stays' });
  expect(description.scopesOf(was)).toEqual([`vendor:${shop.id}`, 'admin']);
});

test('places come in the order the shop gave them', () =>
  expect(placesOf(aShop({ locations: { [locationIdOf(1)]: place('B', 2), [locationIdOf(2)]: place('A', 1), [locationIdOf(3)]: place('C', 2) } })).map(({ name }) => name)).toEqual(['A', 'B', 'C']));
