import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allColumns, columnChoice, columnsIn, moved, turned } from '#renderer/bulk/export/column-choice.ts';
import { exportColumns, exportGroups } from '#shared/bulk/export/model.ts';

test('nothing kept yet: every column, in the usual order', () => {
  expect(columnChoice.parse(undefined)).toEqual(allColumns);
  expect(columnsIn(allColumns)).toEqual(exportColumns);
});

test('a column this version has and the one before had not comes last; one that is no more is forgotten, as is what is no choice at all', () => {
  const kept = columnChoice.parse({ order: ['price', 'colour-of-the-box', 'sku', 'price'], out: ['sku', 'colour-of-the-box'] });
  expect(kept.order.slice(0, 2)).toEqual(['price', 'sku']);
  expect([...kept.order].sort()).toEqual([...exportColumns].sort());
  expect(kept.out).toEqual(['sku']);
  expect(columnChoice.parse({ order: 7, out: null })).toEqual(allColumns);
});

test('a group is taken out and comes back to where it was', () => {
  const without = turned(allColumns, exportGroups.prices, false);
  expect(columnsIn(without)).toEqual(exportColumns.filter((column) => !(exportGroups.prices as readonly string[]).includes(column)));
  expect(columnsIn(turned(without, ['price'], true))).toContain('price');
  expect(columnsIn(turned(without, exportGroups.prices, true))).toEqual(exportColumns);
});

test('a column changes places with its neighbour in the file, whatever lies out between them', () => {
  const choice = { order: exportColumns, out: ['variantId', 'sku'] } as const;
  expect(columnsIn(moved(choice, 'gtin', -1)).slice(0, 2)).toEqual(['gtin', 'productId']);
  expect(columnsIn(moved(choice, 'productId', 1)).slice(0, 2)).toEqual(['gtin', 'productId']);
  expect(moved(choice, 'productId', -1)).toEqual(choice);
});

test('whatever is moved and turned, each column stays in the order once', () => {
  const some = fc.constantFrom(...exportColumns);
  fc.assert(fc.property(fc.array(fc.tuple(some, fc.constantFrom('up', 'down', 'in', 'out')), { maxLength: 30 }), (acts) => {
    const last = acts.reduce((choice, [column, act]) => (act === 'up' ? moved(choice, column, -1) : act === 'down' ? moved(choice, column, 1) : turned(choice, [column], act === 'in')), allColumns);
    expect([...last.order].sort()).toEqual([...exportColumns].sort());
    expect(new Set(last.out).size).toBe(last.out.length);
  }));
});
