import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, cutOf, cutToShape, largestInside, LEAST_CUT_PX, movedBox, paddedToShape, resizedBox, straightened, turned, withCut, withoutGround, type Handle } from '#shared/media/crop.ts';
import { resultSize, showsGround, turnedSize, uncutSize, type Box } from '#shared/media/geometry.ts';
import { plainRecipe, recipe as recipeSchema, type Recipe } from '#shared/media/recipe.ts';

const size = { width: 1200, height: 800 };
const someSize = fc.record({ width: fc.integer({ min: 200, max: 8000 }), height: fc.integer({ min: 200, max: 8000 }) });
const someDegrees = fc.integer({ min: -450, max: 450 }).map((tenths) => tenths / 10);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const someRatio = fc.constantFrom(1, 4 / 3, 3 / 4, 16 / 9);
/** A recipe as the screen makes them: turned, straightened, cut inside of the picture. */
const someRecipe = fc.record({ rotate: fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const), straighten: someDegrees, crop: fc.option(fc.record({ left: share, top: share, width: share, height: share })), x: share, y: share }).map(({ rotate, straighten, crop, x, y }): Recipe => ({
  ...plainRecipe, rotate, straighten, focus: { x, y },
  crop: crop && { left: crop.left * 0.5, top: crop.top * 0.5, width: 0.2 + crop.width * 0.3, height: 0.2 + crop.height * 0.3 },
}));
const handles: readonly Handle[] = ([-1, 0, 1] as const).flatMap((x) => ([-1, 0, 1] as const).map((y) => ({ x, y }))).filter(({ x, y }) => x !== 0 || y !== 0);
const someHandle = fc.constantFrom(...handles);
const someStep = fc.record({ x: fc.double({ min: -3000, max: 3000, noNaN: true }), y: fc.double({ min: -3000, max: 3000, noNaN: true }) });

describe('what a recipe becomes can be kept', () => {
  test('IMG-09 whatever is done to it', () =>
    fc.assert(fc.property(someSize, someRecipe, someDegrees, someRatio, (of, recipe, degrees, ratio) => {
      for (const next of [straightened(of, recipe, degrees), turned(recipe, 90), turned(recipe, 270), cutToShape(of, recipe, ratio), withoutGround(of, recipe), paddedToShape(of, recipe, 1, '#ffffff')]) {
        expect(recipeSchema.safeParse(next).success).toBe(true);
        expect(resultSize(of, next)).not.toBeNull();
      }
    })));
});

describe('turning', () => {
  test('four quarters are none', () =>
    fc.assert(fc.property(someRecipe, (recipe) => {
      const around = ([90, 90, 90, 90] as const).reduce<Recipe>((one, by) => turned(one, by), recipe);
      const back = turned(turned(recipe, 90), 270);
      for (const one of [around, back]) {
        expect(one.rotate).toBe(recipe.rotate);
        for (const part of ['left', 'top', 'width', 'height'] as const) if (recipe.crop) expect(one.crop![part]).toBeCloseTo(recipe.crop[part], 5);
        expect([one.focus.x, one.focus.y]).toEqual([expect.closeTo(recipe.focus.x, 5), expect.closeTo(recipe.focus.y, 5)]);
      }
    })));
  test('the result turns with it', () => {
    const recipe = { ...plainRecipe, crop: { left: 0.1, top: 0.2, width: 0.5, height: 0.25 } };
    expect(resultSize(size, recipe)).toEqual({ width: 600, height: 200 });
    expect(resultSize(size, turned(recipe, 90))).toEqual({ width: 200, height: 600 });
    expect(turned(recipe, 90).crop).toEqual({ left: 0.55, top: 0.1, width: 0.25, height: 0.5 });
  });
});

describe('straightening', () => {
  test('a picture without open corners has none afterwards', () =>
    fc.assert(fc.property(someSize, someDegrees, someRatio, fc.boolean(), (of, degrees, ratio, isCut) => {
      const before = isCut ? cutToShape(of, plainRecipe, ratio) : plainRecipe;
      expect(showsGround(of, straightened(of, before, degrees))).toBe(false);
    })));
  test('back to nothing is the whole picture again, also in two goes', () => {
    const there = straightened(size, plainRecipe, 7.5);
    expect(there.crop).not.toBeNull();
    const back = cutOf(size, straightened(size, there, 0));
    expect([back.width, back.height]).toEqual([expect.closeTo(1200, -1), expect.closeTo(800, -1)]);
  });
  test('open corners that were wanted stay', () => {
    const open = { ...plainRecipe, straighten: 5 };
    expect(straightened(size, open, 6)).toEqual({ ...open, straighten: 6 });
  });
  test('the largest cut touches the picture’s sides, and a larger one shows ground', () =>
    fc.assert(fc.property(someSize, someDegrees.filter((degrees) => degrees !== 0), someRatio, (of, degrees, ratio) => {
      const recipe = { ...plainRecipe, straighten: degrees };
      const [most, uncut] = [largestInside(of, degrees, ratio), uncutSize(of, recipe)];
      const cut = (more: number): Recipe => withCut(of, recipe, { left: (uncut.width - most.width - more) / 2, top: (uncut.height - most.height - more) / 2, width: most.width + more, height: most.height + more });
      expect(showsGround(of, cut(0))).toBe(false);
      expect(showsGround(of, cut(12))).toBe(true);
    })));
});

describe('shapes', () => {
  test('a cut to a shape has it, lies in the picture, and cannot be larger', () =>
    fc.assert(fc.property(someSize, someRecipe, someRatio, (of, recipe, ratio) => {
      const next = cutToShape(of, { ...recipe, straighten: 0 }, ratio);
      const [box, uncut] = [cutOf(of, next), turnedSize(of, recipe.rotate)];
      expect(box.width / box.height).toBeCloseTo(ratio, 1);
      expect(Math.min(box.left, box.top, uncut.width - box.left - box.width, uncut.height - box.top - box.height)).toBeGreaterThan(-0.1);
      expect(Math.max(box.width / uncut.width, box.height / uncut.height)).toBeCloseTo(1, 3);
    })));
  test('IMG-09 padding to a square loses nothing, is square to the pixel, and doing it twice is doing it once', () =>
    fc.assert(fc.property(someSize, someRecipe, (of, recipe) => {
      const once = paddedToShape(of, recipe, 1, '#ffffff');
      const [before, after] = [cutOf(of, recipe), cutOf(of, once)];
      expect(after.left).toBeLessThanOrEqual(before.left + 0.02);
      expect(after.top + after.height).toBeGreaterThanOrEqual(before.top + before.height - 0.02);
      const { width, height } = resultSize(of, once)!;
      expect(Math.abs(width - height)).toBeLessThanOrEqual(1);
      expect(paddedToShape(of, once, 1, '#ffffff').crop).toEqual(once.crop && { left: expect.closeTo(once.crop.left, 5) as number, top: expect.closeTo(once.crop.top, 5) as number, width: expect.closeTo(once.crop.width, 5) as number, height: expect.closeTo(once.crop.height, 5) as number });
    })));
});

describe('by hand', () => {
  const bounds: Box = { left: 0, top: 0, ...size };
  const someBox = fc.record({ left: share, top: share, width: share, height: share }).map(({ left, top, width, height }): Box => ({ left: left * 500, top: top * 300, width: 40 + width * 600, height: 40 + height * 400 }));
  const isInside = (box: Box) => Math.min(box.left, box.top, bounds.width - box.left - box.width, bounds.height - box.top - box.height) > -1e-6;

  test('moved or resized, it stays in its bounds and is never nothing', () =>
    fc.assert(fc.property(someBox, someHandle, someStep, fc.option(someRatio), (box, handle, by, ratio) => {
      expect(isInside(movedBox(box, by, bounds))).toBe(true);
      const next = resizedBox(box, handle, by, bounds, ratio);
      expect(isInside(next)).toBe(true);
      expect(Math.min(next.width, next.height)).toBeGreaterThan(ratio === null ? LEAST_CUT_PX - 1e-6 : 1);
      if (ratio !== null) expect(next.width / next.height).toBeCloseTo(ratio, 5);
    })));
  test('what lies across from a handle does not move', () =>
    fc.assert(fc.property(someBox, someHandle, someStep, (box, handle, by) => {
      const next = resizedBox(box, handle, by, bounds, null);
      if (handle.x > 0) expect(next.left).toBeCloseTo(box.left, 6);
      if (handle.x < 0) expect(next.left + next.width).toBeCloseTo(box.left + box.width, 6);
      if (handle.y > 0) expect(next.top).toBeCloseTo(box.top, 6);
      if (handle.y < 0) expect(next.top + next.height).toBeCloseTo(box.top + box.height, 6);
    })));
  test('a cut that reaches over ground may go as far again', () =>
    expect(boundsOf(size, paddedToShape(size, plainRecipe, 1, '#ffffff'))).toEqual({ left: 0, top: -200, width: 1200, height: 1200 }));
  test('the whole is no cut', () => expect(withCut(size, plainRecipe, bounds).crop).toBeNull());
  test('the point in view stays on what it was put on', () => {
    const marked = { ...plainRecipe, focus: { x: 0.25, y: 0.5 } };
    expect(withCut(size, marked, { left: 0, top: 0, width: 600, height: 800 }).focus).toEqual({ x: 0.5, y: 0.5 });
    expect(withCut(size, { ...plainRecipe }, { left: 0, top: 0, width: 600, height: 800 }).focus).toEqual({ x: 0.5, y: 0.5 });
  });
});
