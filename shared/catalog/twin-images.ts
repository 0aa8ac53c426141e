import { ALIKE_BITS, hashDistance, tellsApart } from '../media/alike.ts';
import { plainRecipe, recipeText, type Recipe } from '../media/recipe.ts';
import { imagesOf } from './listing-images.ts';
import type { Product, ProductImage } from './model.ts';

/** A picture of a listing that shows what another of it shows already; `nth` is its place, from 1. */
export type Twin = { readonly imageId: string; readonly nth: number; readonly sha256: string; readonly recipe: Recipe | null };

const cutOf = ({ recipe }: ProductImage): string => recipeText(recipe ?? plainRecipe);
/** Hashes know no colours: what is of other variants may look the same and be red instead of blue. */
const isOfOthers = ({ variants: a }: ProductImage, { variants: b }: ProductImage): boolean => a !== undefined && b !== undefined && a.length > 0 && b.length > 0 && !a.some((one) => b.includes(one));

/**
 * Which earlier picture of a listing a picture repeats. Two cuts of one photo are two views, and pictures of different variants are no repetition;
 * plain grounds look like nothing.
 *
 * @returns the first in the order buyers see them; null where there is none
 */
export function twinBefore(images: Product['images'], imageId: string): Twin | null {
  const image = images[imageId];
  if (!image?.picture) return null;
  const { sha256, phash } = image.picture;
  for (const [at, [id, other]] of imagesOf({ images }).entries()) {
    if (id === imageId) return null;
    if (!other.picture || cutOf(other) !== cutOf(image) || isOfOthers(other, image)) continue;
    if (other.picture.sha256 === sha256 || (tellsApart(phash) && tellsApart(other.picture.phash) && hashDistance(other.picture.phash, phash) <= ALIKE_BITS)) {
      return { imageId: id, nth: at + 1, sha256: other.picture.sha256, recipe: other.recipe ?? null };
    }
  }
  return null;
}
