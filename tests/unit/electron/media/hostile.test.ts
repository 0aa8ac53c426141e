import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { makePicture } from '#electron/media/make-picture.ts';
import { readHead } from '#electron/media/read/head.ts';
import { openPicture } from '#electron/media/read/open.ts';
import { sharp } from '#electron/media/read/sharp.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { endlessWebp, jpegWith, latin, pngChunk, pngWith, tiffOfPages } from '#tests/builders/hostile-pictures.ts';
import { aPicture } from '#tests/builders/pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const png = await aPicture(40, 30).png().toBuffer();
const jpeg = await aPicture(40, 30).jpeg().toBuffer();
const gif = await aPicture(40, 30).gif().toBuffer();
const webp = await aPicture(40, 30).webp().toBuffer();
const tiff = await aPicture(40, 30).tiff({ compression: 'none' }).toBuffer();
const pixel = await aPicture(1, 1).webp({ lossless: true }).toBuffer();
const strip = await sharp({ create: { width: 1, height: 20_000, channels: 3, background: '#fff' } }).png().toBuffer();
const film = Buffer.concat([gif.subarray(0, gif.length - 1), ...Array.from({ length: 60 }, () => gif.subarray(gif.indexOf(0x2c, 13 + 3 * 2 ** ((gif[10]! & 7) + 1)), gif.length - 1)), Buffer.of(0x3b)]);

test.each([
  { name: 'nothing', bytes: Buffer.alloc(0), rule: 'picture-empty' },
  { name: 'a page', bytes: Buffer.from('<!doctype html><script>alert(1)</script>'), rule: 'picture-type' },
  { name: 'a drawing with a script', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), rule: 'picture-type' },
  { name: 'a drawing behind an XML line', bytes: Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="100000" height="100000"/>'), rule: 'picture-type' },
  { name: 'a document', bytes: Buffer.from('%PDF-1.7\n1 0 obj\n'), rule: 'picture-type' },
  { name: 'a script that begins like a GIF', bytes: Buffer.from('GIF89a=1;/*aaaaaaaaaaaaaaaaaaaaaaaaaaa*/alert(1)'), rule: /picture-(type|damaged|too-many-pixels)/ },
  { name: 'a GIF with a script in it', bytes: Buffer.concat([gif, Buffer.from('<script>alert(1)</script>')]), rule: 'picture-hides-more' },
  { name: 'a JPEG with a page in a comment', bytes: jpegWith(jpeg, '<html><script>alert(1)</script></html>'), rule: 'picture-hides-more' },
  { name: 'a JPEG with a program in a comment', bytes: jpegWith(jpeg, '<?php system($_GET["c"]); ?>'), rule: 'picture-hides-more' },
  { name: 'a PNG with an archive behind it', bytes: Buffer.concat([png, Buffer.from('PK\x03\x04whatever')]), rule: 'picture-hides-more' },
  { name: 'a JPEG that is a document', bytes: jpegWith(jpeg, '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj'), rule: 'picture-hides-more' },
  { name: 'a JPEG with a document behind it, and the end of a JPEG behind that', bytes: Buffer.concat([jpeg, latin('%PDF-1.4 %%EOF\xff\xd9')]), rule: 'picture-hides-more' },
  { name: 'a JPEG with an archive behind it, and the end of a JPEG behind that', bytes: Buffer.concat([jpeg, latin('Rar!\x1a\x07\x01\x00 whatever\xff\xd9')]), rule: 'picture-hides-more' },
  { name: 'a PNG with an archive in a part of its own', bytes: pngWith(png, pngChunk('zIPa', latin('PK\x03\x04 a.txt PK\x01\x02 a.txt PK\x05\x06 the end'))), rule: 'picture-hides-more' },
  { name: 'a PNG with a drawing in a text', bytes: pngWith(png, pngChunk('tEXt', latin('Comment\0<svg/onload=alert(1)>'))), rule: 'picture-hides-more' },
  { name: 'a JPEG that is an archive of PHP', bytes: jpegWith(jpeg, '<?= __HALT_COMPILER(); ?>'), rule: 'picture-hides-more' },
  { name: 'a WebP with a page behind it', bytes: Buffer.concat([webp, latin('<body onload=alert(1)>')]), rule: 'picture-hides-more' },
  { name: 'a GIF that is a script', bytes: Buffer.concat([latin('GIF89a/*'), gif.subarray(8), latin('*/=1;alert(1)')]), rule: 'picture-hides-more' },
  { name: 'a JPEG that is a script', bytes: Buffer.concat([jpeg.subarray(0, 2), Buffer.of(0xff, 0xe0, 0x2f, 0x2a), Buffer.alloc(0x2f2a - 2), Buffer.of(0xff, 0xfe, 0, 16), latin('*/=alert(1);/*'), jpeg.subarray(20)]), rule: 'picture-hides-more' },
  { name: 'half a PNG', bytes: png.subarray(0, png.length >> 1), rule: 'picture-damaged' },
  { name: 'the start of a JPEG', bytes: jpeg.subarray(0, 20), rule: 'picture-damaged' },
  { name: 'a strip', bytes: strip, rule: 'picture-side-too-long' },
  { name: 'a film of 61 pictures', bytes: film, rule: 'picture-too-many-frames' },
  // Libraries take minutes to count these.
  { name: 'a film of 100,000 pictures of one pixel', bytes: endlessWebp(pixel, 100_000), rule: 'picture-too-many-frames' },
  { name: 'a document of 20,000 pages', bytes: tiffOfPages(tiff, 20_000), rule: 'picture-too-many-frames' },
  { name: 'pages that go round in a circle', bytes: tiffOfPages(tiff, 0), rule: 'picture-damaged' },
  { name: 'a PNG that says late that it is a film', bytes: pngWith(png, pngChunk('tEXt', latin(`Comment\0${'a'.repeat(9_000)}`)), pngChunk('acTL', Buffer.of(0, 0, 1, 244, 0, 0, 0, 0))), rule: 'picture-too-many-frames' },
  { name: 'a PNG that says it is a film of one picture', bytes: pngWith(png, pngChunk('acTL', Buffer.of(0, 0, 0, 1, 0, 0, 0, 0)), ...Array.from({ length: 200 }, () => pngChunk('fcTL', Buffer.alloc(26)))), rule: 'picture-too-many-frames' },
])('$name is refused', async ({ bytes, rule }) => {
  const head = await readHead('x.jpg', bytes);
  const end = head.ok ? await openPicture('x.jpg', bytes, head.value) : head;
  expect(end.ok ? 'taken' : end.error.rule).toMatch(rule);
});

test('a comment that is only words is no harm', async () => expect((await readHead('x.jpg', jpegWith(jpeg, 'taken in Sfax'))).ok).toBe(true));

test('a file of 4 GB is refused by its size, unread', async () => {
  const path = join(folder, 'huge.jpg');
  writeFileSync(path, '');
  truncateSync(path, 4_000_000_000);
  expect(await makePicture({ path, file: 'huge.jpg', recipe: plainRecipe, folder: null })).toMatchObject({ ok: false, error: { field: 'huge.jpg', rule: 'picture-too-large', details: { foundBytes: 4_000_000_000 } } });
});

test('a file that is gone is refused by name', async () =>
  expect(await makePicture({ path: join(folder, 'none.jpg'), file: 'none.jpg', recipe: plainRecipe, folder: null })).toMatchObject({ ok: false, error: { field: 'none.jpg', rule: 'picture-gone' } }));

test('whatever bytes are changed, the answer is a picture or a refusal', () =>
  fc.assert(fc.asyncProperty(fc.constantFrom(png, jpeg, gif), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 }), async (whole, changes) => {
    const bytes = Buffer.from(whole);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    const head = await readHead('x', bytes);
    const end = head.ok ? await openPicture('x', bytes, head.value) : head;
    expect(end.ok ? 'picture' : end.error.code).toMatch(/^(picture|rule-broken)$/);
  }), { numRuns: 150 }));
