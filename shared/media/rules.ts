import type { AppError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { MOST_FRAMES, MOST_PICTURE_BYTES, MOST_PIXELS, MOST_SIDE_PX } from './limits.ts';

/**
 * Why a file is not taken as a picture: the file in `field`, the rule, and figures for the sentence that says what to do.
 *
 * @param file its name, as the seller knows it
 */
export const refusePicture = (file: string, rule: PictureRule, details?: Record<string, Json>): AppError<'rule-broken'> =>
  ({ code: 'rule-broken', attempted: 'media.read', field: file, rule, ...(details ? { details } : {}) });

/** Every reason for which a picture is refused, each with its words in the language files. */
export const pictureRules = [
  'picture-empty', 'picture-too-large', 'picture-gone', 'picture-type', 'picture-hides-more', 'picture-damaged', 'picture-too-many-pixels', 'picture-side-too-long',
  'picture-too-many-frames', 'picture-too-heavy', 'picture-too-slow', 'picture-crop-empty', 'pictures-too-many', 'picture-twice', 'picture-not-read',
] as const;
export type PictureRule = (typeof pictureRules)[number];

/** Whether a file may be looked into at all; asked before a byte of it is read. */
export function checkPictureBytes(file: string, bytes: number): AppError | null {
  if (bytes === 0) return refusePicture(file, 'picture-empty');
  return bytes > MOST_PICTURE_BYTES ? refusePicture(file, 'picture-too-large', { foundBytes: bytes, mostBytes: MOST_PICTURE_BYTES }) : null;
}

const megapixels = (pixels: number): number => Math.round(pixels / 100_000) / 10;

/** What the head of a file says about its content; asked before a pixel is unpacked. */
export function checkPictureSize(file: string, { width, height, frames }: { readonly width: number; readonly height: number; readonly frames: number }): AppError | null {
  const longest = Math.max(width, height);
  if (width * height > MOST_PIXELS) return refusePicture(file, 'picture-too-many-pixels', { width, height, found: megapixels(width * height), most: megapixels(MOST_PIXELS) });
  if (longest > MOST_SIDE_PX) return refusePicture(file, 'picture-side-too-long', { found: longest, most: MOST_SIDE_PX });
  return checkPictureFrames(file, frames);
}

/** How many pictures a file may hold; known before the rest of its head is read. */
export const checkPictureFrames = (file: string, frames: number): AppError | null => (frames > MOST_FRAMES ? refusePicture(file, 'picture-too-many-frames', { found: frames, most: MOST_FRAMES }) : null);
