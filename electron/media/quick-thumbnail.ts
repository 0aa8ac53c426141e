import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { MOST_PIXELS } from '#shared/media/limits.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import { refusePicture } from '#shared/media/rules.ts';
import { TALLEST } from '#shared/media/sizes.ts';
import { watermarked } from './derive/watermark.ts';
import { readPictureFile } from './make-picture.ts';
import { readHead, type Head } from './read/head.ts';
import { heicPixels } from './read/heic.ts';
import { changesNothing, cookPicture, openPicture } from './read/open.ts';
import { sharp } from './read/sharp.ts';

const WIDTH_PX = 256;
const QUALITY = 80;

/** A quick look at a picture: WebP. */
export type QuickLook = { readonly data: Uint8Array; readonly width: number; readonly height: number };
export type QuickTask = { readonly path: string; readonly file: string; readonly recipe?: Recipe; /** At most so wide, px; 256 unless said. */ readonly width?: number; /** Every pixel as it is: to be compared with what was packed. */ readonly isLossless?: boolean };

const packed = async (picture: ReturnType<typeof sharp>, width: number, isLossless = false): Promise<QuickLook> => {
  const { data, info } = await picture.resize({ width, height: width * TALLEST, fit: 'inside', withoutEnlargement: true }).webp(isLossless ? { lossless: true, effort: 0 } : { quality: QUALITY, effort: 0 }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};

/** Straight from the file: a JPEG is unpacked at an eighth of its size. */
async function asItIs(bytes: Buffer, { type }: Head, width: number): Promise<QuickLook> {
  const heic = type === 'image/heic' ? await heicPixels(bytes) : null;
  return packed(heic ? sharp(heic.data, { raw: { width: heic.width, height: heic.height, channels: 4 } }) : sharp(bytes, { limitInputPixels: MOST_PIXELS }).autoOrient(), width);
}

/**
 * A picture to look at right after the drop, or after a change of its recipe, long before its derivatives are there.
 *
 * @returns WebP, upright, at most as wide as asked and twice as high; or why the file is refused
 */
export async function quickThumbnail({ path, file, recipe = plainRecipe, width = WIDTH_PX, isLossless = false }: QuickTask): Promise<Result<QuickLook, AppError>> {
  const read = await readPictureFile(path, file);
  if (!read.ok) return read;
  const bytes = read.value;
  const head = await readHead(file, bytes);
  if (!head.ok) return head;
  try {
    if (changesNothing(recipe) && recipe.watermark === null && !isLossless) return ok(await asItIs(bytes, head.value, width));
    const cooked = changesNothing(recipe) ? await openPicture(file, bytes, head.value) : await cookPicture(file, bytes, head.value, recipe);
    if (!cooked.ok) return cooked;
    const marked = recipe.watermark === null ? cooked.value : await watermarked(cooked.value, recipe.watermark);
    return ok(await packed(sharp(marked.data, { raw: { width: marked.width, height: marked.height, channels: marked.channels } }), width, isLossless));
  } catch {
    return err(refusePicture(file, 'picture-damaged'));
  }
}
