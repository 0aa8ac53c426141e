import type { Metadata } from 'sharp';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { countFrames } from '#shared/media/count-frames.ts';
import { hidesMore } from '#shared/media/hides-more.ts';
import type { PictureType } from '#shared/media/model.ts';
import { checkPictureBytes, checkPictureFrames, checkPictureSize, refusePicture } from '#shared/media/rules.ts';
import { heicSize } from './heic.ts';
import { keptWords, noWords, type KeptWords } from './kept-words.ts';
import { sharp } from './sharp.ts';
import { sniff, typeOfDecoder } from './sniff.ts';

/** What is known of a picture before a pixel of it is unpacked. */
export type Head = {
  readonly type: PictureType;
  /** Upright. */
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly frames: number;
  readonly hasAlpha: boolean;
  readonly words: KeptWords;
  /** Inks without a profile that says which: colours are a guess. */
  readonly isCmykUntagged: boolean;
};

async function metadata(bytes: Buffer): Promise<Metadata | null> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    return null;
  }
}

/**
 * Reads the head of a file that may be a picture. What its first bytes say and what the decoder finds have to agree, and nothing larger
 * than allowed goes on.
 *
 * @param file its name, for refusals
 */
export async function readHead(file: string, bytes: Buffer): Promise<Result<Head, AppError>> {
  const wrongBytes = checkPictureBytes(file, bytes.length);
  if (wrongBytes) return err(wrongBytes);
  const { type, found } = await sniff(bytes);
  if (type === null) return err(refusePicture(file, 'picture-type', { found }));
  const counted = countFrames(bytes);
  const tooMany = checkPictureFrames(file, counted);
  if (tooMany) return err(tooMany);
  const read = await metadata(bytes);
  const size = type === 'image/heic' ? await heicSize(bytes) : read;
  if (!size?.width || !size.height) return err(refusePicture(file, 'picture-damaged'));
  if (type !== 'image/heic' && typeOfDecoder(read?.format, read?.compression) !== type) return err(refusePicture(file, 'picture-type', { found: `${found} / ${read?.format ?? '?'}` }));
  const frames = Math.max(read?.pages ?? 1, counted);
  const { width, height } = type === 'image/heic' ? size : read?.autoOrient ?? size;
  const wrongSize = checkPictureSize(file, { width, height, frames });
  if (wrongSize) return err(wrongSize);
  if (hidesMore(bytes.toString('latin1'), type)) return err(refusePicture(file, 'picture-hides-more'));
  return ok({
    type, width, height, frames, orientation: read?.orientation ?? 1, hasAlpha: read?.hasAlpha ?? false, words: read ? keptWords(type === 'image/tiff' ? { exif: bytes, ...read } : read) : noWords,
    isCmykUntagged: read?.space === 'cmyk' && !read.hasProfile,
  });
}
