import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { KEEP_UPLOAD_MS } from '#server/media/tus.ts';
import { tidyMedia } from '#server/media/tidy.ts';
import { noScanner } from '#server/media/scanner.ts';
import { storageFolder } from '#server/media/storage-folder.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aPicture, aPictureShop, hashOf, type PictureShop } from './support/a-picture-shop.ts';

const codeOf = (answer: { json: unknown }) => (answer.json as { error: AppError }).error;
const RECIPE = 'abcdef01';

/** A PNG of so many pixels with hardly a byte in it. */
function aPngHead(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND', Buffer.alloc(0))]);
}

describeOnEachDatabase('pictures come in by tus', (_open, databases) => {
  let shop: PictureShop;
  const media = (...parts: string[]) => join(shop.server.dataDir, 'media', ...parts);
  const kept = (content: Uint8Array, n = 1) => media('kept', shopIdOf(n), hashOf(content).slice(0, 2), hashOf(content));
  beforeAll(async () => {
    shop = await aPictureShop(await databases.place());
  });

  test('SEC-06 in parts, whole at the end, found again by its hash, and nothing stays behind', async () => {
    const picture = await aPicture(900, 700, 1);
    const begun = await shop.begin(picture);
    expect([begun.status, begun.headers['tus-resumable'], begun.headers['access-control-allow-origin']]).toEqual([201, '1.0.0', undefined]);
    const path = begun.headers.location!;
    expect((await shop.offset(path)).headers).toMatchObject({ 'upload-offset': '0', 'upload-length': String(picture.length), 'cache-control': 'no-store' });
    const half = await shop.append(path, 0, picture.subarray(0, 1_000));
    expect([half.status, half.headers['upload-offset']]).toEqual([204, '1000']);
    expect((await shop.append(path, 900, picture.subarray(900))).status).toBe(409);
    expect((await shop.offer(picture, { kind: 'original' })).json).toEqual({ name: 'wanted', upload: path });
    const last = await shop.append(path, 1_000, picture.subarray(1_000));
    expect([last.status, last.headers['upload-offset']]).toEqual([204, String(picture.length)]);
    // Once more, as after an answer that was lost.
    expect((await shop.offset(path)).headers['upload-offset']).toBe(String(picture.length));
    expect((await shop.append(path, picture.length, Buffer.alloc(0))).status).toBe(204);
    expect((await shop.offer(picture, { kind: 'original' })).json).toEqual({ name: 'kept', scan: 'not scanned', note: 'no scanner' });
    expect(readFileSync(kept(picture)).equals(picture)).toBe(true);
    expect(readdirSync(media('uploads'))).toEqual([]);
    expect((await shop.asset(picture)).json).toMatchObject({ mime: 'image/jpeg', width: 900, height: 700, frames: 1, scan: 'not scanned', scannedAt: null, isPublic: false, derivatives: [] });
  });

  test('what arrived before a cut stays, and bytes that came while nobody was left to look are looked at later', async () => {
    const picture = await aPicture(800, 600, 2);
    const path = (await shop.begin(picture)).headers.location!;
    const upload = media('uploads', path.split('/').at(-1)!);
    await new Promise<void>((resolve) => {
      const half = httpRequest({
        host: '127.0.0.1', port: shop.server.port, method: 'PATCH', path,
        headers: { authorization: `Bearer ${shop.tokens.salma}`, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': String(picture.length) },
      });
      half.on('error', () => resolve());
      half.write(picture.subarray(0, 1_500));
      const look = setInterval(() => {
        if (readFileSync(upload).length < 1_500) return;
        clearInterval(look);
        half.destroy();
        resolve();
      }, 5);
    });
    expect((await shop.offset(path)).headers['upload-offset']).toBe('1500');
    writeFileSync(upload, picture);
    // As after a crash between the last byte and its answer.
    expect((await shop.offset(path)).headers['upload-offset']).toBe(String(picture.length));
    expect(readFileSync(kept(picture)).equals(picture)).toBe(true);
  });

  test('another content than its hash says, and what is no picture, is refused with its reason and goes', async () => {
    const picture = await aPicture(50, 50, 3);
    const damaged = await shop.send(Buffer.from(picture.map((byte, at) => (at === 200 ? byte ^ 1 : byte))), { sha256: hashOf(picture) } as never);
    expect([damaged.status, codeOf(damaged)]).toEqual([502, expect.objectContaining({ code: 'corrupt-chunk', rule: 'file-damaged' })]);
    const bomb = aPngHead(30_000, 30_000);
    for (const [content, rule] of [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'picture-type'],
      [Buffer.from('<html><script>alert(1)</script></html>'), 'picture-type'],
      [Buffer.from('GIF89a/*'.padEnd(400, '\0') + '*/=1;alert(1)'), 'picture-type'],
      [picture.subarray(0, 20), 'picture-type'],
      [bomb, 'picture-too-many-pixels'],
    ] as const) {
      const answer = await shop.send(Buffer.from(content));
      expect([answer.status, codeOf(answer).rule]).toEqual([422, rule]);
      expect(existsSync(kept(content))).toBe(false);
      expect((await shop.offer(Buffer.from(content), { kind: 'original' })).json).toEqual({ name: 'wanted', upload: null });
    }
    expect(readdirSync(media('uploads'))).toEqual([]);
  });

  test('a smaller picture is what it says it is', async () => {
    const original = await aPicture(1_000, 800, 4);
    const role = { kind: 'derivative', asset: hashOf(original), recipe: RECIPE, purpose: '320', format: 'webp' } as const;
    const wide = await aPicture(321, 20, 4, 'webp');
    expect(codeOf(await shop.send(wide, { role }))).toMatchObject({ rule: 'picture-side-too-long', details: { found: 321, most: 320 } });
    expect(codeOf(await shop.send(await aPicture(320, 20, 4, 'jpeg'), { role }))).toMatchObject({ rule: 'picture-type', details: { found: 'image/jpeg', expected: 'image/webp' } });
    const right = await aPicture(320, 256, 4, 'webp');
    expect((await shop.send(right, { role })).status).toBe(204);
    expect(codeOf(await shop.offer(right, { ...role, format: 'avif' }))).toMatchObject({ rule: 'picture-type' });
    expect((await shop.offer(right, { ...role, recipe: '12345678' })).json).toMatchObject({ name: 'kept' });
  });

  test('size, room and rights are asked before a byte is here', async () => {
    const picture = await aPicture(60, 60, 5);
    const tooLarge = await shop.begin(picture, { bytes: 10_000_001 });
    expect([tooLarge.status, codeOf(tooLarge)]).toEqual([413, expect.objectContaining({ rule: 'picture-too-large' })]);
    expect((await shop.begin(picture, { bytes: 0 })).status).toBe(422);
    expect((await shop.begin(picture, { who: 'yann' })).status).toBe(403);
    expect((await shop.begin(picture, { who: 'moderator' })).status).toBe(403);
    expect((await shop.begin(picture, { who: 'admin', shop: 77 })).status).toBe(404);
    for (const sha256 of ['../../etc/passwd', hashOf(picture).toUpperCase(), '']) expect((await shop.begin(picture, { sha256 } as never)).status).toBe(400);
    for (const role of [{}, { kind: 'derivative', asset: '..', recipe: RECIPE, purpose: '320', format: 'webp' }, { kind: 'original', more: 1 }]) expect((await shop.begin(picture, { role })).status).toBe(400);
    expect((await shop.tus('salma', 'POST', '/media/uploads', { 'upload-defer-length': '1' })).status).toBe(400);
    expect(readdirSync(media('uploads'))).toEqual([]);
  });

  test('SEC-04 of somebody else an upload does not exist, and a stranger signs in first', async () => {
    const picture = await aPicture(70, 70, 6);
    const path = (await shop.begin(picture)).headers.location!;
    for (const [method, address] of [['OPTIONS', '/media/uploads'], ['POST', '/media/uploads'], ['HEAD', path], ['PATCH', path], ['DELETE', path]] as const) expect((await shop.tus(null, method, address)).status).toBe(401);
    for (const who of ['yann', 'admin', 'moderator'] as const) {
      expect((await shop.offset(path, who)).status).toBe(404);
      expect((await shop.append(path, 0, picture, who)).status).toBe(404);
      expect((await shop.tus(who, 'DELETE', path)).status).toBe(404);
    }
    for (const odd of ['..', '%2e%2e%2fsecret', 'x', `${path.split('/').at(-1)}?a=1`, '__proto__']) expect((await shop.offset(`/media/uploads/${odd}`)).status).toBe(404);
    for (const method of ['GET', 'PUT']) expect((await shop.tus('salma', method, path)).status).toBe(405);
    expect((await shop.tus('salma', 'OPTIONS', '/media/uploads')).headers).toMatchObject({ 'tus-version': '1.0.0', 'tus-max-size': '10000000' });
    expect((await shop.tus('salma', 'DELETE', path)).status).toBe(204);
    expect((await shop.offset(path)).status).toBe(404);
  });

  test('what nobody goes on with is given up after a week, and files the database does not know at once', async () => {
    const { db, clock, log } = shop.server.deps;
    const picture = await aPicture(80, 80, 7);
    const path = (await shop.begin(picture)).headers.location!;
    await shop.append(path, 0, picture.subarray(0, 100));
    writeFileSync(media('uploads', 'left-over'), 'x');
    const deps = { db, log, storage: storageFolder(media('kept')), scan: noScanner, folder: media() };
    expect(await tidyMedia({ ...deps, clock })).toEqual({ gone: 1, scanned: 0 });
    expect((await shop.offset(path)).headers['upload-offset']).toBe('100');
    const later = () => (clock() + KEEP_UPLOAD_MS + 1_000) as EpochMs;
    expect((await tidyMedia({ ...deps, clock: later })).gone).toBeGreaterThan(0);
    expect((await shop.offset(path)).status).toBe(404);
    expect(readdirSync(media('uploads'))).toEqual([]);
  });
});
