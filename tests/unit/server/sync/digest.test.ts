import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { bucketsOf, digestOf, recordsAgain } from '#server/sync/digest.ts';
import { readHeads } from '#server/sync/pull.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { bucketOf, contentHash, rootOf, sumsFromText, sumsOf, textOf } from '#shared/sync/digest.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';
import { aProduct, categoryIdOf, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, COMMON, digestWhenSettled, must, salma, scopeOne, scopeTwo, set, stored, TestConsole, yann, type Marketplace } from './a-marketplace.ts';

const ADMIN = 'admin' as ScopeName;

describeOnEachDatabase('digest', (open) => {
  let db: ServerDb;
  let market: Marketplace;
  let console: TestConsole;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db, { products: 40 });
    console = new TestConsole(market, salma);
  });

  /** What a console has of a scope, counted by itself. */
  const countedBy = async (actor: Actor, scope: ScopeName) => sumsOf(await new TestConsole(market, actor).all(scope));

  test('SYN-11 a console that has caught up counts what the server counts, in every scope and after any kind of change', async () => {
    const fresh = aProduct({ n: 5_000, status: 'draft' });
    await console.push(console.edit(productIdOf(1), 1, set('brand', 'Nour', 'a')), console.edit(productIdOf(1), 2, set('brand', 'a', 'b')), console.delete(productIdOf(2)), console.create(fresh), console.edit(fresh.id, 1, set('brand', 'Nour', 'c')));
    await console.push(console.edit(productIdOf(3), 1, set('brand', 'other', 'refused')), console.create(aProduct({ n: 6_000, status: 'draft' })), console.delete(productIdOf(6_000), { baseVersion: 1 }));
    for (const [actor, scope] of [[salma, scopeOne], [salma, COMMON], [yann, scopeTwo], [admin, ADMIN]] as const) {
      const sums = await countedBy(actor, scope);
      expect(await digestWhenSettled(market, actor, scope), scope).toBe(textOf(sums));
      const reader = new TestConsole(market, actor);
      await vi.waitFor(async () => {
        const page = must(await reader.tryPull(scope));
        expect(page).toMatchObject({ more: false, digest: rootOf(sums) });
        expect(await readHeads(market, [scope])).toEqual([{ scope, head: page.head, digest: rootOf(sums) }]);
      }, { timeout: 20_000 });
    }
  });

  test('only the last page of a pull tells the digest: before it nobody can compare', async () => {
    expect(must(await console.tryPull(scopeOne, { limit: 5 }))).toMatchObject({ more: true, digest: null });
  });

  test('an empty scope has the digest of nothing', async () => {
    const nobody: Actor = { ...salma, shopIds: [shopIdOf(9)] };
    const scope = `vendor:${shopIdOf(9)}` as ScopeName;
    expect(must(await digestOf(market, nobody, { scope })).sums).toBe('0'.repeat(4_096));
    expect(must(await new TestConsole(market, nobody).tryPull(scope)).digest).toBe(rootOf(sumsOf([])));
  });

  test('SYN-11 a bucket tells its records with their versions and, when asked, what they say', async () => {
    await console.push(console.edit(productIdOf(7), 1, set('brand', 'Nour', 'x')));
    const bucket = bucketOf(productIdOf(7));
    const { records, cursor } = must(await bucketsOf(market, salma, { scope: scopeOne, buckets: `${bucket}`, content: 'yes' }));
    expect(cursor).toBe(must(await console.tryPull(scopeOne)).head);
    expect(records).toEqual([{ entity: 'product', id: productIdOf(7), version: 2, content: contentHash((await stored(market, 7))!.doc) }]);
    const all = must(await bucketsOf(market, salma, { scope: scopeOne, buckets: Array.from({ length: 256 }, (_, n) => n).join(','), content: 'no' }));
    expect(textOf(sumsOf(all.records))).toBe(must(await digestOf(market, salma, { scope: scopeOne })).sums);
    expect(all.records.every(({ content }) => content === null)).toBe(true);
    expect(all.records).toHaveLength(41);
  });

  test.each([['256', 'no'], ['0,999', 'no'], [Array.from({ length: 17 }, (_, n) => n).join(','), 'yes']] as const)('buckets %s, content %s: refused', async (buckets, content) =>
    expect(await bucketsOf(market, salma, { scope: scopeOne, buckets, content })).toMatchObject({ ok: false, error: { code: 'invalid-input', field: 'buckets' } }));

  test('SYN-11 named records come again as they are now, in the order asked; what is not in the scope comes empty', async () => {
    await console.push(console.edit(productIdOf(5), 1, set('brand', 'Nour', 'x')), console.delete(productIdOf(6)));
    const records = [productIdOf(6), productIdOf(5), productIdOf(1_001), productIdOf(9_999)].map((id) => ({ entity: 'product' as const, id: id as never }));
    const { rows } = must(await recordsAgain(market, salma, { scope: scopeOne, schema: CACHE_SCHEMA, records }));
    expect(rows.map(({ id, version, doc }) => [id, version, doc === null])).toEqual([[productIdOf(6), 2, true], [productIdOf(5), 2, false], [productIdOf(1_001), 0, true], [productIdOf(9_999), 0, true]]);
    expect(rows[1]!.doc).toEqual((await stored(market, 5))!.doc);
    const [category] = must(await recordsAgain(market, salma, { scope: COMMON, schema: CACHE_SCHEMA, records: [{ entity: 'category', id: categoryIdOf(1) as never }] })).rows;
    expect(category).toMatchObject({ version: 1, doc: { id: categoryIdOf(1) } });
    expect(await recordsAgain(market, salma, { scope: scopeOne, schema: 99, records })).toMatchObject({ ok: false, error: { code: 'update-needed' } });
  });

  test('records that weigh more than a page are cut, never to nothing', async () => {
    const wide = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`k${i}`, 'x'.repeat(500)]));
    market = await aMarketplace(db, { products: 4, change: (product) => ({ ...product, attributes: wide }) });
    const records = [1, 2, 3, 4].map((n) => ({ entity: 'product' as const, id: productIdOf(n) as never }));
    expect(must(await recordsAgain(market, salma, { scope: scopeOne, schema: CACHE_SCHEMA, records })).rows.map(({ id }) => id)).toEqual([productIdOf(1), productIdOf(2)]);
  });

  describe('SYN-07 scopes of others are closed', () => {
    test.each([['another shop', scopeTwo], ['the wide one', ADMIN]] as const)('%s', async (_, scope) => {
      const forbidden = { ok: false, error: { code: 'forbidden' } };
      expect(await digestOf(market, salma, { scope })).toMatchObject(forbidden);
      expect(await bucketsOf(market, salma, { scope, buckets: '0', content: 'yes' })).toMatchObject(forbidden);
      expect(await recordsAgain(market, salma, { scope, schema: CACHE_SCHEMA, records: [{ entity: 'product', id: productIdOf(1_001) as never }] })).toMatchObject(forbidden);
    });
  });

  test('the text of the sums is what a console reads back', async () => {
    const { sums } = must(await digestOf(market, salma, { scope: scopeOne }));
    expect(textOf(sumsFromText(sums)!)).toBe(sums);
  });
});
