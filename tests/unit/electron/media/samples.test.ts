import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Raster } from '#electron/media/derive/encode.ts';
import { readHead } from '#electron/media/read/head.ts';
import { lookAt } from '#electron/media/read/look-at.ts';
import { openPicture } from '#electron/media/read/open.ts';
import { sharp } from '#electron/media/read/sharp.ts';
import { hashDistance } from '#shared/media/alike.ts';
import { realPicturesFolder } from '#tests/support/real-data.ts';

const folder = realPicturesFolder();
const bytesOf = (file: string): Buffer => readFileSync(join(folder!, file));

async function opened(file: string, bytes = bytesOf(file)): Promise<Raster> {
  const head = await readHead(file, bytes);
  if (!head.ok) throw new Error(head.error.rule);
  const raster = await openPicture(file, bytes, head.value);
  if (!raster.ok) throw new Error(raster.error.rule);
  return raster.value;
}
async function refusal(file: string): Promise<string | undefined> {
  const head = await readHead(file, bytesOf(file));
  const end = head.ok ? await openPicture(file, bytesOf(file), head.value) : head;
  return end.ok ? undefined : end.error.rule;
}
/** Mean difference of two rasters, levels of 255. */
function difference(a: Raster, b: Raster): number {
  expect([b.width, b.height, b.channels]).toEqual([a.width, a.height, a.channels]);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs(a.data[i]! - b.data[i]!);
  return sum / a.data.length;
}

describe.skipIf(folder === null)('real pictures', () => {
  test('IMG-03 eight orientations are one upright picture', async () => {
    const first = await opened('exif/Landscape_1.jpg');
    for (const n of [2, 3, 4, 5, 6, 7, 8]) {
      const head = await readHead('photo', bytesOf(`exif/Landscape_${n}.jpg`));
      expect(head).toMatchObject({ ok: true, value: { orientation: n, width: 1800, height: 1200 } });
      expect(difference(first, await opened(`exif/Landscape_${n}.jpg`)), `orientation ${n}`).toBeLessThan(6);
    }
  });

  test.each([
    ['odd/65536-uint32-limit.png', 'picture-too-many-pixels'], ['odd/giant-image.jpg', 'picture-too-many-pixels'], ['odd/circle.svg', 'picture-type'], ['odd/fixture-json.webp', 'picture-type'],
    ['odd/corrupt-header.jpg', 'picture-damaged'], ['odd/truncated.jpg', 'picture-damaged'], ['odd/truncated.png', 'picture-damaged'], ['odd/fixture-corrupt.png', 'picture-type'],
  ])('IMG-02, IMG-07 %s is refused: %s', async (file, rule) => expect(await refusal(file)).toBe(rule));

  test.each([
    ['odd/Channel_digital_image_CMYK_color.jpg', { type: 'image/jpeg', width: 500, height: 333, isCmykUntagged: false }], ['odd/gain-map.jpg', { type: 'image/jpeg', width: 3840, height: 2160, frames: 1 }],
    ['odd/Flag_of_the_Netherlands-16bit.png', { type: 'image/png', width: 900, height: 600 }], ['odd/fixture.apng', { type: 'image/png', frames: 20 }], ['odd/rotating-squares.webp', { type: 'image/webp', frames: 9, hasAlpha: true }],
    ['odd/fixture-yuv420-8bit.avif', { type: 'image/avif', width: 2048, height: 858 }], ['odd/fixture.gif', { type: 'image/gif' }],
  ])('IMG-04 %s is taken', async (file, head) => {
    expect(await readHead(file, bytesOf(file))).toMatchObject({ ok: true, value: head });
    expect(await opened(file)).toMatchObject({ width: Math.min(1600, (head as { width?: number }).width ?? 0) || expect.any(Number) as number });
  });

  test('IMG-04 wide colours become sRGB: what the profile says, not its numbers', async () => {
    const [raw, plain] = [await sharp(bytesOf('odd/p3.png'), { ignoreIcc: true }).raw().toBuffer(), await opened('odd/p3.png')];
    const [r, g, b] = [raw[0]! / 255, raw[1]! / 255, raw[2]! / 255].map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    // Display P3 to sRGB, D65, linear.
    const linear = [1.2249 * r - 0.2247 * g, -0.042 * r + 1.0419 * g, -0.0197 * r - 0.0786 * g + 1.0979 * b];
    const expected = linear.map((v) => Math.max(0, Math.min(1, v))).map((v) => 255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055));
    for (const [c, value] of expected.entries()) expect(Math.abs(plain.data[c]! - value), `colour ${c}`).toBeLessThan(3);
  });

  test('a picture is found again after it was packed, shrunk, lightened or padded, and no other with it', async () => {
    const files = ['exif/Landscape_1.jpg', 'odd/flowers.jpeg', 'odd/gain-map.jpg', 'odd/Channel_digital_image_CMYK_color.jpg', 'odd/fixture-yuv420-8bit.avif'];
    const hashes = await Promise.all(files.map(async (file) => (await lookAt(await opened(file))).phash));
    for (const [at, file] of files.entries()) {
      const { data, width, height, channels } = await opened(file);
      const again = () => sharp(data, { raw: { width, height, channels } });
      const edits = [await again().jpeg({ quality: 40 }).toBuffer(), await again().resize(Math.round(width / 2)).webp({ quality: 60 }).toBuffer(), await again().linear(1.1, 0).jpeg().toBuffer(), await again().resize(width, width, { fit: 'contain', background: '#ffffff' }).jpeg().toBuffer()];
      for (const edit of edits) {
        const { phash } = await lookAt(await opened('edited', edit));
        const distances = hashes.map((hash) => hashDistance(hash, phash));
        expect(distances[at], file).toBeLessThanOrEqual(8);
        expect(Math.min(...distances.filter((_, other) => other !== at)), file).toBeGreaterThan(8);
      }
    }
  });
});
