import { expect, test } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { publishSide } from '#electron/sync/adopt-snapshot.ts';
import { takeBatch, takeOutcomes } from '#electron/sync/push.ts';
import { takeRow } from '#electron/sync/rebase.ts';
import { recordOf } from '#electron/sync/records.ts';
import { revokeScope } from '#electron/sync/revoke.ts';
import { editOf, putScope, shadowOf } from '#electron/sync/store.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { aProduct, at, id, shopIdOf } from '#tests/builders/catalog.ts';
import { aCache, asJson, patch, priceOf, rowOf, setPrice } from './support/cache.ts';

const one = aProduct({ n: 1 });
const scope = `vendor:${shopIdOf(1)}` as ScopeName;

test.each<{ road: string; comesBack: (db: CacheDb) => CacheDb }>([
  { road: 'row by row', comesBack: (db) => (db.now((writable) => takeRow(writable, rowOf(one, 1), at(9), scope)), db) },
  { road: 'as a file', comesBack: (db) => publishSide({ publish: (next) => next }, aCache([{ doc: one, version: 1 }]), db, at(9)) },
])('a shop that comes back $road shows the edit that was on its way when it was lost', async ({ comesBack }) => {
  const db = aCache([{ doc: one, version: 1 }]);
  db.now((writable) => putScope(writable, { scope, cursor: 'c1', head: 'c1', caughtUpAt: at(1) }));
  const { mid } = patch(db, 1, [setPrice(1, 1_000, 1_200)]);
  await takeBatch(db, 500);
  await revokeScope(db, scope);
  expect(recordOf(db, 'product', id(1))).toBeUndefined();
  expect(editOf(db, mid)).toMatchObject({ state: 'sending' });

  const back = comesBack(db);
  expect(priceOf(back, 1)).toBe(1_200);
  expect(shadowOf(back, 'product', id(1))).toMatchObject({ version: 1, doc: asJson(one) });
  // And where the server had not heard of it after all, the screen goes back to what the server has.
  await takeOutcomes(back, [{ kind: 'rejected', mid, error: { code: 'forbidden' }, row: null }], [], at(10), (into) => into.fill(7));
  expect(priceOf(back, 1)).toBe(1_000);
});
