import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dropFile, fileBecomes, fileRow, filesLeave, leavingShops, putFile } from '#electron/files/file-rows.ts';
import { fileFolder } from '#electron/files/file-folder.ts';
import { KEEP_LOOSE_MS, removeLeaving, tidyFolder } from '#electron/files/tidy.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { aProduct, id, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { aCache, aFolder } from '../sync/support/cache.ts';

const NOW = Date.now();

async function kept(folder: ReturnType<typeof fileFolder>, text: string, shop = 1) {
  const incoming = await folder.begin(text);
  await incoming.write(Buffer.from(text));
  return { shopId: shopIdOf(shop), sha256: await incoming.keep(shopIdOf(shop)) };
}
const row = (key: { shopId: string; sha256: string }, addedAt: number) => ({ ...key, productId: productIdOf(1), bytes: 3, state: 'waiting' as const, addedAt });

test('what a product names stays, however old; what none names goes after a week', async () => {
  const folder = fileFolder(join(aFolder(), 'files'));
  const [named, loose, fresh] = [await kept(folder, 'named'), await kept(folder, 'loose'), await kept(folder, 'fresh')];
  const db = aCache([{ doc: aProduct({ n: 1, kind: 'digital', files: { [id(1)]: { position: 0, name: 'a', bytes: 5, sha256: named.sha256, mime: 'text/plain' } } }), version: 1 }]);
  db.now((writable) => {
    putFile(writable, row(named, NOW - 100 * DAY_MS));
    putFile(writable, row(loose, NOW - KEEP_LOOSE_MS - 1));
    putFile(writable, row(fresh, NOW - KEEP_LOOSE_MS + 1));
  });
  await tidyFolder(db, folder, NOW);
  expect([named, loose, fresh].map((key) => [fileRow(db, key) !== null, existsSync(folder.pathOf(key))])).toEqual([[true, true], [false, false], [true, true]]);
});

test('a cache that was begun anew learns again of files that wait; strays of long ago go', async () => {
  const folder = fileFolder(join(aFolder(), 'files'));
  const [named, stray, young] = [await kept(folder, 'named'), await kept(folder, 'stray'), await kept(folder, 'young')];
  utimesSync(folder.pathOf(stray), new Date(NOW - KEEP_LOOSE_MS - DAY_MS), new Date(NOW - KEEP_LOOSE_MS - DAY_MS));
  const db = aCache([{ doc: aProduct({ n: 1, kind: 'digital', files: { [id(1)]: { position: 0, name: 'a', bytes: 5, sha256: named.sha256, mime: 'text/plain' } } }), version: 1 }]);
  await tidyFolder(db, folder, NOW);
  expect(fileRow(db, named)).toMatchObject({ state: 'waiting', bytes: 5, productId: productIdOf(1) });
  expect([fileRow(db, stray), existsSync(folder.pathOf(stray)), existsSync(folder.pathOf(young))]).toEqual([null, false, true]);
});

test('SYN-07 files leave with their shop, also when the process died before their bytes were gone', async () => {
  const folder = fileFolder(join(aFolder(), 'files'));
  const [mine, lost] = [await kept(folder, 'mine', 1), await kept(folder, 'lost', 2)];
  const file = join(aFolder(), 'cache.db');
  const db = aCache([], file);
  db.now((writable) => {
    for (const key of [mine, lost]) putFile(writable, row(key, NOW));
  });
  db.now((writable) => filesLeave(writable, `vendor:${shopIdOf(2)}`));
  expect([fileRow(db, mine) !== null, fileRow(db, lost), leavingShops(db)]).toEqual([true, null, [shopIdOf(2)]]);
  db.close();
  // The next start finds what is still to do.
  const again = aCache([], file);
  await removeLeaving(again, folder);
  expect([existsSync(folder.pathOf(mine)), existsSync(folder.pathOf(lost)), leavingShops(again)]).toEqual([true, false, []]);
});

test('who no longer reads everything keeps the files of their own shops only', async () => {
  const folder = fileFolder(join(aFolder(), 'files'));
  const [own, other] = [await kept(folder, 'own', 1), await kept(folder, 'other', 2)];
  const db = aCache();
  db.now((writable) => {
    for (const key of [own, other]) putFile(writable, row(key, NOW));
    writable.exec(`INSERT INTO scope (scope, cursor, epoch, head, caught_up_at) VALUES ('vendor:${shopIdOf(1)}', '', NULL, '', NULL)`);
    filesLeave(writable, 'common');
    filesLeave(writable, 'admin');
  });
  await removeLeaving(db, folder);
  expect([existsSync(folder.pathOf(own)), existsSync(folder.pathOf(other)), fileRow(db, own) !== null, fileRow(db, other)]).toEqual([true, false, true, null]);
});

test('chosen again, a refused file waits anew and one the server has is not sent again', () => {
  const db = aCache();
  const [refused, sent] = [row({ shopId: shopIdOf(1), sha256: 'a'.repeat(64) }, NOW), row({ shopId: shopIdOf(1), sha256: 'b'.repeat(64) }, NOW)];
  db.now((writable) => {
    for (const one of [refused, sent]) putFile(writable, one);
    fileBecomes(writable, refused, 'refused', { code: 'rule-broken', rule: 'shop-files-full' });
    fileBecomes(writable, sent, 'sent');
  });
  expect(fileRow(db, refused)?.error).toMatchObject({ rule: 'shop-files-full' });
  db.now((writable) => {
    for (const one of [refused, sent]) putFile(writable, { ...one, addedAt: NOW + 1 });
  });
  expect([fileRow(db, refused)?.state, fileRow(db, refused)?.error, fileRow(db, sent)?.state]).toEqual(['waiting', null, 'sent']);
  db.now((writable) => dropFile(writable, sent));
  expect(fileRow(db, sent)).toBeNull();
});
