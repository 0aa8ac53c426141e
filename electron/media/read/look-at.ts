import { hash } from 'node:crypto';
import { rgbaToThumbHash } from 'thumbhash';
import type { PictureLook } from '#shared/media/look.ts';
import { flat, type Raster } from '../derive/encode.ts';
import { measureLook, withoutMargins } from './measure-look.ts';
import { HASH_SIDE_PX, perceptualHash } from './perceptual-hash.ts';
import { sharp } from './sharp.ts';

const SMALL_PX = 512;
const PLACEHOLDER_PX = 100;
const WHITE = '#ffffff';

/** What is read off the unpacked pixels. */
export type Seen = { readonly look: PictureLook; readonly phash: string; readonly placeholder: string; readonly pixelSha256: string };

/** Looks at upright sRGB pixels; through where they can be seen through, white shows. */
export async function lookAt(raster: Raster): Promise<Seen> {
  const { data, width, height, channels } = raster;
  const ground = await flat(raster, WHITE);
  const small = await sharp(ground.data, { raw: { width, height, channels: 3 } }).resize({ width: SMALL_PX, height: SMALL_PX, fit: 'inside', withoutEnlargement: true }).raw().toBuffer({ resolveWithObject: true });
  const size = { width: small.info.width, height: small.info.height };
  const grey = new Uint8Array(size.width * size.height);
  // Rec. 601, as photo programs take it.
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) grey[i] = (77 * small.data[at]! + 150 * small.data[at + 1]! + 29 * small.data[at + 2]! + 128) >> 8;
  const copy = { grey, rgb: small.data, ...size };
  const box = withoutMargins(copy);
  const thumb = await sharp(data, { raw: { width, height, channels } }).resize({ width: PLACEHOLDER_PX, height: PLACEHOLDER_PX, fit: 'inside', withoutEnlargement: true }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const hashed = await sharp(grey, { raw: { ...size, channels: 1 } }).extract(box).resize(HASH_SIDE_PX, HASH_SIDE_PX, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer();
  return {
    look: measureLook(copy),
    phash: perceptualHash(hashed),
    placeholder: Buffer.from(rgbaToThumbHash(thumb.info.width, thumb.info.height, thumb.data)).toString('base64'),
    pixelSha256: hash('sha256', Buffer.concat([Buffer.from(`${width}x${height}x${channels}:`), data])),
  };
}
