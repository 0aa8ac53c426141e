import Database from 'better-sqlite3';
import { CACHE_PAGE_BYTES, cacheTables, type CacheTable } from '#shared/catalog/cache-tables.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { EMPTY_ROOT } from '../digest-store.ts';
import { selections, shareOf, snapshotColumns } from './contents.ts';

/** Where a file leads to, the root of the digest there, and how many rows each of its tables has. */
export type Built = { readonly epoch: string; readonly seq: number; readonly root: string; readonly xid?: number; readonly rows: Record<string, number> };

/**
 * A new, empty SQLite file with the tables of the console's cache. New on purpose: a copy of shared pages would carry what
 * other shops left in their free space.
 */
export function openFresh(file: string): Database.Database {
  const fresh = new Database(file);
  // Named for this file alone: a locking mode for all would hold on to the server's database as well.
  // It is thrown away when the machine stops half-way, so it needs no journal and no syncing.
  fresh.pragma(`main.page_size = ${CACHE_PAGE_BYTES}`);
  fresh.pragma('main.journal_mode = OFF');
  fresh.pragma('main.synchronous = OFF');
  fresh.pragma('main.locking_mode = EXCLUSIVE');
  fresh.pragma('main.secure_delete = ON');
  fresh.pragma('temp_store = MEMORY');
  fresh.pragma('main.cache_size = -32768');
  for (const ddl of Object.values(cacheTables)) fresh.exec(ddl);
  return fresh;
}

/** Inserts rows that were read elsewhere: how a server on PostgreSQL (or in memory) fills the file. */
export function insertRows(fresh: Database.Database, table: CacheTable, rows: readonly (readonly unknown[])[]): void {
  const columns = snapshotColumns[table];
  const insert = fresh.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  fresh.transaction(() => {
    for (const row of rows) insert.run(...row);
  })();
}

/** Fills the file from the server's own SQLite database in one picture of it, while that goes on working. */
export function fillFromDatabase(fresh: Database.Database, serverFile: string, scope: ScopeName): Built {
  const share = shareOf(scope);
  fresh.prepare('ATTACH ? AS src').run(serverFile);
  const built = fresh.transaction((): Built => {
    const head = fresh.prepare('SELECT s.seq, s.epoch, d.root FROM src.sync_scope s LEFT JOIN src.sync_digest d ON d.scope = s.scope WHERE s.scope = ?').get(scope) as { seq: number; epoch: string; root: string | null } | undefined;
    const rows: Record<string, number> = {};
    for (const { table, from } of selections(share)) {
      const columns = snapshotColumns[table];
      const statement = fresh.prepare(`INSERT INTO main.${table} (${columns.join(', ')}) SELECT ${columns.map((column) => `t.${column}`).join(', ')} FROM ${from}`);
      rows[table] = (share.kind === 'shop' && from.includes('?') ? statement.run(share.shopId) : statement.run()).changes;
    }
    const live = fresh.prepare('SELECT count(*) AS rows FROM src.sync_row WHERE scope = ? AND gone = 0').get(scope) as { rows: number };
    checkCount(scope, rows, live.rows);
    return { seq: head?.seq ?? 0, epoch: head?.epoch ?? '-', root: head?.root ?? EMPTY_ROOT, rows };
  })();
  fresh.exec('DETACH src');
  return built;
}

/** Every record that has a position in the scope is in the file, and nothing else. */
export function checkCount(scope: ScopeName, rows: Readonly<Record<string, number>>, live: number): void {
  const records = (rows['shop'] ?? 0) + (rows['category'] ?? 0) + (rows['product'] ?? 0) + (rows['orders'] ?? 0) + (rows['conversation'] ?? 0) + (rows['message'] ?? 0);
  assert(records === live, () => `the snapshot of ${scope} has ${records} records, the scope ${live}`);
}
