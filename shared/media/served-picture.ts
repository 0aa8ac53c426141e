import { fittedSize, resultSize, type Size } from './geometry.ts';
import type { DerivativePurpose } from './model.ts';
import type { Recipe } from './recipe.ts';
import { sizesFor, TALLEST, WIDEST_PX } from './sizes.ts';

/** The largest picture that is made of an original: what buyers and marketplaces are sent at most. */
export type ServedPicture = Size & { readonly purpose: DerivativePurpose };

/**
 * How large a picture is served at most, and under which name.
 *
 * @param size the upright original, px
 * @returns null when its recipe leaves nothing of it
 */
export function servedPicture(size: Size, recipe: Recipe): ServedPicture | null {
  const result = resultSize(size, recipe);
  if (result === null) return null;
  const { width, height } = fittedSize(result, { width: WIDEST_PX, height: WIDEST_PX * TALLEST });
  return { purpose: sizesFor(width).at(-1)!.purpose, width, height };
}
