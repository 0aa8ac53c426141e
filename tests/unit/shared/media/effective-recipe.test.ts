import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { effectiveRecipe, recipeHashOf } from '#shared/media/effective-recipe.ts';
import { plainRecipe, recipeText, type Recipe, type Watermark } from '#shared/media/recipe.ts';
import { recipeHash } from '#shared/media/upload-contract.ts';

const mark: Watermark = { text: 'Atelier Nour', opacity: 0.4, place: 'bottom-end' };
const turned: Recipe = { ...plainRecipe, rotate: 90, watermark: { ...mark, text: 'written by hand' } };

test.each([
  { name: 'nothing said: as it came', own: undefined, watermark: undefined, is: plainRecipe },
  { name: 'nothing said, under the mark of the shop', own: null, watermark: mark, is: { ...plainRecipe, watermark: mark } },
  { name: 'its own recipe, and the mark is the shop’s alone', own: turned, watermark: null, is: { ...turned, watermark: null } },
  { name: 'both', own: turned, watermark: mark, is: { ...turned, watermark: mark } },
])('IMG-06 $name', ({ own, watermark, is }) => expect(effectiveRecipe(own, watermark)).toEqual(is));

test('IMG-06 a recipe is named by its pixels: the beginning of the SHA-256 of its text, which an address takes', () => {
  const name = recipeHashOf(effectiveRecipe(turned, mark));
  expect(name).toBe(createHash('sha256').update(recipeText({ ...turned, watermark: mark })).digest('hex').slice(0, 16));
  expect(recipeHash.parse(name)).toBe(name);
  expect(recipeHashOf({ ...plainRecipe, focus: { x: 0, y: 0 } })).toBe(recipeHashOf(plainRecipe));
  expect(recipeHashOf(effectiveRecipe(null, mark))).not.toBe(recipeHashOf(plainRecipe));
});
