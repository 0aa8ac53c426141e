import { sha256OfText } from '../kernel/sha256.ts';
import { plainRecipe, recipeText, type Recipe, type Watermark } from './recipe.ts';

/** How a picture is changed for buyers: by its own recipe, under the mark of its shop. */
export const effectiveRecipe = (own: Recipe | null | undefined, watermark: Watermark | null | undefined): Recipe => ({ ...(own ?? plainRecipe), watermark: watermark ?? null });

/** The pictures of a shop have few recipes, most of them one and the same: an export asks for its name a million times. */
const known = new Map<string, string>();
const MOST_KNOWN = 500;

/** The name of a recipe in addresses of smaller pictures: 16 hexadecimal digits, the same for recipes that make the same pixels. */
export function recipeHashOf(recipe: Recipe): string {
  const text = recipeText(recipe);
  const before = known.get(text);
  if (before !== undefined) return before;
  const name = sha256OfText(text).slice(0, 16);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, name);
  return name;
}
