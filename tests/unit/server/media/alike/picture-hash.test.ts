import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { bandsOf, nearBands } from '#server/media/alike/bands.ts';
import { pictureHashes } from '#server/media/alike/picture-hash.ts';
import { sharp } from '#server/media/sharp.ts';
import { COPY_BITS, hashDistance } from '#shared/media/alike.ts';
import { sceneOf } from '#tests/builders/pictures.ts';
import { realPicturesFolder } from '#tests/support/real-data.ts';

const WIDTH = 240;
const HEIGHT = 180;
const SCENES = 40;
/** As the server compares: wholes with all there is, parts with wholes. */
const distance = ([a = '', ...aParts]: readonly string[], [b = '', ...bParts]: readonly string[]): number => Math.min(hashDistance(a, b), ...bParts.map((part) => hashDistance(a, part)), ...aParts.map((part) => hashDistance(part, b)));

const open = (seed: number): Sharp => sharp(sceneOf(seed, WIDTH, HEIGHT), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
const clear = { r: 255, g: 255, b: 255, alpha: 0 };
const mark = await sharp({ create: { width: 90, height: 26, channels: 4, background: clear } }).composite([0, 9, 18].map((top) => ({ input: { create: { width: 90, height: 4, channels: 4, background: { ...clear, alpha: 0.5 } } }, left: 0, top }))).png().toBuffer();

const inner = (width: number, height: number, cut: number) => ({ left: Math.round(width * cut), top: Math.round(height * cut), width: Math.round(width * (1 - 2 * cut)), height: Math.round(height * (1 - 2 * cut)) });

/** What a copied picture goes through. */
const edits: Readonly<Record<string, (picture: Sharp, width: number, height: number) => Promise<Buffer>>> = {
  'packed anew': (picture) => picture.jpeg({ quality: 40 }).toBuffer(),
  'half as large': (picture, width) => picture.resize(Math.round(width / 2)).webp({ quality: 60 }).toBuffer(),
  'larger': (picture, width) => picture.resize(Math.round(width * 1.7)).jpeg({ quality: 80 }).toBuffer(),
  'without 3 % of each side': (picture, width, height) => picture.extract(inner(width, height, 0.03)).jpeg().toBuffer(),
  'without 8 % of each side': (picture, width, height) => picture.extract(inner(width, height, 0.08)).jpeg().toBuffer(),
  'with a mark': async (picture, width) => picture.composite([{ input: await sharp(mark).resize(Math.round(width * 0.28)).toBuffer(), gravity: 'southeast' }]).jpeg().toBuffer(),
  'lighter': (picture) => picture.linear(1.15, 0).jpeg().toBuffer(),
  'without colour': (picture) => picture.greyscale().jpeg().toBuffer(),
  'on a white square': (picture, width) => picture.resize(width, width, { fit: 'contain', background: '#ffffff' }).jpeg().toBuffer(),
};

test('IMG-09 a copied picture is found at least 95 times in 100 after any edit, and no other is taken for it', async () => {
  const originals = await Promise.all(Array.from({ length: SCENES }, async (_, seed) => pictureHashes(await open(seed).png().toBuffer(), 'image/png')));
  const pairs = originals.flatMap((a, at) => originals.slice(at + 1).map((b) => distance(a, b)));
  expect(pairs.filter((bits) => bits <= COPY_BITS), `${pairs.length} pairs of pictures that have nothing in common`).toEqual([]);
  for (const [name, edit] of Object.entries(edits)) {
    let found = 0;
    for (const [seed, original] of originals.entries()) {
      const copy = await pictureHashes(await edit(open(seed), WIDTH, HEIGHT), name === 'half as large' ? 'image/webp' : 'image/jpeg');
      if (distance(original, copy) <= COPY_BITS) found++;
      expect(originals.filter((other, at) => at !== seed && distance(other, copy) <= COPY_BITS), `${name}, picture ${seed}`).toEqual([]);
    }
    expect(found / SCENES, name).toBeGreaterThanOrEqual(0.95);
  }
});

const real = realPicturesFolder();
describe.skipIf(real === null)('real pictures', () => {
  test('each is found again after every edit, and no other with it', async () => {
    const files = ['exif/Landscape_1.jpg', 'odd/gain-map.jpg', 'odd/Channel_digital_image_CMYK_color.jpg', 'odd/fixture-yuv420-8bit.avif', 'odd/fixture.gif'];
    const opened = await Promise.all(files.map((file) => sharp(readFileSync(join(real!, file))).autoOrient().resize(600, 600, { fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' }).toColourspace('srgb').png().toBuffer({ resolveWithObject: true })));
    const originals = await Promise.all(files.map((file) => pictureHashes(readFileSync(join(real!, file)), file.endsWith('avif') ? 'image/avif' : file.endsWith('gif') ? 'image/gif' : 'image/jpeg')));
    for (const [at, { data, info }] of opened.entries()) {
      for (const [name, edit] of Object.entries(edits)) {
        const copy = await pictureHashes(await edit(sharp(data), info.width, info.height), name === 'half as large' ? 'image/webp' : 'image/jpeg');
        const near = originals.flatMap((other, of) => (distance(other, copy) <= COPY_BITS ? [files[of]] : []));
        expect(near, `${files[at]} ${name}`).toEqual([files[at]]);
      }
    }
  });
});

test('whatever eleven bits differ, one band leads to the picture', () =>
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.uniqueArray(fc.nat(63), { maxLength: COPY_BITS }), (hash, bits) => {
    const other = bits.reduce((value, bit) => value ^ (1n << BigInt(bit)), hash);
    const [a, b] = [hash, other].map((value) => bandsOf(value.toString(16).padStart(16, '0')));
    expect(a!.some((band, at) => nearBands(band, COPY_BITS).includes(b![at]!))).toBe(true);
  })));

test('a band is asked for by 137 numbers, each once', () => {
  const near = nearBands(0xbeef, COPY_BITS);
  expect([near.length, new Set(near).size, near.every((value) => value >= 0 && value <= 0xffff)]).toEqual([137, 137, true]);
});
