import { sha256OfText } from '../kernel/sha256.ts';
import { plainRecipe, recipeText, type Recipe, type Watermark } from './recipe.ts';

/** How a picture is changed for buyers: by its own recipe, under the mark of its shop. */
export const effectiveRecipe = (own: Recipe | null | undefined, watermark: Watermark | null | undefined): Recipe => ({ ...(own ?? plainRecipe), watermark: watermark ?? null });

/** The name of a recipe in addresses of smaller pictures: 16 hexadecimal digits, the same for recipes that make the same pixels. */
export const recipeHashOf = (recipe: Recipe): string => sha256OfText(recipeText(recipe)).slice(0, 16);
