import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { compact, KEEP_GONE_MS } from '#server/sync/compact.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { rootOf, sumsOf } from '#shared/sync/digest.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { aProduct, productIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, must, salma, scopeOne, set, TestConsole, type Marketplace } from './a-marketplace.ts';

const ADMIN = 'admin' as ScopeName;
const reset = { ok: false, error: { code: 'reset' } };

describeOnEachDatabase('compaction', (open) => {
  let db: ServerDb;
  let market: Marketplace;
  let console: TestConsole;
  let staff: TestConsole;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db, { products: 5 });
    [console, staff] = [new TestConsole(market, salma), new TestConsole(market, admin)];
    await console.catchUp(scopeOne);
    await staff.catchUp(ADMIN);
  });
  const later = (ms: number) => void (market.time.now += ms);
  const gone = async () => (await db.kysely.selectFrom('sync_row').select('id').where('gone', '=', 1).execute()).length;

  test('SYN-08 nothing is removed before its time', async () => {
    await console.push(console.delete(productIdOf(1)));
    later(KEEP_GONE_MS - 1);
    expect(await compact(db, market.clock())).toBe(0);
    expect(await gone()).toBe(2);
    later(1);
    expect(await compact(db, market.clock())).toBe(2);
    expect(await gone()).toBe(0);
    expect(await compact(db, market.clock())).toBe(0);
  });

  test('SYN-08 who had not heard of the deletion starts over, who had goes on', async () => {
    const [early, heard] = [[console, scopeOne], [staff, ADMIN]].map(([at, scope]) => (at as TestConsole).cursors.get(scope as ScopeName)!) as [string, string];
    await console.push(console.delete(productIdOf(1)));
    await console.catchUp(scopeOne);
    await staff.catchUp(ADMIN);
    await console.push(console.edit(productIdOf(2), 1, set('brand', 'Nour', 'x')));
    later(KEEP_GONE_MS + DAY_MS);
    expect(await compact(db, market.clock())).toBe(2);
    expect(await console.tryPull(scopeOne, { cursor: early })).toMatchObject(reset);
    expect(await staff.tryPull(ADMIN, { cursor: heard })).toMatchObject(reset);
    for (const [at, scope] of [[console, scopeOne], [staff, ADMIN]] as const) {
      await at.catchUp(scope);
      expect(at.records.get(productIdOf(2)), scope).toMatchObject({ version: 2 });
      // The digest counts what lives: it does not move.
      const fresh = new TestConsole(market, at.actor);
      const rows = await fresh.all(scope);
      expect(rows.some(({ id }) => id === productIdOf(1))).toBe(false);
      expect(rootOf(sumsOf(at.records.values()))).toBe(rootOf(sumsOf(rows)));
    }
  });

  test('SYN-08 an id that once belonged to a record stays taken, also when its tombstone is gone', async () => {
    await console.push(console.delete(productIdOf(1)));
    later(KEEP_GONE_MS);
    await compact(db, market.clock());
    const [outcome] = await console.push(console.create(aProduct({ n: 1, status: 'draft' })));
    expect(outcome).toMatchObject({ kind: 'rejected', error: { code: 'gone', rule: 'id-was-deleted' } });
    expect(await db.kysely.selectFrom('buried').selectAll().execute()).toEqual([{ entity: 'product', id: productIdOf(1) }]);
  });

  test('many at once go in several transactions', async () => {
    const ids = Array.from({ length: 2_500 }, (_, n) => productIdOf(20_000 + n));
    for (let at = 0; at < ids.length; at += 500) {
      await db.kysely.insertInto('sync_row').values(ids.slice(at, at + 500).map((id, n) => ({ scope: scopeOne, entity: 'product', id, seq: 100 + at + n, gone: 1, version: 2, gone_at: market.clock() }))).execute();
    }
    await db.kysely.updateTable('sync_scope').set({ seq: 5_000 }).where('scope', '=', scopeOne).execute();
    later(KEEP_GONE_MS);
    expect(await compact(db, market.clock())).toBe(2_500);
    const floor = await db.kysely.selectFrom('sync_scope').select('floor').where('scope', '=', scopeOne).executeTakeFirstOrThrow();
    expect(floor.floor).toBe(2_599);
    expect(must(await new TestConsole(market, salma).tryPull(scopeOne)).rows).toHaveLength(6);
  });
});
