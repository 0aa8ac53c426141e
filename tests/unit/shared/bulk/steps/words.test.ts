import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step, StepOf } from '#shared/bulk/model.ts';
import { plainReplacer } from '#shared/bulk/steps/replace.ts';
import { aProduct, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { after, cellsOf } from './run.ts';

const v = variantIdOf;
const replace = (given: Partial<StepOf<'replace'>>): Step => ({ kind: 'replace', fields: ['title'], locales: ['fr', 'en', 'ar'], find: 'robe', with: 'tunique', regex: false, matchCase: false, ...given });
const clean = (given: Partial<StepOf<'clean'>>): Step => ({ kind: 'clean', fields: ['title'], locales: ['fr', 'en', 'ar'], spaces: true, letters: 'keep', ...given });
const text = (title: string, description = '') => ({ title, description });

describe('BLK-04 find and replace', () => {
  const product = aProduct({ brand: 'Robe & Co', tags: ['robe', 'été'], texts: { fr: text('Robe longue, robe courte', 'Une robe.'), en: text('Dress') }, variant: { sku: 'ROBE-1' } });
  test.each([
    { name: 'whatever the letters', step: replace({}), cells: { 'texts/fr/title': ['Robe longue, robe courte', 'tunique longue, tunique courte'] } },
    { name: 'by the letters', step: replace({ matchCase: true }), cells: { 'texts/fr/title': ['Robe longue, robe courte', 'Robe longue, tunique courte'] } },
    { name: 'in one language', step: replace({ locales: ['en'] }), cells: {} },
    { name: 'in a description', step: replace({ fields: ['description'] }), cells: { 'texts/fr/description': ['Une robe.', 'Une tunique.'] } },
    { name: 'in tags', step: replace({ fields: ['tags'] }), cells: { tags: [['robe', 'été'], ['été', 'tunique']] } },
    { name: 'a tag with nothing left goes', step: replace({ fields: ['tags'], with: '' }), cells: { tags: [['robe', 'été'], ['été']] } },
    { name: 'in brand and SKU', step: replace({ fields: ['brand', 'sku'], with: 'R' }), cells: { brand: ['Robe & Co', 'R & Co'], [`variants/${v(1)}/sku`]: ['ROBE-1', 'R-1'] } },
    { name: 'a brand with nothing left is none', step: replace({ fields: ['brand'], find: 'Robe & Co', with: '' }), cells: { brand: ['Robe & Co', null] } },
    { name: 'a SKU with nothing left is refused', step: replace({ fields: ['sku'], find: 'ROBE-1', with: '' }), cells: 'too_small' },
    { name: 'a pattern with groups', step: replace({ regex: true, find: String.raw`(\w+) longue, (\w+) courte`, with: '$2 courte, $1 longue' }), cells: { 'texts/fr/title': ['Robe longue, robe courte', 'robe courte, Robe longue'] } },
    { name: 'a pattern that is none', step: replace({ regex: true, find: '(' }), cells: 'pattern-broken' },
    { name: 'a pattern that looks ahead', step: replace({ regex: true, find: '(?=robe)' }), cells: 'pattern-broken' },
    { name: 'signs of patterns in plain words', step: replace({ find: 'o.e' }), cells: {} },
  ])('$name', ({ step, cells }) => expect(cellsOf(product, step)).toEqual(cells));

  test('a pattern made to never end ends', () => {
    const long = aProduct({ texts: { fr: text('a'.repeat(180)) } });
    expect(cellsOf(long, replace({ regex: true, find: '(a+)+$', with: 'b' }))).toEqual({ 'texts/fr/title': ['a'.repeat(180), 'b'] });
  });
  test('plain words are put in as they are typed, whatever they are', () =>
    fc.assert(fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (find, replacement, rest) => {
      expect(plainReplacer(find, replacement, true)(find)).toBe(replacement);
      expect(plainReplacer(find, replacement, false)(find)).toBe(replacement);
      expect(plainReplacer(find, find, true)(rest)).toBe(rest);
    })));
});

describe('BLK-04 tags, fields, languages, stock', () => {
  const product = aProduct({ brand: 'Nour', tags: ['a', 'b'], texts: { fr: text('Robe', 'Longue'), en: text('', 'Long') }, variant: { onHand: 4, compareAt: 2_000 } });
  const stock = `variants/${v(1)}/stock/${locationIdOf(1)}/onHand`;
  test.each([
    { name: 'tags on and off', step: { kind: 'tags', add: ['c', 'a'], remove: ['b', 'z'] }, cells: { tags: [['a', 'b'], ['a', 'c']] } },
    { name: 'what is put on and taken off stays', step: { kind: 'tags', add: ['b'], remove: ['b'] }, cells: {} },
    { name: 'a brand', step: { kind: 'set', to: { field: 'brand', value: 'Atlas' } }, cells: { brand: ['Nour', 'Atlas'] } },
    { name: 'no brand', step: { kind: 'set', to: { field: 'brand', value: null } }, cells: { brand: ['Nour', null] } },
    { name: 'no former price', step: { kind: 'set', to: { field: 'compareAt', value: null, of: 'EUR' } }, cells: { [`variants/${v(1)}/compareAt`]: [2_000, null] } },
    { name: 'a price in another currency', step: { kind: 'set', to: { field: 'price', value: 100, of: 'EUR' } }, cells: 'amount-in-other-currency' },
    { name: 'a detail', step: { kind: 'set', to: { field: 'attribute', key: 'material', value: 'cotton' } }, cells: { 'attributes/material': [null, 'cotton'] } },
    { name: 'a text of another language where there is none', step: { kind: 'copy-text', from: 'fr', to: 'ar', fields: ['title'] }, cells: { 'texts/ar/title': [null, 'Robe'] } },
    { name: 'only where it is empty', step: { kind: 'copy-text', from: 'fr', to: 'en', fields: ['title', 'description'] }, cells: { 'texts/en/title': ['', 'Robe'] } },
    { name: 'stock counted anew', step: { kind: 'stock', by: 'set', pieces: 0 }, cells: { [stock]: [4, 0] } },
    { name: 'stock moved', step: { kind: 'stock', by: 'add', pieces: 3 }, cells: { [stock]: [4, 7] } },
  ] as const)('$name', ({ step, cells }) => expect(cellsOf(product, step as unknown as Step)).toEqual(cells));

  test('a text in a new language brings the other one along, empty', () => expect(after(product, { kind: 'copy-text', from: 'fr', to: 'ar', fields: ['title'] }).texts.ar).toEqual(text('Robe')));
});

describe('clean-up', () => {
  test.each([
    { name: 'blanks', given: { spaces: true }, before: '  Robe   longue\t ', after: 'Robe longue' },
    { name: 'unbreakable blanks inside stay', given: {}, before: 'Prix : 3', after: null },
    { name: 'capitals', given: { letters: 'upper' }, before: 'Été', after: 'ÉTÉ' },
    { name: 'small letters', given: { letters: 'lower' }, before: 'ROBE', after: 'robe' },
    { name: 'a capital at the start of each word', given: { letters: 'title' }, before: 'ROBE D’ÉTÉ en lin', after: 'Robe D’été En Lin' },
    { name: 'a capital at the start of each sentence', given: { letters: 'sentence' }, before: 'ROBE. EN LIN ! BELLE', after: 'Robe. En lin ! Belle' },
  ] as const)('$name', ({ given, before, after: cleaned }) =>
    expect(cellsOf(aProduct({ title: before }), clean(given))).toEqual(cleaned === null ? {} : { 'texts/fr/title': [before, cleaned] }));

  test('lines of a description stay lines', () =>
    expect(cellsOf(aProduct({ texts: { fr: text('T', ' a  b \r\n\r\n\r\n\r\n c ') } }), clean({ fields: ['description'] }))).toEqual({ 'texts/fr/description': [' a  b \r\n\r\n\r\n\r\n c ', 'a b\n\nc'] }));

  test('what is clean stays as it is', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.constantFrom('keep', 'upper', 'lower', 'sentence', 'title'), (title, letters) => {
      const step = clean({ letters, fields: ['title', 'description'] });
      const product = aProduct({ texts: { fr: text('x', title) } });
      expect(cellsOf(after(product, step), step)).toEqual({});
    })));
});
