import { describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type ServerDb } from '#server/db/open.ts';
import { inSnapshot, inTransaction } from '#server/db/transaction.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const aScope = (db: ServerDb) => db.kysely.insertInto('sync_scope').values({ scope: 'common', seq: 0, floor: 0, epoch: 'e' }).execute();
const seqOf = async (db: ServerDb) => (await db.kysely.selectFrom('sync_scope').select('seq').executeTakeFirstOrThrow()).seq;

describeOnEachDatabase('transactions', (open, databases) => {
  test('what throws leaves no trace, and the exception goes on', async () => {
    const db = await open();
    await expect(
      inTransaction(db, async (trx) => {
        await trx.insertInto('shop').values({ id: 's', version: 1, name: 'S', doc: '{}' }).execute();
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await db.kysely.selectFrom('shop').selectAll().execute()).toEqual([]);
  });

  test('whole numbers beyond 32 bits come back as numbers, those beyond 53 bits as an error', async () => {
    const db = await open();
    await db.kysely.insertInto('sync_scope').values({ scope: 'common', seq: Number.MAX_SAFE_INTEGER, floor: 0, epoch: 'e' }).execute();
    expect(await seqOf(db)).toBe(9_007_199_254_740_991);
  });

  test('text sorts by bytes on both databases', async () => {
    const db = await open();
    for (const id of ['é', 'b', 'A', 'a', 'Z', '_']) await db.kysely.insertInto('shop').values({ id, version: 1, name: id, doc: '{}' }).execute();
    const rows = await db.kysely.selectFrom('shop').select('id').orderBy('id').execute();
    expect(rows.map((row) => row.id)).toEqual(['A', 'Z', '_', 'a', 'b', 'é']);
  });

  test('SYN-13 twenty writers at once draw gapless numbers from one counter', async () => {
    const place = await databases.place();
    // One process never holds the embedded file twice; PostgreSQL gets two pools, as from two servers.
    const handles = databases.name === 'sqlite' ? [await openDatabase(place)] : [await openDatabase(place), await openDatabase(place)];
    await aScope(handles[0]!);
    const drawn = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        inTransaction(handles[at % handles.length]!, async (trx) => {
          const { seq } = await handles[at % handles.length]!.dialect.lockRows(trx.selectFrom('sync_scope').select('seq').where('scope', '=', 'common')).executeTakeFirstOrThrow();
          await trx.updateTable('sync_scope').set({ seq: seq + 1 }).where('scope', '=', 'common').execute();
          return seq + 1;
        }),
      ),
    );
    expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    await Promise.all(handles.map((handle) => handle.close()));
  });

  test('a snapshot does not see what is committed while it reads', async () => {
    const place = await databases.place();
    const [reader, writer] = [await openDatabase(place), await openDatabase(place)];
    await aScope(reader);
    const seen = await inSnapshot(reader, async (trx) => {
      const read = async () => (await trx.selectFrom('sync_scope').select('seq').executeTakeFirstOrThrow()).seq;
      const before = await read();
      await inTransaction(writer, (other) => other.updateTable('sync_scope').set({ seq: 5 }).execute());
      return [before, await read()];
    });
    expect(seen).toEqual([0, 0]);
    expect(await seqOf(reader)).toBe(5);
    await Promise.all([reader.close(), writer.close()]);
  });

  test('a value that must be unique is recognised on both databases', async () => {
    const db = await open();
    await aScope(db);
    const cause: unknown = await aScope(db).catch((error: unknown) => error);
    expect(db.dialect.isDuplicate(cause)).toBe(true);
    expect(db.dialect.isDuplicate(new Error('other'))).toBe(false);
    expect(db.dialect.isRetryable(cause)).toBe(false);
  });

  test('closing twice is closing once', async () => {
    const db = await open();
    await db.close();
    await db.close();
    await expect(db.kysely.selectFrom('shop').selectAll().execute()).rejects.toThrow();
  });
});

describe('the embedded file', () => {
  test('it is readable by its owner only and keeps what was acknowledged through a power cut', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'comptoir-open-'));
    const file = join(folder, 'deep', 'server.db');
    const db = await openDatabase({ kind: 'sqlite', file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
    expect(db.sqlite?.pragma('journal_mode', { simple: true })).toBe('wal');
    // 2 is FULL
    expect(db.sqlite?.pragma('synchronous', { simple: true })).toBe(2);
    await db.close();
    rmSync(folder, { recursive: true });
  });

  test('a file that is no database gets the driver’s own words, and the file stays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'comptoir-open-'));
    await expect(openDatabase({ kind: 'sqlite', file: folder })).rejects.toThrow();
    rmSync(folder, { recursive: true });
  });
});
