import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { MOST_SHOP_PICTURE_BYTES } from '#server/media/tus.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { endlessWebp } from '#tests/builders/hostile-pictures.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { rawCall } from '#tests/support/http-server.ts';
import { aRunningServer, type TestServer } from '#tests/support/running-server.ts';
import { aPicture, aPictureShop, hashOf, type PictureShop } from './support/a-picture-shop.ts';

const RECIPE = 'abcdef01';
const errorOf = (answer: { json: unknown }) => (answer.json as { error: AppError }).error;
const uploadsOf = (server: TestServer) => readdirSync(join(server.dataDir, 'media', 'uploads'));

describe('hostile uploads', () => {
  let shop: PictureShop;
  beforeAll(async () => {
    shop = await aPictureShop({ kind: 'sqlite', file: ':memory:' });
  });

  test('SEC-06 a picture that is something else besides is refused, whatever its metadata says', async () => {
    const [jpeg, png, webp, avif] = await Promise.all((['jpeg', 'png', 'webp', 'avif'] as const).map((format) => aPicture(60, 40, 9, format)));
    for (const content of [
      Buffer.concat([jpeg!, Buffer.from('PK\x03\x04 an archive')]), Buffer.concat([png!, Buffer.from('%PDF-1.7 a document')]), Buffer.concat([webp!, Buffer.from('\x7fELF a program', 'latin1')]),
      Buffer.concat([avif!, Buffer.from('<script>alert(1)</script>')]), Buffer.concat([jpeg!.subarray(0, 2), Buffer.of(0xff, 0xfe, 0, 24), Buffer.from('<?php system($_GET[1]);'), jpeg!.subarray(2)]),
    ]) {
      const answer = await shop.send(content);
      expect([answer.status, errorOf(answer).rule]).toEqual([422, 'picture-hides-more']);
    }
    // The library of the decoder takes minutes to count them: the server may not even ask it.
    const endless = await shop.send(endlessWebp(await aPicture(1, 1, 9, 'webp'), 100_000));
    expect([endless.status, errorOf(endless).rule]).toEqual([422, 'picture-too-many-frames']);
    // Named as a smaller WebP, and JSON all the same.
    const lying = await shop.send(Buffer.from('{"not": "a picture"}'), { role: { kind: 'derivative', asset: hashOf(jpeg!), recipe: RECIPE, purpose: '320', format: 'webp' } });
    expect([lying.status, errorOf(lying).rule]).toEqual([422, 'picture-type']);
    expect(uploadsOf(shop.server)).toEqual([]);
  });

  test('offsets that do not fit write nothing, and no upload grows beyond what it said', async () => {
    const picture = await aPicture(300, 200, 10);
    const path = (await shop.begin(picture, { bytes: 500 })).headers.location!;
    const headers = { 'content-type': 'application/offset+octet-stream' };
    for (const offset of ['-1', '1', '500', '99999999999999999999', '0x0', 'NaN', '']) {
      const answer = await shop.tus('salma', 'PATCH', path, { ...headers, 'upload-offset': offset }, picture.subarray(0, 100));
      expect([offset, answer.status >= 400 && answer.status < 500]).toEqual([offset, true]);
    }
    expect((await shop.offset(path)).headers['upload-offset']).toBe('0');
    expect((await shop.append(path, 0, picture)).status).toBeGreaterThanOrEqual(400);
    const [name] = uploadsOf(shop.server);
    expect(name === undefined ? 0 : statSync(join(shop.server.dataDir, 'media', 'uploads', name)).size).toBeLessThanOrEqual(500);
    await shop.tus('salma', 'DELETE', path);
  });

  test('a hundred that begin at once have an address each, and the room of a shop ends', async () => {
    const picture = await aPicture(64, 64, 11);
    const begun = await Promise.all(Array.from({ length: 100 }, () => shop.begin(picture)));
    expect(new Set(begun.map(({ status, headers }) => `${status} ${headers.location}`)).size).toBe(100);
    expect(begun.every(({ status }) => status === 201)).toBe(true);
    await Promise.all(begun.map(({ headers }) => shop.tus('salma', 'DELETE', headers.location!)));
    const { kysely } = shop.server.deps.db;
    await kysely.insertInto('media_blob').values({ shop_id: shopIdOf(1), sha256: 'f'.repeat(64), mime: 'image/png', bytes: MOST_SHOP_PICTURE_BYTES, width: 1, height: 1, frames: 1, scan: 'clean', scan_note: null, scanned_at: 1, kept_at: 1, by: 'u' }).execute();
    const full = await shop.begin(picture);
    expect([full.status, errorOf(full).rule]).toEqual([422, 'shop-pictures-full']);
    expect((await shop.begin(picture, { who: 'yann', shop: 2 })).status).toBe(201);
    await kysely.deleteFrom('media_blob').where('sha256', '=', 'f'.repeat(64)).execute();
  });

  test('a smaller picture said to be of another shop’s original is shown at no address of that shop', async () => {
    const [original, forged] = [await aPicture(400, 300, 12), await aPicture(320, 240, 13, 'webp')];
    expect((await shop.send(original, { role: { kind: 'original', productId: shop.published } })).status).toBe(204);
    expect((await shop.send(forged, { who: 'yann', shop: 2, role: { kind: 'derivative', asset: hashOf(original), recipe: RECIPE, purpose: '320', format: 'webp' } })).status).toBe(204);
    for (const n of [1, 2]) expect((await shop.fetched(`/pictures/${shopIdOf(n)}/${hashOf(original)}/${RECIPE}/320`, { accept: 'image/webp' })).status).toBe(404);
    expect((await shop.asset(original)).json).toMatchObject({ derivatives: [] });
  });

});

describeOnEachDatabase('uploads and two servers', (_open, databases) => {
  // One process holds one handle on a SQLite file; several servers need PostgreSQL anyway.
  test.skipIf(databases.name === 'sqlite')('a server that does not hold an upload says that it is gone, and takes it anew', async () => {
    const place = await databases.place();
    // Servers of one marketplace share their secret, and here not their folders.
    const config = { secret: 'one secret for all servers of a marketplace' };
    const shop = await aPictureShop(place, { config });
    const other = await aRunningServer(place, { config });
    const elsewhere = (method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) =>
      rawCall(other.port, { method, path, headers: { authorization: `Bearer ${shop.tokens.salma}`, 'tus-resumable': '1.0.0', ...(body === undefined ? {} : { 'content-length': String(body.length) }), ...headers }, ...(body === undefined ? {} : { body }) });
    const picture = await aPicture(500, 400, 14);
    const begun = await shop.begin(picture);
    const path = begun.headers.location!;
    await shop.append(path, 0, picture.subarray(0, 1_000));
    const part = { 'upload-offset': '1000', 'content-type': 'application/offset+octet-stream' };
    expect((await elsewhere('HEAD', path)).status).toBe(410);
    expect((await elsewhere('PATCH', path, part, picture.subarray(1_000))).status).toBe(410);
    // What the first server holds is as it was.
    expect((await shop.offset(path)).headers['upload-offset']).toBe('1000');
    expect((await shop.append(path, 1_000, picture.subarray(1_000))).status).toBe(204);
    // Once it is whole, every server knows how it ended.
    expect((await elsewhere('HEAD', path)).headers['upload-offset']).toBe(String(picture.length));
  });

  test.skipIf(databases.name === 'sqlite')('servers that share their folder take one upload in turn, whole and unmixed', async () => {
    const place = await databases.place();
    const config = { secret: 'one secret for all servers of a marketplace' };
    const shop = await aPictureShop(place, { config });
    const other = await aRunningServer(place, { config: { ...config, dataDir: shop.server.dataDir } });
    const picture = await aPicture(700, 500, 15);
    const path = (await shop.begin(picture)).headers.location!;
    const append = (port: number, from: number, to: number) => rawCall(port, {
      method: 'PATCH', path, body: picture.subarray(from, to),
      headers: { authorization: `Bearer ${shop.tokens.salma}`, 'tus-resumable': '1.0.0', 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream', 'content-length': String(Math.min(to, picture.length) - from) },
    });
    for (let from = 0, n = 0; from < picture.length; from += 1_500, n++) expect((await append([shop.server.port, other.port][n % 2]!, from, from + 1_500)).status).toBe(204);
    expect((await shop.offer(picture, { kind: 'original' })).json).toMatchObject({ name: 'kept' });
    const sha256 = hashOf(picture);
    expect(hashOf(readFileSync(join(shop.server.dataDir, 'media', 'kept', shopIdOf(1), sha256.slice(0, 2), sha256)))).toBe(sha256);
  });
});
