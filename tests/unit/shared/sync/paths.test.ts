import { describe, expect, test } from 'vitest';
import { getAt, isSafePath, missingEntry, setAt } from '#shared/sync/paths.ts';
import { aRecord, placeA, variantA, variantB } from './a-record.ts';

describe('getAt', () => {
  test.each([
    ['brand', 'Nour'], ['compareAt', null], ['texts/fr/title', 'Babouche'], ['texts/ar/title', null], [`variants/${variantA}/stock/${placeA}/onHand`, 10],
    ['tags/0', null], ['tags/length', null], ['brand/length', null], ['toString', null], ['__proto__/polluted', null], ['constructor/name', null],
  ])('%s', (path, value) => expect(getAt(aRecord(), path)).toEqual(value));
});

describe('setAt', () => {
  test('stores null in a field and takes an entry out', () => {
    expect(setAt({ brand: 'x' }, 'brand', null)).toEqual({ brand: null });
    expect(setAt({ attributes: { a: '1', b: '2' } }, 'attributes/a', null)).toEqual({ attributes: { b: '2' } });
    expect(setAt({ variants: { v: { gtin: '1' } } }, 'variants/v/gtin', null)).toEqual({ variants: { v: { gtin: null } } });
  });
  test('makes what is missing on the way, not for a removal', () => {
    expect(setAt({}, 'texts/ar/title', 'x')).toEqual({ texts: { ar: { title: 'x' } } });
    const empty = {};
    expect(setAt(empty, 'texts/ar', null)).toBe(empty);
  });
  test('shares everything off the path, and the whole when nothing changes', () => {
    const before = aRecord() as Record<string, unknown>;
    const after = setAt(before as never, `variants/${variantA}/price`, 300) as Record<string, unknown>;
    expect(after).not.toBe(before);
    expect(after['texts']).toBe(before['texts']);
    expect(before).toEqual(aRecord());
    expect(setAt(before as never, 'brand', 'Nour')).toBe(before);
  });
  test.each(['__proto__/x', 'a/constructor/b', 'prototype', 'a/__proto__', Array(13).fill('a').join('/'), 'a//b', ''])('refuses %s', (path) => {
    expect(isSafePath(path)).toBe(false);
    expect(() => setAt({}, path, 1)).toThrow(/unsafe path/);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
  test('refuses to lead through a text', () => expect(() => setAt({ brand: 'x' }, 'brand/length', 1)).toThrow(/no fields/));
});

test.each([
  ['brand', null], [`variants/${variantA}/price`, null], [`variants/${variantB}`, null], ['texts/ar/title', null],
  [`variants/${variantB}/price`, `variants/${variantB}`], [`variants/${variantB}/stock/${placeA}/onHand`, `variants/${variantB}`],
  [`variants/${variantA}/stock/${variantB}/onHand`, `variants/${variantA}/stock/${variantB}`], ['brand/x', 'brand'], ['tags/0', 'tags'],
])('missingEntry %s: %s', (path, missing) => expect(missingEntry(aRecord(), path)).toBe(missing));
