import { beforeAll, expect, test, vi } from 'vitest';
import type { EpochMs } from '#shared/kernel/time.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { aScene } from '#tests/builders/pictures.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aPicture, aPictureShop, hashOf, type PictureShop, type Who } from '../support/a-picture-shop.ts';

type Answer = { pictures: { sha256: string; found: string; where: { shopId: string; sha256: string; distance: number; since: number; wasFirst: boolean; products: string[] }[] | null }[] };

describeOnEachDatabase('IMG-09 one picture in two shops', (_open, databases) => {
  let shop: PictureShop;
  const begun = Date.now();
  let now = begun;
  const [own, copy, other, plain] = [aScene(1).jpeg(), aScene(1).resize(200).webp({ quality: 60 }), aScene(2).png(), aPicture(64, 64, 4)].map((one) => ('toBuffer' in one ? one.toBuffer() : one));
  let contents: Record<'own' | 'copy' | 'other' | 'plain', Buffer>;

  const asked = (who: Who, content: Buffer, n = 1) =>
    shop.call(who, 'POST', `/media/shops/${shopIdOf(n)}/elsewhere`, { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sha256s: [hashOf(content)] }) });
  const told = async (who: Who, content: Buffer, n = 1) => ((await asked(who, content, n)).json as Answer).pictures[0]!;
  /** Once the server has looked at it. */
  const looked = (who: Who, content: Buffer, n = 1) => vi.waitFor(async () => {
    const answer = await told(who, content, n);
    expect(answer.found).not.toBe('waiting');
    return answer;
  }, { timeout: 30_000, interval: 50 });
  const moved = (n: number, status: 'published' | 'draft') => shop.server.deps.db.kysely.updateTable('product').set({ status }).where('id', '=', shop.products[n - 1]!).execute();

  beforeAll(async () => {
    shop = await aPictureShop(await databases.place(), { clock: () => now as EpochMs });
    contents = { own: await own!, copy: await copy!, other: await other!, plain: await plain! };
    // Shop 2 was first, and its listing (product 3) is published.
    for (const [content, how] of [
      [contents.copy, { who: 'yann', shop: 2 }], [contents.plain, { who: 'yann', shop: 2 }],
      [contents.own, {}], [contents.other, {}], [contents.plain, {}],
    ] as const) {
      expect((await shop.send(content, how as Parameters<PictureShop['send']>[1])).status).toBe(204);
      now += 1_000;
    }
    await shop.names(shop.products[2]!, contents.copy);
    await shop.names(shop.draft, contents.own);
  });

  test('staff are told where, how near, since when and who was first', async () => {
    const expected = { shopId: shopIdOf(2), sha256: hashOf(contents.copy), since: begun, wasFirst: true, products: [shop.products[2]] };
    for (const who of ['moderator', 'admin'] as const) expect(await looked(who, contents.own)).toMatchObject({ found: 'elsewhere', where: [expected] });
    expect(await looked('moderator', contents.copy, 2)).toMatchObject({ found: 'elsewhere', where: [{ shopId: shopIdOf(1), sha256: hashOf(contents.own), wasFirst: false, products: [shop.draft] }] });
    expect((await looked('moderator', contents.own)).where![0]!.distance).toBeLessThanOrEqual(11);
  });

  test('the shop itself is told that there is one, while a published listing shows it, and nothing of whose', async () => {
    expect(await looked('salma', contents.own)).toEqual({ sha256: hashOf(contents.own), found: 'elsewhere', where: null });
    // Shop 1 shows its picture on a draft only: nobody else learns of it.
    expect(await looked('yann', contents.copy, 2)).toEqual({ sha256: hashOf(contents.copy), found: 'nowhere', where: null });
    await moved(3, 'draft');
    expect((await told('salma', contents.own)).found).toBe('nowhere');
    expect((await told('moderator', contents.own)).found).toBe('elsewhere');
    await moved(3, 'published');
  });

  test('another picture and a plain ground are nowhere; what the server does not have waits', async () => {
    for (const content of [contents.other, contents.plain]) expect(await looked('moderator', content)).toMatchObject({ found: 'nowhere', where: [] });
    expect(await told('salma', Buffer.from('never sent'))).toMatchObject({ found: 'waiting', where: null });
  });

  test('what is in quarantine is nobody’s copy', async () => {
    const { kysely } = shop.server.deps.db;
    const scan = (state: 'quarantined' | 'not scanned') => kysely.updateTable('media_blob').set({ scan: state, scanned_at: now, scan_note: 'x' }).where('sha256', '=', hashOf(contents.copy)).execute();
    await scan('quarantined');
    expect((await told('moderator', contents.own)).found).toBe('nowhere');
    await scan('not scanned');
    expect((await told('moderator', contents.own)).found).toBe('elsewhere');
  });

  test('SEC-04 of somebody else’s shop nobody is told anything', async () => {
    expect((await asked('yann', contents.own)).status).toBe(403);
    expect((await asked('moderator', contents.own, 77)).status).toBe(404);
    expect((await shop.call(null, 'POST', `/media/shops/${shopIdOf(1)}/elsewhere`)).status).toBe(401);
  });
});
