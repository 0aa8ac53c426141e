import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { MOST_PIXELS } from '#shared/media/limits.ts';
import { refusePicture } from '#shared/media/rules.ts';
import { readPictureFile } from './make-picture.ts';
import { readHead } from './read/head.ts';
import { heicPixels } from './read/heic.ts';
import { sharp } from './read/sharp.ts';

const SIDE_PX = 256;
const QUALITY = 80;

/**
 * A picture to look at right after the drop, long before its derivatives are there: a JPEG is unpacked at an eighth of its size.
 *
 * @returns WebP, 256 px on its longer side at most, upright; or why the file is refused
 */
export async function quickThumbnail({ path, file }: { readonly path: string; readonly file: string }): Promise<Result<Buffer, AppError>> {
  const read = await readPictureFile(path, file);
  if (!read.ok) return read;
  const bytes = read.value;
  const head = await readHead(file, bytes);
  if (!head.ok) return head;
  try {
    const heic = head.value.type === 'image/heic' ? await heicPixels(bytes) : null;
    const picture = heic ? sharp(heic.data, { raw: { width: heic.width, height: heic.height, channels: 4 } }) : sharp(bytes, { limitInputPixels: MOST_PIXELS }).autoOrient();
    return ok(await picture.resize({ width: SIDE_PX, height: SIDE_PX, fit: 'inside', withoutEnlargement: true }).webp({ quality: QUALITY, effort: 0 }).toBuffer());
  } catch {
    return err(refusePicture(file, 'picture-damaged'));
  }
}
