import { randomFillSync, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { removeProduct } from '#electron/catalog/write-product.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { createHttpClient, type HttpClient } from '#electron/http/client.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { healScope, type Healed, type ToldRoot } from '#electron/sync/heal.ts';
import { pullScope } from '#electron/sync/pull.ts';
import { putScope, scopeOf, setMeta } from '#electron/sync/store.ts';
import type { HttpEndpoints } from '#shared/contract/endpoints.ts';
import { ok } from '#shared/kernel/result.ts';
import { BUCKETS, bucketOf } from '#shared/sync/digest.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { aProduct, id, shopIdOf } from '#tests/builders/catalog.ts';
import { aCache, aFolder, create, patch, priceOf, productOf, remove, setPrice } from './support/cache.ts';
import { aConsole, aServer, PASSWORD, SALMA } from './support/world.ts';

const PRODUCTS = 1_000;
const scope = `vendor:${shopIdOf(1)}` as ScopeName;

/** A cache in step with a real server, without an engine around it. */
async function inStep(products = PRODUCTS) {
  const server = await aServer({ products });
  const options = { serverUrl: server.url, scheduler: systemScheduler, random: (bytes: Uint8Array) => randomFillSync(bytes), fetch: globalThis.fetch };
  const signedIn = await createHttpClient(options)('signIn', { body: { email: SALMA, password: PASSWORD, device: 'test' } });
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  const { accessToken } = signedIn.value;
  const asked: { name: keyof HttpEndpoints; sent: unknown }[] = [];
  const meanwhile: Partial<Record<keyof HttpEndpoints, () => void>> = {};
  const plain = createHttpClient({ ...options, tokens: { current: () => accessToken, renew: () => Promise.resolve(ok(accessToken)) } });
  const http: HttpClient = (name, sent, how) => {
    asked.push({ name, sent });
    meanwhile[name]?.();
    return plain(name, sent, how);
  };
  const cache = aCache();
  cache.now((db) => {
    setMeta(db, 'client', randomUUID());
    putScope(db, { scope, cursor: '', head: '', caughtUpAt: null });
  });
  const pull = async (): Promise<ToldRoot> => {
    const pulled = await pullScope({ http, scheduler: systemScheduler, onPage: () => undefined, onGrants: () => undefined }, () => cache, scope);
    if (!pulled.ok || pulled.value.told === null) throw new Error('not caught up');
    return pulled.value.told;
  };
  const told = await pull();
  const heal = async (root = told, interrupted = () => false): Promise<Healed> => {
    const done = await healScope({ http, scheduler: systemScheduler, db: () => cache, interrupted }, scope, root);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    return done.value;
  };
  const fetched = () => asked.filter(({ name }) => name === 'records').flatMap(({ sent }) => (sent as { body: { records: { id: string }[] } }).body.records.map((record) => record.id));
  asked.length = 0;
  return { cache, asked, meanwhile, told, pull, heal, fetched };
}

const dump = (cache: CacheDb) => ({
  products: cache.sqlite.prepare('SELECT * FROM product ORDER BY id').all().map((row) => ({ ...(row as object), rid: 0 })),
  variants: cache.sqlite.prepare('SELECT * FROM variant ORDER BY product_id, variant_id').all(),
});

describe('SYN-11 a damaged cache', () => {
  test('that is whole costs one look: no record travels', async () => {
    const { heal, asked } = await inStep();
    expect(await heal()).toEqual({ looked: true, fetched: 0, healed: 0 });
    expect(asked.map(({ name }) => name)).toEqual(['buckets']);
  });

  test('is let go of half way when something more urgent comes up, and looked at later', async () => {
    // More than are looked at in one go.
    const { heal, told } = await inStep(2_100);
    let asked = 0;
    expect(await heal(told, () => ++asked > 1)).toEqual({ looked: false, fetched: 0, healed: 0 });
    expect(asked).toBe(2);
    expect(await heal()).toEqual({ looked: true, fetched: 0, healed: 0 });
  });

  test('that is closed half way is not looked at any more', async () => {
    const { cache, heal, told } = await inStep(2_100);
    const closing = (): boolean => {
      if (cache.isOpen) setImmediate(() => cache.close());
      return false;
    };
    expect(await heal(told, closing)).toEqual({ looked: false, fetched: 0, healed: 0 });
  });

  test.each([
    { name: 'a version that is not the server’s', sql: `UPDATE product SET version = version + 7, doc = '{"broken":true}' WHERE id = ?` },
    { name: 'a row that is gone', sql: `DELETE FROM product WHERE id = ?` },
    { name: 'a version set back', sql: `UPDATE product SET version = 0, price = 1 WHERE id = ?` },
  ])('$name is put right, and at most one record in 256 is fetched for it', async ({ sql }) => {
    const { cache, heal, fetched } = await inStep();
    const before = dump(cache);
    expect(cache.sqlite.prepare(sql).run(id(77)).changes).toBe(1);
    expect(await heal()).toEqual({ looked: true, fetched: 1, healed: 1 });
    expect(fetched()).toEqual([id(77)]);
    expect(fetched().length).toBeLessThanOrEqual(Math.ceil(PRODUCTS / BUCKETS));
    expect(dump(cache)).toEqual(before);
    expect(await heal()).toMatchObject({ looked: true, fetched: 0 });
  });

  test('a row nobody ever sent leaves', async () => {
    const { cache, heal } = await inStep();
    const before = dump(cache);
    cache.sqlite.prepare(`INSERT INTO product SELECT NULL, '${id(5_000_077)}', ${(cache.sqlite.pragma('table_info(product)') as { name: string }[]).slice(2).map(({ name }) => name).join(', ')} FROM product WHERE id = ?`).run(id(77));
    expect(await heal()).toEqual({ looked: true, fetched: 1, healed: 1 });
    expect(dump(cache)).toEqual(before);
  });

  test('words that changed without a new version are found within 256 looks, and nothing else is fetched', async () => {
    const { cache, heal, fetched } = await inStep();
    const before = dump(cache);
    cache.sqlite.prepare(`UPDATE product SET doc = replace(doc, 'Article 300', 'Artikle 300') WHERE id = ?`).run(id(300));
    cache.sqlite.prepare(`UPDATE product SET doc = '{' WHERE id = ?`).run(id(301));
    cache.sqlite.prepare(`UPDATE product SET price = 1, sort_fr = 'x' WHERE id = ?`).run(id(302));
    let healed = 0;
    for (let look = 0; look < BUCKETS; look++) healed += (await heal()).healed;
    expect(healed).toBe(3);
    // The third was whole but for what is derived from it.
    expect(fetched()).toEqual([id(300), id(301)]);
    expect(dump(cache)).toEqual(before);
  });

  test('edits on top stay, of whatever kind, and are neither damage nor lost', async () => {
    const { cache, heal, fetched } = await inStep();
    patch(cache, 10, [setPrice(10, 1_000, 1_500)]);
    remove(cache, 11);
    create(cache, aProduct({ n: 6_000 }));
    patch(cache, 12, [setPrice(12, 1_000, 1_700)]);
    expect(await heal()).toEqual({ looked: true, fetched: 0, healed: 0 });
    // The server's copy under an edit is damaged, and the record on top of another.
    cache.sqlite.prepare('UPDATE shadow SET version = 9 WHERE id = ?').run(id(10));
    cache.now((db) => removeProduct(db, id(12)));
    const looks = [];
    for (let look = 0; look <= bucketOf(id(12)) + 1; look++) looks.push(await heal());
    expect(looks.reduce((sum, { healed }) => sum + healed, 0)).toBe(2);
    expect(fetched()).toEqual([id(10)]);
    expect([priceOf(cache, 10), productOf(cache, 11), productOf(cache, 6_000)?.id, priceOf(cache, 12)]).toEqual([1_500, undefined, id(6_000), 1_700]);
    expect(cache.sqlite.prepare('SELECT entity_id FROM outbox ORDER BY cseq').pluck().all()).toEqual([id(10), id(11), id(6_000), id(12)]);
  });

  test('is not looked at where the server speaks of another position, or when there is something better to do', async () => {
    const { cache, heal, told, asked } = await inStep();
    cache.sqlite.prepare('DELETE FROM product WHERE id = ?').run(id(77));
    expect(await heal({ ...told, cursor: 'elsewhere' })).toEqual({ looked: false, fetched: 0, healed: 0 });
    expect(await heal(told, () => true)).toEqual({ looked: false, fetched: 0, healed: 0 });
    expect(asked).toEqual([]);
    expect(scopeOf(cache, scope)?.cursor).toBe(told.cursor);
  });

  test('a record that moved while it was fetched again is left to whoever moved it', async () => {
    const { cache, heal, meanwhile } = await inStep();
    cache.sqlite.prepare('UPDATE product SET version = 0 WHERE id = ?').run(id(77));
    meanwhile.records = () => cache.now((db) => putScope(db, { ...scopeOf(db, scope)!, cursor: 'moved' }));
    expect(await heal()).toEqual({ looked: false, fetched: 1, healed: 0 });
    expect(cache.sqlite.prepare('SELECT version FROM product WHERE id = ?').pluck().get(id(77))).toBe(0);
  });
});

test('SYN-11 a console heals itself as soon as the server has told where it stands', async () => {
  const server = await aServer({ products: 300 });
  const dataDir = aFolder();
  const first = await aConsole(server.url, { dataDir });
  await first.signIn();
  await first.online();
  const file = (await first.must('settings.about', {})).cacheFile!;
  await first.close();
  const { default: Sqlite } = await import('better-sqlite3');
  const sqlite = new Sqlite(file);
  sqlite.prepare('DELETE FROM product WHERE id = ?').run(id(3));
  sqlite.close();
  const asked: string[] = [];
  const again = await aConsole(server.url, { dataDir, fetch: (input, init) => {
    asked.push(new URL(input instanceof Request ? input.url : String(input)).pathname);
    return fetch(input, init);
  } });
  await again.online();
  await expect.poll(() => again.total(), { timeout: 10_000 }).toBe(300);
  expect(asked.filter((path) => path === '/sync/records')).toHaveLength(1);
  expect(asked.filter((path) => path.startsWith('/sync/snapshot'))).toEqual([]);
});
