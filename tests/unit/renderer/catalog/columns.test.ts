import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnChoice, lineWidth, moveColumn, reconcile, resize, showHide, template, untouched, visibleColumns, type ColumnShape } from '#renderer/catalog/components/grid/columns.ts';

const shapes: ColumnShape[] = [
  { id: 'select', widthPx: 32, minPx: 32, fixed: true },
  { id: 'sku', widthPx: 100, minPx: 60 },
  { id: 'title', widthPx: 200, minPx: 120, grows: true },
  { id: 'price', widthPx: 110, minPx: 70 },
  { id: 'brand', widthPx: 90, minPx: 60, optional: true },
];
const shown = (choice = untouched(shapes)) => visibleColumns(shapes, choice).map(({ id }) => id);

test('optional columns wait to be asked for', () => {
  expect(shown()).toEqual(['select', 'sku', 'title', 'price']);
  expect(shown(showHide(shapes, untouched(shapes), 'brand'))).toEqual(['select', 'sku', 'title', 'price', 'brand']);
});

test.each([
  { name: 'one to the left', id: 'price', by: -1, order: ['select', 'sku', 'price', 'title'] },
  { name: 'to the far right', id: 'sku', by: 9, order: ['select', 'title', 'price', 'sku'] },
  { name: 'never before a fixed column', id: 'price', by: -9, order: ['select', 'price', 'sku', 'title'] },
  { name: 'a fixed column stays', id: 'select', by: 1, order: ['select', 'sku', 'title', 'price'] },
])('moving a column: $name', ({ id, by, order }) => expect(shown(moveColumn(shapes, untouched(shapes), id, by))).toEqual(order));

test('hidden columns keep their place while others move around them', () => {
  const choice = showHide(shapes, untouched(shapes), 'title');
  const moved = moveColumn(shapes, choice, 'price', -1);
  expect(shown(moved)).toEqual(['select', 'price', 'sku']);
  expect(shown(showHide(shapes, moved, 'title'))).toEqual(['select', 'price', 'sku', 'title']);
});

test('widths stop at what a column needs, and go into the line', () => {
  const choice = resize(shapes[1]!, untouched(shapes), 10);
  expect(choice.widths).toEqual({ sku: 60 });
  expect(template(visibleColumns(shapes, choice), choice)).toBe('32px 60px minmax(200px, 1fr) minmax(70px, 110px)');
  expect(lineWidth(visibleColumns(shapes, choice), choice)).toBe(362);
});

test('PLT-12 a stored arrangement survives columns that came and went', () => {
  const stored = { order: ['select', 'price', 'gone', 'sku'], hidden: ['gone', 'select', 'sku'], widths: { price: 200, gone: 50 } };
  const choice = reconcile(shapes, stored);
  expect(choice.order).toEqual(['select', 'price', 'brand', 'sku', 'title']);
  expect(choice.hidden).toEqual(['sku', 'brand']);
  expect(choice.widths).toEqual({ price: 200 });
});

test('PLT-12 whatever was stored, every column has one place, fixed ones first, and storing again changes nothing', () =>
  fc.assert(fc.property(
    fc.record({ order: fc.array(fc.constantFrom('select', 'sku', 'title', 'price', 'brand', 'old')), hidden: fc.array(fc.constantFrom('select', 'sku', 'old')), widths: fc.dictionary(fc.constantFrom('sku', 'old'), fc.integer({ min: 24, max: 900 })) }),
    (stored) => {
      const choice = reconcile(shapes, stored);
      expect([...choice.order].sort()).toEqual(shapes.map(({ id }) => id).sort());
      expect(choice.order[0]).toBe('select');
      expect(reconcile(shapes, columnChoice.parse(JSON.parse(JSON.stringify(choice))))).toEqual(choice);
    },
  )));
