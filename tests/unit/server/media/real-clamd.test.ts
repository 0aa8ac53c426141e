import { describe, expect, test } from 'vitest';
import { clamdScanner, TOO_LARGE } from '#server/media/scanner.ts';
import { aPicture, aPictureShop } from './support/a-picture-shop.ts';
import { EICAR } from './support/fake-clamd.ts';
import { aRealClamd, realClamd } from './support/real-clamd.ts';

describe.skipIf(realClamd === null)('the real clamd', () => {
  test('IMG-08 finds EICAR alone and at the end of a picture, and says clean of everything else', async () => {
    const scan = clamdScanner(await aRealClamd(realClamd!));
    const found = { state: 'quarantined', note: 'Comptoir.Test.EICAR.UNOFFICIAL' };
    expect(await scan(Buffer.from(EICAR))).toEqual(found);
    expect(await scan(Buffer.concat([await aPicture(400, 300, 7), Buffer.from(EICAR)]))).toEqual(found);
    for (const content of [await aPicture(400, 300, 7), Buffer.alloc(0), Buffer.alloc(10_000_000, 3)]) expect(await scan(content)).toEqual({ state: 'clean' });
  });

  test('a content over its limit is not scanned', async () => {
    const scan = clamdScanner(await aRealClamd(realClamd!, { mostBytes: 1_000_000 }));
    const { note } = (await scan(Buffer.alloc(3_000_000, 3))) as { note: string };
    // It hangs up when it has had enough; whether its reason is still heard is up to the socket. Never clean, either way.
    expect(note === TOO_LARGE || /EPIPE|ECONNRESET|hung up/.test(note), note).toBe(true);
    expect(await scan(Buffer.alloc(500_000, 3))).toEqual({ state: 'clean' });
  });

  test('an upload in which it finds something is refused, named and kept apart', async () => {
    const shop = await aPictureShop({ kind: 'sqlite', file: ':memory:' }, { config: { media: { storage: { kind: 'folder' }, known: [{ kind: 'folder' }], clamd: await aRealClamd(realClamd!) } } });
    const infected = Buffer.concat([await aPicture(90, 90, 2), Buffer.from(EICAR)]);
    const refused = await shop.send(infected);
    expect([refused.status, refused.json]).toMatchObject([422, { error: { rule: 'picture-quarantined', details: { note: 'Comptoir.Test.EICAR.UNOFFICIAL' } } }]);
    const clean = await aPicture(91, 90, 2);
    expect((await shop.send(clean)).status).toBe(204);
    expect((await shop.asset(clean)).json).toMatchObject({ scan: 'clean', note: null });
  });
});
