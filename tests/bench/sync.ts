import { join } from 'node:path';
import { editProducts } from '#electron/catalog/edits.ts';
import type { Edit } from '#electron/catalog/edit.ts';
import { buildSearch, flushSearch } from '#electron/catalog/search-index.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { HttpClient } from '#electron/http/client.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { pullScope } from '#electron/sync/pull.ts';
import { pushAll } from '#electron/sync/push.ts';
import type { Product } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';
import { demoProducts } from '#tests/builders/marketplace.ts';
import { openConsole } from './console.ts';
import { rawInsert, rawRowsOf, rawUpsert } from './raw.ts';
import { against, percentile, plain, type AreaReport, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { bootstrap, folderFor, freshCache, KARIM, random, SALMA, signedIn, startBenchServer, timed, type BenchServer } from './world.ts';

const PRODUCTS = 50_000;

/** Price edits of products, each one dirham up from what is in the cache now. */
function priceEdits(db: CacheDb, from: number, count: number): Edit[] {
  const rows = db.sqlite.prepare<[number, number], { doc: string }>('SELECT doc FROM product WHERE rid > ? ORDER BY rid LIMIT ?').all(from, count);
  return rows.map(({ doc }) => {
    const product = JSON.parse(doc) as Product;
    const [variantId, variant] = Object.entries(product.variants)[0]!;
    return { id: product.id, ops: [{ op: 'set', path: `variants/${variantId}/price`, base: variant.price, value: variant.price + (variant.compareAt === null || variant.compareAt > variant.price + 100 ? 100 : -100) }] };
  });
}

type Desk = { readonly db: CacheDb; readonly http: HttpClient; readonly scope: ScopeName; readonly actor: Actor };
const write = async ({ db, actor }: Desk, edits: readonly Edit[]): Promise<void> => {
  const written = await editProducts(db, edits, 'edit-price', { actor, at: systemScheduler.now(), newId: () => uuidv7(systemScheduler.now, random) });
  assert(written.ok, () => `the edit was refused: ${JSON.stringify(written)}`);
};
const push = async ({ db, http }: Desk): Promise<void> => {
  const pushed = await pushAll({ db: () => db, http, scheduler: systemScheduler, random, onProgress: () => undefined });
  assert(pushed.ok, () => `the push was refused: ${JSON.stringify(pushed)}`);
};
const pull = async ({ db, http, scope }: Desk): Promise<void> => {
  const pulled = await pullScope({ http, scheduler: systemScheduler, onPage: () => undefined, onGrants: () => undefined }, () => db, scope);
  assert(pulled.ok, () => `the pull was refused: ${JSON.stringify(pulled)}`);
};
const settleSearch = (db: CacheDb): void => {
  while (!buildSearch(db, 400).ready);
  while (flushSearch(db, 400) > 0);
};

/** Bootstrap, push, pull and live change, each against what SQLite alone needs for the same rows in the same run. */
export async function benchSync(options: BenchOptions): Promise<AreaReport> {
  const server = await startBenchServer();
  try {
    const rows: Measured[] = [];
    const raw = rawRowsOf(demoProducts(PRODUCTS));
    const salma = await signedIn(server, SALMA);
    const actor: Actor = { userId: salma.tokens.me.id, role: 'vendor', shopIds: salma.tokens.me.shops.map(({ id }) => id) };

    const first = await timed(() => salma.http('snapshot', { body: { scope: salma.scope, schema: 1, encodings: ['identity', 'zstd', 'gzip'] } }, { silenceMs: 120_000 }));
    rows.push(plain('snapshot built by the server, first ask', first.ms, 'ms'));
    const kept = await timedRounds(options, server, raw, salma, rows);
    const desk: Desk = { db: kept.ours, http: salma.http, scope: salma.scope, actor };

    // A second console of the same shop, to take what the first one sends.
    const karim = await signedIn(server, KARIM);
    const otherFile = join(folderFor('other'), 'cache.db');
    const other: Desk = { db: await bootstrap(karim.http, otherFile, karim.scope, freshCache(otherFile, karim.scope)), http: karim.http, scope: karim.scope, actor };
    settleSearch(other.db);
    await pull(desk);
    await pull(other);
    settleSearch(desk.db);

    const times = { push: [] as number[], pushRaw: [] as number[], pull: [] as number[] };
    for (let round = 0; round < options.rounds + 1; round++) {
      const upsert = await rawUpsert(kept.raw, raw, round * 1_000, 1_000);
      await write(desk, priceEdits(desk.db, round * 1_000, 1_000));
      const sent = await timed(() => push(desk));
      const taken = await timed(() => pull(other));
      settleSearch(desk.db);
      settleSearch(other.db);
      // The first round warms up the compiler on both sides.
      if (round === 0) continue;
      times.pushRaw.push(upsert);
      times.push.push(sent.ms);
      times.pull.push(taken.ms);
    }
    rows.push(against('push of 1,000 edits, validated, audited and acknowledged', 'ms', times.push, times.pushRaw, { of: 'ratio', most: 2.5 }, 'against 1,000 upserts with indexes and full text in one transaction; the full text of ours follows later'));
    rows.push(against('pull of 1,000 changes', 'ms', times.pull, times.pushRaw, { of: 'ratio', most: 2 }, 'against the same upserts; the full text of ours follows later'));

    const bulk = { ours: [] as number[], raw: [] as number[], written: [] as number[] };
    for (let round = 0; round < Math.min(3, options.rounds); round++) {
      bulk.raw.push(await rawUpsert(kept.raw, raw, 10_000 + round * 10_000, 10_000));
      bulk.written.push((await timed(async () => write(desk, priceEdits(desk.db, 10_000 + round * 10_000, 10_000)))).ms);
      bulk.ours.push((await timed(() => push(desk))).ms);
      settleSearch(desk.db);
    }
    rows.push(against('push of 10,000 edits (a week offline)', 'ms', bulk.ours, bulk.raw, { of: 'value', most: 1_000 }));
    rows.push(against('10,000 edits written offline as one', 'ms', bulk.written, bulk.raw));
    await pull(desk);
    kept.raw.close();

    rows.push(...(await live(server, desk)));
    desk.db.close();
    other.db.close();
    return { area: 'sync', rows, missing: [] };
  } finally {
    await server.stop();
  }
}

async function timedRounds(options: BenchOptions, _server: BenchServer, raw: ReturnType<typeof rawRowsOf>, { http, scope }: Awaited<ReturnType<typeof signedIn>>, rows: Measured[]): Promise<{ raw: CacheDb; ours: CacheDb }> {
  const times = { indexed: [] as number[], searchable: [] as number[], ours: [] as number[], text: [] as number[] };
  const rawFile = join(folderFor('raw'), 'raw.db');
  let kept: { raw: CacheDb; ours: CacheDb } | null = null;
  for (let round = 0; round < options.rounds; round++) {
    kept?.raw.close();
    kept?.ours.close();
    const limit = await rawInsert(rawFile, raw);
    times.indexed.push(limit.indexedMs);
    times.searchable.push(limit.searchableMs);
    const file = join(folderFor('cache'), 'cache.db');
    const empty = freshCache(file, scope);
    const brought = await timed(() => bootstrap(http, file, scope, empty));
    times.ours.push(brought.ms);
    const text = await timed(() => {
      while (!buildSearch(brought.value, 400).ready);
    });
    times.text.push(brought.ms + text.ms);
    const count = (db: CacheDb): number => db.sqlite.prepare<[], { n: number }>('SELECT count(*) AS n FROM product').get()!.n;
    assert(count(brought.value) === count(limit.db), () => `the bootstrap brought ${count(brought.value)} products, ${count(limit.db)} are meant`);
    kept = { raw: limit.db, ours: brought.value };
  }
  rows.push(against('bootstrap of 50,000 products, file to published cache with indexes', 'ms', times.ours, times.searchable, { of: 'ratio', most: 0.5 }, 'over loopback, hash-checked and durable, from a file the server has built; the list is usable and titles can be searched; against the raw insert with indexes and full text'));
  rows.push(against('the same against the raw insert with indexes only', 'ms', times.ours, times.indexed));
  rows.push(against('bootstrap of 50,000 products with full text', 'ms', times.text, times.searchable, undefined, 'the full text is built without pauses here; in life it is built in slices between questions'));
  assert(kept, () => 'at least one round is needed');
  return kept;
}

/** An edit of one console until the other shows it: real engine, real socket, both in this process, the server in its own. */
async function live(server: BenchServer, desk: Desk): Promise<Measured[]> {
  const dataDir = folderFor('live');
  const karim = await openConsole(dataDir, server.url, join(server.dataDir, 'demo-accounts.json'));
  const ready = await timed(async () => {
    await karim.ask('auth.signInDemo', { email: KARIM });
    await karim.until(({ cacheReady, connection }) => cacheReady && connection.name === 'online');
  });
  await karim.until(({ searchReady }) => searchReady);
  // The poke channel is joined a moment after the first round.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const whole: number[] = [];
  const after: number[] = [];
  for (let i = 0; i < 210; i++) {
    const edit = priceEdits(desk.db, 45_000 + i, 1)[0]!;
    await write(desk, [edit]);
    let applied = 0;
    const arrived = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a live change did not arrive within 5 s')), 5_000);
      const deaf = karim.on('catalog.changed', ({ ids }) => {
        if (ids !== null && !ids.includes(edit.id)) return;
        applied = performance.now();
        clearTimeout(late);
        deaf();
        resolve();
      });
    });
    const began = performance.now();
    await push(desk);
    const acknowledged = performance.now();
    await arrived;
    if (i < 10) continue;
    whole.push(applied - began);
    after.push(Math.max(0, applied - acknowledged));
  }
  await karim.process.close();
  return [
    plain('sign-in to a whole list, everything included', ready.ms, 'ms', undefined, 'password check, first 200 rows, 50,000 products, 5,595 categories, live line'),
    plain('live change, sent to applied on the other console, p50', percentile(whole, 50), 'ms', undefined, 'includes request, rules, audit, commit, poke and the durable write on the other side'),
    plain('live change, sent to applied, p99', percentile(whole, 99), 'ms'),
    plain('live change, acknowledged to applied, p50', percentile(after, 50), 'ms', { of: 'value', most: 1 }, 'the acknowledgement follows the commit; 0 when the other console had it first'),
    plain('live change, acknowledged to applied, p99', percentile(after, 99), 'ms', { of: 'value', most: 10 }),
  ];
}
