import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { openCache } from '#electron/db/open.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Account, Bring } from './bootstrap-process.ts';
import { rawInsert, type RawRows } from './raw.ts';
import { against, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { folderFor, SALMA, type BenchServer } from './world.ts';

const ways = ['identity', 'zstd', 'gzip'] as const;
export type Bringer = { bring(encoding: Bring['encoding'], file?: string): Promise<number>; stop(): void };

/** A console's process that brings the demo vendor's shop when it is told to, and says how long it took. The server has made and packed its file by then. */
export async function startBringer(server: BenchServer): Promise<Bringer> {
  const child = fork(fileURLToPath(new URL('./bootstrap-process.ts', import.meta.url)), [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ask = async (told: Account | Bring): Promise<number> => {
    child.send(told);
    const [answer] = (await once(child, 'message')) as [{ ms: number } | { failed: string }];
    assert('ms' in answer, () => (answer as { failed: string }).failed);
    return answer.ms;
  };
  await ask({ url: server.url, email: SALMA, password: server.passwordOf(SALMA) });
  const usual = join(folderFor('cache'), 'cache.db');
  const bring: Bringer['bring'] = (encoding, file = usual) => {
    // As the raw insert does with its own: memory for a file that the machine hands out for the first time took 0.3 s of the system's work.
    for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
    return ask({ file, encoding });
  };
  for (const encoding of ways) await bring(encoding);
  return { bring, stop: () => void child.kill() };
}

const bars = { identity: 0.35, zstd: 0.7, gzip: 0.7 } as const;
const names = { identity: 'plain', zstd: 'zstd', gzip: 'gzip' } as const;

/** What the rows of a bootstrap are called, for whoever looks one up. */
export const bootstrapName = (products: number, way: keyof typeof names): string => `bootstrap of ${products.toLocaleString('en')} products, file ${names[way]}, to a published cache that can be searched`;

/**
 * The whole shop as a file, however it travels, taking turns with the raw insert.
 *
 * @returns the caches of the last round, open
 */
export async function timedBootstraps(options: BenchOptions, server: BenchServer, raw: RawRows): Promise<{ rows: Measured[]; raw: CacheDb; ours: CacheDb }> {
  const times = { identity: [] as number[], zstd: [] as number[], gzip: [] as number[], indexed: [] as number[], searchable: [] as number[] };
  const rawFile = join(folderFor('raw'), 'raw.db');
  const file = join(folderFor('cache'), 'cache.db');
  const bringer = await startBringer(server);
  let kept: CacheDb | null = null;
  try {
    for (let round = 0; round < options.rounds; round++) {
      kept?.close();
      const limit = await rawInsert(rawFile, raw);
      kept = limit.db;
      times.indexed.push(limit.indexedMs);
      times.searchable.push(limit.searchableMs);
      for (const encoding of ways) times[encoding].push(await bringer.bring(encoding, round === options.rounds - 1 && encoding === 'identity' ? file : undefined));
    }
  } finally {
    bringer.stop();
  }
  assert(kept, () => 'at least one round is needed');
  const ours = openCache(file, { now: systemScheduler.now });
  const count = (db: CacheDb, table: string): number => db.sqlite.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()!.n;
  for (const table of ['product', 'variant', 'product_fts_docsize']) assert(count(ours, table) === count(kept, table), () => `the bootstrap brought ${count(ours, table)} rows of ${table}, ${count(kept!, table)} are meant`);
  const note = 'over loopback, hash-checked and durable, from a file the server has built, in a process of its own; against the raw insert with indexes and full text';
  return {
    raw: kept, ours,
    rows: [
      ...ways.map((way) => against(bootstrapName(options.products, way), 'ms', times[way], times.searchable, { of: 'ratio', most: bars[way] }, note)),
      against('plain, against the raw insert with indexes only', 'ms', times.identity, times.indexed),
    ],
  };
}
