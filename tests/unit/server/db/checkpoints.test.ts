import { statSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import { postgresDialect } from '#server/db/dialect/postgres.ts';
import { sqliteDialect } from '#server/db/dialect/sqlite.ts';
import { openDatabase } from '#server/db/open.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { hireCrew } from '#server/sync/snapshot/crew.ts';
import { aCategory, aProduct, aShop } from '#tests/builders/catalog.ts';

async function aDatabaseFile() {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-test-checkpoints-'));
  const file = join(folder, 'server.db');
  const db = await openDatabase({ kind: 'sqlite', file });
  onTestFinished(async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { db, file, folder };
}

test('a long log is written back beside the commits, and what was written is there', async () => {
  const { db } = await aDatabaseFile();
  const big = 'x'.repeat(1_000_000);
  const state = () => db.sqlite!.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number; checkpointed: number };
  for (let n = 0; n < 40; n++) await inTransaction(db, (trx) => trx.insertInto('shop').values({ id: `s${n}`, version: 1, name: big, doc: '{}' }).execute());
  await vi.waitFor(() => expect(state().checkpointed).toBeGreaterThan(0), { timeout: 20_000 });
  expect(await db.kysely.selectFrom('shop').select('id').execute()).toHaveLength(40);
});

test('after the marketplace was filled, no log as long as the database lies beside it', async () => {
  const { db, file } = await aDatabaseFile();
  await importAggregates(db, { shops: [aShop({ n: 1 })], categories: [aCategory({ n: 1 })], products: Array.from({ length: 500 }, (_, n) => aProduct({ n: n + 1 })) });
  expect(statSync(file).size).toBeGreaterThan(1_000_000);
  expect(statSync(`${file}-wal`).size).toBe(0);
});

test('a disk without room is told as such, whoever met it', () => {
  const met = (code: string) => Object.assign(new Error('write'), { code });
  for (const dialect of [sqliteDialect, postgresDialect]) {
    expect(dialect.isDiskFull(met('ENOSPC'))).toBe(true);
    expect(dialect.isDiskFull(met('ENOENT'))).toBe(false);
  }
});

test('the failure of a snapshot worker keeps its code on the way here', async () => {
  const { folder } = await aDatabaseFile();
  const crew = hireCrew();
  onTestFinished(() => crew.dismiss());
  await expect(crew.ask({ t: 'pack', folder, file: join(folder, 'missing.db'), encoding: 'gzip' })).rejects.toMatchObject({ code: 'ENOENT' });
});
