import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connect } from '#electron/db/connect.ts';
import { assert } from '#shared/kernel/assert.ts';
import { openConsole, type BenchConsole } from './console.ts';
import { filters, searches } from './queries.ts';
import { against, median, percentile, plain, type AreaReport, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { benchWindow } from './window.ts';
import { folderFor, SALMA, startBenchServer, timed } from './world.ts';

const run = promisify(execFile);

/** The list on one machine: opening, finding, editing, and the window over it. */
export async function benchCatalog(options: BenchOptions): Promise<AreaReport> {
  const rows: Measured[] = [];
  const dataDir = folderFor('console');
  const server = await startBenchServer(options.products);
  const { url } = server;
  try {
    const first = await openConsole(dataDir, url, join(server.dataDir, 'demo-accounts.json'));
    await first.ask('auth.signInDemo', { email: SALMA });
    await first.until(({ cacheReady, searchReady, connection }) => cacheReady && searchReady && connection.name === 'online');
    await first.process.close();
  } finally {
    // From here on everything is offline: nothing but the cache answers.
    await server.stop();
  }
  rows.push(...(await coldOpen(options, dataDir, url)));
  rows.push(...(await finding(options, dataDir, url)));
  rows.push(...(await editing(options, dataDir, url)));
  const window = await benchWindow(options);
  return { area: 'catalog', rows: [...rows, ...window.rows], missing: window.missing };
}

async function coldOpen({ rounds, products }: BenchOptions, dataDir: string, url: string): Promise<Measured[]> {
  const script = fileURLToPath(new URL('./cold-open.ts', import.meta.url));
  const page: number[] = [];
  const load: number[] = [];
  const raw: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await run(process.execPath, [script, dataDir, url]);
    const told = JSON.parse(stdout) as { loadMs: number; pageMs: number; total: number };
    assert(told.total >= products, () => `the cache has ${told.total} products`);
    page.push(told.pageMs);
    load.push(told.loadMs);
    raw.push((await timed(() => {
      const db = connect(join(dataDir, 'cache', cacheFile(dataDir)));
      const lines = db.prepare('SELECT doc FROM product ORDER BY sort_fr LIMIT 60').all();
      db.close();
      return lines;
    })).ms);
  }
  return [
    against(`cold open to the first page of ${products.toLocaleString('en')}, data-process time`, 'ms', page, raw, { of: 'value', most: 50 }, 'in a new process each time, after its code is loaded; against opening the same file and reading 60 records in order'),
    plain('loading the code of the data process', median(load), 'ms'),
  ];
}
const cacheFile = (dataDir: string): string => {
  const name = readdirSync(join(dataDir, 'cache')).find((file) => file.endsWith('.db'));
  assert(name, () => 'there is no cache file');
  return name;
};

async function finding({ rounds }: BenchOptions, dataDir: string, url: string): Promise<Measured[]> {
  const times = { search: [] as number[], filter: [] as number[] };
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    // A fresh process has no list worked out in advance; each question is asked once in it.
    const desk = await openConsole(dataDir, url, null);
    await desk.ask('catalog.page', { query: { filter: {}, sort: { by: 'title', dir: 'asc' }, locale: 'fr' }, offset: 0, limit: 60 });
    for (const [kind, queries] of [['search', searches], ['filter', filters]] as const) {
      for (const query of queries) times[kind].push((await timed(() => desk.ask('catalog.page', { query, offset: 0, limit: 60 }))).ms);
    }
    await desk.process.close();
  }
  return [
    plain(`search, ${searches.length} real queries, p95`, percentile(times.search, 95), 'ms', { of: 'value', most: 50 }, 'to the first 60 lines, ready to draw; in three languages, key by key, codes and bar codes'),
    plain('search, p50', percentile(times.search, 50), 'ms'),
    plain(`filter and sort, ${filters.length} real queries, p95`, percentile(times.filter, 95), 'ms', { of: 'value', most: 50 }),
    plain('filter and sort, p50', percentile(times.filter, 50), 'ms'),
  ];
}

/** Edits as somebody types them who types fast. */
const EDITS = 2_500;
/** Not counted: the compiler warms up on both sides. */
const WARM = 100;

async function editing({ products }: BenchOptions, dataDir: string, url: string): Promise<Measured[]> {
  const desk = await openConsole(dataDir, url, null);
  const { rows } = await desk.ask('catalog.page', { query: { filter: {}, sort: { by: 'updatedAt', dir: 'desc' }, locale: 'fr' }, offset: 0, limit: 500 });
  const single = rows.filter(({ variantId }) => variantId !== null);
  const file = join(folderFor('raw-edit'), 'raw.db');
  const raw = connect(file);
  raw.exec('CREATE TABLE product (id TEXT PRIMARY KEY, doc TEXT NOT NULL); CREATE TABLE outbox (n INTEGER PRIMARY KEY, ops TEXT NOT NULL)');
  const put = raw.prepare('INSERT INTO product VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc');
  const note = raw.prepare('INSERT INTO outbox (ops) VALUES (?)');
  const doc = 'x'.repeat(1_900);
  const writeRaw = raw.transaction((id: string, ops: string) => {
    put.run(id, doc);
    note.run(ops);
  });
  const ours: number[] = [];
  const baseline: number[] = [];
  const edits = Math.min(EDITS, products);
  for (let i = 0; i < edits; i++) {
    const row = single[i % single.length]!;
    const ops = [{ op: 'set' as const, path: `variants/${row.variantId!}/price`, base: row.price, value: row.price - 10 - Math.floor(i / single.length) }];
    const edit = await timed(() => desk.ask('catalog.edit', { edits: [{ id: row.id, ops }], intent: 'edit-price' }));
    const plainWrite = await timed(() => writeRaw(row.id, JSON.stringify(ops)));
    if (i >= WARM) {
      ours.push(edit.ms);
      baseline.push(plainWrite.ms);
    }
    // Somebody who types fast; what the console does in quiet moments may come in between, as in life.
    if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 40));
  }
  raw.close();
  await expectUnsent(desk, edits);
  await desk.process.close();
  return [
    against('durable edit in the list, p50', 'ms', ours, baseline, undefined, 'rules, outbox, record and list in one transaction on disk (synchronous = FULL); against one bare durable write of the same size'),
    { ...plain('durable edit, p99', percentile(ours, 99), 'ms', { of: 'value', most: 1 }), baseline: Number(percentile(baseline, 99).toPrecision(4)), ratio: Number((percentile(ours, 99) / percentile(baseline, 99)).toPrecision(4)) },
  ];
}

async function expectUnsent(desk: BenchConsole, edits: number): Promise<void> {
  const { unsent } = await desk.ask('sync.state', {});
  assert(unsent === edits, () => `${edits} edits were made, ${unsent} are waiting`);
}
