import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { putProduct } from '#electron/catalog/write-product.ts';
import { IN_MEMORY } from '#electron/db/connect.ts';
import { openCache, replaceBroken } from '#electron/db/open.ts';
import { reading, writing } from '#electron/db/statement.ts';
import { keepHouse } from '#electron/catalog/housekeeping.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aProduct, at, productIdOf } from '#tests/builders/catalog.ts';

const put = writing<{ key: string }>()((q, p) => q.insertInto('meta').values({ key: p('key'), value: '' }));
const keys = reading()((q) => q.selectFrom('meta').select('key').where('key', 'like', 'k%').orderBy('key'));
const ids = reading()((q) => q.selectFrom('product').select('id'));
const open = (content?: Uint8Array) => openCache(IN_MEMORY, { now: () => at(1), ...(content === undefined ? {} : { content }) });

test('a cache in memory takes changes, slices and housekeeping, and leaves nothing on the disk', async () => {
  const before = readdirSync('.');
  const cache = open();
  const stop = keepHouse(cache, systemScheduler, (error) => { throw new Error(error.code); });
  cache.now((db) => db.run(put, { key: 'k1' }));
  await expect(cache.inSlices(function* (db) {
    db.run(put, { key: 'k2' });
    yield;
    db.run(put, { key: 'k3' });
    return 'both';
  })).resolves.toBe('both');
  await expect(cache.inSlices(function* (db) {
    db.run(put, { key: 'k4' });
    yield;
    throw new Error('not that');
  })).rejects.toThrow('not that');
  expect(cache.column(keys)).toEqual(['k1', 'k2', 'k3']);
  cache.checkpoint();
  expect(cache.unwrittenBytes()).toBe(0);
  expect(cache.bytes()).toBeGreaterThan(8_192);
  stop();
  cache.close();
  expect(readdirSync('.')).toEqual(before);
});

test('it can begin as the bytes of a file, and two know nothing of each other', () => {
  const source = aCache();
  source.now((db) => putProduct(db, aProduct(), 1));
  source.sqlite.pragma('journal_mode = DELETE');
  const bytes = readFileSync(source.file);
  const [first, second] = [open(bytes), open(bytes)];
  first.now((db) => db.run(put, { key: 'k1' }));
  expect(first.column(ids)).toEqual([productIdOf(1)]);
  expect(second.column(ids)).toEqual([productIdOf(1)]);
  expect(second.column(keys)).toEqual([]);
});

test('it cannot be set aside', () => {
  expect(() => replaceBroken(IN_MEMORY, { now: () => at(1) })).toThrow(/in memory/);
});
