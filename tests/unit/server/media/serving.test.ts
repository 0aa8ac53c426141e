import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createScannerSwitch } from './support/scanner-switch.ts';
import type { MediaRole } from '#shared/media/upload-contract.ts';
import { tidyMedia } from '#server/media/tidy.ts';
import { storageFolder } from '#server/media/storage-folder.ts';
import { LINK_MS } from '#server/media/signed-links.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { EICAR } from './support/fake-clamd.ts';
import { aPicture, aPictureShop, hashOf, type PictureShop } from './support/a-picture-shop.ts';

const RECIPE = 'abcdef01';
type Links = { original: string; isPublic: boolean; derivatives: { url: string; format: string }[]; scan: string; note: string | null; scannedAt: number | null };
const linksOf = (answer: { json: unknown }) => answer.json as Links;

describeOnEachDatabase('pictures are served', (_open, databases) => {
  let shop: PictureShop;
  let now = Date.now();
  let shown: Buffer = Buffer.alloc(0);
  let hidden: Buffer = Buffer.alloc(0);
  const small: Record<string, Buffer> = {};
  const path = (original: Buffer, purpose = '320', recipe = RECIPE) => `/pictures/${shopIdOf(1)}/${hashOf(original)}/${recipe}/${purpose}`;

  beforeAll(async () => {
    shop = await aPictureShop(await databases.place(), { clock: () => now as EpochMs });
    [shown, hidden] = [await aPicture(900, 700, 10), await aPicture(910, 700, 10)];
    for (const [content, product] of [[shown, shop.published], [hidden, shop.draft]] as const) {
      expect((await shop.send(content)).status).toBe(204);
      await shop.names(product, content);
    }
    for (const format of ['avif', 'webp', 'jpeg'] as const) {
      small[format] = await aPicture(320, 249, 1, format);
      expect((await shop.send(small[format], { role: { kind: 'derivative', asset: hashOf(shown), recipe: RECIPE, purpose: '320', format } })).status).toBe(204);
    }
    const role: MediaRole = { kind: 'derivative', asset: hashOf(hidden), recipe: RECIPE, purpose: '320', format: 'webp' };
    expect((await shop.offer(small['webp']!, role)).json).toMatchObject({ name: 'kept' });
  });

  test('a published one to anyone, for a year, in the best format the caller names', async () => {
    for (const [accept, format] of [
      ['image/avif,image/webp,*/*', 'avif'], ['image/webp,*/*;q=0.8', 'webp'], ['*/*', 'jpeg'], ['', 'jpeg'], ['image/avif;q=0, image/webp', 'webp'], ['image/avif;q=0.9', 'avif'], ['text/html', 'jpeg'], ['IMAGE/WEBP', 'webp'],
    ] as const) {
      const answer = await shop.fetched(path(shown), accept === '' ? {} : { accept });
      expect([accept, answer.status, answer.headers.get('content-type')]).toEqual([accept, 200, `image/${format}`]);
      expect(answer.bytes.equals(small[format]!)).toBe(true);
      expect(Object.fromEntries(['cache-control', 'etag', 'vary', 'x-content-type-options', 'content-security-policy', 'cross-origin-resource-policy', 'accept-ranges'].map((name) => [name, answer.headers.get(name)?.toLowerCase()]))).toEqual({
        'cache-control': 'public, max-age=31536000, immutable', etag: `"${hashOf(small[format]!)}"`, vary: 'accept', 'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'cross-origin-resource-policy': 'cross-origin', 'accept-ranges': 'bytes',
      });
    }
  });

  test('in part, not again to who has it, and by HEAD', async () => {
    const webp = small['webp']!;
    const etag = `"${hashOf(webp)}"`;
    const accept = 'image/webp';
    const part = await shop.fetched(path(shown), { accept, range: 'bytes=10-29' });
    expect([part.status, part.headers.get('content-range'), part.bytes.equals(webp.subarray(10, 30))]).toEqual([206, `bytes 10-29/${webp.length}`, true]);
    expect((await shop.fetched(path(shown), { accept, range: 'bytes=10-29', 'if-range': '"other"' })).status).toBe(200);
    const beyond = await shop.fetched(path(shown), { accept, range: 'bytes=9000000-' });
    expect([beyond.status, beyond.headers.get('cache-control'), beyond.headers.get('etag')]).toEqual([416, 'no-store', null]);
    const again = await shop.call(null, 'GET', path(shown), { headers: { accept, 'if-none-match': etag } });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    expect((await shop.call(null, 'HEAD', path(shown), { headers: { accept } })).headers).toMatchObject({ 'content-length': String(webp.length), etag });
  });

  test('what is not public needs a signed address, which ends', async () => {
    expect((await shop.fetched(path(hidden))).status).toBe(404);
    const links = linksOf(await shop.asset(hidden));
    expect(links.isPublic).toBe(false);
    const signed = links.derivatives[0]!.url;
    const answer = await shop.fetched(signed);
    expect([answer.status, /^private, max-age=\d+, immutable$/.test(answer.headers.get('cache-control')!)]).toEqual([200, true]);
    expect(linksOf(await shop.asset(shown))).toMatchObject({ isPublic: true, derivatives: [{ url: path(shown) }, { url: path(shown) }, { url: path(shown) }] });
    const original = linksOf(await shop.asset(shown)).original;
    expect((await shop.fetched(original)).bytes.equals(shown)).toBe(true);
    expect((await shop.fetched(original.split('?')[0]!)).status).toBe(404);
    // Of another picture, of another end, or without either.
    const [, query] = signed.split('?');
    const [expires] = /\d+/.exec(query!)!;
    for (const wrong of [`${path(hidden, '640')}?${query}`, signed.replace(expires, String(Number(expires) + 1)), `${signed}x`, signed.replace(/signature=.*/, 'signature='), `${path(hidden)}?expires=${expires}`, `${signed}&expires=1`]) {
      const refused = await shop.fetched(wrong);
      expect([refused.status, refused.headers.get('cache-control')]).toEqual([403, 'no-store']);
    }
    now += 2 * LINK_MS;
    expect((await shop.fetched(signed)).status).toBe(403);
    now -= 2 * LINK_MS;
    expect((await shop.asset(hidden, 'yann')).status).toBe(403);
    expect((await shop.asset(hidden, 'yann', 2)).status).toBe(404);
  });

  test('withdrawn, it is no longer public at once', async () => {
    const { kysely } = shop.server.deps.db;
    await kysely.updateTable('product').set({ status: 'draft' }).where('id', '=', shop.published).execute();
    expect((await shop.fetched(path(shown))).status).toBe(404);
    await kysely.updateTable('product').set({ status: 'published' }).where('id', '=', shop.published).execute();
    expect((await shop.fetched(path(shown))).status).toBe(200);
  });

  test('addresses that are none lead nowhere', async () => {
    const hash = hashOf(shown);
    for (const odd of [
      `/pictures/${shopIdOf(1)}/${hash}/${RECIPE}/9999`, `/pictures/${shopIdOf(1)}/${hash}/ffffffff/320`, `/pictures/${shopIdOf(2)}/${hash}/${RECIPE}/320`, `/pictures/${shopIdOf(1)}/..%2f..%2fetc/${RECIPE}/320`,
      `/pictures/..%2f..%2f/${hash}/${RECIPE}/320`, `/pictures/${shopIdOf(1)}/${hash}/..%2f${RECIPE}/320`, `/pictures/${shopIdOf(1)}/${hash.toUpperCase()}/${RECIPE}/320`, `/pictures/${shopIdOf(1)}/${hash}/${RECIPE}/320/`, `/pictures/__proto__/constructor/${RECIPE}/320`,
    ]) expect([odd, (await shop.call(null, 'GET', odd)).status]).toEqual([odd, 404]);
    expect((await shop.call(null, 'GET', '/pictures/%/x/y/z')).status).toBe(400);
    expect((await shop.call(null, 'POST', path(shown))).status).toBe(405);
  });
});

describe('IMG-08 a scanner is set up', () => {
  test('a hit is set apart and told; what no scanner saw is not public, and is scanned once one answers', async () => {
    const scanner = await createScannerSwitch();
    const shop = await aPictureShop({ kind: 'sqlite', file: ':memory:' }, { config: { media: { storage: { kind: 'folder' }, known: [{ kind: 'folder' }], clamd: scanner.address } } });
    const inFolder = (...parts: string[]) => join(shop.server.dataDir, 'media', ...parts);
    const place = (content: Buffer) => [shopIdOf(1), hashOf(content).slice(0, 2), hashOf(content)];
    const role = (asset: Buffer) => ({ kind: 'derivative', asset: hashOf(asset), recipe: RECIPE, purpose: '320', format: 'jpeg' }) as const;

    const clean = await aPicture(100, 90, 1);
    expect((await shop.send(clean)).status).toBe(204);
    await shop.names(shop.published, clean);
    expect(linksOf(await shop.asset(clean))).toMatchObject({ scan: 'clean', note: null, scannedAt: expect.any(Number) as number });

    const infected = Buffer.concat([await aPicture(100, 90, 2), Buffer.from(EICAR)]);
    const hit = await shop.send(infected);
    expect([hit.status, hit.json]).toEqual([422, { error: { code: 'rule-broken', field: 'file', rule: 'picture-quarantined', details: { note: 'Win.Test.EICAR_HDB-1' } } }]);
    expect([existsSync(inFolder('quarantine', ...place(infected))), existsSync(inFolder('kept', ...place(infected)))]).toEqual([true, false]);
    expect((await shop.offer(infected, { kind: 'original' })).json).toEqual({ name: 'kept', scan: 'quarantined', note: 'Win.Test.EICAR_HDB-1' });
    expect((await shop.fetched(linksOf(await shop.asset(infected)).original)).status).toBe(404);

    scanner.off();
    const [unseen, late] = [await aPicture(200, 150, 3), Buffer.concat([await aPicture(210, 150, 4), Buffer.from(EICAR)])];
    for (const content of [unseen, late]) expect((await shop.send(content, { role: role(clean) })).status).toBe(204);
    const address = `/pictures/${shopIdOf(1)}/${hashOf(clean)}/${RECIPE}/320`;
    expect((await shop.fetched(address)).status).toBe(404);
    const { url } = linksOf(await shop.asset(clean)).derivatives[0]!;
    expect((await shop.fetched(url)).bytes.equals(unseen)).toBe(true);
    expect((await shop.offer(unseen, role(clean))).json).toMatchObject({ name: 'kept', scan: 'not scanned' });

    await scanner.on();
    const { db, clock, log } = shop.server.deps;
    expect(await tidyMedia({ db, clock, log, storage: storageFolder(inFolder('kept')), scan: scanner.scan, folder: inFolder() })).toEqual({ gone: 0, scanned: 2 });
    expect((await shop.fetched(address)).status).toBe(200);
    expect([existsSync(inFolder('quarantine', ...place(late))), existsSync(inFolder('kept', ...place(late)))]).toEqual([true, false]);
    expect((await shop.offer(late, role(clean))).json).toMatchObject({ scan: 'quarantined' });
    expect((await shop.quarantined('salma')).json).toEqual({ contents: [infected, late].map((content) => ({ sha256: hashOf(content), note: 'Win.Test.EICAR_HDB-1', foundAt: expect.any(Number) as number })) });
    expect(((await shop.quarantined('moderator', Date.now() + 60_000)).json as { contents: unknown[] }).contents).toEqual([]);
    expect((await shop.quarantined('yann')).status).toBe(403);
  });

  test('a picture that was public is withdrawn with all that was made of it when a later scan finds something', async () => {
    const scanner = await createScannerSwitch();
    scanner.off();
    const shop = await aPictureShop({ kind: 'sqlite', file: ':memory:' });
    const inFolder = (...parts: string[]) => join(shop.server.dataDir, 'media', ...parts);
    const shown = Buffer.concat([await aPicture(120, 90, 5), Buffer.from(EICAR)]);
    const small = await aPicture(100, 75, 5, 'webp');
    expect((await shop.send(shown)).status).toBe(204);
    await shop.names(shop.published, shown);
    expect((await shop.send(small, { role: { kind: 'derivative', asset: hashOf(shown), recipe: RECIPE, purpose: '320', format: 'webp' } })).status).toBe(204);
    const address = `/pictures/${shopIdOf(1)}/${hashOf(shown)}/${RECIPE}/320`;
    expect((await shop.fetched(address)).status).toBe(200);
    const { original } = linksOf(await shop.asset(shown));
    await scanner.on();
    const { db, clock, log } = shop.server.deps;
    expect((await tidyMedia({ db, clock, log, storage: storageFolder(inFolder('kept')), scan: scanner.scan, folder: inFolder() })).scanned).toBe(2);
    for (const gone of [address, original]) {
      const answer = await shop.fetched(gone);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
    expect(linksOf(await shop.asset(shown))).toMatchObject({ scan: 'quarantined', note: 'Win.Test.EICAR_HDB-1', derivatives: [] });
  });
});
