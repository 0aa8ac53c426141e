import { sql } from 'kysely';
import type { ServerMigration } from './migration.ts';
import { run } from './run.ts';

/**
 * Positions that can be compacted, and on PostgreSQL a wide scope without a counter that everybody waits for.
 *
 * - `gone_at` when a record left a scope; `buried` keeps the ids of deleted records once their positions are gone
 * - the wide scope is ordered by transaction (`xid`) and within it by `seq`, which a sequence gives
 * - a table of its own beside its key: rows that are edited one after the other lie side by side, and a push rewrites fewer pages
 */
export const positions: ServerMigration = {
  async up(db, { ddl: { text, int, table, keyedTable }, watermark }) {
    const wide = watermark ? { seq: `DEFAULT nextval('sync_wide')`, more: ', xid xid8 NOT NULL DEFAULT pg_current_xact_id()' } : { seq: '', more: '' };
    if (watermark) await run(db, 'CREATE SEQUENCE sync_wide');
    await run(
      db,
      'ALTER TABLE sync_row RENAME TO sync_row_before',
      ...['sync_row_position', 'sync_row_bucket'].map((index) => `DROP INDEX ${index}`),
      `CREATE TABLE sync_row (
        scope ${text} NOT NULL,
        entity ${text} NOT NULL,
        id ${text} NOT NULL,
        seq ${int} NOT NULL ${wide.seq},
        gone ${int} NOT NULL,
        version ${int} NOT NULL,
        gone_at ${int}${wide.more}
      ) ${table}`,
      'INSERT INTO sync_row (scope, entity, id, seq, gone, version, gone_at) SELECT scope, entity, id, seq, gone, version, NULL FROM sync_row_before ORDER BY scope, seq',
      'DROP TABLE sync_row_before',
      'CREATE UNIQUE INDEX sync_row_record ON sync_row (scope, entity, id)',
      `CREATE INDEX sync_row_position ON sync_row (scope, seq)${watermark ? " WHERE scope <> 'admin'" : ''}`,
      ...(watermark ? ["CREATE INDEX sync_row_watermark ON sync_row (xid, seq) WHERE scope = 'admin'", `SELECT setval('sync_wide', (SELECT coalesce(max(seq), 0) + 1 FROM sync_row))`] : []),
      'CREATE INDEX sync_row_bucket ON sync_row (scope, (substr(id, 35, 2)))',
      'CREATE INDEX sync_row_gone ON sync_row (gone_at) WHERE gone_at IS NOT NULL',
      `CREATE TABLE buried (entity ${text} NOT NULL, id ${text} NOT NULL, PRIMARY KEY (entity, id)) ${keyedTable}`,
      // Where numbering of the wide scope begins again, and the cluster it is valid in.
      `ALTER TABLE sync_scope ADD COLUMN floor_xid ${int} NOT NULL DEFAULT 0`,
      `ALTER TABLE sync_scope ADD COLUMN home ${text}`,
    );
    // When what is gone already left is not known; from now on it has its time.
    await sql`UPDATE sync_row SET gone_at = ${Date.now()} WHERE gone = 1`.execute(db);
    // Cursors of the counter mean nothing here.
    if (watermark) await run(db, "UPDATE sync_scope SET epoch = epoch || '-w' WHERE scope = 'admin'");
  },
  async down(db, { ddl: { text, int, keyedTable }, watermark }) {
    await run(
      db,
      'ALTER TABLE sync_scope DROP COLUMN home',
      'ALTER TABLE sync_scope DROP COLUMN floor_xid',
      'DROP TABLE buried',
      'ALTER TABLE sync_row RENAME TO sync_row_after',
      ...['sync_row_record', 'sync_row_position', 'sync_row_bucket', 'sync_row_gone', ...(watermark ? ['sync_row_watermark'] : [])].map((index) => `DROP INDEX ${index}`),
      `CREATE TABLE sync_row (
        scope ${text} NOT NULL,
        entity ${text} NOT NULL,
        id ${text} NOT NULL,
        seq ${int} NOT NULL,
        gone ${int} NOT NULL,
        version ${int} NOT NULL DEFAULT 0,
        PRIMARY KEY (scope, entity, id)
      ) ${keyedTable}`,
      'INSERT INTO sync_row (scope, entity, id, seq, gone, version) SELECT scope, entity, id, seq, gone, version FROM sync_row_after',
      'DROP TABLE sync_row_after',
      ...(watermark ? ['DROP SEQUENCE sync_wide'] : []),
      'CREATE INDEX sync_row_position ON sync_row (scope, seq)',
      'CREATE INDEX sync_row_bucket ON sync_row (scope, (substr(id, 35, 2)))',
    );
  },
};
