import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** Contents of files a shop has sent or is sending; the bytes lie in the file store, under the shop `home_id` that sent them. */
export const files: ServerMigration = {
  async up(db, { ddl: { text, int, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE shop_file (
        shop_id ${text} NOT NULL,
        sha256 ${text} NOT NULL,
        home_id ${text} NOT NULL,
        bytes ${int} NOT NULL,
        whole_at ${int},
        touched_at ${int} NOT NULL,
        loose_since ${int},
        "by" ${text} NOT NULL,
        PRIMARY KEY (shop_id, sha256)
      ) ${keyedTable}`,
      'CREATE INDEX shop_file_of_home ON shop_file (home_id, sha256)',
    );
  },
  async down(db) {
    await drop(db, 'shop_file');
  },
};
