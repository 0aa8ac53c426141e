import { recipeHashOf } from './effective-recipe.ts';
import type { ListedPicture } from './listed-picture.ts';
import type { DerivativePurpose } from './model.ts';
import type { Recipe } from './recipe.ts';

/**
 * Where the server shows a smaller picture, in the best format the caller takes.
 *
 * @param recipe the hash of the recipe it was made by
 */
export const picturePath = (shop: string, asset: string, recipe: string, purpose: string): string => `/pictures/${shop}/${asset}/${recipe}/${purpose}`;

/** The same for a picture of a listing. */
export const pathOfPicture = (shop: string, { sha256 }: Pick<ListedPicture, 'sha256'>, recipe: Recipe, purpose: DerivativePurpose): string => picturePath(shop, sha256, recipeHashOf(recipe), purpose);
