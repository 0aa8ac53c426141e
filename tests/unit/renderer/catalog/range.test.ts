import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaOf, edgesOf, extentOfArea, fillArea, followed, marksOf } from '#renderer/catalog/components/grid/range.ts';

const cell = (row: number, col: number) => ({ row, col });
const list = (ids: readonly string[]) => ({ idAt: (row: number) => ids[row], rowOf: (id: string) => (ids.includes(id) ? ids.indexOf(id) : null), total: ids.length });
const marked = { range: { anchor: cell(1, 2), head: cell(3, 4) }, anchorId: 'b', headId: 'd' };

test('BLK-01 a range turned over is the same cells', () => {
  const area = { top: 1, bottom: 3, first: 2, last: 4 };
  expect(areaOf({ anchor: cell(3, 4), head: cell(1, 2) })).toEqual(area);
  expect(areaOf({ anchor: cell(1, 4), head: cell(3, 2) })).toEqual(area);
  expect(extentOfArea(area)).toEqual({ rows: 3, cols: 3 });
});

test.each([
  { name: 'nothing happened', ids: ['a', 'b', 'c', 'd', 'e'], rows: [1, 3] },
  { name: 'a line came above', ids: ['new', 'a', 'b', 'c', 'd', 'e'], rows: [2, 4] },
  { name: 'a line left above', ids: ['b', 'c', 'd', 'e'], rows: [0, 2] },
  { name: 'a line came in between', ids: ['a', 'b', 'new', 'c', 'd'], rows: null },
  { name: 'an end is gone', ids: ['a', 'b', 'c', 'e', 'f'], rows: null },
  { name: 'the beginning is gone', ids: ['a', 'c', 'd', 'e', 'f'], rows: null },
  { name: 'the list is shorter', ids: ['a', 'b', 'c'], rows: null },
])('BLK-02 marked cells stay with their lines, or are let go: $name', ({ ids, rows }) => {
  const range = followed(marked, list(ids));
  expect(range && [range.anchor.row, range.head.row]).toEqual(rows);
});

test('BLK-02 whatever happens to the list, both ends of what stays marked are the lines they were', () =>
  fc.assert(fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f', 'g']), (ids) => {
    const range = followed(marked, list(ids));
    if (range === null) return;
    expect([ids[range.anchor.row], ids[range.head.row]]).toEqual(['b', 'd']);
    expect(range.head.row - range.anchor.row).toBe(2);
  })));

test('lines nothing changes for keep the same marks', () => {
  const of = marksOf({ top: 2, bottom: 6, first: 1, last: 2 });
  expect(of(1)).toBeNull();
  expect(of(3)).toBe(of(4));
  expect(edgesOf(of(2)!, 1)).toBe('top start');
  expect(edgesOf(of(6)!, 2)).toBe('bottom end');
  expect(edgesOf(of(4)!, 1)).toBe('start');
  expect(edgesOf(marksOf({ top: 2, bottom: 2, first: 1, last: 1 })(2)!, 1)).toBe('top bottom start end');
});

test('BLK-01 the handle fills below or above, never what is marked', () => {
  const area = { top: 2, bottom: 3, first: 1, last: 2 };
  expect(fillArea(area, 7)).toEqual({ top: 4, bottom: 7, first: 1, last: 2 });
  expect(fillArea(area, 0)).toEqual({ top: 0, bottom: 1, first: 1, last: 2 });
  expect(fillArea(area, 3)).toBeNull();
});
