import { hash } from 'node:crypto';
import { rgbaToThumbHash } from 'thumbhash';
import type { PictureLook } from '#shared/media/look.ts';
import { measureLook } from '#shared/media/measure-look.ts';
import { HASH_SIDE_PX, perceptualHash } from '#shared/media/perceptual-hash.ts';
import { SMALL_COPY_PX, smallCopy, withoutPackedMargins } from '#shared/media/small-copy.ts';
import { flat, type Raster } from '../derive/encode.ts';
import { sharp } from './sharp.ts';

const PLACEHOLDER_PX = 100;
const WHITE = '#ffffff';

/** What is read off the unpacked pixels. */
export type Seen = { readonly look: PictureLook; readonly phash: string; readonly placeholder: string; readonly pixelSha256: string };

/** Looks at upright sRGB pixels; through where they can be seen through, white shows. */
export async function lookAt(raster: Raster): Promise<Seen> {
  const { data, width, height, channels } = raster;
  const ground = await flat(raster, WHITE);
  const small = await sharp(ground.data, { raw: { width, height, channels: 3 } }).resize({ width: SMALL_COPY_PX, height: SMALL_COPY_PX, fit: 'inside', withoutEnlargement: true }).raw().toBuffer({ resolveWithObject: true });
  const copy = smallCopy(small.data, small.info.width, small.info.height);
  const hashed = await sharp(copy.grey, { raw: { width: copy.width, height: copy.height, channels: 1 } }).extract(withoutPackedMargins(copy)).resize(HASH_SIDE_PX, HASH_SIDE_PX, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer();
  const thumb = await sharp(data, { raw: { width, height, channels } }).resize({ width: PLACEHOLDER_PX, height: PLACEHOLDER_PX, fit: 'inside', withoutEnlargement: true }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    look: measureLook(copy),
    phash: perceptualHash(hashed),
    placeholder: Buffer.from(rgbaToThumbHash(thumb.info.width, thumb.info.height, thumb.data)).toString('base64'),
    pixelSha256: hash('sha256', Buffer.concat([Buffer.from(`${width}x${height}x${channels}:`), data])),
  };
}
