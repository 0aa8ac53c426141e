import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/**
 * What was done at once: the audit remembers the group of each change, and each group has a line of its own, so that the jobs of a shop are listed
 * without reading its whole history. A group is one person's: the same number used by somebody else is another job.
 */
export const jobs: ServerMigration = {
  async up(db, { ddl: { text, int, table } }) {
    await run(
      db,
      `ALTER TABLE change_audit ADD COLUMN group_id ${text}`,
      'CREATE INDEX change_audit_of_group ON change_audit (group_id, id) WHERE group_id IS NOT NULL',
      `CREATE TABLE change_job (
        group_id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        actor_id ${text} NOT NULL,
        actor_name ${text},
        device ${text},
        intent ${text} NOT NULL,
        edits ${int} NOT NULL,
        refused ${int} NOT NULL,
        made_at ${int} NOT NULL,
        applied_at ${int} NOT NULL,
        PRIMARY KEY (group_id, shop_id, actor_id)
      ) ${table}`,
      'CREATE INDEX change_job_of_shop ON change_job (shop_id, applied_at, group_id)',
    );
  },
  async down(db) {
    await drop(db, 'change_job');
    await run(db, 'DROP INDEX change_audit_of_group', 'ALTER TABLE change_audit DROP COLUMN group_id');
  },
};
