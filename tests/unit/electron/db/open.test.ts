import { existsSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openCache } from '#electron/db/open.ts';
import { LATEST } from '#electron/db/migrations.ts';
import { enqueue } from '#electron/sync/outbox.ts';
import { savedViews, saveView } from '#electron/catalog/views.ts';
import { productFilter } from '#shared/catalog/contract.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import { aCache, aFolder, breakTree } from '#tests/builders/cache.ts';
import { aProduct, at, id, productIdOf } from '#tests/builders/catalog.ts';

const open = (file: string) => openCache(file, { now: () => at(77) });
const failureOf = (work: () => unknown): AppFailure['error'] => {
  try {
    work();
  } catch (cause) {
    if (cause instanceof AppFailure) return cause.error;
    throw cause;
  }
  throw new Error('nothing was refused');
};
const anEdit = (n: number) => ({ mid: id(n), group: null, entity: 'product' as const, id: productIdOf(1), baseVersion: 1, action: 'patch' as const, ops: [{ op: 'set' as const, path: 'brand', base: 'Nour', value: `B${n}` }], intent: 'edit', madeAt: at(5) });

test('a cache is only its owner’s, and every commit reaches the disk', () => {
  const file = join(aFolder(), 'deep', 'er', 'cache.db');
  const cache = open(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(cache.sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
  // 2 is FULL: less loses acknowledged edits at a power cut.
  expect(cache.sqlite.pragma('synchronous', { simple: true })).toBe(2);
  expect(cache.sqlite.pragma('secure_delete', { simple: true })).toBe(1);
  cache.close();
});

describe('a file from a newer version', () => {
  test.each([['checkpointed', true], ['with the version still in the log', false]])('%s is refused and left as it is', (_, checkpointed) => {
    const file = join(aFolder(), 'cache.db');
    open(file).close();
    const other = new Sqlite(file);
    other.pragma('journal_mode = WAL');
    other.pragma(`user_version = ${LATEST + 3}`);
    if (checkpointed) other.close();
    const before = readFileSync(file);
    expect(failureOf(() => open(file))).toEqual({ code: 'cache-newer', details: { found: LATEST + 3, known: LATEST } });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(file)).toBe(true);
    other.close();
  });
});

describe('a broken file', () => {
  test('that is no database at all is set aside', () => {
    const folder = aFolder();
    const file = join(folder, 'cache.db');
    writeFileSync(file, 'not a database, not even nearly: '.repeat(400));
    const cache = open(file);
    expect(cache.recovered).toEqual({ movedTo: `${file}.broken-77`, unsent: 0, whole: false });
    expect(readFileSync(`${file}.broken-77`, 'utf8')).toContain('not even nearly');
    expect(cache.get({ kind: 'read', sql: 'SELECT 1 AS one', values: () => [] })).toEqual({ one: 1 });
    cache.close();
  });

  test('gives back unsent edits and views; what was on its way is queued again', async () => {
    const file = join(aFolder(), 'cache.db');
    const first = aCache({ file, products: [aProduct()] });
    await saveView(first, { id: id(9), name: 'Mine', filter: productFilter.parse({}), sort: { by: 'title', dir: 'asc' }, columns: null, position: 0 });
    first.now((db) => {
      enqueue(db, [anEdit(1), anEdit(2)]);
      db.exec(`UPDATE outbox SET state = 'sending' WHERE mid = '${id(1)}'`);
    });
    first.sqlite.exec('DROP INDEX product_list');
    breakTree(first, 'product', 'product_id');
    // Opening builds the missing index, which reads the broken table.
    const cache = open(file);
    expect(cache.recovered).toMatchObject({ unsent: 2, whole: true });
    expect(cache.sqlite.prepare('SELECT mid, state FROM outbox ORDER BY cseq').all()).toEqual([{ mid: id(1), state: 'queued' }, { mid: id(2), state: 'queued' }]);
    expect(savedViews(cache).map(({ name }) => name)).toEqual(['Mine']);
    cache.close();
  });

  test('cut in the middle opens or is set aside, and never stops the console', () => {
    for (const bytes of [0, 50, 100, 4_096, 9_000, 20_000]) {
      const file = join(aFolder(), 'cache.db');
      const whole = aCache({ file, products: [aProduct(), aProduct({ n: 2 })] });
      whole.close();
      truncateSync(file, bytes);
      const cache = open(file);
      expect(cache.sqlite.pragma('integrity_check', { simple: true }), String(bytes)).toBe('ok');
      cache.close();
      expect(readdirSync(join(file, '..')).length).toBeGreaterThan(0);
    }
  });
});

test('a file held by a long change of another process says so', () => {
  const file = join(aFolder(), 'cache.db');
  const cache = open(file);
  const other = new Sqlite(file);
  other.exec('BEGIN IMMEDIATE');
  cache.sqlite.pragma('busy_timeout = 20');
  expect(failureOf(() => cache.now((db) => db.notes.everything()))).toMatchObject({ code: 'not-ready', rule: 'cache-in-use' });
  other.close();
  cache.close();
});
