import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from '#shared/bulk/clipboard/spread.ts';

const two = [['a', 'b'], ['c', 'd']];
const room = { rows: 100, cols: 5 };
const laid = (block: readonly (readonly string[])[], marked: { rows: number; cols: number }, space = room) => {
  const { extent, at, misfit } = spread(block, marked, space);
  return { cells: Array.from({ length: extent.rows }, (_, row) => Array.from({ length: extent.cols }, (__, col) => at(row, col) ?? '·').join('')), misfit: misfit?.kind ?? null };
};

test.each([
  { name: 'one value fills what is marked', block: [['x']], marked: { rows: 2, cols: 3 }, cells: ['xxx', 'xxx'], misfit: null },
  { name: 'on one cell a block begins there', block: two, marked: { rows: 1, cols: 1 }, cells: ['ab', 'cd'], misfit: null },
  { name: 'as many cells as there are', block: two, marked: { rows: 2, cols: 2 }, cells: ['ab', 'cd'], misfit: null },
  { name: 'a whole number of times repeats', block: two, marked: { rows: 4, cols: 2 }, cells: ['ab', 'cd', 'ab', 'cd'], misfit: null },
  { name: 'one line goes down', block: [['a', 'b']], marked: { rows: 3, cols: 2 }, cells: ['ab', 'ab', 'ab'], misfit: null },
  { name: 'more marked than fits', block: two, marked: { rows: 3, cols: 2 }, cells: ['ab', 'cd'], misfit: 'shape' },
  { name: 'fewer marked than copied', block: two, marked: { rows: 1, cols: 2 }, cells: ['ab'], misfit: 'shape' },
  { name: 'lines of different lengths leave cells alone', block: [['a', 'b'], ['c']], marked: { rows: 1, cols: 1 }, cells: ['ab', 'c·'], misfit: null },
  { name: 'nothing', block: [], marked: { rows: 2, cols: 2 }, cells: [], misfit: null },
])('BLK-02 $name', ({ block, marked, cells, misfit }) => expect(laid(block, marked)).toEqual({ cells, misfit }));

test('BLK-02 the part that would fall off the list is left out, and said', () =>
  expect(laid(two, { rows: 1, cols: 1 }, { rows: 1, cols: 1 })).toEqual({ cells: ['a'], misfit: 'outside' }));

test('BLK-02 a block never reaches beyond the marked cells, nor beyond what is shown', () =>
  fc.assert(fc.property(
    fc.array(fc.array(fc.constantFrom('a', 'b'), { maxLength: 6 }), { maxLength: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.nat(4), fc.nat(4),
    (block, rows, cols, moreRows, moreCols) => {
      const space = { rows: rows + moreRows, cols: cols + moreCols };
      const { extent, misfit } = spread(block, { rows, cols }, space);
      const bound = rows === 1 && cols === 1 ? space : { rows, cols };
      expect(extent.rows).toBeLessThanOrEqual(bound.rows);
      expect(extent.cols).toBeLessThanOrEqual(bound.cols);
      // Nothing of the block stays behind without a word.
      const most = block.reduce((wide, line) => Math.max(wide, line.length), 0);
      if (misfit === null && most > 0) expect(extent.rows >= block.length && extent.cols >= most).toBe(true);
    },
  )));
