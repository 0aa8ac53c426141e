import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { searchReady } from '#electron/catalog/search-index.ts';
import { openCache } from '#electron/db/open.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { createHttpClient, type HttpClient } from '#electron/http/client.ts';
import { systemScheduler, type Random } from '#electron/runtime/scheduler.ts';
import { systemRandom } from '#electron/runtime/system-random.ts';
import { bootstrapScope } from '#electron/sync/bootstrap.ts';
import { snapshotFilesFor } from '#electron/sync/snapshot-files.ts';
import { putScope, setMeta } from '#electron/sync/store.ts';
import type { Tokens } from '#shared/auth/contract.ts';
import { assert } from '#shared/kernel/assert.ts';
import { ok } from '#shared/kernel/result.ts';
import type { ScopeName, SnapshotManifest } from '#shared/sync/model.ts';
import { startServerProcess, type ServerProcess } from '#tests/e2e/server-process.ts';

/** As the console draws it. */
export const random: Random = systemRandom();
export const SALMA = 'salma@atelier-nour.example';
export const KARIM = 'karim@atelier-nour.example';

/** Milliseconds that `work` takes. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: Awaited<T> }> {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

/** A folder of this run, gone at its end. */
const folders: string[] = [];
export function folderFor(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `comptoir-bench-${name}-`));
  folders.push(folder);
  return folder;
}
export const removeFolders = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));

function digestOf(...roots: readonly string[]): string {
  const hash = createHash('sha256');
  const walk = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name));
    else hash.update(path).update(readFileSync(path));
  };
  roots.forEach(walk);
  return hash.digest('hex').slice(0, 16);
}

/** What is needed from a companion server in a run. */
export type BenchServer = ServerProcess & { readonly dataDir: string; passwordOf(email: string): string; /** Milliseconds it took to make the marketplace; null when one made earlier could be used. */ readonly madeInMs: number | null };

/** Products of the demo vendor, unless a run asks for fewer. */
export const ALL_PRODUCTS = 50_000;

/**
 * The real companion server with the demo marketplace, in a process of its own. The marketplace is made once for each state of the
 * code that makes it and kept in the system's temporary folder; every run works on a copy.
 *
 * @param olist folder of the real catalogue files to make it of; null: composed
 */
export async function startBenchServer(products = ALL_PRODUCTS, olist: string | null = null): Promise<BenchServer> {
  const demo = olist === null ? `generate:${products}` : `olist:${resolve(olist)}`;
  const kept = join(tmpdir(), `comptoir-bench-demo-${olist === null ? products : 'olist'}-${digestOf('server/demo', 'server/db', 'server/catalog', 'server/sync', 'shared', 'resources/demo')}`);
  let madeInMs: number | null = null;
  if (!existsSync(kept)) {
    const making = `${kept}.${process.pid}`;
    mkdirSync(making, { mode: 0o700 });
    const { ms, value } = await timed(() => startServerProcess({ dataDir: making, demo }));
    madeInMs = ms;
    await value.stop();
    renameSync(making, kept);
    // Those of earlier states of the code, once no run can be using them.
    for (const name of readdirSync(tmpdir())) {
      const old = join(tmpdir(), name);
      if (name.startsWith('comptoir-bench-demo-') && statSync(old).mtimeMs < Date.now() - 86_400_000) rmSync(old, { recursive: true, force: true });
    }
  }
  const dataDir = folderFor('server');
  cpSync(kept, dataDir, { recursive: true });
  const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as { email: string; password: string }[];
  return {
    ...(await startServerProcess({ dataDir })), dataDir, madeInMs,
    passwordOf: (email) => {
      const account = accounts.find((one) => one.email === email);
      assert(account, () => `no demo account ${email}`);
      return account.password;
    },
  };
}

/** A signed-in client of the server; the token is renewed by signing in again. */
export async function signedIn(server: Pick<BenchServer, 'url' | 'passwordOf'>, email: string): Promise<{ http: HttpClient; tokens: Tokens; scope: ScopeName }> {
  const plain = { serverUrl: server.url, scheduler: systemScheduler, random, fetch: globalThis.fetch };
  const anonymous = createHttpClient(plain);
  const signIn = async (): Promise<Tokens> => {
    const answered = await anonymous('signIn', { body: { email, password: server.passwordOf(email), device: 'bench' } });
    assert(answered.ok, () => `sign-in was refused: ${JSON.stringify(answered)}`);
    return answered.value;
  };
  let tokens = await signIn();
  const http = createHttpClient({
    ...plain,
    tokens: {
      current: () => tokens.accessToken,
      renew: async () => {
        tokens = await signIn();
        return ok(tokens.accessToken);
      },
    },
  });
  const shop = tokens.me.shops[0];
  return { http, tokens, scope: (shop === undefined ? 'admin' : `vendor:${shop.id}`) as ScopeName };
}

/** An empty cache of somebody who has just signed in, as the engine makes it. */
export function freshCache(file: string, scope: ScopeName): CacheDb {
  const db = openCache(file, { now: systemScheduler.now });
  db.now((writable) => {
    setMeta(writable, 'client', randomUUID());
    putScope(writable, { scope, cursor: '', head: '', caughtUpAt: null });
  });
  return db;
}

/** The engine's own bootstrap: manifest, chunks, hashes, catching up, publishing; the cache can be searched when it is over. */
export async function bootstrap(http: HttpClient, file: string, scope: ScopeName, cache: CacheDb, encoding: SnapshotManifest['encoding'] = 'identity'): Promise<CacheDb> {
  let current = cache;
  const done = await bootstrapScope({
    http, scheduler: systemScheduler, db: () => current, files: snapshotFilesFor(file, systemScheduler.now), encodings: [encoding],
    onPage: () => undefined, onGrants: () => undefined, onProgress: () => undefined, between: async () => undefined, onPhase: () => undefined, onPublished: (db) => (current = db),
  } as Parameters<typeof bootstrapScope>[0], scope);
  assert(done.ok, () => `the bootstrap was refused: ${JSON.stringify(done)}`);
  assert(searchReady(current), () => 'the new cache cannot be searched yet');
  return current;
}
