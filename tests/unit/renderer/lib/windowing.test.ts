import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawable, pageRows, positionOf, reveal, scrollOf, spacerPx, visibleSpan, wantedPages, type Geometry } from '#renderer/lib/rows/windowing.ts';

const small: Geometry = { rows: 1_000, rowPx: 32, viewPx: 320, maxSpacerPx: 8_000_000 };
const huge: Geometry = { rows: 5_000_000, rowPx: 40, viewPx: 777, maxSpacerPx: 8_000_000 };
const someGeometry = fc.record({
  rows: fc.integer({ min: 1, max: 3_000_000 }),
  rowPx: fc.constantFrom(26, 32, 40),
  viewPx: fc.integer({ min: 1, max: 3_000 }),
  maxSpacerPx: fc.constantFrom(10_000, 1_000_000, 8_000_000),
}).filter((g) => g.maxSpacerPx > g.viewPx * 2);

test.each([
  { name: 'top', at: 0, span: { first: 0, end: 10 } },
  { name: 'between two lines', at: 16, span: { first: 0, end: 11 } },
  { name: 'last screenful', at: 1_000 * 32 - 320, span: { first: 990, end: 1_000 } },
  { name: 'beyond the end', at: 99_999_999, span: { first: 990, end: 1_000 } },
])('PLT-12 visible lines: $name', ({ at, span }) => expect(visibleSpan(small, at)).toEqual(span));

test('an empty list shows no line', () => expect(visibleSpan({ ...small, rows: 0 }, 0)).toEqual({ first: 0, end: 0 }));

test('CAT-01 a spacer never passes what browsers lay out, and a short list leaves no scroll bar', () => {
  expect(spacerPx(huge)).toBe(8_000_000);
  expect(spacerPx({ ...small, rows: 3 })).toBe(320);
});

test('the scroll bar reaches the first and the last line, and never turns back', () =>
  fc.assert(fc.property(someGeometry, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (g, a, b) => {
    const range = spacerPx(g) - g.viewPx;
    const [low, high] = a < b ? [a, b] : [b, a];
    expect(visibleSpan(g, positionOf(g, 0)).first).toBe(0);
    expect(visibleSpan(g, positionOf(g, range)).end).toBe(g.rows);
    expect(positionOf(g, low * range)).toBeLessThanOrEqual(positionOf(g, high * range));
  })));

test('scrollOf undoes positionOf', () =>
  fc.assert(fc.property(someGeometry, fc.double({ min: 0, max: 1, noNaN: true }), (g, share) => {
    const position = share * Math.max(0, g.rows * g.rowPx - g.viewPx);
    expect(positionOf(g, scrollOf(g, position))).toBeCloseTo(position, 3);
  })));

test('a revealed line is whole in view, and one already in view does not move the list', () =>
  fc.assert(fc.property(someGeometry.filter((g) => g.viewPx >= g.rowPx), fc.nat(), fc.nat(), (g, from, to) => {
    const end = Math.max(0, g.rows * g.rowPx - g.viewPx);
    const position = from % (end + 1);
    const row = to % g.rows;
    const after = reveal(g, position, row);
    expect(row * g.rowPx).toBeGreaterThanOrEqual(after);
    expect((row + 1) * g.rowPx).toBeLessThanOrEqual(after + g.viewPx);
    expect(reveal(g, after, row)).toBe(after);
  })));

test('a page is one line less than a screenful', () => {
  expect(pageRows(small)).toBe(9);
  expect(pageRows({ ...small, viewPx: 10 })).toBe(1);
});

test('CAT-01 what is drawn is always loaded, whatever is asked for', () =>
  fc.assert(fc.property(fc.nat({ max: 31_000 }), fc.nat({ max: 31_000 }), fc.array(fc.integer({ min: 0, max: 31 }), { maxLength: 32 }), (wished, drawn, pages) => {
    const loaded = new Set(pages);
    const start = visibleSpan(small, drawn);
    for (let row = start.first; row < start.end; row++) loaded.add(Math.floor(row / 32));
    const has = (row: number) => loaded.has(Math.floor(row / 32));
    const position = drawable(small, wished, drawn, has);
    const span = visibleSpan(small, position);
    for (let row = span.first; row < span.end; row++) expect(has(row)).toBe(true);
    // Never further from the wish than before, never past it.
    expect(Math.abs(position - wished)).toBeLessThanOrEqual(Math.abs(drawn - wished));
    expect((position - wished) * (drawn - wished)).toBeGreaterThanOrEqual(0);
  })));

test.each([
  { name: 'standing still: both sides', direction: 0 as const, pages: [3, 4, 2, 5, 1] },
  { name: 'down: two ahead, one behind', direction: 1 as const, pages: [3, 4, 2, 5] },
  { name: 'up: two above, one below', direction: -1 as const, pages: [3, 2, 4, 1] },
])('pages wanted, $name', ({ direction, pages }) => expect(wantedPages({ first: 300, end: 330 }, 1_000, 100, direction, 2)).toEqual(pages));

test('pages beyond the list are never asked for', () => {
  expect(wantedPages({ first: 0, end: 10 }, 10, 100, 1, 3)).toEqual([0]);
  expect(wantedPages({ first: 950, end: 1_000 }, 1_000, 100, 1, 3)).toEqual([9, 8]);
  expect(wantedPages({ first: 0, end: 0 }, 0, 100, 0, 2)).toEqual([0]);
});
