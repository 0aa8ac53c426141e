import { expect, test } from 'vitest';
import { readCell, type Reading } from '#renderer/catalog/components/sheet/read-cell.ts';
import type { ListingStatus } from '#shared/catalog/model.ts';
import { aRow } from './rows.ts';

const words: Readonly<Record<string, ListingStatus>> = { 'en pause': 'paused', paused: 'paused', brouillon: 'draft', publié: 'published' };
const reading: Reading = { mover: 'vendor', statusNamed: (text) => words[text.toLowerCase()] ?? null, sayStatus: (status) => status, decimalSign: ',', sayAmount: String };
const row = aRow(1);
const read = (columnId: string, text: string, of = row, shown = '\u0000', by = reading) => readCell(of, columnId, text, shown, by);
const set = (column: string, text: string, of = row): unknown => {
  const outcome = read(column, text, of);
  return outcome.kind === 'change' ? outcome.ops.map((op) => (op.op === 'set' ? op.value : op.op === 'add' ? op.delta : null)) : outcome.kind === 'same' ? 'same' : outcome.why.code;
};

test.each([
  { column: 'price', text: '299,50', comes: [29_950] },
  { column: 'price', text: '1 299,50 DH', comes: [129_950] },
  { column: 'price', text: '١٢٩٩٫٥٠', comes: [129_950] },
  { column: 'price', text: '+10 %', comes: [36_190] },
  { column: 'price', text: '329,00', comes: 'same' },
  { column: 'price', text: '', comes: 'empty' },
  { column: 'price', text: '12.345', comes: [1_234_500] },
  { column: 'price', text: '12,345', comes: 'too-many-decimals' },
  { column: 'price', text: '12,3456', comes: 'too-many-decimals' },
  { column: 'price', text: '6,29E+12', comes: 'not-a-number' },
  { column: 'price', text: '=A1*2', comes: 'not-a-number' },
  { column: 'price', text: '12,00 €', comes: 'other-currency' },
  { column: 'price', text: '-5', comes: 'negative' },
  { column: 'compareAt', text: '399', comes: [39_900] },
  { column: 'compareAt', text: '', comes: 'same' },
  { column: 'available', text: '20', comes: [8] },
  { column: 'available', text: '12', comes: 'same' },
  { column: 'available', text: '20,00', comes: [8] },
  { column: 'available', text: '٢٠', comes: [8] },
  { column: 'available', text: '+5', comes: [5] },
  { column: 'available', text: '-14', comes: [-14] },
  { column: 'available', text: '-16', comes: 'below-zero' },
  { column: 'available', text: '2,5', comes: 'not-a-count' },
  { column: 'available', text: '', comes: 'empty' },
  { column: 'title', text: '  Babouche\nen cuir ', comes: ['Babouche en cuir'] },
  { column: 'title', text: '', comes: 'empty' },
  { column: 'title', text: 'x'.repeat(201), comes: 'title-long' },
  { column: 'status', text: 'En pause', comes: ['paused'] },
  { column: 'status', text: 'publié', comes: 'same' },
  { column: 'status', text: 'Brouillon', comes: 'illegal-step' },
  { column: 'status', text: 'vendu', comes: 'unknown-status' },
  { column: 'sku', text: 'NEU-1', comes: 'read-only' },
  { column: 'score', text: '100', comes: 'read-only' },
])('BLK-01 $text into $column: $comes', ({ column, text, comes }) => expect(set(column, text)).toEqual(comes));

test('BLK-01 an emptied old price is taken away', () => expect(set('compareAt', '', aRow(1, { compareAt: 39_900 }))).toEqual([null]));

test.each(['price', 'compareAt', 'available'])('BLK-01 several variants have no single %s in the line', (column) =>
  expect(set(column, '5', aRow(1, { variantId: null, locationId: null, variantCount: 3 }))).toBe('several-variants'));
test('BLK-01 stock at several places is not written in the line', () => expect(set('available', '5', aRow(1, { locationId: null }))).toBe('several-places'));
test('BLK-01 a count below what is promised is allowed down to an empty shelf', () => {
  const oversold = aRow(1, { onHand: 2, reserved: 5, available: -3 });
  expect(set('available', '0', oversold)).toEqual([3]);
  expect(read('available', '-3', oversold, '-3')).toEqual({ kind: 'same' });
});
test('BLK-01 who only reads writes nothing', () => expect(read('price', '5', row, '', { ...reading, mover: null })).toEqual({ kind: 'cannot', why: { code: 'read-only' } }));
test.each(['sku', 'price', 'score', 'picture'])('BLK-01 the text a cell shows already changes nothing, also in the column %s', (column) =>
  expect(read(column, 'shown', row, 'shown')).toEqual({ kind: 'same' }));
