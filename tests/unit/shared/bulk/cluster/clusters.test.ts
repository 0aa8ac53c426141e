import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustersOf } from '#shared/bulk/cluster/clusters.ts';
import { lettersApart } from '#shared/bulk/cluster/distance.ts';
import { fingerprint, ngramFingerprint, soundKey } from '#shared/bulk/cluster/keys.ts';
import type { ClusterMethod } from '#shared/bulk/cluster/model.ts';

const inFile = (...values: readonly string[]) => values.map((value) => ({ value, rows: 1, products: 0 }));
const grouped = (method: ClusterMethod, ...values: readonly string[]): string[][] => clustersOf(inFile(...values), method).map((one) => one.values.map(({ value }) => value).sort());
const someText = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.array(fc.constantFrom('Nour', 'nour', 'été', 'ETE', 'كتاب', 'كِتاب', 'إبريق', 'ابريق', '-', '&', '12'), { maxLength: 5 }).map((words) => words.join(' ')));

describe('keys', () => {
  test.each([
    { name: 'order, case and signs', a: 'Atelier Nour', b: 'nour,  ATELIER.', same: true },
    { name: 'accents', a: 'Café Zaïna', b: 'cafe zaina', same: true },
    { name: 'apostrophes', a: 'L’Oréal', b: "L'OREAL", same: true },
    { name: 'Arabic vowel signs and forms of the alef', a: 'كِتابُ إبريق', b: 'ابريق كتاب', same: true },
    { name: 'other words', a: 'Atelier Nour', b: 'Atelier Noor', same: false },
  ])('fingerprint: $name', ({ a, b, same }) => expect(fingerprint(a) === fingerprint(b)).toBe(same));

  test.each([
    { name: 'blanks', a: 'T-shirt', b: 'tee shirt', same: false },
    { name: 'a missing blank', a: 'Tshirt', b: 'T shirt', same: true },
    { name: 'a letter doubled', a: 'Adidass', b: 'Adidas', same: false },
    { name: 'a pair repeated', a: 'banana', b: 'banan a', same: true },
  ])('n-grams: $name', ({ a, b, same }) => expect(ngramFingerprint(a) === ngramFingerprint(b)).toBe(same));

  test.each([
    ['Philippe', 'Filip'], ['Axel', 'Aksel'], ['Zara', 'Sara'], ['Adidas', 'Addidas'], ['Nouveauté', 'Nouvoté'], ['ثوب', 'سوب'], ['Nour', 'Noor'],
  ])('%s sounds like %s', (a, b) => expect(soundKey(a)).toBe(soundKey(b)));
  test.each([['Nour', 'Noir-Blanc'], ['Zara', 'Mara'], ['قميص', 'قلم']])('%s does not sound like %s', (a, b) => expect(soundKey(a)).not.toBe(soundKey(b)));

  test('a fingerprint is its own, and does not depend on the order of words', () =>
    fc.assert(fc.property(someText, fc.array(someText, { maxLength: 4 }), (text, words) => {
      expect(fingerprint(fingerprint(text))).toBe(fingerprint(text));
      expect(fingerprint(words.toReversed().join(' '))).toBe(fingerprint(words.join(' ')));
    })));
});

describe('letters apart', () => {
  test.each([['chat', 'chat', 0], ['chat', 'chats', 1], ['chat', 'caht', 1], ['chat', 'cha', 1], ['chat', 'chien', 3], ['', 'abc', 3], ['🙂a', '🙂b', 1]] as const)('%s and %s: %i', (a, b, apart) => expect(lettersApart(a, b, 3)).toBe(apart));
  test('it is the same both ways, and nothing apart from itself', () =>
    fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(lettersApart(a, b, 2)).toBe(lettersApart(b, a, 2));
      expect(lettersApart(a, a, 2)).toBe(0);
    })));
});

describe('clusters', () => {
  test.each([
    { method: 'fingerprint' as const, values: ['Nike', 'NIKE', 'nike ', 'Puma'], groups: [['NIKE', 'Nike', 'nike ']] },
    { method: 'ngram' as const, values: ['T shirt', 'Tshirt', 'Pull'], groups: [['T shirt', 'Tshirt']] },
    { method: 'sound' as const, values: ['Philippe', 'Filip', 'Paul'], groups: [['Filip', 'Philippe']] },
    { method: 'nearest' as const, values: ['Adidas', 'Addidas', 'Adidsa', 'Puma'], groups: [['Addidas', 'Adidas', 'Adidsa']] },
    { method: 'nearest' as const, values: ['Taille 38', 'Taille 39', 'XL', 'XS'], groups: [] },
    { method: 'nearest' as const, values: ['Céramique de Fès', 'Ceramique de Fez', 'Poterie'], groups: [['Ceramique de Fez', 'Céramique de Fès']] },
  ])('$method: $values', ({ method, values, groups }) => expect(grouped(method, ...values)).toEqual(groups));

  test('what the catalogue says is proposed first, else what most rows say, else what is not shouted', () => {
    const proposed = (...values: Parameters<typeof clustersOf>[0]) => clustersOf(values, 'fingerprint')[0]!.proposed;
    expect(proposed({ value: 'NIKE', rows: 90, products: 0 }, { value: 'Nike', rows: 0, products: 3 })).toBe('Nike');
    expect(proposed({ value: 'NIKE', rows: 90, products: 0 }, { value: 'Nike', rows: 3, products: 0 })).toBe('NIKE');
    expect(proposed({ value: 'NIKE', rows: 3, products: 0 }, { value: 'Nike', rows: 3, products: 0 })).toBe('Nike');
  });

  test('what only the catalogue says is nobody’s question in an import', () =>
    expect(clustersOf([{ value: 'NIKE', rows: 0, products: 2 }, { value: 'Nike', rows: 0, products: 3 }], 'fingerprint')).toEqual([]));

  test('no value is in two groups, and none is made up', () =>
    fc.assert(fc.property(fc.uniqueArray(someText, { maxLength: 30 }), fc.constantFrom<ClusterMethod>('fingerprint', 'ngram', 'sound', 'nearest'), (values, method) => {
      const all = clustersOf(inFile(...values), method).flatMap((one) => one.values.map(({ value }) => value));
      expect(new Set(all).size).toBe(all.length);
      expect(all.every((value) => values.includes(value))).toBe(true);
    })));
});
