import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerKey, mapColumns, type ColumnMapping } from '#shared/bulk/mapping/map-columns.ts';
import { headerWords } from '#shared/bulk/mapping/header-words.ts';
import { recogniseLayout } from '#shared/bulk/mapping/layouts.ts';
import { ofOwnHeader, ownHeader, plainField, targetKey, type Target } from '#shared/bulk/mapping/targets.ts';
import { locales } from '#shared/auth/model.ts';
import { documentedLayouts, knownLayouts, unseenLayouts, type HeaderCase } from './real-headers.ts';

const meaning = ({ target, how }: ColumnMapping): string | null => (how === 'unsure' || target.field === 'note' ? null : targetKey(target));
const unitOf = ({ target }: ColumnMapping): string | null => ('unit' in target ? target.unit : null);

/** Right: as written beside the header; `?` after it: this one or a question to a person. Wrong: taken for something it is not. */
function judged(cases: readonly HeaderCase[]) {
  const columns = mapColumns(cases.map(({ header }) => header), []).columns;
  const said = cases.map(({ header, key, unit }, at) => {
    const found = meaning(columns[at]!);
    const wanted = key?.replace(/\?$/, '') ?? null;
    const isRight = (found === wanted && (wanted === null || unitOf(columns[at]!) === unit)) || (key?.endsWith('?') === true && found === null);
    return { header, wanted, found, isRight, isWrong: !isRight && found !== null };
  });
  return { mappable: said.filter(({ wanted }) => wanted !== null), wrong: said.filter(({ isWrong }) => isWrong), missed: said.filter(({ isRight }) => !isRight) };
}
const total = (layouts: typeof knownLayouts) => {
  const all = layouts.map(({ cases }) => judged(cases));
  const mappable = all.flatMap((one) => one.mappable);
  return { share: mappable.filter(({ isRight }) => isRight).length / mappable.length, count: mappable.length, wrong: all.flatMap((one) => one.wrong), missed: all.flatMap((one) => one.missed) };
};

test('BLK-08 at least 94 % of the headers of known layouts are right, at most one is taken for something else', () => {
  const { share, wrong, missed } = total(knownLayouts);
  expect(share, JSON.stringify(missed)).toBeGreaterThanOrEqual(0.94);
  expect(wrong.length, JSON.stringify(wrong)).toBeLessThanOrEqual(1);
});
test('BLK-08 at least 85 % of headers it was not made for, at most one is taken for something else', () => {
  const { share, wrong, missed } = total(unseenLayouts);
  expect(share, JSON.stringify(missed)).toBeGreaterThanOrEqual(0.85);
  expect(wrong.length, JSON.stringify(wrong)).toBeLessThanOrEqual(1);
});
test('BLK-08 the same of ten systems by their documentation, each by itself', () => {
  const each = documentedLayouts.map((layout) => ({ name: layout.name, ...total([layout]) }));
  expect(each.filter(({ share, wrong }) => share < 0.85 || wrong.length > 1).map(({ name, share, missed }) => ({ name, share, missed }))).toEqual([]);
  expect(total(documentedLayouts).wrong.length, JSON.stringify(total(documentedLayouts).wrong)).toBeLessThanOrEqual(1);
});

test.each(knownLayouts.filter(({ name }) => ['shopify', 'shopify-2', 'woocommerce', 'google'].includes(name)))('BLK-09 $name is known whole, in any order of its columns', ({ name, cases }) => {
  const headers = cases.map(({ header }) => header);
  expect(recogniseLayout(headers)?.name).toBe(name);
  expect(judged(cases)).toMatchObject({ wrong: [], missed: [] });
  expect(judged(cases.toReversed())).toMatchObject({ wrong: [], missed: [] });
});
test('a list with a handle and a price is not taken for a shop system\'s file', () => expect(recogniseLayout(['Handle', 'Title', 'Price'])).toBeNull());

const someTarget: fc.Arbitrary<Target> = fc.oneof(
  fc.constantFrom(...plainField.options).map((field) => ({ field })), fc.record({ field: fc.constantFrom('title', 'description'), locale: fc.constantFrom(null, ...locales) }),
  fc.record({ field: fc.constantFrom('price', 'compareAt'), currency: fc.constantFrom(null, 'EUR', 'TND') }), fc.record({ field: fc.constant('stock'), place: fc.option(fc.string({ minLength: 1, maxLength: 40 })) }),
  fc.record({ field: fc.constant('weight'), unit: fc.constantFrom(null, 'g', 'kg') }), fc.record({ field: fc.constantFrom('length', 'width', 'height', 'dimensions'), unit: fc.constantFrom(null, 'mm', 'cm') }),
  fc.record({ field: fc.constantFrom('optionName', 'optionValue'), at: fc.constantFrom(0, 1, 2) }), fc.record({ field: fc.constant('attribute'), key: fc.string({ minLength: 1, maxLength: 60 }) }),
) as fc.Arbitrary<Target>;
test('BLK-09 Comptoir\'s own headers are read back as they were meant', () => fc.assert(fc.property(someTarget, (one) => void expect(ofOwnHeader(ownHeader(one))).toEqual(one))));

describe('BLK-08 what a header says beside its meaning', () => {
  test.each([
    ['Prix (EUR)', { bare: 'prix', currency: 'EUR' }], ['price_mad', { bare: 'price', currency: 'MAD' }], ['Prix DH', { bare: 'prix', currency: 'MAD' }], ['Titre en arabe', { locale: 'ar' }], ['title_fr', { bare: 'title', locale: 'fr' }],
    ['العنوان بالإنجليزية', { locale: 'en' }], ['Poids en kg', { bare: 'poids', unit: 'kg' }], ['Weight (lbs)', { unit: 'lb' }], ['Image 3', { bare: 'image', number: 3 }], ['In stock', { whole: 'in stock', unit: null }], ['all sizes', { currency: null }],
  ])('%s', (header, words) => expect(headerWords(header)).toMatchObject(words));
});

describe('BLK-08 the cells have a say', () => {
  const gtins = ['6291041500213', '9501101530003', '12345670', '036000291452'];
  const one = (header: string, cells: readonly string[], more: readonly string[] = []) => mapColumns([header, ...more], cells.map((cell) => [cell])).columns[0]!;
  test.each([
    { name: 'GTIN under a name that says nothing', header: 'Code', cells: gtins, how: 'content', key: 'gtin' },
    { name: 'picture addresses', header: 'Column7', cells: ['https://a.example/1.jpg', 'https://a.example/2.png', 'https://a.example/3.webp'], how: 'content', key: 'imageUrl' },
    { name: 'currencies', header: 'C', cells: ['EUR', 'MAD', 'EUR'], how: 'content', key: 'currency' },
    { name: 'a GTIN that is none', header: 'EAN', cells: ['red', 'blue', 'green'], how: 'unsure', key: null },
    { name: 'a price of words', header: 'Price', cells: ['on request', 'ask us', 'sold'], how: 'unsure', key: null },
    { name: 'amounts without a name: price, former price or cost', header: 'X', cells: ['12,50', '9,90', '100,00'], how: 'unsure', key: null },
    { name: 'a GTIN a spreadsheet has spoilt is still one', header: 'EAN', cells: ['6.29E+12', '6.30E+12', '6.31E+12'], how: 'name', key: 'gtin' },
    { name: 'figures that happen to be as long', header: 'Notes', cells: ['12345678', '23456789', '34567890'], how: 'name', key: null },
    { name: 'nothing at all', header: 'Foo', cells: ['a', 'b', 'c'], how: 'unknown', key: null },
    { name: 'a handful of cells says nothing against a name', header: 'Price', cells: ['on request'], how: 'name', key: 'price:' },
  ])('$name', ({ header, cells, how, key }) => {
    const column = one(header, cells);
    expect({ how: column.how, key: meaning(column) }).toEqual({ how, key });
  });
  test('samples are shown, each value once', () => expect(one('SKU', ['A', 'A', '', 'B']).samples).toEqual(['A', 'B']));
});

test('BLK-08 of two columns with one meaning the better name keeps it, the other is asked about', () => {
  const { columns } = mapColumns(['EAN', 'Gencod', 'Title', 'Title'], []);
  expect(columns.map(meaning)).toEqual(['gtin', null, null, null]);
  expect(columns[1]).toMatchObject({ how: 'unsure', candidates: [{ field: 'gtin' }] });
});
test('BLK-08 pictures may have several columns', () => expect(mapColumns(['Image 1', 'Image 2'], []).columns.map(meaning)).toEqual(['imageUrl', 'imageUrl']));
test('BLK-08 what a person decided holds the next time, for the same headers in any order', () => {
  const saved = new Map<string, Target>([['Code', { field: 'mpn' }]]);
  expect(mapColumns(['Code', 'Titre'], [], saved).columns[0]).toMatchObject({ how: 'saved', target: { field: 'mpn' } });
  expect(headerKey(['Titre', 'Code '])).toBe(headerKey(['code', 'TITRE']));
  expect(headerKey(['Titre'])).not.toBe(headerKey(['Titre', 'Code']));
});
test('BLK-08 no column is dropped: each has a meaning, or is a note', () =>
  fc.assert(fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 12 }), (headers) => {
    const { columns } = mapColumns(headers, [headers]);
    const keys = columns.flatMap((column) => (meaning(column) === null || ['imageUrl', 'imageAlt'].includes(column.target.field) ? [] : [meaning(column)]));
    return columns.length === headers.length && new Set(keys).size === keys.length;
  })));
