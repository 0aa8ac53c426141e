import { expect, test } from 'vitest';
import { alikeKey } from '#shared/sync/alike.ts';
import { correctable } from '#renderer/sync/correctable.ts';
import { natureOf, placeOf } from '#renderer/sync/describe-field.ts';
import { remainingMs } from '#renderer/lib/long-work.ts';
import { anUnsentChange, builderId } from '#tests/builders/window.ts';

test.each([
  { path: `variants/${builderId(1)}/price`, key: 'variants/*/price' },
  { path: `variants/${builderId(1)}/stock/${builderId(2)}/onHand`, key: 'variants/*/stock/*/onHand' },
  { path: 'texts/fr/title', key: 'texts/fr/title' },
  { path: 'attributes/price', key: 'attributes/price' },
])('alikeKey: $key', ({ path, key }) => expect(alikeKey(path)).toBe(key));

test('what can be typed again of a refused change: what it sets and moves, not what it adds as a whole', () => {
  const change = anUnsentChange(1, {
    state: 'rejected',
    ops: [
      { op: 'set', path: 'brand', base: null, value: 'Nour' },
      { op: 'add', path: `variants/${builderId(1)}/stock/${builderId(2)}/onHand`, delta: -3, reason: 'sale' },
      { op: 'set', path: 'status', base: 'draft', value: 'submitted' },
      { op: 'members', path: 'tags', add: ['a'], remove: [] },
    ],
  });
  expect(correctable(change, 'fr')).toEqual([{ path: 'brand', value: 'Nour', isDelta: false }, { path: `variants/${builderId(1)}/stock/${builderId(2)}/onHand`, value: -3, isDelta: true }]);
  const made = anUnsentChange(2, { state: 'rejected', action: 'create', ops: [], doc: { texts: { fr: { title: 'Robe' } }, variants: { [builderId(1)]: { sku: 'R-1', gtin: null } }, brand: 'X' }, error: { code: 'sku-taken', field: `variants/${builderId(1)}/sku` } });
  expect(correctable(made, 'fr').map(({ value }) => value)).toEqual(['Robe', 'R-1']);
});

test.each([
  { path: `variants/${builderId(1)}/price`, nature: 'money' },
  { path: `variants/${builderId(1)}/compareAt`, nature: 'money' },
  { path: `variants/${builderId(1)}/stock/${builderId(2)}/onHand`, nature: 'count' },
  { path: 'status', nature: 'status' },
  { path: 'categoryId', nature: 'category' },
  { path: 'texts/fr/description', nature: 'long' },
  { path: 'texts/fr/title', nature: 'text' },
  { path: `variants/${builderId(1)}`, nature: 'whole' },
  { path: 'attributes/price', nature: 'text' },
])('natureOf: $path', ({ path, nature }) => expect(natureOf(path)).toBe(nature));

test('a text says its language, whatever is known of the record', () =>
  expect(placeOf('texts/ar/title', { product: null, shop: null, currency: null })).toEqual(['العربية']));

test.each([
  { name: 'nothing is promised from two samples', samples: [{ at: 0, done: 0 }, { at: 1_000, done: 10 }], left: null },
  { name: 'nor within half a second', samples: [{ at: 0, done: 0 }, { at: 100, done: 5 }, { at: 200, done: 10 }], left: null },
  { name: 'nor while it stands still', samples: [{ at: 0, done: 5 }, { at: 900, done: 5 }, { at: 1_800, done: 5 }], left: null },
  { name: 'speed of the last samples', samples: [{ at: 0, done: 0 }, { at: 500, done: 10 }, { at: 1_000, done: 20 }], left: 4_000 },
])('remainingMs: $name', ({ samples, left }) => expect(remainingMs(samples, 100)).toBe(left));
