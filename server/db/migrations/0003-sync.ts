import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** Positions of records in scopes, what each console was answered, the audit of every change, and the snapshots kept. */
export const sync: ServerMigration = {
  async up(db, { ddl: { text, int, table, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE sync_scope (scope ${text} NOT NULL PRIMARY KEY, seq ${int} NOT NULL, floor ${int} NOT NULL, epoch ${text} NOT NULL) ${keyedTable}`,
      `CREATE TABLE sync_row (
        scope ${text} NOT NULL,
        entity ${text} NOT NULL,
        id ${text} NOT NULL,
        seq ${int} NOT NULL,
        gone ${int} NOT NULL,
        PRIMARY KEY (scope, entity, id)
      ) ${keyedTable}`,
      'CREATE INDEX sync_row_position ON sync_row (scope, seq)',
      `CREATE TABLE sync_client (
        client ${text} NOT NULL PRIMARY KEY,
        user_id ${text} NOT NULL,
        last_cseq ${int} NOT NULL,
        acked_through ${int} NOT NULL,
        seen_at ${int} NOT NULL
      ) ${keyedTable}`,
      'CREATE INDEX sync_client_of_user ON sync_client (user_id)',
      // Long rows do not belong into a primary key's tree, hence the plain tables from here on.
      `CREATE TABLE sync_result (
        client ${text} NOT NULL,
        mid ${text} NOT NULL,
        cseq ${int} NOT NULL,
        outcome ${text} NOT NULL,
        applied_at ${int} NOT NULL,
        PRIMARY KEY (client, mid)
      ) ${table}`,
      'CREATE INDEX sync_result_order ON sync_result (client, cseq)',
      `CREATE TABLE change_audit (
        id ${text} NOT NULL PRIMARY KEY,
        entity ${text} NOT NULL,
        entity_id ${text} NOT NULL,
        shop_id ${text},
        actor_id ${text} NOT NULL,
        actor_name ${text},
        client ${text},
        device ${text},
        mid ${text},
        intent ${text} NOT NULL,
        outcome ${text} NOT NULL,
        base_version ${int} NOT NULL,
        version ${int} NOT NULL,
        changes ${text} NOT NULL,
        made_at ${int} NOT NULL,
        applied_at ${int} NOT NULL
      ) ${table}`,
      'CREATE INDEX change_audit_of_record ON change_audit (entity, entity_id, applied_at)',
      'CREATE INDEX change_audit_of_shop ON change_audit (shop_id, applied_at)',
      `CREATE TABLE snapshot (
        id ${text} NOT NULL PRIMARY KEY,
        scope ${text} NOT NULL,
        cursor ${text} NOT NULL,
        manifest ${text} NOT NULL,
        created_at ${int} NOT NULL
      ) ${table}`,
      'CREATE INDEX snapshot_of_scope ON snapshot (scope, created_at)',
    );
  },
  async down(db) {
    await drop(db, 'sync_scope', 'sync_row', 'sync_client', 'sync_result', 'change_audit', 'snapshot');
  },
};
