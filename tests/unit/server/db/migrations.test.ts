import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrateTo, migrateToLatest, NewerDatabase, pendingMigrations } from '#server/db/migrate.ts';
import { migrations } from '#server/db/migrations/index.ts';
import { openDatabase, type ServerDb } from '#server/db/open.ts';
import { cacheTables } from '#shared/catalog/cache-tables.ts';
import { rootOf, sumsFromBytes, sumsOf } from '#shared/sync/digest.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const names = Object.keys(migrations);

const shapeOf = async (db: ServerDb) =>
  (await db.kysely.introspection.getTables())
    .map((table) => ({ name: table.name, columns: table.columns.map((column) => `${column.name}${column.isNullable ? '?' : ''}`).sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** Column names of a `CREATE TABLE` of the cache, with `?` where a value may be missing. */
const columnsOf = (ddl: string) =>
  ddl
    .slice(ddl.indexOf('(') + 1, ddl.lastIndexOf(')'))
    .split(',')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => `${line.split(' ')[0]!}${/NOT NULL|PRIMARY KEY/.test(line) ? '' : '?'}`)
    .sort();

describeOnEachDatabase('migrations', (open, databases) => {
  test('SRV-01 an empty database gets every step, and nothing is pending', async () => {
    const db = await open();
    expect(await pendingMigrations(db)).toEqual([]);
    expect((await shapeOf(db)).map((table) => table.name)).toEqual([
      'app_user', 'audit_head', 'audit_link', 'audit_seal', 'bank_line', 'booking_calendar', 'booking_seat', 'buried', 'category', 'change_audit', 'change_job', 'commission_rule', 'conversation', 'invitation', 'ledger_closing', 'ledger_day', 'ledger_entry', 'ledger_ref_order', 'ledger_source', 'ledger_transaction', 'local_provider_object', 'media_blob', 'media_derivative', 'media_look', 'media_look_hash', 'media_upload', 'media_use', 'membership', 'message', 'moderation_case', 'moderation_decision', 'moderation_event', 'moderation_report', 'moderation_run', 'moderation_sanction', 'moderation_strike', 'moderation_viewer', 'order_view', 'orders', 'payment', 'payment_dispute', 'payment_name', 'payment_part', 'payment_refund', 'payout', 'payout_approval', 'payout_bank_account', 'payout_event', 'payout_hold', 'payout_reserve', 'payout_run', 'payout_setting', 'payout_standing', 'product', 'recovery_code', 'refresh_token', 'second_factor', 'server_job', 'session_confirmation', 'shop', 'shop_file', 'sign_in_try', 'snapshot', 'sync_client', 'sync_digest', 'sync_result', 'sync_row', 'sync_scope', 'variant', 'verification_case', 'verification_document', 'verification_requirement', 'verification_view', 'webhook_delivery', 'word_hit', 'word_rule', 'word_setting',
    ]);
  });

  test.each(Object.entries(cacheTables))('the server keeps %s with the columns of the console cache', async (name, ddl) => {
    const db = await open();
    const table = (await shapeOf(db)).find((one) => one.name === name);
    // SQLite reports a rowid key as nullable; the step says NOT NULL in both.
    expect(table?.columns.map((column) => (column === 'rid?' ? 'rid' : column)).sort()).toEqual(columnsOf(ddl));
  });

  test.each(names.map((name, at) => ({ name, before: names[at - 1] ?? null })))('$name goes down and up again and leaves the same tables', async ({ name, before }) => {
    const db = await open({ migrate: false });
    await migrateTo(db, name);
    const first = await shapeOf(db);
    await migrateTo(db, before);
    await migrateTo(db, name);
    expect(await shapeOf(db)).toEqual(first);
  });

  test('rows made at each step survive all later ones', async () => {
    const db = await open({ migrate: false });
    await migrateTo(db, '0001-accounts');
    await db.kysely.insertInto('app_user').values({ id: 'u1', email: 'a@b.example', name: 'A', role: 'vendor', locale: 'fr', password_hash: 'x', disabled_at: null, created_at: 1_790_000_000_000 }).execute();
    await db.kysely.insertInto('membership').values({ user_id: 'u1', shop_id: 's1', role: 'administration' }).execute();
    await migrateTo(db, '0002-catalog');
    await db.kysely.insertInto('shop').values({ id: 's1', version: 1, name: 'Atelier', doc: '{"é":"ع"}' }).execute();
    await migrateToLatest(db);
    expect(await db.kysely.selectFrom('app_user').selectAll().execute()).toEqual([
      { id: 'u1', email: 'a@b.example', name: 'A', role: 'vendor', locale: 'fr', password_hash: 'x', disabled_at: null, grants_epoch: 1, created_at: 1_790_000_000_000 },
    ]);
    expect(await db.kysely.selectFrom('shop').selectAll().execute()).toEqual([{ id: 's1', version: 1, name: 'Atelier', doc: '{"é":"ع"}' }]);
  });

  test('0004-digest counts the records that are there', async () => {
    const db = await open({ migrate: false });
    await migrateTo(db, '0003-sync');
    const [one, two, three] = ['a1', 'a2', 'b7'].map((end) => `01900000-0000-7000-8000-0000000000${end}`) as [string, string, string];
    await db.kysely.insertInto('shop').values([{ id: one, version: 4, name: 'A', doc: '{}' }, { id: two, version: 2, name: 'B', doc: '{}' }]).execute();
    await db.kysely.insertInto('sync_scope').values([{ scope: 'admin', seq: 3, floor: 0, epoch: 'e' }, { scope: 'common', seq: 0, floor: 0, epoch: 'e' }]).execute();
    for (const [seq, id, gone] of [[1, one, 0], [2, two, 0], [3, three, 1]] as const) await sql`INSERT INTO sync_row (scope, entity, id, seq, gone) VALUES ('admin', 'shop', ${id}, ${seq}, ${gone})`.execute(db.kysely);
    await migrateToLatest(db);
    const found = await db.kysely.selectFrom('sync_digest').selectAll().orderBy('scope').execute();
    const sums = sumsOf([{ entity: 'shop', id: one, version: 4 }, { entity: 'shop', id: two, version: 2 }]);
    expect(found.map(({ scope, root }) => [scope, root])).toEqual([['admin', rootOf(sums)], ['common', rootOf(sumsOf([]))]]);
    expect(sumsFromBytes(found[0]!.sums)).toEqual(sums);
    expect(await db.kysely.selectFrom('sync_row').select(['seq', 'version']).orderBy('seq').execute()).toEqual([{ seq: 1, version: 4 }, { seq: 2, version: 2 }, { seq: 3, version: 0 }]);
  });

  test('0008-files leaves what is there, and a shop notes each content once', async () => {
    const db = await open({ migrate: false });
    await migrateTo(db, '0007-jobs');
    await db.kysely.insertInto('shop').values({ id: 's1', version: 1, name: 'Atelier', doc: '{}' }).execute();
    await migrateToLatest(db);
    const row = { shop_id: 's1', sha256: 'ab', home_id: 's1', bytes: 1_073_741_824, whole_at: null, touched_at: 1_790_000_000_000, loose_since: null, by: 'u1' };
    await db.kysely.insertInto('shop_file').values(row).execute();
    await expect(db.kysely.insertInto('shop_file').values(row).execute()).rejects.toSatisfy((cause) => db.dialect.isDuplicate(cause));
    expect(await db.kysely.selectFrom('shop_file').selectAll().execute()).toEqual([row]);
    expect(await db.kysely.selectFrom('shop').select('id').execute()).toEqual([{ id: 's1' }]);
  });

  test('0009-media leaves what is there, and keeps one row for each content, place and use', async () => {
    const db = await open({ migrate: false });
    await migrateTo(db, '0008-files');
    const file = { shop_id: 's1', sha256: 'ab', home_id: 's1', bytes: 3, whole_at: null, touched_at: 1_790_000_000_000, loose_since: null, by: 'u1' };
    await db.kysely.insertInto('shop_file').values(file).execute();
    await migrateToLatest(db);
    const blob = { shop_id: 's1', sha256: 'ab', mime: 'image/png' as const, bytes: 9_999_999, width: 4_000, height: 3_000, frames: 1, scan: 'not scanned' as const, scan_note: 'no scanner', scanned_at: null, kept_at: 1_790_000_000_000, by: 'u1' };
    await db.kysely.insertInto('media_blob').values(blob).execute();
    await expect(db.kysely.insertInto('media_blob').values(blob).execute()).rejects.toSatisfy((cause) => db.dialect.isDuplicate(cause));
    expect(await db.kysely.selectFrom('media_blob').selectAll().execute()).toEqual([blob]);
    expect(await db.kysely.selectFrom('shop_file').selectAll().execute()).toEqual([file]);
  });

  test('0010-media-looks has every original that is there looked at, and nothing that was made of one', async () => {
    const db = await open({ migrate: false });
    await migrateTo(db, '0009-media');
    const blob = { mime: 'image/png' as const, bytes: 9, width: 4, height: 3, frames: 1, scan: 'clean' as const, scan_note: null, scanned_at: 1, kept_at: 1_790_000_000_000, by: 'u1' };
    await db.kysely.insertInto('media_blob').values(['original', 'smaller', 'both'].map((sha256) => ({ ...blob, shop_id: 's1', sha256 }))).execute();
    await db.kysely.insertInto('media_derivative').values(['smaller', 'both'].map((sha256, at) => ({ shop_id: 's1', asset: 'original', recipe: `abcdef0${at}`, purpose: '320' as const, format: 'webp' as const, sha256 }))).execute();
    await db.kysely.insertInto('media_use').values({ shop_id: 's1', asset: 'both', product_id: 'p1' }).execute();
    await migrateToLatest(db);
    const note = { shop_id: 's1', state: 'waiting', noted_at: 1_790_000_000_000 };
    expect(await db.kysely.selectFrom('media_look').selectAll().orderBy('sha256').execute()).toEqual([{ ...note, sha256: 'both' }, { ...note, sha256: 'original' }]);
  });

  test('0011-media-named forgets what consoles said of listings, and notes what records say', async () => {
    const db = await open({ migrate: false });
    await migrateTo(db, '0010-media-looks');
    await db.kysely.insertInto('media_use').values({ shop_id: 's1', asset: 'ab', product_id: 'p1' }).execute();
    await migrateToLatest(db);
    expect(await db.kysely.selectFrom('media_use').selectAll().execute()).toEqual([]);
    const row = { shop_id: 's1', asset: 'ab', product_id: 'p1', is_live: 1 };
    await db.kysely.insertInto('media_use').values(row).execute();
    await expect(db.kysely.insertInto('media_use').values(row).execute()).rejects.toSatisfy((cause) => db.dialect.isDuplicate(cause));
  });

  test('a database of a newer server is refused and left as it is', async () => {
    const place = await databases.place();
    const db = await openDatabase(place);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030-01-01')`.execute(db.kysely);
    await db.close();
    await expect(openDatabase(place)).rejects.toThrow(NewerDatabase);
    await expect(openDatabase(place)).rejects.toThrow('9999-from-the-future');
  });

  test('two servers that start at once on one empty database both come up', async () => {
    const place = await databases.place();
    // Two processes, as in life: one process never holds the embedded file twice.
    const server = `import { openDatabase } from '#server/db/open.ts'; const db = await openDatabase(${JSON.stringify(place)}); await db.close(); console.log('up')`;
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', server], { cwd: fileURLToPath(new URL('../../../..', import.meta.url)) });
    const starts = await Promise.all([start(), start()]);
    expect(starts.map(({ stdout }) => stdout.trim())).toEqual(['up', 'up']);
    const db = await openDatabase(place);
    expect(await pendingMigrations(db)).toEqual([]);
    await db.close();
  });
});
