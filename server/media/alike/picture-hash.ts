import { sharp } from '../sharp.ts';
import { MOST_PIXELS } from '#shared/media/limits.ts';
import type { PictureType } from '#shared/media/model.ts';
import { HASH_SIDE_PX, perceptualHash } from '#shared/media/perceptual-hash.ts';
import { SMALL_COPY_PX, smallCopy, withoutPackedMargins } from '#shared/media/small-copy.ts';

const WHITE = '#ffffff';

/** The first picture of a file, upright. Photos of phones need libheif: the prebuilt libvips has no HEVC. */
async function upright(content: Buffer, type: PictureType) {
  if (type !== 'image/heic') return sharp(content, { limitInputPixels: MOST_PIXELS }).autoOrient();
  const { default: decode } = await import('heic-decode');
  const { data, width, height } = await decode({ buffer: content });
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** So much of each side is left out for further hashes: a copy whose edges were cut off is found by the one that comes nearest. */
const CUTS = [0, 0.03, 0.06, 0.09] as const;

/**
 * What a picture looks like, taken of its pixels and of nothing anybody says about it: the perceptual hash of the whole, then those of its inner parts.
 *
 * Unpacks what came from outside: call it in the process of `hash-worker.ts`. Throws when the pixels cannot be unpacked.
 */
export async function pictureHashes(content: Buffer, type: PictureType): Promise<string[]> {
  const small = await (await upright(content, type)).resize({ width: SMALL_COPY_PX, height: SMALL_COPY_PX, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: WHITE }).toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const copy = smallCopy(small.data, small.info.width, small.info.height);
  const box = withoutPackedMargins(copy);
  return Promise.all(CUTS.map(async (cut) => {
    const [across, down] = [Math.round(box.width * cut), Math.round(box.height * cut)];
    const inner = { left: box.left + across, top: box.top + down, width: box.width - 2 * across, height: box.height - 2 * down };
    return perceptualHash(await sharp(copy.grey, { raw: { width: copy.width, height: copy.height, channels: 1 } }).extract(inner).resize(HASH_SIDE_PX, HASH_SIDE_PX, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer());
  }));
}
