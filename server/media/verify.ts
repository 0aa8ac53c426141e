import { createHash } from 'node:crypto';
import type { Metadata } from 'sharp';
import { countFrames } from '#shared/media/count-frames.ts';
import { hidesMore } from '#shared/media/hides-more.ts';
import { mimeOfFormat, type DerivativePurpose, type PictureType } from '#shared/media/model.ts';
import { checkPictureBytes, checkPictureFrames, checkPictureSize, refusePicture } from '#shared/media/rules.ts';
import type { MediaRole } from '#shared/media/upload-contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { sharp } from './sharp.ts';

/** What a content was found to be. */
export type Looked = { readonly mime: PictureType; readonly width: number; readonly height: number; readonly frames: number };

/** The longest side of a smaller picture, px. */
const mostSide: Readonly<Record<DerivativePurpose, number>> = { thumbnail: 320, 320: 320, 640: 640, 1024: 1_024, 1600: 1_600 };
const typeOf = ({ format, compression }: Metadata): PictureType | null => {
  if (format === 'jpeg' || format === 'png' || format === 'webp' || format === 'gif' || format === 'tiff') return `image/${format}`;
  if (format !== 'heif') return null;
  return compression === 'av1' ? 'image/avif' : 'image/heic';
};

/**
 * Looks at what came in, whatever the console said of it: the hash, what it is by its content, pixels and frames by its head. No pixel is
 * unpacked, so that a bomb costs nothing here either.
 *
 * @param name what a refusal calls it
 */
export async function verifyPicture(content: Uint8Array, { name, sha256, role }: { readonly name: string; readonly sha256: string; readonly role: MediaRole }): Promise<Result<Looked, AppError>> {
  const tooLarge = checkPictureBytes(name, content.byteLength);
  if (tooLarge) return err(tooLarge);
  if (createHash('sha256').update(content).digest('hex') !== sha256) return err({ code: 'corrupt-chunk', field: 'sha256', rule: 'file-damaged' });
  const counted = countFrames(content);
  const tooMany = checkPictureFrames(name, counted);
  if (tooMany) return err(tooMany);
  const head = await headOf(content);
  const mime = head && typeOf(head);
  if (!head || !mime) return err(refusePicture(name, 'picture-type'));
  const found: Looked = { mime, width: head.width, height: head.pageHeight ?? head.height, frames: Math.max(head.pages ?? 1, counted) };
  const refused = checkPictureSize(name, found) ?? (role.kind === 'derivative' ? checkDerivative(name, found, role) : null);
  if (refused) return err(refused);
  return hidesMore(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1'), mime) ? err(refusePicture(name, 'picture-hides-more')) : ok(found);
}

/** A smaller picture is what it says it is: its format, no wider or higher than its purpose, one frame. */
export function checkDerivative(name: string, { mime, width, height, frames }: Looked, { purpose, format }: Extract<MediaRole, { kind: 'derivative' }>): AppError | null {
  if (mime !== mimeOfFormat[format]) return refusePicture(name, 'picture-type', { found: mime, expected: mimeOfFormat[format] });
  const most = mostSide[purpose];
  if (width > most || (purpose === 'thumbnail' && height > most)) return refusePicture(name, 'picture-side-too-long', { found: Math.max(width, height), most });
  return frames > 1 ? refusePicture(name, 'picture-too-many-frames', { found: frames, most: 1 }) : null;
}

/** What libvips reads in the head of a picture; null when it is none that it knows. */
async function headOf(content: Uint8Array): Promise<Metadata | null> {
  try {
    // Nothing is unpacked: how many pixels are too many is said with their number, by the rule.
    return await sharp(content, { limitInputPixels: false, failOn: 'error', animated: true, unlimited: false }).metadata();
  } catch {
    // SVG, scripts, archives, halves of pictures: what cannot be read is no picture.
    return null;
  }
}
