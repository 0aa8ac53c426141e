import { fork } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { LATEST } from '#electron/db/migrations.ts';
import { openCache } from '#electron/db/open.ts';
import { cacheIndexes } from '#shared/catalog/cache-indexes.ts';
import { CACHE_PAGE_BYTES, cacheTables } from '#shared/catalog/cache-tables.ts';
import { projectVariants } from '#shared/catalog/projection.ts';
import { columnsOf, aProduct, at } from '#tests/builders/catalog.ts';
import { aFolder } from '../unit/electron/sync/support/cache.ts';
import { seeded } from './crash-images.ts';

/** `COMPTOIR_KILLS=100` for a long look. */
const KILLS = Math.max(8, Math.round(Number(process.env['COMPTOIR_KILLS'] ?? 20) / 2));
const SEED = Number(process.env['COMPTOIR_SEED'] ?? 5);
const PRODUCTS = 6_000;

/** Rows as a server's file brings them: no tables of the console's own, no index, version 0. */
function freshFile(file: string): void {
  const db = new Sqlite(file);
  db.pragma(`page_size = ${CACHE_PAGE_BYTES}`);
  for (const sql of Object.values(cacheTables)) db.exec(sql);
  db.transaction(() => {
    for (let n = 1; n <= PRODUCTS; n++) {
      const doc = aProduct({ n, texts: { fr: { title: `Article ${n}`, description: 'lin lavé à la main '.repeat(20) } } });
      insert(db, 'product', { ...columnsOf(doc), version: 1, doc: JSON.stringify(doc) });
      for (const variant of projectVariants(doc)) insert(db, 'variant', variant);
    }
  })();
  db.close();
}
const insert = (db: Sqlite.Database, table: string, row: object) => {
  const columns = Object.keys(row);
  db.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`).run(...Object.values(row) as never[]);
};

/** Opens the file in a process of its own; killed after `ms` when given. How long it took, milliseconds, or null when it was killed. */
function opened(file: string, killAfter: number | null): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./opening.ts', import.meta.url)), [file], { execArgv: [], stdio: 'inherit' });
    let begun = 0;
    let took: number | null = null;
    child.on('message', (said) => {
      if (said === 'begin') {
        begun = performance.now();
        if (killAfter !== null) setTimeout(() => child.kill('SIGKILL'), killAfter);
      } else took = performance.now() - begun;
    });
    child.on('exit', (code) => (code === 0 || killAfter !== null ? resolve(took) : reject(new Error(`opening ended with ${code}`))));
  });
}

test(`I10 killed ${KILLS} times while a cache is brought to its newest form (seed ${SEED}): the next start goes on`, async () => {
  const random = seeded(SEED);
  const folder = aFolder();
  const fresh = join(folder, 'fresh.db');
  freshFile(fresh);
  const whole = join(folder, 'whole.db');
  copyFileSync(fresh, whole);
  const took = (await opened(whole, null))!;

  let cutOff = 0;
  // How many a kill cuts off is chance and the machine's speed: it goes on until enough were.
  for (let kill = 0; kill < KILLS || cutOff <= KILLS / 4; kill++) {
    const file = join(folder, `killed-${kill}.db`);
    copyFileSync(fresh, file);
    // Some are killed twice: also the second start may be cut off.
    for (let times = 1 + Math.floor(random() * 2); times > 0; times--) if ((await opened(file, random() * took)) === null) cutOff++;
    const cache = openCache(file, { now: () => at(1) });
    try {
      expect(cache.recovered).toBeNull();
      expect(cache.sqlite.pragma('user_version', { simple: true })).toBe(LATEST);
      expect(cache.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(cache.sqlite.prepare('SELECT count(*) FROM product').pluck().get()).toBe(PRODUCTS);
      const there = cache.sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'index'").pluck().all();
      expect(there).toEqual(expect.arrayContaining(Object.keys(cacheIndexes)));
    } finally {
      cache.close();
    }
  }
}, 60_000 + KILLS * 5_000);
