import type { Watermark } from '#shared/media/recipe.ts';
import { MARK_HEIGHT_SHARE, markMarginPx, MARK_SHARE } from '#shared/media/mark-size.ts';
import { sharp } from '../read/sharp.ts';
import type { Raster } from './encode.ts';

const GRAVITY = { 'centre': 'centre', 'bottom-start': 'southwest', 'bottom-end': 'southeast' } as const;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Lays a mark over pixels: white words with a dark copy one step below, so that they are seen on any ground. */
export async function watermarked(raster: Raster, { text, opacity, place }: Watermark): Promise<Raster> {
  const { data, width, height, channels } = raster;
  const alpha = Math.max(1, Math.round(opacity * 100));
  const words = (colour: string): Promise<Buffer> =>
    sharp({ text: { text: `<span foreground="${colour}" alpha="${alpha}%" weight="bold">${escaped(text)}</span>`, width: Math.max(16, Math.round(width * MARK_SHARE[place])), height: Math.max(8, Math.round(height * MARK_HEIGHT_SHARE)), rgba: true, align: 'centre' } }).png().toBuffer();
  const [light, dark] = [await words('#ffffff'), await words('#000000')];
  // The margin is part of the mark, so that copies side by side do not touch.
  const margin = markMarginPx(width);
  const laid = await sharp(await sharp(dark).extend({ top: margin + 1, left: margin + 1, bottom: margin, right: margin, background: '#00000000' }).png().toBuffer())
    .composite([{ input: light, left: margin, top: margin }]).png().toBuffer();
  const { width: markWidth = 0, height: markHeight = 0 } = await sharp(laid).metadata();
  const mark = markWidth > width || markHeight > height ? await sharp(laid).resize({ width, height, fit: 'inside' }).png().toBuffer() : laid;
  const layer = place === 'tiled' ? { input: mark, tile: true } : { input: mark, gravity: GRAVITY[place] };
  const over = await sharp(data, { raw: { width, height, channels } }).composite([layer]).raw().toBuffer({ resolveWithObject: true });
  const done: Raster = { data: over.data, width, height, channels: over.info.channels as 3 | 4 };
  return channels === 3 && done.channels === 4 ? { ...done, data: await sharp(done.data, { raw: { width, height, channels: 4 } }).removeAlpha().raw().toBuffer(), channels: 3 } : done;
}
