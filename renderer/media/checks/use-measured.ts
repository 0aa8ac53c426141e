import { useMemo } from 'react';
import type { ShopId } from '#shared/auth/model.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import { measureResult } from '../editor/draw-result.ts';
import { useShownPicture } from '../editor/use-shown-picture.ts';
import type { Measured } from './find-problems.ts';

/** Looks at what a recipe made of a picture, here on the screen; null while it is not to be had, and where nobody asked. */
export function useMeasured(shopId: ShopId, picture: ListedPicture | null, recipe: Recipe | null, isAsked: boolean): Measured | null {
  const { picture: shown } = useShownPicture(picture === null || !isAsked ? null : { shopId, sha256: picture.sha256, recipe, purpose: '640', bare: true });
  return useMemo(() => (shown ? measureResult(shown.image, { width: shown.width, height: shown.height }, plainRecipe) : null), [shown]);
}
