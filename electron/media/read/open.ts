import type { Sharp } from 'sharp';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { cropBox, fittedSize, uncutSize, type Box } from '#shared/media/geometry.ts';
import { MOST_PIXELS } from '#shared/media/limits.ts';
import { plainRecipe, recipeText, type Recipe } from '#shared/media/recipe.ts';
import { refusePicture } from '#shared/media/rules.ts';
import { TALLEST, WIDEST_PX } from '#shared/media/sizes.ts';
import type { Raster } from '../derive/encode.ts';
import type { Head } from './head.ts';
import { heicPixels } from './heic.ts';
import { sharp } from './sharp.ts';

const seenAt = (width: number) => ({ width, height: width * TALLEST, fit: 'inside', withoutEnlargement: true }) as const;
/** What shows where nobody said what fills it. */
const SEE_THROUGH = '#00000000';
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

/**
 * How wide the upright picture is unpacked: as large as the cut needs to be, and not larger, also where it is turned, straightened, or has much
 * ground around it.
 */
function unpackedWidth(head: Head, recipe: Recipe, box: Box): number {
  const uncut = uncutSize(head, recipe);
  const scale = Math.min(1, WIDEST_PX / box.width, (WIDEST_PX * TALLEST) / box.height, Math.sqrt(MOST_TO_TURN / (uncut.width * uncut.height)));
  return Math.max(1, Math.min(head.width, Math.ceil(head.width * scale)));
}

/** What lies inside a box that may reach out of the picture; there, the ground shows. */
async function cut(raster: Raster, { left, top, width, height }: Box, ground: string): Promise<Raster> {
  const [right, bottom] = [left + width, top + height];
  const inside = { left: Math.max(0, left), top: Math.max(0, top) };
  const kept = await rasterOf(reopened(raster).extract({ ...inside, width: Math.min(right, raster.width) - inside.left, height: Math.min(bottom, raster.height) - inside.top }));
  const around = { left: inside.left - left, top: inside.top - top, right: Math.max(0, right - raster.width), bottom: Math.max(0, bottom - raster.height) };
  return Object.values(around).every((px) => px === 0) ? kept : rasterOf(reopened(kept).extend({ ...around, background: ground }));
}

/** Unpacks a picture turned, straightened, cut and grounded by a recipe, as `shared/media/geometry.ts` says. */
export async function cookPicture(file: string, bytes: Buffer, head: Head, recipe: Recipe): Promise<Result<Raster, AppError>> {
  const ground = recipe.background ?? SEE_THROUGH;
  try {
    const uncut = uncutSize(head, recipe);
    const whole = cropBox(recipe.crop, uncut.width, uncut.height);
    if (whole === null) return err(refusePicture(file, 'picture-crop-empty'));
    const turned = await rasterOf((await upright(bytes, head)).resize({ width: unpackedWidth(head, recipe, whole), withoutEnlargement: true }));
    const quarter = recipe.rotate === 0 ? turned : await rasterOf(reopened(turned).rotate(recipe.rotate));
    const straight = recipe.straighten === 0 ? quarter : await rasterOf(reopened(quarter).rotate(recipe.straighten, { background: ground }));
    const box = cropBox(recipe.crop, straight.width, straight.height);
    // A cut of a pixel is none once the picture is smaller.
    if (box === null) return err(refusePicture(file, 'picture-crop-empty'));
    const framed = reopened(await cut(straight, box, ground));
    // Roundings on the way add up to a pixel: it ends at the size that was promised.
    const size = fittedSize(whole, { width: WIDEST_PX, height: WIDEST_PX * TALLEST });
    return ok(await rasterOf((recipe.background === null ? framed : framed.flatten({ background: ground })).resize({ ...size, fit: 'fill' })));
  } catch {
    return err(refusePicture(file, 'picture-damaged'));
  }
}
