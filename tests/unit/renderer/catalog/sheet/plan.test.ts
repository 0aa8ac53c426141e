import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copied, pasted } from '#renderer/catalog/components/sheet/clipboard.ts';
import { editsOf, planCells, withRefused } from '#renderer/catalog/components/sheet/plan.ts';
import { readCell, type Reading } from '#renderer/catalog/components/sheet/read-cell.ts';
import type { GridColumn } from '#renderer/catalog/components/grid/model.ts';
import { amountForEditing } from '#renderer/lib/format.ts';
import { spread } from '#shared/bulk/clipboard/spread.ts';
import { writeTsv } from '#shared/bulk/clipboard/tsv.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { listingStates } from '#shared/catalog/listing-states.ts';
import { applyOps } from '#shared/sync/merge.ts';
import { aRow } from './rows.ts';

const reading: Reading = { mover: 'vendor', statusNamed: (text) => listingStates.find((status) => status === text) ?? null, sayStatus: (status) => status, decimalSign: ',', sayAmount: String };
const texts: Readonly<Record<string, (row: ProductRow) => string>> = {
  sku: (row) => row.sku, title: (row) => row.title, price: (row) => amountForEditing(row.price, row.currency, 'fr'),
  compareAt: (row) => (row.compareAt === null ? '' : amountForEditing(row.compareAt, row.currency, 'fr')), available: (row) => String(row.available), status: (row) => row.status,
};
const columnIds = Object.keys(texts);
const columns = columnIds.map((id) => ({ id, title: id, widthPx: 80, minPx: 80, end: ['price', 'compareAt', 'available'].includes(id), cell: () => null, text: texts[id]! })) satisfies GridColumn<ProductRow>[];
const shown = (row: ProductRow, columnId: string) => texts[columnId]!(row);
const read = (row: ProductRow, columnId: string, text: string, now: string) => readCell(row, columnId, text, now, reading);
const plan = (rows: readonly ProductRow[], ids: readonly string[], block: readonly (readonly string[])[]) => planCells({ rows, columnIds: ids, textAt: (row, col) => block[row]?.[col], shown, read });

test('BLK-02 what changes, what is so already and what cannot is counted, cell by cell', () => {
  const rows = [aRow(1), aRow(2, { variantId: null, variantCount: 4 }), aRow(3)];
  const { changes, unchanged, refused } = plan(rows, ['sku', 'price', 'available'], [['BAB-1', '299', '12'], ['BAB-2', '299', '4'], ['NEW-3', 'cher', '+2']]);
  expect(changes.map(({ row, columnId, before }) => [row.sku, columnId, before])).toEqual([['BAB-1', 'price', '329,00'], ['BAB-3', 'available', '12']]);
  expect(unchanged).toBe(3);
  expect(refused.map(({ row, columnId, why }) => [row.sku, columnId, why.code])).toEqual([
    ['BAB-2', 'price', 'several-variants'], ['BAB-2', 'available', 'several-variants'], ['BAB-3', 'sku', 'read-only'], ['BAB-3', 'price', 'not-a-number'],
  ]);
});

test('BLK-02 price and old price of a line are looked at together', () => {
  const row = aRow(1, { price: 32_900, compareAt: 39_900 });
  expect(plan([row], ['price', 'compareAt'], [['450', '500']]).changes).toHaveLength(2);
  expect(plan([row], ['price'], [['450']]).refused).toMatchObject([{ columnId: 'price', why: { code: 'above-old-price' } }]);
  expect(plan([row], ['title', 'price', 'compareAt'], [['Neuf', '450', '400']])).toMatchObject({ changes: [{ columnId: 'title' }], refused: [{ columnId: 'price' }, { columnId: 'compareAt' }] });
});

test('BLK-01 the edits of a line are one edit', () => {
  const edits = editsOf(plan([aRow(1), aRow(2)], ['title', 'price'], [['A', '1'], ['B', '2']]));
  expect(edits.map(({ ops }) => ops.length)).toEqual([2, 2]);
});

test('BLK-02 a product the data process refuses is named, and the rest may go on', () => {
  const rows = [aRow(1), aRow(2)];
  const first = plan(rows, ['price'], [['1'], ['2']]);
  const rest = withRefused(first, { code: 'gone' }, ({ row }) => row === rows[0]);
  expect(rest).toMatchObject({ changes: [{ row: { sku: 'BAB-2' } }], refused: [{ row: { sku: 'BAB-1' }, why: { code: 'refused', error: { code: 'gone' } } }] });
});

const someRow = (n: number) =>
  fc.record({
    title: fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.constantFrom('=1+1', '"quoted"', 'a\tb', "'@x", '-5', 'سجادة')), price: fc.nat(1_000_000), several: fc.boolean(),
    compareAt: fc.option(fc.nat(1_000_000)), onHand: fc.nat(100), reserved: fc.nat(120), status: fc.constantFrom(...listingStates),
  }).map(({ several, onHand, reserved, ...part }) => aRow(n, { ...part, onHand, reserved, available: onHand - reserved, ...(several ? { variantId: null, locationId: null, variantCount: 2 } : {}) }));
const someRows = fc.integer({ min: 1, max: 6 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => someRow(n))));

test('BLK-02 pasting what was copied changes nothing, and nothing of it is refused', () =>
  fc.assert(fc.property(someRows, fc.nat(5), fc.nat(5), (rows, a, b) => {
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    const { plain } = copied(rows, { area: { top: 0, bottom: rows.length - 1, first, last }, columns });
    const block = pasted({ getData: (type) => (type === 'text/plain' ? `${plain}\r\n` : '') })!;
    expect(plan(rows, columnIds.slice(first, last + 1), block)).toMatchObject({ changes: [], refused: [] });
  })));

test('BLK-02 a pasted block writes to no other line and no other field than those it lies on', () =>
  fc.assert(fc.property(
    someRows, fc.array(fc.array(fc.oneof(fc.constantFrom('5', '299,50', '', 'paused', '+3', 'Titre', '12 €', 'archived'), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 7 }),
    fc.nat(5), fc.nat(5), fc.nat(5), fc.nat(5),
    (rows, block, top, tall, first, wide) => {
      const area = { top: Math.min(top, rows.length - 1), first: Math.min(first, columns.length - 1) };
      const marked = { rows: Math.min(tall + 1, rows.length - area.top), cols: Math.min(wide + 1, columns.length - area.first) };
      const laid = spread(pasted({ getData: (type) => (type === 'text/plain' ? writeTsv(block) : '') })!, marked, { rows: rows.length - area.top, cols: columns.length - area.first });
      const lines = rows.slice(area.top, area.top + laid.extent.rows);
      const ids = columnIds.slice(area.first, area.first + laid.extent.cols);
      const { changes } = planCells({ rows: lines, columnIds: ids, textAt: laid.at, shown, read });
      const fields: Readonly<Record<string, RegExp>> = { title: /^texts\/fr\/title$/, price: /\/price$/, compareAt: /\/compareAt$/, available: /\/onHand$/, status: /^status$/ };
      for (const { row, columnId, ops } of changes) {
        expect(lines).toContain(row);
        expect(ids).toContain(columnId);
        for (const op of ops) expect(op.path).toMatch(fields[columnId]!);
        // And what is written is what was announced: the operations fit the line they were worked out on.
        expect(() => applyOps({ texts: { fr: { title: row.title } }, status: row.status, variants: row.variantId === null ? {} : { [row.variantId]: { price: row.price, compareAt: row.compareAt, stock: row.locationId === null ? {} : { [row.locationId]: { onHand: row.onHand } } } } }, ops)).not.toThrow();
      }
    },
  )));
