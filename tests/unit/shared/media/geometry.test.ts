import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cropBox, moved, resultMatrix, resultSize, showsGround, straightenedSize, turnedSize, uncutMatrix, uncutSize, type Size } from '#shared/media/geometry.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';

const someSize = fc.record({ width: fc.integer({ min: 40, max: 8000 }), height: fc.integer({ min: 40, max: 8000 }) });
const someTurn = fc.record({ rotate: fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const), straighten: fc.double({ min: -45, max: 45, noNaN: true }) });
const someCrop = fc.option(fc.record({ left: fc.double({ min: -0.5, max: 0.6, noNaN: true }), top: fc.double({ min: -0.5, max: 0.6, noNaN: true }), width: fc.double({ min: 0.6, max: 1.5, noNaN: true }), height: fc.double({ min: 0.6, max: 1.5, noNaN: true }) }));
const corners = ({ width, height }: Size) => [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: 0, y: height }, { x: width, y: height }];

test.each([
  { name: 'not at all', degrees: 0, size: { width: 400, height: 300 } },
  { name: 'ten degrees', degrees: 10, size: { width: 446, height: 365 } },
  { name: 'the other way is as large', degrees: -10, size: { width: 446, height: 365 } },
  { name: 'half a quarter', degrees: 45, size: { width: 495, height: 495 } },
])('straightened: $name', ({ degrees, size }) => expect(straightenedSize({ width: 400, height: 300 }, degrees)).toEqual(size));

test('two quarter turns change no size', () =>
  fc.assert(fc.property(someSize, (size) => {
    expect(turnedSize(turnedSize(size, 90), 270)).toEqual(size);
    expect(turnedSize(size, 180)).toEqual(size);
  })));

test('the uncut picture holds all four corners, within the pixel it is rounded by, and touches each of its sides', () =>
  fc.assert(fc.property(someSize, someTurn, (size, turn) => {
    const uncut = uncutSize(size, turn);
    const at = corners(size).map((corner) => moved(uncutMatrix(size, turn), corner));
    for (const [low, high, side] of [[Math.min(...at.map(({ x }) => x)), Math.max(...at.map(({ x }) => x)), uncut.width], [Math.min(...at.map(({ y }) => y)), Math.max(...at.map(({ y }) => y)), uncut.height]] as const) {
      expect(Math.abs(low)).toBeLessThanOrEqual(0.51);
      expect(Math.abs(high - side)).toBeLessThanOrEqual(0.51);
    }
  })));

test('the middle stays the middle', () =>
  fc.assert(fc.property(someSize, someTurn, (size, turn) => {
    const uncut = uncutSize(size, turn);
    const { x, y } = moved(uncutMatrix(size, turn), { x: size.width / 2, y: size.height / 2 });
    expect([x, y]).toEqual([expect.closeTo(uncut.width / 2, 6), expect.closeTo(uncut.height / 2, 6)]);
  })));

test('a result is drawn as wide as asked, and its box is where its matrix puts it', () =>
  fc.assert(fc.property(someSize, someTurn, someCrop, fc.integer({ min: 1, max: 1600 }), (size, turn, crop, width) => {
    const recipe: Recipe = { ...plainRecipe, ...turn, crop };
    const [uncut, whole] = [uncutSize(size, turn), resultSize(size, recipe)];
    const [box, matrix] = [cropBox(crop, uncut.width, uncut.height), resultMatrix(size, recipe, width)];
    expect([whole === null, matrix === null]).toEqual([box === null, box === null]);
    if (box === null || matrix === null) return;
    // The corner of the box in the uncut picture becomes the corner of what is drawn.
    const [plain, scale] = [uncutMatrix(size, turn), width / box.width];
    for (const point of corners(size)) {
      const [before, after] = [moved(plain, point), moved(matrix, point)];
      expect([after.x, after.y]).toEqual([expect.closeTo((before.x - box.left) * scale, 4), expect.closeTo((before.y - box.top) * scale, 4)]);
    }
  })));

test.each([
  { name: 'a plain picture', recipe: {}, shows: false },
  { name: 'a quarter turn', recipe: { rotate: 90 as const }, shows: false },
  { name: 'open corners', recipe: { straighten: 4 }, shows: true },
  { name: 'open corners cut off', recipe: { straighten: 4, crop: { left: 0.2, top: 0.2, width: 0.6, height: 0.6 } }, shows: false },
  { name: 'ground around it', recipe: { crop: { left: 0, top: -0.25, width: 1, height: 1.5 } }, shows: true },
])('ground shows: $name', ({ recipe, shows }) => expect(showsGround({ width: 900, height: 600 }, { ...plainRecipe, ...recipe })).toBe(shows));
