import { resultSize, type Size } from './geometry.ts';
import { adviceOn, type LookAdvice, type PictureLook } from './look.ts';
import { plainRecipe, type Recipe } from './recipe.ts';

/** Below it, px of the shorter side, a buyer sees no detail; Google refuses such pictures from 2027 on. */
export const LEAST_SHOWN_SIDE_PX = 500;

export type PictureFault = LookAdvice | 'too-small';

/** What is wrong with a picture of a listing as buyers see it, the worst first; none: it is sharp, well lit and large enough. */
export function pictureFaults(picture: Size & { readonly look: PictureLook }, recipe: Recipe | null | undefined): PictureFault[] {
  const size = resultSize(picture, recipe ?? plainRecipe);
  const isSmall = size === null || Math.min(size.width, size.height) < LEAST_SHOWN_SIDE_PX;
  return [...(isSmall ? ['too-small' as const] : []), ...adviceOn(picture.look)];
}
