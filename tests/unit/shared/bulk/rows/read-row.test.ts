import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapColumns } from '#shared/bulk/mapping/map-columns.ts';
import { ColumnStyles } from '#shared/bulk/rows/column-styles.ts';
import { groupKeyOf } from '#shared/bulk/rows/group-rows.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import { readRow, rowReader } from '#shared/bulk/rows/read-row.ts';
import { keyReader } from '#shared/bulk/rows/row-keys.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { categoryIdOf, locationIdOf } from '#tests/builders/catalog.ts';

const headers = ['sku', 'gtin', 'title:fr', 'description:fr', 'brand', 'category', 'tags', 'price', 'compare-at price', 'currency', 'stock', 'weight', 'weight unit', 'dimensions (cm)', 'length (mm)', 'condition', 'option 1 name', 'option 1 value', 'attribute:color', 'image url', 'mystère'];
const cell = fc.constantFrom('', ' ', '0', '1,50', '1.299', '12', '-3', 'x', 'A-1', ' A-1 ', '="A-1"', '4006381333931', '629100000001.0', 'EUR', 'kg', '2 kg', '10 x 20 x 5', 'new', 'neuf', 'thé, maison', 'thé; maison', 'Théière', 'deux  mots', '<b>gras</b> &amp; 06 12 34 56 78', "'=1+1", 'https://a.example/1.jpg', 'https://a.example/1.jpg, https://a.example/2.jpg', 'ftp://a', 'blue', '\u00a0', '\ufffd');
const choices: ImportChoices = {
  command: 'MERGE', blank: 'keep', locale: 'fr', currency: 'MAD' as Currency, places: [{ id: locationIdOf(1), name: 'Dépôt' }], weightUnit: null, lengthUnit: null,
  categoryOf: (text) => (text === 'x' ? { ok: true, value: categoryIdOf(1) } : { ok: false, error: { rule: 'category-unknown' } }),
};

test.each(['keep', 'clear'] as const)('BLK-08 a reader that has read a whole file reads each row as one that reads nothing else (empty cells: %s)', (blank) => {
  const file = fc.array(fc.array(cell, { minLength: headers.length - 2, maxLength: headers.length + 1 }), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(file, (rows) => {
    const styles = new ColumnStyles(mapColumns(headers, rows).columns);
    for (const cells of rows) styles.add(cells);
    const columns = styles.columns();
    const read = rowReader(columns, { ...choices, blank });
    const whole = rows.map((cells, at) => read({ line: at + 2, cells }));
    expect(whole).toEqual(rows.map((cells, at) => readRow({ line: at + 2, cells }, columns, { ...choices, blank })));
  }), { numRuns: 60 });
});

test('BLK-08 a row tells its product from the cells that name it as it does when all of it is read', () => {
  const named = ['product id', 'handle', 'group', 'parent sku', 'row id', 'sku', 'price'];
  const text = fc.constantFrom('', ' ', '\u00a0', 'A-1', 'a-1 ', ' Été  bleu', '="A-1"', "'0123", "'=1", 'x'.repeat(130), 'É'.repeat(70), '1.2E+15', 'b\tc', 'id:44', '44');
  fc.assert(fc.property(fc.shuffledSubarray(named, { minLength: 1 }), fc.array(text, { maxLength: named.length }), (chosen, cells) => {
    const columns = new ColumnStyles(mapColumns(chosen, []).columns).columns();
    const row = { line: 7, cells };
    expect(keyReader(columns.map(({ target }) => target))(row)).toBe(groupKeyOf(readRow(row, columns, choices)));
  }), { numRuns: 200 });
});

test('sides that are said twice, at once and alone, are those of their own row', () => {
  const columns = new ColumnStyles(mapColumns(['sku', 'dimensions (mm)', 'length (mm)'], []).columns).columns();
  const read = rowReader(columns, choices);
  const sizes = [['A', '10 x 20 x 5', '99'], ['B', '10 x 20 x 5', '']].map((cells, at) => read({ line: at + 2, cells }).variant.sizeMm);
  expect(sizes).toEqual([[99, 20, 5], [10, 20, 5]]);
});
