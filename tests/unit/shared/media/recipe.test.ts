import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cropBox } from '#shared/media/geometry.ts';
import { plainRecipe, recipe, recipeText, type Recipe } from '#shared/media/recipe.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const someCrop = fc.option(fc.record({ left: share, top: share, width: share, height: share }));
const someRecipe: fc.Arbitrary<Recipe> = fc.record({
  version: fc.constant(1 as const), rotate: fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const), straighten: fc.double({ min: -45, max: 45, noNaN: true }), crop: someCrop,
  background: fc.option(fc.constantFrom('#ffffff', '#00ff7f')), focus: fc.record({ x: share, y: share }),
  watermark: fc.option(fc.record({ text: fc.constantFrom('Dar Nour', 'دار'), opacity: fc.double({ min: 0.05, max: 1, noNaN: true }), place: fc.constantFrom('centre' as const, 'tiled' as const) })),
});

test('a recipe survives being written and read, and its text does not depend on the order of its parts', () =>
  fc.assert(fc.property(someRecipe, (one) => {
    const turned = Object.fromEntries(Object.entries(one).toReversed());
    const read = recipe.parse(JSON.parse(JSON.stringify(turned)));
    expect(recipeText(read)).toBe(recipeText(JSON.parse(JSON.stringify(one)) as Recipe));
  })));

test('another focus is the same picture, another crop is not', () => {
  expect(recipeText({ ...plainRecipe, focus: { x: 0, y: 1 } })).toBe(recipeText(plainRecipe));
  expect(recipeText({ ...plainRecipe, crop: { left: 0, top: 0, width: 0.5, height: 1 } })).not.toBe(recipeText(plainRecipe));
});

const someReach = fc.option(fc.record({ left: fc.double({ min: -3, max: 1, noNaN: true }), top: fc.double({ min: -3, max: 1, noNaN: true }), width: fc.double({ min: 0, max: 5, noNaN: true }), height: fc.double({ min: 0, max: 5, noNaN: true }) }));
test('a crop is whole pixels that touch the picture, or nothing', () =>
  fc.assert(fc.property(someReach, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (crop, width, height) => {
    const box = cropBox(crop, width, height);
    if (box === null) return;
    expect([box.left, box.top, box.width, box.height].every(Number.isInteger)).toBe(true);
    expect(Math.min(box.left + box.width, width)).toBeGreaterThan(Math.max(box.left, 0));
    expect(Math.min(box.top + box.height, height)).toBeGreaterThan(Math.max(box.top, 0));
  })));

test('a crop of nothing leaves nothing', () => expect(cropBox({ left: 0.5, top: 0.5, width: 0, height: 0.2 }, 100, 100)).toBeNull());
test('a crop beside the picture leaves nothing', () => expect(cropBox({ left: 1, top: 0, width: 0.5, height: 1 }, 100, 100)).toBeNull());
