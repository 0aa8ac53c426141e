import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Text } from '#electron/bulk/text-of.ts';
import { detectDelimiter, namedDelimiter } from '#shared/bulk/csv/detect-delimiter.ts';
import { delimiters } from '#shared/bulk/csv/model.ts';
import { columnLetters, detectHeader } from '#shared/bulk/reading/detect-header.ts';
import { encodingByZeros } from '#shared/bulk/reading/encoding.ts';
import { fileKind } from '#shared/bulk/reading/file-kind.ts';

const guess = (text: string) => detectDelimiter(Buffer.from(text), utf8Text());

describe('BLK-13 the delimiter', () => {
  test.each([
    { name: 'commas', text: 'a,b,c\n1,2,3\n', delimiter: ',', how: 'counted' },
    { name: 'semicolons beside decimal commas', text: 'sku;prix;poids\nA;12,50;1,2\nB;9;0,5\nC;7,5;3\n', delimiter: ';', how: 'counted' },
    { name: 'tabs beside commas in titles', text: 'id\ttitle\tprice\n1\tTeapot, red, small\t12.50 EUR\n2\tScarf\t9.00 EUR\n3\tBowl, blue\t3 EUR\n', delimiter: '\t', how: 'counted' },
    { name: 'upright bars', text: 'a|b\n1|2\n', delimiter: '|', how: 'counted' },
    { name: 'a delimiter inside quotes', text: 'a;b\n"1,2,3,4";5\n"6,7,8,9";0\n', delimiter: ';', how: 'counted' },
    { name: 'line breaks inside quotes', text: 'a,b\n"one\ntwo;x\nthree;y",2\n', delimiter: ',', how: 'counted' },
    { name: 'one column', text: 'sku\nA\nB\n', delimiter: ',', how: 'single' },
    { name: 'two that part alike', text: 'a,b;c\n1,2;3\n', delimiter: ',', how: 'unsure' },
    { name: 'a spreadsheet that names it', text: 'sep=;\r\na;b,c,d\r\n1;2,3,4\r\n', delimiter: ';', how: 'named' },
  ])('$name', ({ text, delimiter, how }) => expect(guess(text)).toMatchObject({ delimiter, how }));

  test('shows what spoke for each', () =>
    expect(guess('a;b\n1,5;2\n3;4\n').evidence).toEqual([
      { delimiter: ',', columns: 1, rows: 3, agreeing: 2, sound: true }, { delimiter: ';', columns: 2, rows: 3, agreeing: 3, sound: true },
      { delimiter: '\t', columns: 1, rows: 3, agreeing: 3, sound: true }, { delimiter: '|', columns: 1, rows: 3, agreeing: 3, sound: true },
    ]));

  test('the line that names it is no row, with a mark before it as well', () => {
    expect(namedDelimiter(Buffer.from('\ufeffsep=\t\r\na'))).toEqual({ delimiter: '\t', bytes: 10 });
    expect(namedDelimiter(Buffer.from('sep,b\n'))).toBeNull();
  });

  test('a table written with any delimiter is found again, decimal commas or not', () =>
    fc.assert(fc.property(fc.constantFrom(...delimiters), fc.integer({ min: 3, max: 8 }), fc.array(fc.record({ text: fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,4})?$/), number: fc.integer({ min: 0, max: 9_999 }) }), { minLength: 6, maxLength: 20 }), fc.boolean(), (delimiter, columns, rows, comma) => {
      const number = (n: number) => (comma ? `${Math.floor(n / 100)},${String(n % 100).padStart(2, '0')}` : `${n}`);
      const cell = (text: string) => (text.includes(delimiter) ? `"${text}"` : text);
      const text = ['code', ...Array.from({ length: columns - 1 }, (_, i) => `name ${i}`)].join(delimiter) + '\n' + rows.map((row) => Array.from({ length: columns }, (_, i) => cell(i % 2 === 0 ? row.text : number(row.number + i))).join(delimiter)).join('\n');
      // Written with the decimal comma in every second column of every row, a comma may part just as evenly; it is then unsure, or right.
      const found = guess(text);
      return found.delimiter === delimiter || found.how === 'unsure';
    })));
});

describe('BLK-08 the header', () => {
  const isKnown = (name: string) => ['sku', 'titre', 'prix', 'title', 'price'].includes(name.toLowerCase());
  test.each([
    { name: 'in the first row', rows: [['SKU', 'Titre', 'Prix'], ['A', 'Théière', '12,50']], at: 0 },
    { name: 'below a title and a date', rows: [['Liste de prix 2026', '', ''], ['', '', ''], ['SKU', 'Titre', 'Prix'], ['A', 'Théière', '12,50']], at: 2 },
    { name: 'with names nobody knows, over figures', rows: [['Foo', 'Bar'], ['x', '12'], ['y', '13']], at: 0 },
    { name: 'missing: figures from the first row on', rows: [['A1', 'Théière', '12,50'], ['A2', 'Bol', '3,00']], at: null },
    { name: 'missing: words in every row', rows: [['teapot', 'red'], ['bowl', 'blue'], ['scarf', 'green']], at: null },
    { name: 'alone', rows: [['SKU', 'Titre', 'Prix']], at: 0 },
  ])('$name', ({ rows, at }) => expect(detectHeader(rows, isKnown).at).toBe(at));
  test('columns without one go by letters', () => expect(detectHeader([['1', '2', '3']], isKnown).names).toEqual(['A', 'B', 'C']));
  test.each([[0, 'A'], [25, 'Z'], [26, 'AA'], [701, 'ZZ'], [702, 'AAA']])('column %i is %s', (at, letters) => expect(columnLetters(at)).toBe(letters));
});

test.each([
  ['%PDF-1.7', 'pdf'], ['\u0089PNG\r\n', 'image'], ['\u00ff\u00d8\u00ff\u00e0', 'image'], ['\u00d0\u00cf\u0011\u00e0', 'xls'], ['\u001f\u008b\b', 'gzip'], ['<!DOCTYPE html><table>', 'html'], ['\u00ef\u00bb\u00bf<html>', 'html'],
  ['<?xml version="1.0"?>', 'xml'], ['{"a":1}', 'json'], ['[{"a":1}]', 'json'], ['PK\u0003\u0004....[Content_Types].xml', 'xlsx'], ['PK\u0003\u0004....mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['PK\u0003\u0004....photo.jpg', 'zip'], ['PK\u0003\u0004....Index/Document.iwa', 'numbers'], ['', 'empty'], ['sku,title\n', 'text'], ['<b>,x', 'text'],
])('BLK-13 a file that begins with %j is %s', (text, kind) => expect(fileKind(Buffer.from(text, 'latin1'))).toBe(kind));

test('BLK-13 a file of text without zeros, or with some by mistake, is not UTF-16', () => {
  expect(encodingByZeros(Buffer.from('sku,title\n1,x\n'))).toBeNull();
  expect(encodingByZeros(Buffer.from('sku,title\n1,x\0\0\0\0y\n'))).toBeNull();
  expect(encodingByZeros(Buffer.from('sku,title\n1,x\0y\n'))).toBeNull();
});
