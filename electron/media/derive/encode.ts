import type { Sharp } from 'sharp';
import { assertNever } from '#shared/kernel/assert.ts';
import type { DerivativeFormat } from '#shared/media/model.ts';
import { sharp } from '../read/sharp.ts';
import type { KeptWords } from '../read/kept-words.ts';
import { putWords } from '../read/kept-words.ts';

/** Upright sRGB pixels in memory: three bytes each, or four with what can be seen through. */
export type Raster = { readonly data: Buffer; readonly width: number; readonly height: number; readonly channels: 3 | 4 };

const open = ({ data, width, height, channels }: Raster): Sharp => sharp(data, { raw: { width, height, channels } });

/** A smaller raster of the same picture; the same one when it is not smaller. */
export async function shrunk(raster: Raster, width: number): Promise<Raster> {
  if (width >= raster.width) return raster;
  const { data, info } = await open(raster).resize({ width, height: Math.max(1, Math.round((raster.height * width) / raster.width)), fit: 'fill' }).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: raster.channels };
}

/** Lays a raster on a colour; nothing can be seen through what comes out. */
export async function flat(raster: Raster, ground: string): Promise<Raster> {
  if (raster.channels === 3) return raster;
  const { width, height } = raster;
  return { data: await open(raster).flatten({ background: ground }).raw().toBuffer(), width, height, channels: 3 };
}

// WebP at 4 and AVIF at 2 are where a step further takes more than twice the time for a few bytes in a hundred.
const WEBP_EFFORT = 4;
const AVIF_EFFORT = 2;

/** Packs a raster; the same pixels at the same quality give the same bytes. JPEG shows nothing through: give it a flat one. */
export function encode(raster: Raster, format: DerivativeFormat, quality: number, words: KeptWords): Promise<Buffer> {
  const picture = putWords(open(raster), words);
  switch (format) {
    case 'webp': return picture.webp({ quality, effort: WEBP_EFFORT }).toBuffer();
    case 'avif': return picture.avif({ quality, effort: AVIF_EFFORT }).toBuffer();
    case 'jpeg': return picture.jpeg({ quality, mozjpeg: true }).toBuffer();
    default: return assertNever(format);
  }
}

/** What a packed picture looks like again, on a ground where it can be seen through. */
export async function unpacked(packed: Buffer, ground: string): Promise<Buffer> {
  return sharp(packed).flatten({ background: ground }).toColourspace('srgb').raw().toBuffer();
}
