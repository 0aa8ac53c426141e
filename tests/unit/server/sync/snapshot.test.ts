import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type ServerDb } from '#server/db/open.ts';
import { CHUNK_BYTES } from '#server/sync/snapshot/pack.ts';
import { openSnapshots, type Snapshots } from '#server/sync/snapshot/snapshots.ts';
import { cacheIndexes, SEARCH_TABLE } from '#shared/catalog/cache-indexes.ts';
import { CACHE_SCHEMA, cacheTables } from '#shared/catalog/cache-tables.ts';
import type { Product } from '#shared/catalog/model.ts';
import { searchTextOf } from '#shared/catalog/projection.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { rootOf, sumsOf } from '#shared/sync/digest.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Actor, ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import { productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, COMMON, must, salma, scopeOne, scopeTwo, set, stored, TestConsole, yann, type Marketplace } from './a-marketplace.ts';

const ADMIN = 'admin' as ScopeName;
const folder = mkdtempSync(join(tmpdir(), 'comptoir-test-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a console does with a snapshot: fetch every chunk, check it, put the file together. */
async function fetchAll(snapshots: Snapshots, actor: Actor, manifest: SnapshotManifest): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const [n, chunk] of manifest.chunks.entries()) {
    const wire = must(await snapshots.chunk(actor, manifest.id, n));
    expect(wire.byteLength).toBe(chunk.wireBytes);
    const content = manifest.encoding === 'gzip' ? gunzipSync(wire) : manifest.encoding === 'zstd' ? zstdDecompressSync(wire) : Buffer.from(wire);
    expect([content.length, sha256(content)]).toEqual([chunk.bytes, chunk.sha256]);
    parts.push(content);
  }
  const whole = Buffer.concat(parts);
  expect([whole.length, sha256(whole)]).toEqual([manifest.bytes, manifest.sha256]);
  return whole;
}

function opened(bytes: Buffer): Database.Database {
  const file = join(folder, `${sha256(bytes).slice(0, 12)}.db`);
  writeFileSync(file, bytes);
  return new Database(file, { readonly: true });
}

describeOnEachDatabase('snapshot', (_open, databases) => {
  let db: ServerDb;
  let market: Marketplace;
  let snapshots: Snapshots;
  const ask = (actor: Actor, scope: ScopeName, encoding: SnapshotManifest['encoding'] = 'identity') => snapshots.manifest(actor, { scope, schema: CACHE_SCHEMA, encodings: [encoding] });
  beforeAll(async () => {
    // A file on SQLite, so that the file is attached and not only streamed.
    db = await openDatabase(await databases.place());
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    market = await aMarketplace(db, { products: 30, change: (product) => (product.shopId === shopIdOf(2) ? { ...product, brand: 'KANARIENVOGEL' } : product) });
    snapshots = openSnapshots(market);
  });
  afterEach(() => snapshots.close());

  test('SYN-11 the manifest names the digest of what is in the file', async () => {
    const console = new TestConsole(market, salma);
    await console.push(console.edit(productIdOf(1), 1, set('brand', 'Nour', 'x')), console.delete(productIdOf(2)));
    for (const [actor, scope] of [[salma, scopeOne], [admin, ADMIN], [admin, COMMON]] as const) {
      const manifest = must(await ask(actor, scope));
      const file = opened(await fetchAll(snapshots, actor, manifest));
      const held = ['shop', 'category', 'product'].flatMap((entity) => (file.prepare(`SELECT id, version FROM ${entity}`).all() as { id: string; version: number }[]).map((row) => ({ entity, ...row })));
      file.close();
      expect(manifest.digest, scope).toBe(rootOf(sumsOf(held)));
    }
  });

  test('SYN-01 holds exactly the rows of the scope, in the tables of the cache, and leads to a cursor', async () => {
    const manifest = must(await ask(salma, scopeOne));
    expect(manifest).toMatchObject({ scope: scopeOne, schema: CACHE_SCHEMA, rows: { shop: 1, product: 30, variant: 30 }, encoding: 'identity' });
    const file = opened(await fetchAll(snapshots, salma, manifest));
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
    const schema = file.prepare("SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'product_fts_%'").pluck().all();
    const meant = [...Object.values(cacheTables), ...Object.values(cacheIndexes), SEARCH_TABLE].map((ddl) => ddl.replace('IF NOT EXISTS ', ''));
    expect(schema.toSorted()).toEqual(meant.toSorted());
    const rows = file.prepare('SELECT * FROM product ORDER BY rid').all() as Record<string, unknown>[];
    expect(rows.map(({ rid }) => rid)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    const { rid, ...first } = rows[0]!;
    const truth = await db.kysely.selectFrom('product').selectAll().where('id', '=', first['id'] as string).executeTakeFirstOrThrow();
    expect({ ...first, rid: truth.rid }).toEqual(truth);
    expect(rid).toBe(1);
    expect(file.prepare('SELECT count(*) FROM category').pluck().get()).toBe(0);
    file.close();
    // Nothing is missing between the file and the pull that follows.
    const console = new TestConsole(market, salma);
    console.cursors.set(scopeOne, manifest.cursor);
    await console.push(console.edit(productIdOf(5), 1, set('brand', 'Nour', 'x')));
    await console.catchUp(scopeOne);
    expect(console.came).toEqual([productIdOf(5)]);
  });

  test('SYN-01 its indexes and its full text come along, and find every product of the scope and nothing else', async () => {
    const file = opened(await fetchAll(snapshots, salma, must(await ask(salma, scopeOne))));
    const found = (words: string) => file.prepare('SELECT p.id FROM product_fts f JOIN product p ON p.rid = f.rowid WHERE product_fts MATCH ? ORDER BY p.rid').pluck().all(words);
    const titled = file.prepare('SELECT id, doc FROM product ORDER BY rid').all() as { id: string; doc: string }[];
    for (const { id, doc } of titled) expect(found(searchTextOf(JSON.parse(doc) as Product).titles.match(/[\p{L}\p{N}]+/gu)!.join(' '))).toContain(id);
    expect(file.prepare('SELECT count(*) FROM product_fts_docsize').pluck().get()).toBe(30);
    expect(file.prepare(`SELECT rowid FROM product_fts WHERE product_fts MATCH 'kanarienvogel'`).all()).toEqual([]);
    file.close();
  });

  test.each(['gzip', 'zstd'] as const)('SYN-01 travels as %s', async (encoding) => {
    const manifest = must(await ask(salma, scopeOne, encoding));
    expect(manifest.chunks[0]!.wireBytes).toBeLessThan(manifest.chunks[0]!.bytes / 2);
    opened(await fetchAll(snapshots, salma, manifest)).close();
    // The same file, whatever way it travels.
    expect(must(await ask(salma, scopeOne)).sha256).toBe(manifest.sha256);
  });

  test('SYN-01 what is common, and everything for staff', async () => {
    expect(must(await ask(salma, COMMON)).rows).toEqual({ category: 2 });
    const all = must(await ask(admin, ADMIN));
    expect(all.rows).toEqual({ shop: 2, product: 60, variant: 60, orders: 0, conversation: 0, message: 0 });
    const file = opened(await fetchAll(snapshots, admin, all));
    expect(file.prepare('SELECT count(*) FROM variant v JOIN product p ON p.id = v.product_id').pluck().get()).toBe(60);
    file.close();
  });

  test('SYN-07 no byte of another shop, not even a deleted one, is in the file', async () => {
    const rival = new TestConsole(market, yann);
    await rival.push(...Array.from({ length: 20 }, (_, i) => rival.delete(productIdOf(1_001 + i))));
    const bytes = await fetchAll(snapshots, salma, must(await ask(salma, scopeOne)));
    expect(bytes.includes('KANARIENVOGEL')).toBe(false);
    expect(bytes.includes(shopIdOf(2))).toBe(false);
    expect((await fetchAll(snapshots, yann, must(await ask(yann, scopeTwo)))).includes('KANARIENVOGEL')).toBe(true);
  });

  test('SYN-07 only who reads the scope gets a manifest or a chunk, also when the right went meanwhile', async () => {
    expect(await ask(salma, scopeTwo)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await ask(salma, ADMIN)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    const { id } = must(await ask(salma, scopeOne));
    expect(await snapshots.chunk(yann, id, 0)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await snapshots.chunk({ ...salma, shopIds: [] }, id, 0)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await snapshots.chunk(salma, 'f'.repeat(32), 0)).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(await snapshots.chunk(salma, id, 99)).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(await snapshots.manifest(salma, { scope: scopeOne, schema: 99, encodings: [] })).toMatchObject({ ok: false, error: { code: 'update-needed' } });
  });

  test('SYN-01 a cut or altered chunk, and an altered manifest, show', async () => {
    const manifest = must(await ask(salma, scopeOne, 'gzip'));
    const wire = must(await snapshots.chunk(salma, manifest.id, 0));
    expect(() => gunzipSync(wire.subarray(0, wire.byteLength - 9))).toThrow(/unexpected end/);
    const altered = Buffer.from(gunzipSync(wire));
    altered[altered.length - 100]! ^= 1;
    expect(sha256(altered)).not.toBe(manifest.chunks[0]!.sha256);
    const { signature, ...unsigned } = manifest;
    expect(sha256(Buffer.from(canonicalJson(unsigned as unknown as Json)))).toBe(signature);
    for (const change of [{ cursor: 'x' }, { scope: scopeTwo }, { bytes: 1 }, { chunks: [] }]) expect(sha256(Buffer.from(canonicalJson({ ...unsigned, ...change } as unknown as Json)))).not.toBe(signature);
  });

  test('SYN-01 many who ask at once share one build; small changes do not build again, many do', async () => {
    const first = await Promise.all(Array.from({ length: 8 }, () => ask(salma, scopeOne)));
    expect(new Set(first.map((manifest) => must(manifest).id)).size).toBe(1);
    expect(readdirSync(join(market.dataDir, 'snapshots'))).toHaveLength(1);
    const console = new TestConsole(market, salma);
    await console.push(console.edit(productIdOf(1), 1, set('brand', 'Nour', 'x')));
    expect(must(await ask(salma, scopeOne)).id).toBe(must(first[0]!).id);
    await db.kysely.updateTable('sync_scope').set((eb) => ({ seq: eb('seq', '+', 1_001) })).where('scope', '=', scopeOne).execute();
    const second = must(await ask(salma, scopeOne));
    expect(second.id).not.toBe(must(first[0]!).id);
    // Who still fetches the first one finishes …
    expect((await snapshots.chunk(salma, must(first[0]!).id, 0)).ok).toBe(true);
    // … but not for ever.
    market.time.now += 31 * MINUTE_MS;
    await db.kysely.updateTable('sync_scope').set((eb) => ({ seq: eb('seq', '+', 1_001) })).where('scope', '=', scopeOne).execute();
    must(await ask(salma, scopeOne));
    expect(await snapshots.chunk(salma, must(first[0]!).id, 0)).toMatchObject({ ok: false, error: { code: 'gone' } });
  });

  test('a scope that starts to count anew gets a new file', async () => {
    const first = must(await ask(salma, scopeOne));
    await db.kysely.updateTable('sync_scope').set({ epoch: 'restored' }).where('scope', '=', scopeOne).execute();
    expect(must(await ask(salma, scopeOne)).cursor).not.toBe(first.cursor);
  });

  test('a restarted server goes on with whole files and removes half ones', async () => {
    const first = must(await ask(salma, scopeOne));
    const half = join(market.dataDir, 'snapshots', 'a'.repeat(30));
    const { mkdirSync } = await import('node:fs');
    mkdirSync(half);
    writeFileSync(join(half, 'building.db'), 'half');
    await snapshots.close();
    snapshots = openSnapshots(market);
    expect(must(await ask(salma, COMMON)).rows).toEqual({ category: 2 });
    expect(must(await ask(salma, scopeOne)).id).toBe(first.id);
    expect(existsSync(half)).toBe(false);
    expect((await snapshots.chunk(salma, first.id, 0)).ok).toBe(true);
  });

  test('a record without a position stops the build: a file must not be wrong in silence', async () => {
    await db.kysely.deleteFrom('sync_row').where('scope', '=', scopeOne).where('id', '=', productIdOf(7)).execute();
    await expect(ask(salma, scopeOne)).rejects.toThrow(/has 31 records, the scope 30/);
    expect(readdirSync(join(market.dataDir, 'snapshots'))).toEqual([]);
    expect(await stored(market, 7)).not.toBeNull();
  });

  describe('SYN-01 several chunks', () => {
    test('a file of some megabytes comes in pieces of four', async () => {
      market = await aMarketplace(db, { products: 400, change: (product) => ({ ...product, texts: { fr: { title: product.handle, description: product.handle.repeat(1_200) } } }) });
      snapshots = openSnapshots(market);
      const manifest = must(await ask(salma, scopeOne));
      expect(manifest.chunks.length).toBeGreaterThan(1);
      expect(manifest.chunks.slice(0, -1).every(({ bytes }) => bytes === CHUNK_BYTES)).toBe(true);
      opened(await fetchAll(snapshots, salma, manifest)).close();
    });
  });
});
