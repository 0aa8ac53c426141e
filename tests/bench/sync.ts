import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { editProducts } from '#electron/catalog/edits.ts';
import type { Edit } from '#electron/catalog/edit.ts';
import { buildSearch, flushSearch } from '#electron/catalog/search-index.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { HttpClient } from '#electron/http/client.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { pullScope } from '#electron/sync/pull.ts';
import { pushAll } from '#electron/sync/push.ts';
import { putScope } from '#electron/sync/store.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Product } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';
import { demoProducts } from '#tests/builders/marketplace.ts';
import { openConsole } from './console.ts';
import { timedBootstraps } from './bootstrap.ts';
import { rawRowsOf, rawUpsert } from './raw.ts';
import { against, percentile, plain, type AreaReport, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { bootstrap, folderFor, freshCache, KARIM, random, SALMA, signedIn, startBenchServer, timed, type BenchServer } from './world.ts';

const run = promisify(execFile);
/** How much is sent at once: as much as the bars speak of, less for a small marketplace. */
const sizesOf = ({ products }: BenchOptions) => ({ edits: Math.min(1_000, Math.floor(products / 20)), bulk: Math.min(10_000, Math.floor(products / 5)), live: Math.min(210, Math.floor(products / 25)) });
const counted = (count: number): string => count.toLocaleString('en');

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
/** The categories, as every console has them: without them each product's score would be worked out anew, because none asks for any attribute. */
const takeCategories = async (desk: Desk): Promise<void> => {
  const scope = 'common' as ScopeName;
  desk.db.now((db) => putScope(db, { scope, cursor: '', head: '', caughtUpAt: null }));
  await pull({ ...desk, scope });
};
const settleSearch = (db: CacheDb): void => {
  while (!buildSearch(db, 400).ready);
  while (flushSearch(db, 400) > 0);
};

/** Bootstrap, push, pull and live change, each against what SQLite alone needs for the same rows in the same run. */
export async function benchSync(options: BenchOptions): Promise<AreaReport> {
  const server = await startBenchServer(options.products);
  const sizes = sizesOf(options);
  try {
    const raw = rawRowsOf(demoProducts(options.products));
    const salma = await signedIn(server, SALMA);
    const actor: Actor = { userId: salma.tokens.me.id, role: 'vendor', shopIds: salma.tokens.me.shops.map(({ id }) => id) };
    const first = await timed(() => salma.http('snapshot', { body: { scope: salma.scope, schema: CACHE_SCHEMA, encodings: ['identity'] } }, { silenceMs: 120_000 }));
    assert(first.value.ok, () => 'the snapshot was refused');
    const kept = await timedBootstraps(options, server, raw);
    const rows: Measured[] = [
      plain('snapshot built by the server, first ask', first.ms, 'ms', undefined, 'with indexes and full text; once for all who ask while few rows change'),
      plain('bytes of it, plain', first.value.value.bytes / 1e6, 'MB'),
      ...kept.rows,
    ];
    const desk: Desk = { db: kept.ours, http: salma.http, scope: salma.scope, actor };

    // A second console of the same shop, to take what the first one sends.
    const karim = await signedIn(server, KARIM);
    const otherFile = join(folderFor('other'), 'cache.db');
    const other: Desk = { db: await bootstrap(karim.http, otherFile, karim.scope, freshCache(otherFile, karim.scope)), http: karim.http, scope: karim.scope, actor };
    settleSearch(other.db);
    for (const each of [desk, other]) {
      await takeCategories(each);
      await pull(each);
    }
    settleSearch(desk.db);

    const times = { push: [] as number[], pushRaw: [] as number[], pull: [] as number[] };
    for (let round = 0; round < options.rounds + 1; round++) {
      const upsert = await rawUpsert(kept.raw, raw, round * sizes.edits, sizes.edits);
      await write(desk, priceEdits(desk.db, round * sizes.edits, sizes.edits));
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
    rows.push(against(`push of ${counted(sizes.edits)} edits, validated, audited and acknowledged`, 'ms', times.push, times.pushRaw, { of: 'ratio', most: 2.5 }, 'against as many upserts with indexes and full text in one transaction; the full text of ours follows later'));
    rows.push(against(`pull of ${counted(sizes.edits)} changes`, 'ms', times.pull, times.pushRaw, { of: 'ratio', most: 2 }, 'against the same upserts; the full text of ours follows later'));

    const bulk = { ours: [] as number[], raw: [] as number[], written: [] as number[] };
    for (let round = 0; round < Math.min(3, options.rounds); round++) {
      bulk.raw.push(await rawUpsert(kept.raw, raw, (round + 1) * sizes.bulk, sizes.bulk));
      const edits = priceEdits(desk.db, (round + 1) * sizes.bulk, sizes.bulk);
      bulk.written.push((await timed(() => write(desk, edits))).ms);
      bulk.ours.push((await timed(() => push(desk))).ms);
      settleSearch(desk.db);
    }
    rows.push(against(`push of ${counted(sizes.bulk)} edits (a week offline)`, 'ms', bulk.ours, bulk.raw, { of: 'value', most: 1_000 }));
    rows.push(against(`${counted(sizes.bulk)} edits written offline as one`, 'ms', bulk.written, bulk.raw));
    await pull(desk);
    kept.raw.close();

    rows.push(...(await live(server, desk, options)));
    desk.db.close();
    other.db.close();
    rows.push(await coldOpen(desk.db.file, options));
    return { area: 'sync', rows, missing: [] };
  } finally {
    await server.stop();
  }
}

async function coldOpen(file: string, { rounds }: BenchOptions): Promise<Measured> {
  const script = fileURLToPath(new URL('./cold-cache.ts', import.meta.url));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push((JSON.parse((await run(process.execPath, [script, file])).stdout) as { coldOpenMs: number }).coldOpenMs);
  return plain('cold open of the cache to the first page', percentile(times, 50), 'ms', undefined, 'in a new process each time, after its code is loaded');
}

/** An edit of one console until the other shows it: real engine, real socket, both in this process, the server in its own. */
async function live(server: BenchServer, desk: Desk, options: BenchOptions): Promise<Measured[]> {
  const count = sizesOf(options).live;
  const warm = Math.ceil(count / 20);
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
  for (let i = 0; i < count; i++) {
    const edit = priceEdits(desk.db, Math.floor(options.products * 0.9) + i, 1)[0]!;
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
    if (i < warm) continue;
    whole.push(applied - began);
    after.push(Math.max(0, applied - acknowledged));
  }
  await karim.process.close();
  return [
    plain('sign-in to a whole list, everything included', ready.ms, 'ms', undefined, 'password check, first rows, every product, 5,595 categories, live line'),
    plain('live change, sent to applied on the other console, p50', percentile(whole, 50), 'ms', undefined, 'includes request, rules, audit, commit, poke and the durable write on the other side'),
    plain('live change, sent to applied, p99', percentile(whole, 99), 'ms'),
    plain('live change, acknowledged to applied, p50', percentile(after, 50), 'ms', { of: 'value', most: 1 }, 'the acknowledgement follows the commit; 0 when the other console had it first'),
    plain('live change, acknowledged to applied, p99', percentile(after, 99), 'ms', { of: 'value', most: 10 }),
  ];
}
