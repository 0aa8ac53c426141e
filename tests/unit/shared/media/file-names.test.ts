import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameMatcher, namePattern, type NameMatch } from '#shared/media/file-names.ts';

const skus = ['AB-1', 'AB', 'TUN-0042', 'Été-9', 'x'];
const match = (pattern: string, file: string): NameMatch => {
  const read = namePattern(pattern);
  if (!read.ok) throw new Error(read.error);
  return nameMatcher(skus)([file], read.value)[0]!;
};

describe('IMG-01 files are matched to SKUs by their names', () => {
  test.each([
    { name: 'the SKU alone', pattern: '{sku}', file: 'TUN-0042.jpg', says: { is: 'matched', sku: 'TUN-0042', place: null } },
    { name: 'a place behind it', pattern: '{sku}_{n}', file: 'TUN-0042_03.webp', says: { is: 'matched', sku: 'TUN-0042', place: 3 } },
    { name: 'a place before it', pattern: '{n} {sku}', file: '2 tun-0042.PNG', says: { is: 'matched', sku: 'TUN-0042', place: 2 } },
    { name: 'folders do not count', pattern: '{sku}', file: 'photos/AB.jpg', says: { is: 'matched', sku: 'AB', place: null } },
    { name: 'letters written in two pieces', pattern: '{sku}', file: 'e\u0301te\u0301-9.jpg', says: { is: 'matched', sku: 'Été-9', place: null } },
    { name: 'anything around it', pattern: 'IMG {*}({sku}){*}', file: 'IMG 7 (TUN-0042) front.jpg', says: { is: 'matched', sku: 'TUN-0042', place: null } },
    { name: 'two that fit, the longest first', pattern: '{sku}-{*}', file: 'AB-1-2.jpg', says: { is: 'ambiguous', skus: ['AB-1', 'AB'] } },
    { name: 'none that fits', pattern: '{sku}', file: 'DSC0001.jpg', says: { is: 'unmatched' } },
    { name: 'signs of expressions are signs', pattern: '{sku}.+', file: 'TUN-0042xx.jpg', says: { is: 'unmatched' } },
  ])('$name', ({ pattern, file, says }) => expect(match(pattern, file)).toEqual({ file, ...says }));

  test.each([['photo', 'no-sku'], ['{sku}{sku}', 'sku-twice'], ['{sku}{n}{n}', 'number-twice'], ['{sku}{*}{*}', 'anything-twice'], ['{sku}{x}', 'unknown-part'], ['{sku}{', 'unknown-part']])('%s is refused: %s', (pattern, error) =>
    expect(namePattern(pattern)).toEqual({ ok: false, error }));

  test('two shops\' spellings of one SKU are ambiguous', () => {
    const read = namePattern('{sku}');
    expect(read.ok && nameMatcher(['a1', 'A1'])(['A1.jpg'], read.value)[0]).toEqual({ file: 'A1.jpg', is: 'ambiguous', skus: ['a1', 'A1'] });
  });

  test('what is named by a pattern is found by it: every file answered once, in order', () =>
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{1,6}(-[A-Z0-9]{1,4})?$/), { minLength: 1, maxLength: 20 }), fc.array(fc.nat(999), { maxLength: 20 }), (known, places) => {
      const read = namePattern('{sku}_{n}');
      const files = places.map((place, at) => `${known[at % known.length]!}_${place}.jpg`);
      const found = read.ok ? nameMatcher(known)(files, read.value) : [];
      expect(found).toEqual(files.map((file, at) => ({ file, is: 'matched', sku: known[at % known.length], place: places[at] })));
    })));
});
