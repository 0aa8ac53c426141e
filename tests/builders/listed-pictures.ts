import type { ListedPicture } from '#shared/media/listed-picture.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import type { Product } from '#shared/catalog/model.ts';

/** The SHA-256 of no file, told by a number. */
export const sha256Of = (n: number): string => n.toString(16).padStart(64, '0');

/** A sharp, well-lit photo of 1,600 x 1,600 on white; only what matters to the case is given. */
export function aListedPicture(given: Partial<Omit<ListedPicture, 'look'>> & { n?: number; look?: Partial<ListedPicture['look']> } = {}): ListedPicture {
  const { n = 1, look, ...rest } = given;
  return {
    sha256: sha256Of(n), phash: 'f0f0f0f0f0f0f0f0', mime: 'image/jpeg', bytes: 400_000, width: 1_600, height: 1_600, frames: 1, name: `picture-${n}.jpg`, placeholder: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
    look: { whiteBorder: 1, fill: 0.85, hasFrame: false, sharpness: 400, light: 0.7, black: 0, blown: 0, ...look },
    ...rest,
  };
}

export const aRecipe = (given: Partial<Recipe> = {}): Recipe => ({ ...plainRecipe, ...given });

/** An entry of `images` that shows a file. */
export const anImage = (given: Partial<Product['images'][string]> = {}): Product['images'][string] => ({ position: 0, drawing: '', alt: {}, picture: aListedPicture(), ...given });
