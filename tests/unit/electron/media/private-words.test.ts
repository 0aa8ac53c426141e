import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readExif from 'exif-reader';
import { afterAll, describe, expect, test } from 'vitest';
import { makePicture } from '#electron/media/make-picture.ts';
import { contentPath } from '#electron/media/media-folder.ts';
import { sharp } from '#electron/media/read/sharp.ts';
import { endingOfFormat } from '#shared/media/model.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { pictureHashes } from '#server/media/alike/picture-hash.ts';
import { hashDistance } from '#shared/media/alike.ts';
import { aPicture } from '#tests/builders/pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" aux:SerialNumber="CANARY-SERIAL" photoshop:City="CANARY-CITY" Iptc4xmpExt:DigitalSourceType="${SOURCE_TYPE}"/></rdf:RDF></x:xmpmeta>`;
const exif = { IFD0: { Make: 'CANARY-MAKE', Model: 'CANARY-MODEL', Artist: 'CANARY-ARTIST', Copyright: 'Dar Nour' }, IFD2: { BodySerialNumber: 'CANARY-BODY', UserComment: 'CANARY-COMMENT' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 48/1 0/1' } } as const;
const worded = () => aPicture(96, 64).withExif(exif).withXmp(xmp);

/** A block of a JPEG with its length before it. */
const block = (marker: number, data: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(data.length + 2);
  return Buffer.concat([Buffer.of(0xff, marker), length, data]);
};
/** The IPTC record of a photo program: who took it, where. */
function iptc(): Buffer {
  const fields = Buffer.concat([[80, 'CANARY-BYLINE'], [90, 'CANARY-IPTC-CITY']].map(([field, words]) => Buffer.concat([Buffer.of(0x1c, 2, Number(field), 0, String(words).length), Buffer.from(String(words))])));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(fields.length);
  return Buffer.concat([Buffer.from('Photoshop 3.0\0'), Buffer.from('8BIM'), Buffer.of(4, 4, 0, 0), size, fields, Buffer.alloc(fields.length % 2)]);
}
const jpeg = await worded().jpeg().toBuffer();
const withBlocks = Buffer.concat([jpeg.subarray(0, 2), block(0xfe, Buffer.from('CANARY-JPEG-COMMENT')), block(0xed, iptc()), block(0xe9, Buffer.from('CANARY-MAKER-NOTE')), jpeg.subarray(2)]);
const gif = await aPicture(96, 64).gif().toBuffer();
const commented = Buffer.concat([gif.subarray(0, gif.length - 1), Buffer.of(0x21, 0xfe, 10), Buffer.from('CANARY-GIF'), Buffer.of(0, 0x3b)]);

/** A TIFF whose own directory says whose it is, as cameras and photo programs write it: the directory is written anew at the end, with one entry more. */
function ownedTiff(tiff: Buffer, copyright: string): Buffer {
  const [from, words] = [tiff.readUInt32LE(4), Buffer.from(`${copyright}\0`)];
  const count = tiff.readUInt16LE(from);
  const entry = Buffer.alloc(12);
  entry.writeUInt16LE(0x8298, 0);
  entry.writeUInt16LE(2, 2);
  entry.writeUInt32LE(words.length, 4);
  entry.writeUInt32LE(tiff.length, 8);
  const entries = [...Array.from({ length: count }, (_, n) => tiff.subarray(from + 2 + n * 12, from + 14 + n * 12)), entry].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const head = Buffer.alloc(2);
  head.writeUInt16LE(entries.length);
  const made = Buffer.concat([tiff, words, head, ...entries, Buffer.alloc(4)]);
  made.writeUInt32LE(tiff.length + words.length, 4);
  return made;
}

const samples: { name: string; bytes: Buffer; keepsSource: boolean; copyright: string | null }[] = [
  { name: 'JPEG with EXIF, XMP, IPTC, a comment and a maker’s block', bytes: withBlocks, keepsSource: true, copyright: 'Dar Nour' },
  { name: 'PNG', bytes: await worded().png().toBuffer(), keepsSource: true, copyright: 'Dar Nour' },
  { name: 'WebP', bytes: await worded().webp().toBuffer(), keepsSource: true, copyright: 'Dar Nour' },
  { name: 'AVIF', bytes: await worded().avif({ effort: 0 }).toBuffer(), keepsSource: true, copyright: 'Dar Nour' },
  { name: 'TIFF with XMP', bytes: await worded().tiff().toBuffer(), keepsSource: true, copyright: null },
  { name: 'TIFF of a camera', bytes: ownedTiff(await worded().tiff().toBuffer(), 'Dar Nour'), keepsSource: true, copyright: 'Dar Nour' },
  { name: 'GIF with a comment', bytes: commented, keepsSource: false, copyright: null },
  { name: 'HEIC of a phone', bytes: readFileSync(new URL('../../../support/pictures/phone.heic', import.meta.url)), keepsSource: false, copyright: 'Dar Nour' },
];

describe('IMG-03 nothing private is left in what is made of a picture', () => {
  test.each(samples)('$name', async ({ name, bytes, keepsSource, copyright }) => {
    expect(bytes.includes('CANARY'), `${name} has something to lose`).toBe(true);
    const path = join(folder, 'picture');
    writeFileSync(path, bytes);
    const made = await makePicture({ path, file: 'picture', recipe: plainRecipe, folder });
    if (!made.ok) throw new Error(made.error.rule);
    expect(made.value).toMatchObject({ copyright, digitalSourceType: keepsSource ? SOURCE_TYPE : null });
    for (const { sha256, format, purpose } of made.value.derivatives) {
      const content = readFileSync(contentPath(folder, sha256, endingOfFormat[format]));
      const what = `${name}, ${purpose} ${format}`;
      for (const encoding of ['latin1', 'utf16le'] as const) expect(content.includes(Buffer.from('CANARY', encoding)), what).toBe(false);
      const read = await sharp(content).metadata();
      const found = read.exif === undefined ? null : readExif(read.exif);
      expect([Object.keys(found?.Image ?? {}), found?.GPSInfo, found?.Photo, read.iptc, read.icc], what).toEqual([[], undefined, undefined, undefined, undefined]);
      expect([read.xmp?.includes(SOURCE_TYPE) ?? false, read.xmp?.includes('Dar Nour') ?? false], what).toEqual([keepsSource, copyright !== null]);
    }
  });
});

test('IMG-01 a photo of a phone is read as it is, here and on the server', async () => {
  const path = join(folder, 'phone');
  const bytes = readFileSync(new URL('../../../support/pictures/phone.heic', import.meta.url));
  writeFileSync(path, bytes);
  const made = await makePicture({ path, file: 'phone', recipe: plainRecipe, folder: null });
  expect(made.ok && made.value.facts).toMatchObject({ mime: 'image/heic', width: 96, height: 64, frames: 1 });
  expect(hashDistance(made.ok ? made.value.facts.phash : '', (await pictureHashes(bytes, 'image/heic'))[0]!)).toBe(0);
});
