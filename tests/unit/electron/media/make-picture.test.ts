import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makePicture } from '#electron/media/make-picture.ts';
import { contentPath } from '#electron/media/media-folder.ts';
import { sharp } from '#electron/media/read/sharp.ts';
import { madePicture, type MadePicture } from '#shared/media/made.ts';
import { endingOfFormat } from '#shared/media/model.ts';
import { plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import { sizesFor } from '#shared/media/sizes.ts';
import { aPicture } from '#tests/builders/pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" aux:SerialNumber="4711" Iptc4xmpExt:DigitalSourceType="${SOURCE_TYPE}"/></rdf:RDF></x:xmpmeta>`;
const photo = join(folder, 'photo.jpg');
writeFileSync(photo, await aPicture(420, 300).withExif({ IFD0: { Copyright: 'Dar Nour & fils', Make: 'Canon', Model: 'EOS 300D', Artist: 'A. Person' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 48/1 0/1' } }).withXmp(xmp).jpeg({ quality: 95 }).toBuffer());

let made = 0;
async function make(path: string, recipe: Recipe = plainRecipe): Promise<{ picture: MadePicture; files: Buffer[] }> {
  const out = join(folder, `out-${made++}`);
  mkdirSync(out);
  const result = await makePicture({ path, file: 'photo.jpg', recipe, folder: out });
  if (!result.ok) throw new Error(result.error.rule);
  return { picture: madePicture.parse(result.value), files: result.value.derivatives.map((one) => readFileSync(contentPath(out, one.sha256, endingOfFormat[one.format]))) };
}
const first = await make(photo);

test('IMG-05 every size and format, each at its similarity, none enlarged, each under its own hash', () => {
  const wanted = sizesFor(420).flatMap(({ purpose, formats }) => formats.map((format) => `${purpose} ${format}`));
  expect(first.picture.derivatives.map(({ purpose, format }) => `${purpose} ${format}`)).toEqual(wanted);
  expect(wanted).toEqual(['thumbnail webp', '320 webp', '320 avif', '320 jpeg', '640 webp', '640 avif', '640 jpeg']);
  for (const [at, { bytes, sha256, width, height, similarity }] of first.picture.derivatives.entries()) {
    expect([first.files[at]!.length, hash('sha256', first.files[at]!)]).toEqual([bytes, sha256]);
    expect(width).toBeLessThanOrEqual(420);
    expect(height).toBe(Math.round((300 * width) / 420));
    expect(similarity).toBeGreaterThanOrEqual(70);
  }
});

test('the same bytes make the same files', async () => expect((await make(photo)).picture).toEqual(first.picture));

test('IMG-03 where, with what and by whom it was taken is gone; whose it is, and that a machine made it, stays', async () => {
  expect(readFileSync(photo).includes('Canon')).toBe(true);
  expect(first.picture).toMatchObject({ copyright: 'Dar Nour & fils', digitalSourceType: SOURCE_TYPE });
  for (const file of first.files) {
    for (const gone of ['Canon', 'EOS', 'GPS', 'Person', '4711']) expect(file.includes(gone), gone).toBe(false);
    const { exif, xmp: kept, icc } = await sharp(file).metadata();
    expect([exif, icc]).toEqual([undefined, undefined]);
    expect(kept?.toString()).toContain(SOURCE_TYPE);
    expect(kept?.toString()).toContain('Dar Nour &amp; fils');
  }
});

test('what can be seen through stays so, and lies on white where a format knows no such thing', async () => {
  const path = join(folder, 'alpha.png');
  const mask = Buffer.alloc(60 * 60, 255).fill(0, 0, 60 * 20);
  writeFileSync(path, await aPicture(60, 60).joinChannel(mask, { raw: { width: 60, height: 60, channels: 1 } }).png().toBuffer());
  const { picture, files } = await make(path);
  expect(picture.facts.hasAlpha).toBe(true);
  for (const [at, { format }] of picture.derivatives.entries()) {
    const { data, info } = await sharp(files[at]).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(format === 'jpeg' ? 3 : 4);
    if (format === 'jpeg') expect(Math.min(data[0]!, data[1]!, data[2]!)).toBeGreaterThan(240);
    else expect(data[3]).toBeLessThan(8);
  }
});

test('IMG-06 a recipe changes derivatives and nothing else', async () => {
  const before = readFileSync(photo);
  const { picture } = await make(photo, { ...plainRecipe, rotate: 90, crop: { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }, background: '#00ff00', watermark: { text: 'Nour <& دار>', opacity: 0.5, place: 'tiled' } });
  expect(picture.facts).toEqual(first.picture.facts);
  expect(picture.derivatives.at(-1)).toMatchObject({ width: 150, height: 210 });
  expect(readFileSync(photo).equals(before)).toBe(true);
  const plain = await make(photo, { ...plainRecipe, rotate: 90, crop: { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }, background: '#00ff00' });
  expect(plain.picture.derivatives[0]!.sha256).not.toBe(picture.derivatives[0]!.sha256);
});

test('the same pixels with other words are one picture, a crop of nothing is refused', async () => {
  const path = join(folder, 'again.png');
  const bytes = await sharp(readFileSync(photo)).png().toBuffer();
  writeFileSync(path, bytes);
  const again = await makePicture({ path, file: 'again.png', recipe: plainRecipe, folder: null });
  expect(again.ok && [again.value.facts.pixelSha256 === first.picture.facts.pixelSha256, again.value.facts.sha256 === first.picture.facts.sha256]).toEqual([true, false]);
  expect(await makePicture({ path, file: 'again.png', recipe: { ...plainRecipe, crop: { left: 1, top: 0, width: 0.1, height: 1 } }, folder: null })).toMatchObject({ ok: false, error: { rule: 'picture-crop-empty' } });
});
