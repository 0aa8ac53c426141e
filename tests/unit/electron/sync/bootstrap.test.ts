import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { downloadSnapshot } from '#electron/sync/snapshot.ts';
import { snapshotFilesFor } from '#electron/sync/snapshot-files.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import type { HttpClient } from '#electron/http/client.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import type { ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import { at, id, variantIdOf } from '#tests/builders/catalog.ts';
import { aCache, aFolder, setPrice } from './support/cache.ts';
import { aConsole, aProxy, aServer, type TestConsole, type TestServer } from './support/world.ts';

const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const scope = 'vendor:00000000-0000-7000-8000-000500000001' as ScopeName;
/** Bytes until the line is cut: three chunks of 4 MiB are in flight beside the first rows, so at least one has arrived whole, and not all five. */
const CUT_AFTER = 15 * 1024 * 1024;
const cacheFolder = (window: TestConsole) => join(window.dataDir, 'cache');
const sideFiles = (window: TestConsole) => readdirSync(cacheFolder(window)).filter((name) => name.includes('.next'));
const progressOf = (window: TestConsole): { manifest: SnapshotManifest; done: number[] } => {
  const [manifest, ...done] = readFileSync(join(cacheFolder(window), sideFiles(window).find((name) => name.endsWith('.json'))!), 'utf8').trimEnd().split('\n');
  return { manifest: JSON.parse(manifest!) as SnapshotManifest, done: done.map(Number) };
};

describe('SYN-01 on a real server, 2,500 products in a file of several chunks', () => {
  let server: TestServer;
  const later: (() => void | Promise<void>)[] = [];
  beforeAll(async () => {
    server = await aServer({ products: 2_500, words: 'lin lavé à la main '.repeat(300), atEnd: (clear) => void later.unshift(clear) });
  });
  afterAll(async () => {
    for (const clear of later) await clear();
  });
  /** A console whose every request can be looked at or changed. */
  const watched = async (more: { url?: string; dataDir?: string; chunk?: (index: number, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> } = {}) => {
    const asked: string[] = [];
    const window = await aConsole(more.url ?? server.url, {
      // Unpacked: the same words again and again would fit into a few kilobytes, and there would be nothing to cut.
      encodings: ['identity'],
      ...(more.dataDir ? { dataDir: more.dataDir } : {}),
      fetch: async (input, init) => {
        const { pathname } = new URL(input instanceof Request ? input.url : String(input));
        asked.push(pathname);
        const answered = await fetch(input, init);
        const chunk = /^\/sync\/snapshot\/[0-9a-f]+\/(\d+)$/.exec(pathname);
        if (!chunk || !more.chunk) return answered;
        return new Response(more.chunk(Number(chunk[1]), new Uint8Array(await answered.arrayBuffer())), { status: answered.status });
      },
    });
    const chunks = () => asked.filter((path) => /^\/sync\/snapshot\/\w+\/\d+$/.test(path));
    return { ...window, asked, chunks };
  };

  test('the first rows come at once, the rest as a file with progress; nothing is left beside the cache; search finds everything', async () => {
    const window = await watched();
    await window.signIn();
    await window.online();
    expect(await window.total()).toBe(2_500);
    expect(sideFiles(window)).toEqual([]);
    const states = window.events.filter(({ name }) => name === 'sync.state').map(({ payload }) => (payload as { connection: { name: string; phase?: string } }).connection);
    expect(states.map(({ name }) => name)).toContain('bootstrapping');
    expect(window.asked.indexOf('/sync/pull')).toBeLessThan(window.asked.indexOf('/sync/snapshot'));
    expect(window.chunks().length).toBeGreaterThan(3);
    expect(new Set(window.chunks()).size).toBe(window.chunks().length);
    await window.until(({ searchReady }) => searchReady);
    const page = await window.must('catalog.page', { query: { filter: { text: 'article 2499' }, sort: { by: 'relevance', dir: 'asc' }, locale: 'fr' }, offset: 0, limit: 10 });
    expect(page.rows[0]?.id).toBe(id(2_499));
    // Later starts ask for no file.
    const before = window.asked.length;
    await window.must('sync.now', {});
    expect(window.asked.slice(before).filter((path) => path.startsWith('/sync/snapshot'))).toEqual([]);
  });

  test('cut off in the middle, it goes on with the chunks it lacks, also in another process', async () => {
    const proxy = await aProxy(() => server.url);
    const window = await watched({ url: proxy.url });
    proxy.mode.budget = CUT_AFTER;
    await window.signIn();
    await window.until(({ connection }) => connection.name === 'offline');
    const had = progressOf(window);
    expect(had.done.length).toBeGreaterThan(0);
    expect(had.done.length).toBeLessThan(had.manifest.chunks.length);
    await window.close();
    proxy.mode.budget = Infinity;
    const again = await watched({ url: proxy.url, dataDir: window.dataDir });
    await again.online();
    expect(again.chunks().length).toBe(had.manifest.chunks.length - had.done.length);
    expect(await again.total()).toBe(2_500);
  });

  test('a chunk spoilt on the way is fetched again', async () => {
    let spoilt = 0;
    const window = await watched({ chunk: (index, bytes) => {
      if (index === 1 && spoilt++ < 2) bytes[1_000]! ^= 1;
      return bytes;
    } });
    await window.signIn();
    await window.online();
    expect(spoilt).toBe(3);
    expect(await window.total()).toBe(2_500);
  });

  test('a chunk that stays spoilt is a clear error, nothing of it is ever shown, and the cache in use stays', async () => {
    const window = await watched({ chunk: (index, bytes) => {
      if (index === 1) bytes[1_000]! ^= 1;
      return bytes;
    } });
    await window.signIn();
    const { connection, cacheReady } = await window.until(({ connection: { name } }) => name === 'offline');
    expect(connection).toMatchObject({ error: { code: 'corrupt-chunk', details: { chunk: 1, tries: 3 } } });
    expect(cacheReady).toBe(false);
    expect(await window.total()).toBeGreaterThan(100);
    expect(await window.edit(id(1), setPrice(1, 1_000, 1_100))).toMatchObject({ ok: true });
  });

  test('bytes changed on disk between two starts are found and fetched again', async () => {
    const proxy = await aProxy(() => server.url);
    const window = await watched({ url: proxy.url });
    proxy.mode.budget = CUT_AFTER;
    await window.signIn();
    await window.until(({ connection }) => connection.name === 'offline');
    const { done, manifest } = progressOf(window);
    await window.close();
    const side = join(cacheFolder(window), sideFiles(window).find((name) => name.endsWith('.next'))!);
    const bytes = readFileSync(side);
    bytes[done[0]! * 4 * 1024 * 1024 + 5_000]! ^= 1;
    writeFileSync(side, bytes);
    proxy.mode.budget = Infinity;
    const again = await watched({ url: proxy.url, dataDir: window.dataDir });
    await again.online();
    expect(again.chunks().length).toBe(manifest.chunks.length - done.length + 1);
  });

  test('edits made while the file is on its way are sent, and stay through the change of files', async () => {
    let slow = true;
    const window = await aConsole(server.url, {
      fetch: async (input, init) => {
        const { pathname } = new URL(input instanceof Request ? input.url : String(input));
        if (/^\/sync\/snapshot\/\w+\/\d+$/.test(pathname) && slow) await new Promise((resolve) => setTimeout(resolve, 150));
        return fetch(input, init);
      },
    });
    await window.signIn();
    await window.until(({ connection }) => connection.name === 'bootstrapping' && connection.phase === 'downloading');
    expect(await window.edit(id(7), setPrice(7, 1_000, 1_077))).toMatchObject({ ok: true });
    await window.until(({ unsent }) => unsent === 0);
    expect((await window.state()).connection.name).toBe('bootstrapping');
    slow = false;
    await window.online();
    expect((await window.product(id(7))).variants[variantIdOf(7)]!.price).toBe(1_077);
  });

  test('SYN-08 a position the server has forgotten: a new copy, and unsent edits stay', async () => {
    const dataDir = aFolder();
    const before = await watched({ dataDir });
    await before.signIn();
    await before.online();
    await before.close();
    const file = join(cacheFolder(before), readdirSync(cacheFolder(before)).find((name) => name.endsWith('.db'))!);
    const sqlite = new Sqlite(file);
    sqlite.prepare(`UPDATE scope SET cursor = 'bm9ib2R5', head = 'bm9ib2R5' WHERE scope LIKE 'vendor:%'`).run();
    // A row that the server never had: an incremental pull would keep it for ever.
    sqlite.prepare(`INSERT INTO shop (id, version, name, doc) VALUES ('x', 1, 'left over', '{}')`).run();
    sqlite.close();
    const window = await watched({ dataDir });
    expect(await window.edit(id(3), setPrice(3, 1_000, 1_033))).toMatchObject({ ok: true });
    await window.until(() => window.asked.includes('/sync/snapshot'));
    await window.online();
    expect(await window.total()).toBe(2_500);
    expect((await window.product(id(3))).variants[variantIdOf(3)]!.price).toBe(1_033);
    expect((await window.must('catalog.shops', {})).shops.map(({ name }) => name)).toEqual(['Shop 1']);
    const { price } = await server.running.deps.db.kysely.selectFrom('product').select('price').where('id', '=', id(3)).executeTakeFirstOrThrow();
    expect(price).toBe(1_033);
  });

  test('a full disk: said before anything is written; the console works on with what it has and goes on when there is room', async ({ skip }) => {
    const dataDir = aFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', dataDir], { stdio: 'ignore' });
    } catch {
      skip('needs the right to mount a small file system');
    }
    onTestFinished(() => void execFileSync('umount', ['-l', dataDir]));
    const window = await watched({ dataDir });
    await window.signIn();
    const { connection } = await window.until(({ connection: { name } }) => name === 'stopped');
    expect(connection).toMatchObject({ error: { code: 'disk-full', details: { free: expect.any(Number), needed: expect.any(Number) } } });
    expect(window.chunks()).toEqual([]);
    expect(await window.total()).toBeGreaterThan(100);
    expect(await window.edit(id(1), setPrice(1, (await window.product(id(1))).variants[variantIdOf(1)]!.price, 1_555))).toMatchObject({ ok: true });
    execFileSync('mount', ['-o', 'remount,size=400m', dataDir]);
    await window.must('sync.now', {});
    await window.online();
    expect(await window.total()).toBe(2_500);
    await window.close();
  });
});

test('a cache from a newer version is left untouched, with a clear answer; after the update everything is there', async () => {
  const server = await aServer();
  const dataDir = aFolder();
  const before = await aConsole(server.url, { dataDir });
  await before.signIn();
  await before.online();
  await before.close();
  const file = join(cacheFolder(before), readdirSync(cacheFolder(before)).find((name) => name.endsWith('.db'))!);
  const version = (to?: number): number => {
    const sqlite = new Sqlite(file);
    const found = sqlite.pragma('user_version', { simple: true }) as number;
    if (to !== undefined) sqlite.pragma(`user_version = ${to}`);
    sqlite.close();
    return found;
  };
  const known = version();
  version(known + 1);
  const bytes = readFileSync(file);
  const window = await aConsole(server.url, { dataDir });
  expect(await window.state()).toMatchObject({ connection: { name: 'stopped', error: { code: 'cache-newer', details: { found: known + 1, known } } } });
  expect(await window.ask('auth.signIn', { email: 'salma@atelier.test', password: 'correct horse battery' })).toMatchObject({ ok: false, error: { code: 'cache-newer' } });
  await window.close();
  expect(readFileSync(file).equals(bytes)).toBe(true);
  version(known);
  const after = await aConsole(server.url, { dataDir });
  await after.signIn();
  await after.online();
  expect(await after.total()).toBe(30);
});

describe('the download by itself', () => {
  const parts = [Buffer.alloc(1_000, 1), Buffer.alloc(500, 2)];
  const signed = (manifest: Omit<SnapshotManifest, 'signature'>): SnapshotManifest => ({ ...manifest, signature: sha256Of(new TextEncoder().encode(canonicalJson(manifest as never))) });
  const unsigned = {
    id: '0123456789abcdef', scope, cursor: 'c', digest: '0123456789abcdef', schema: CACHE_SCHEMA, rows: {}, bytes: 1_500, sha256: sha256Of(Buffer.concat(parts)), encoding: 'identity' as const,
    chunks: parts.map((part) => ({ bytes: part.length, wireBytes: part.length, sha256: sha256Of(part) })),
  };
  const download = (manifest: SnapshotManifest, more: { free?: number; chunk?: (index: number) => Uint8Array; failWrite?: string } = {}) => {
    const folder = aFolder();
    const files = snapshotFilesFor(join(folder, 'cache.db'), () => at(1));
    const http = (async (name: string, sent: { params: { chunk: number } }) => (name === 'snapshot' ? ok(manifest) : ok(more.chunk?.(sent.params.chunk) ?? parts[sent.params.chunk]))) as unknown as HttpClient;
    const result = downloadSnapshot({
      http, encodings: ['identity'], scheduler: systemScheduler, onProgress: () => undefined, between: async () => undefined,
      files: { ...files, freeBytes: async () => more.free ?? 10 ** 12 },
    }, scope);
    return { result, file: join(folder, 'cache.db.next') };
  };

  test('chunks lie one after the other, whatever order they came in', async () => {
    const { result, file } = download(signed(unsigned));
    expect(await result).toMatchObject({ ok: true });
    expect(readFileSync(file).equals(Buffer.concat(parts))).toBe(true);
  });

  test.each([
    { name: 'a manifest somebody changed', manifest: { ...signed(unsigned), cursor: 'other' }, error: { code: 'corrupt-chunk', rule: 'manifest-signature' } },
    { name: 'a manifest of another scope', manifest: signed({ ...unsigned, scope: 'admin' as ScopeName }), error: { code: 'corrupt-chunk', rule: 'manifest-scope' } },
    { name: 'chunks that do not add up', manifest: signed({ ...unsigned, bytes: 9 }), error: { code: 'corrupt-chunk', rule: 'manifest-size' } },
    { name: 'another schema', manifest: signed({ ...unsigned, schema: 99 }), error: { code: 'update-needed' } },
  ])('$name is refused', async ({ manifest, error }) => {
    const { result, file } = download(manifest);
    expect(await result).toMatchObject({ ok: false, error });
    expect(existsSync(file)).toBe(false);
  });

  test('no room: refused before a byte is written', async () => {
    const { result, file } = download(signed(unsigned), { free: 1_000_000 });
    expect(await result).toEqual(err({ code: 'disk-full', attempted: 'snapshot', details: { free: 1_000_000, needed: 1_500 * 1.5 + 32 * 1024 * 1024 } }));
    expect(existsSync(file)).toBe(false);
  });

  test.each([['gzip', gzipSync], ['zstd', zstdCompressSync]] as const)('travelling as %s; one that unpacks to more than was promised is damaged', async (encoding, pack) => {
    const wires = parts.map((part) => pack(part));
    const manifest = signed({ ...unsigned, encoding, chunks: unsigned.chunks.map((chunk, index) => ({ ...chunk, wireBytes: wires[index]!.length })) });
    const good = download(manifest, { chunk: (index) => wires[index]! });
    expect(await good.result).toMatchObject({ ok: true });
    expect(readFileSync(good.file).equals(Buffer.concat(parts))).toBe(true);
    const bomb = pack(Buffer.alloc(50_000_000));
    expect(await download(manifest, { chunk: (index) => (index === 1 ? bomb : wires[index]!) }).result).toMatchObject({ ok: false, error: { code: 'corrupt-chunk', details: { chunk: 1 } } });
  });

  test('a chunk that is too short or unpacks to something else is refused after three tries', async () => {
    let asked = 0;
    const { result } = download(signed(unsigned), { chunk: (index) => (index === 1 && ++asked ? parts[1]!.subarray(1) : parts[index]!) });
    expect(await result).toMatchObject({ ok: false, error: { code: 'corrupt-chunk', details: { chunk: 1 } } });
    expect(asked).toBe(3);
  });
});

test('publishing: the old log never reaches the new file, and what was made on this machine comes along', () => {
  const file = join(aFolder(), 'cache.db');
  const old = aCache([], file);
  const files = snapshotFilesFor(file, () => at(1));
  const side = files.open();
  side.now((db) => db.exec(`INSERT INTO setting (key, value) VALUES ('theme', '"side"')`));
  old.now((db) => db.exec(`INSERT INTO setting (key, value) VALUES ('theme', '"old"')`));
  const next = files.publish(side, old);
  onTestFinished(() => next.close());
  expect(next.sqlite.prepare('SELECT value FROM setting').pluck().all()).toEqual(['"side"']);
  expect(next.sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(next.sqlite.pragma('synchronous', { simple: true })).toBe(2);
  expect(next.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(old.isOpen).toBe(false);
});
