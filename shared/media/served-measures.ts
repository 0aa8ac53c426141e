import { fittedSize, resultSize, showsGround, type Size } from './geometry.ts';
import type { MeasuredPicture } from './check-channel.ts';
import type { ListedPicture } from './listed-picture.ts';
import type { PictureLook } from './look.ts';
import type { Recipe } from './recipe.ts';
import { TALLEST, WIDEST_PX } from './sizes.ts';

/** What marketplaces and buyers are sent of a picture is never larger than this. */
const MOST: Size = { width: WIDEST_PX, height: WIDEST_PX * TALLEST };

/** Whether a picture looks, under its recipe, as the original was measured: nothing cut, laid around, or straightened. On white it was measured, too. */
const looksAsMeasured = (picture: Size, recipe: Recipe): boolean => recipe.crop === null && !showsGround(picture, recipe) && (recipe.background === null || recipe.background === '#ffffff');

/**
 * A picture as a marketplace is sent it: the largest JPEG that is made of it. The original's file, its type and its frames matter no more.
 *
 * @param seen what the result was found to look like, and to weigh; without it, only what is the same as in the original is known
 * @returns null when the recipe leaves nothing of it
 */
export function servedMeasures(picture: Pick<ListedPicture, 'width' | 'height' | 'look'>, recipe: Recipe, seen: { readonly look?: PictureLook; readonly bytes?: number } = {}): MeasuredPicture | null {
  const result = resultSize(picture, recipe);
  if (result === null) return null;
  const look = seen.look ?? (looksAsMeasured(picture, recipe) ? picture.look : null);
  return { ...fittedSize(result, MOST), mime: 'image/jpeg', frames: 1, bytes: seen.bytes ?? null, whiteBorder: look?.whiteBorder ?? null, fill: look?.fill ?? null, hasFrame: look?.hasFrame ?? null };
}
