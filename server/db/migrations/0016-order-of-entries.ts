import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** Which order a refund, a dispute or a reserve belongs to: from an entry of the books to its order is one step. */
export const orderOfEntries: ServerMigration = {
  async up(db, { ddl: { text, keyedTable } }) {
    await run(db, `CREATE TABLE ledger_ref_order (ref_id ${text} NOT NULL PRIMARY KEY, order_id ${text} NOT NULL) ${keyedTable}`);
  },
  async down(db) {
    await drop(db, 'ledger_ref_order');
  },
};
