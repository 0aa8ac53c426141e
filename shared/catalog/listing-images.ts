import { effectiveRecipe } from '../media/effective-recipe.ts';
import type { Recipe } from '../media/recipe.ts';
import { servedPicture, type ServedPicture } from '../media/served-picture.ts';
import type { Product, ProductImage, VariantId } from './model.ts';
import type { Shop } from './shop-model.ts';

export type ImageEntry = readonly [id: string, image: ProductImage];

/** Whether an entry shows anything: a file, or a drawing of the demo. */
export const showsSomething = ({ picture, drawing }: ProductImage): boolean => (picture ?? null) !== null || drawing !== '';

/** The pictures in the order the seller gave them; an entry that shows nothing is none. */
export const imagesOf = ({ images }: Pick<Product, 'images'>): readonly ImageEntry[] =>
  Object.entries(images).filter(([, image]) => showsSomething(image)).sort(([idA, a], [idB, b]) => a.position - b.position || (idA < idB ? -1 : 1));

/** Whether there is any picture, without putting them in order. */
export function hasImages({ images }: Pick<Product, 'images'>): boolean {
  for (const id in images) if (Object.hasOwn(images, id) && showsSomething(images[id]!)) return true;
  return false;
}

/** The variants a picture shows, of those that are still there; none: it shows all. */
export const variantsShown = ({ variants }: Pick<Product, 'variants'>, image: ProductImage): readonly VariantId[] => (image.variants ?? []).filter((id) => Object.hasOwn(variants, id));

/** The pictures of one variant, its own first, then those of all; where it has neither, the listing's. */
export function imagesForVariant(product: Pick<Product, 'images' | 'variants'>, id: VariantId): readonly ImageEntry[] {
  const all = imagesOf(product);
  if (all.every(([, image]) => (image.variants ?? []).length === 0)) return all;
  const own = all.filter(([, image]) => image.variants?.includes(id));
  const common = all.filter(([, image]) => variantsShown(product, image).length === 0);
  return own.length + common.length === 0 ? all : [...own, ...common];
}

/** How a picture is changed for buyers, its shop's mark included. */
export const recipeOf = ({ recipe }: Pick<ProductImage, 'recipe'>, { watermark }: Pick<Shop, 'watermark'>): Recipe => effectiveRecipe(recipe, watermark);

/** What buyers are sent of a picture at most; null: it is drawn, or its recipe leaves nothing of it. */
export const servedImage = (image: ProductImage, shop: Pick<Shop, 'watermark'>): ServedPicture | null => (image.picture ? servedPicture(image.picture, recipeOf(image, shop)) : null);
