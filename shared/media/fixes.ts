import type { ChannelFinding } from './check-channel.ts';
import { cutOf, paddedToShape, withCut } from './crop.ts';
import { fittedSize, resultSize, showsGround, type Box, type Size } from './geometry.ts';
import { recipe as recipeSchema, type Recipe } from './recipe.ts';
import { TALLEST, WIDEST_PX } from './sizes.ts';

/** What can be done about a finding without anybody's eye. */
export const pictureFixes = ['pad-square', 'whole', 'white-ground', 'frame-product'] as const;
export type PictureFix = (typeof pictureFixes)[number];

export const WHITE = '#ffffff';
/** How much of the frame a product takes once it was framed: what every marketplace that says something about it accepts. */
export const FRAMED_FILL = 0.87;
/** From so much white along its edges, what is not white is the product. */
const WHITE_ENOUGH = 0.95;

/** What a result was found to look like; `product`: where what is not white lies in it, as shares. */
export type SeenResult = { readonly whiteBorder: number; readonly product: Box };

const served = (size: Size, recipe: Recipe): Size | null => {
  const result = resultSize(size, recipe);
  return result && fittedSize(result, { width: WIDEST_PX, height: WIDEST_PX * TALLEST });
};
const shortest = (size: Size | null): number => (size ? Math.min(size.width, size.height) : 0);
const longest = (size: Size | null): number => (size ? Math.max(size.width, size.height) : 0);
const isRecipe = (recipe: Recipe): boolean => recipeSchema.safeParse(recipe).success;

/** A recipe whose result is a square on white, with nothing of the picture lost. */
export const padSquare = (size: Size, recipe: Recipe): Recipe => paddedToShape(size, recipe, 1, WHITE);

/** A recipe whose result frames the product as marketplaces want it, on white, in the shape it has. */
export function frameProduct(size: Size, recipe: Recipe, product: Box): Recipe {
  const cut = cutOf(size, recipe);
  const [wide, high] = [product.width * cut.width, product.height * cut.height];
  const scale = Math.max(wide / cut.width, high / cut.height) / FRAMED_FILL;
  const [width, height] = [cut.width * scale, cut.height * scale];
  const middle = { x: cut.left + (product.left + product.width / 2) * cut.width, y: cut.top + (product.top + product.height / 2) * cut.height };
  return { ...withCut(size, recipe, { left: middle.x - width / 2, top: middle.y - height / 2, width, height }), background: WHITE };
}

/**
 * What would mend a finding, and the recipe with it.
 *
 * @param size the upright original, px
 * @returns null where only another photo, or a person, can mend it
 */
export function fixFor(finding: ChannelFinding, size: Size, recipe: Recipe, seen: SeenResult | null): { readonly fix: PictureFix; readonly recipe: Recipe } | null {
  const fixed = (fix: PictureFix, next: Recipe) => (isRecipe(next) ? { fix, recipe: next } : null);
  const whole: Recipe = { ...recipe, crop: null };
  if (finding.level === 'unmeasured' || finding.level === 'review') return null;
  switch (finding.about) {
    case 'ratio': return fixed('pad-square', padSquare(size, recipe));
    case 'shortestSidePx': {
      const least = finding.least ?? 0;
      if (shortest(served(size, padSquare(size, recipe))) >= least) return fixed('pad-square', padSquare(size, recipe));
      return shortest(served(size, whole)) >= least ? fixed('whole', whole) : null;
    }
    case 'longestSidePx': return longest(served(size, whole)) >= (finding.least ?? Infinity) ? fixed('whole', whole) : null;
    // A white frame around a photo with another ground would only look as if the rule were kept.
    case 'whiteBorder': return recipe.background !== WHITE && showsGround(size, recipe) ? fixed('white-ground', { ...recipe, background: WHITE }) : null;
    case 'fill': return seen && seen.whiteBorder >= WHITE_ENOUGH ? fixed('frame-product', frameProduct(size, recipe, seen.product)) : null;
    default: return null;
  }
}
