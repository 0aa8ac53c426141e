import type { Sharp } from 'sharp';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { MOST_PIXELS } from '#shared/media/limits.ts';
import { cropBox, plainRecipe, recipeText, type Recipe } from '#shared/media/recipe.ts';
import { refusePicture } from '#shared/media/rules.ts';
import { TALLEST, WIDEST_PX } from '#shared/media/sizes.ts';
import type { Raster } from '../derive/encode.ts';
import type { Head } from './head.ts';
import { heicPixels } from './heic.ts';
import { sharp } from './sharp.ts';

const seenAt = (width: number) => ({ width, height: width * TALLEST, fit: 'inside', withoutEnlargement: true }) as const;
/** Corners that open when a picture is straightened and nobody said what fills them. */
const WHITE = '#ffffff';
/** Before it is turned and cut, no more than this is kept in memory: 48 MB. */
const MOST_TO_TURN = 16_000_000;

/** The first picture of a file, upright; colours become sRGB by the profile in it, inks and 16 bits with them. */
async function upright(bytes: Buffer, { type }: Head): Promise<Sharp> {
  if (type !== 'image/heic') return sharp(bytes, { limitInputPixels: MOST_PIXELS }).autoOrient();
  const { data, width, height } = await heicPixels(bytes);
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** Pixels in memory; what claims to be see-through and is not loses that. */
async function rasterOf(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture.toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const raster = { data, width: info.width, height: info.height, channels: info.channels as 3 | 4 };
  if (raster.channels !== 4 || seenThrough(data)) return raster;
  return { ...raster, data: await sharp(data, { raw: { width: info.width, height: info.height, channels: 4 } }).removeAlpha().raw().toBuffer(), channels: 3 };
}
function seenThrough(rgba: Buffer): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return true;
  return false;
}
const reopened = ({ data, width, height, channels }: Raster): Sharp => sharp(data, { raw: { width, height, channels } });

/** Unpacks a picture as it is, at most as wide as its widest derivative. */
export async function openPicture(file: string, bytes: Buffer, head: Head, widest = WIDEST_PX): Promise<Result<Raster, AppError>> {
  try {
    return ok(await rasterOf((await upright(bytes, head)).resize(seenAt(widest))));
  } catch {
    return err(refusePicture(file, 'picture-damaged'));
  }
}

/** Whether a recipe changes no pixel that is unpacked: then what `openPicture` gives is the result. */
export const changesNothing = (recipe: Recipe): boolean => recipeText({ ...recipe, watermark: null }) === recipeText(plainRecipe);

/** Unpacks a picture turned, straightened, cut and grounded by a recipe. */
export async function cookPicture(file: string, bytes: Buffer, head: Head, recipe: Recipe): Promise<Result<Raster, AppError>> {
  const share = recipe.crop?.width ?? 1;
  const ground = recipe.background ?? WHITE;
  try {
    // As large as the cut needs to be, and not larger.
    const widest = Math.max(1, Math.ceil(Math.min(WIDEST_PX / Math.max(share, 0.01), Math.sqrt((MOST_TO_TURN * head.width) / head.height), head.width)));
    const turned = await rasterOf((await upright(bytes, head)).resize({ width: widest, withoutEnlargement: true }));
    const quarter = recipe.rotate === 0 ? turned : await rasterOf(reopened(turned).rotate(recipe.rotate));
    const straight = recipe.straighten === 0 ? quarter : await rasterOf(reopened(quarter).rotate(recipe.straighten, { background: ground }));
    const box = cropBox(recipe.crop, straight.width, straight.height);
    if (box === null) return err(refusePicture(file, 'picture-crop-empty'));
    const cut = reopened(await rasterOf(reopened(straight).extract(box)));
    return ok(await rasterOf((recipe.background === null ? cut : cut.flatten({ background: ground })).resize(seenAt(WIDEST_PX))));
  } catch {
    return err(refusePicture(file, 'picture-damaged'));
  }
}
