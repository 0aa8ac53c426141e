import { sql, type Kysely } from 'kysely';
import { bytesOf, countIn, noRecords, rootOf } from '#shared/sync/digest.ts';
import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** The digest of each scope, worked out for what is there already, and the way from a bucket to its records. */
export const digest: ServerMigration = {
  async up(db, { ddl: { text, int, bytes, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE sync_digest (scope ${text} NOT NULL PRIMARY KEY, sums ${bytes} NOT NULL, root ${text} NOT NULL) ${keyedTable}`,
      'CREATE INDEX sync_row_bucket ON sync_row (scope, (substr(id, 35, 2)))',
    );
    // Records that are gone keep 0: what version they had is not known any more.
    await run(db, `ALTER TABLE sync_row ADD COLUMN version ${int} NOT NULL DEFAULT 0`, ...['shop', 'category', 'product'].map((entity) => `UPDATE sync_row SET version = (SELECT t.version FROM ${entity} t WHERE t.id = sync_row.id) WHERE entity = '${entity}' AND gone = 0`));
    await countRecords(db);
  },
  async down(db) {
    await run(db, 'DROP INDEX sync_row_bucket', 'ALTER TABLE sync_row DROP COLUMN version');
    await drop(db, 'sync_digest');
  },
};

async function countRecords(db: Kysely<unknown>): Promise<void> {
  const { rows: scopes } = await sql<{ scope: string }>`SELECT scope FROM sync_scope`.execute(db);
  for (const { scope } of scopes) {
    const sums = noRecords();
    const { rows } = await sql<{ entity: string; id: string; version: number }>`SELECT entity, id, version FROM sync_row WHERE scope = ${scope} AND gone = 0`.execute(db);
    for (const row of rows) countIn(sums, row);
    await sql`INSERT INTO sync_digest (scope, sums, root) VALUES (${scope}, ${Buffer.from(bytesOf(sums))}, ${rootOf(sums)})`.execute(db);
  }
}
