import { useAsk } from '#renderer/lib/use-ask.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { Recipe } from '#shared/media/recipe.ts';

/** A picture of a listing, and one of another listing of the shop that looks the same. */
export type AlikePicture = { readonly imageId: string; readonly productId: string; readonly title: string; readonly sha256: string; readonly recipe: Recipe | null; readonly distance: number };

/** What other listings of the shop show that looks like a picture of this one; nothing while it is not known. */
export function useAlike(productId: string): readonly AlikePicture[] {
  const { data } = useAsk('media.alike', { productId: productId as ProductId }, { refreshOn: ['catalog.changed', 'media.trayChanged'] });
  return (data?.alike ?? []).map(({ imageId, of, distance }) => ({ imageId, distance, productId: of.productId, title: of.title, sha256: of.sha256, recipe: of.recipe }));
}
