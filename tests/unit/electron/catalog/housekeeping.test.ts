import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { checkpointAside } from '#electron/db/checkpoint.ts';
import { keepHouse } from '#electron/catalog/housekeeping.ts';
import { putProduct } from '#electron/catalog/write-product.ts';
import { searchReady } from '#electron/catalog/search-index.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { LOG_ROOM, reserveLog } from '#electron/db/log-room.ts';
import { openCache } from '#electron/db/open.ts';
import { writing } from '#electron/db/statement.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { aCache, aFolder } from '#tests/builders/cache.ts';
import { aProduct, at } from '#tests/builders/catalog.ts';

const put = writing<{ key: string; value: string }>()((q, p) => q.insertInto('meta').values({ key: p('key'), value: p('value') }));
const fill = (cache: CacheDb, megabytes: number) => cache.now((db) => {
  for (let n = 0; n < megabytes; n++) db.run(put, { key: `big-${n}`, value: 'x'.repeat(1_000_000) });
  db.notes.part('outbox');
});
/** What the file alone holds, without its log. */
const inFile = (cache: CacheDb): number => {
  const copy = join(aFolder(), 'copy.db');
  copyFileSync(cache.file, copy);
  const db = new Sqlite(copy);
  try {
    return db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'meta'`).pluck().get() === 0 ? 0 : (db.prepare(`SELECT count(*) FROM meta WHERE key LIKE 'big-%'`).pluck().get() as number);
  } finally {
    db.close();
  }
};

function aHouse(cache: CacheDb) {
  const timers: { ms: number; run: () => void }[] = [];
  const failures: AppError[] = [];
  const stop = keepHouse(cache, {
    now: () => at(1),
    after: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
  }, (error) => failures.push(error));
  /** Runs what is due within so many milliseconds, and what that makes due. */
  const pass = (most: number): void => {
    for (let due = timers.findIndex(({ ms }) => ms <= most); due !== -1; due = timers.findIndex(({ ms }) => ms <= most)) timers.splice(due, 1)[0]!.run();
  };
  return { stop, timers, failures, pass };
}

test('a log on another thread is written back while this one goes on', async () => {
  const cache = aCache();
  fill(cache, 3);
  expect(inFile(cache)).toBe(0);
  const writing = checkpointAside(cache.file);
  cache.now((db) => db.run(put, { key: 'meanwhile', value: '1' }));
  await writing;
  expect(inFile(cache)).toBe(3);
});

test('a short log is written back in a quiet moment, a very long one also while changes go on', async () => {
  const cache = aCache();
  const house = aHouse(cache);
  house.pass(100);
  fill(cache, 5);
  expect(inFile(cache)).toBe(0);
  house.pass(100);
  expect(inFile(cache)).toBe(5);
  cache.now((db) => db.exec(`DELETE FROM meta WHERE key LIKE 'big-%'`));
  fill(cache, 50);
  // The clock stands still: no moment is quiet.
  house.pass(250);
  await vi.waitFor(() => expect(inFile(cache)).toBe(50), { timeout: 20_000, interval: 100 });
  await vi.waitFor(() => expect(cache.unwrittenBytes()).toBe(0), { timeout: 20_000, interval: 20 });
  house.stop();
  expect(house.failures).toEqual([]);
});

test('the log has its room before the first edit, keeps it, and is begun anew while nobody waits', () => {
  const cache = aCache({ products: [aProduct()] });
  const house = aHouse(cache);
  house.pass(100);
  expect(cache.logBytes()).toBe(LOG_ROOM);
  fill(cache, 5);
  house.pass(100);
  // Written back, and one page of the new log: the next edit does not wait for its beginning.
  expect(cache.unwrittenBytes()).toBe(8_192);
  expect(cache.logBytes()).toBe(LOG_ROOM);
  house.stop();
});

test('zeros at the end of a log are nothing to whoever opens the cache after a kill', () => {
  const cache = aCache({ products: [aProduct()] });
  cache.now((db) => db.run(put, { key: 'before', value: '1' }));
  while (reserveLog(cache, 1024 * 1024));
  cache.now((db) => db.run(put, { key: 'after', value: '1' }));
  const folder = aFolder();
  for (const ending of ['', '-wal']) copyFileSync(cache.file + ending, join(folder, `copy.db${ending}`));
  const copy = openCache(join(folder, 'copy.db'), { now: () => at(1) });
  expect(copy.sqlite.prepare(`SELECT key FROM meta WHERE key IN ('before', 'after') ORDER BY key`).pluck().all()).toEqual(['after', 'before']);
  expect(copy.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  copy.close();
});

test('a full disk is told, and search goes on once there is room', () => {
  const cache = aCache({ products: Array.from({ length: 300 }, (_, n) => aProduct({ n: n + 1, title: `Lampe ${'très '.repeat(20)}${n}` })), search: false });
  const house = aHouse(cache);
  cache.sqlite.pragma(`max_page_count = ${cache.sqlite.pragma('page_count', { simple: true }) as number}`);
  house.pass(100);
  expect(house.failures.at(-1)).toMatchObject({ code: 'disk-full' });
  expect(searchReady(cache)).toBe(false);
  cache.sqlite.pragma('max_page_count = 1000000');
  house.pass(10_000);
  expect(searchReady(cache)).toBe(true);
  house.stop();
});

test('nothing happens once it is stopped or the cache is closed', () => {
  const cache = aCache({ products: [aProduct()], search: false });
  const house = aHouse(cache);
  house.stop();
  expect(house.timers).toEqual([]);
  const other = aHouse(cache);
  cache.close();
  other.pass(10_000);
  expect(other.failures).toEqual([]);
  expect(other.timers).toEqual([]);
});

test('edits made while search is being built are in it', () => {
  const cache = aCache({ products: [aProduct()], search: false });
  const house = aHouse(cache);
  cache.now((db) => putProduct(db, aProduct({ n: 2, title: 'Babouche' }), 1));
  house.pass(100);
  expect(cache.sqlite.prepare(`SELECT count(*) FROM product_fts WHERE product_fts MATCH 'babouche'`).pluck().get()).toBe(1);
  house.stop();
});
