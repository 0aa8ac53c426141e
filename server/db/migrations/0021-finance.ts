import type { ServerMigration } from './migration.ts';
import { run } from './run.ts';

/** A run may have a smallest amount of its own; a reserve somebody sets aside of what a shop has earned says why and by whom. */
export const finance: ServerMigration = {
  async up(db, { ddl: { text, int } }) {
    await run(
      db,
      `ALTER TABLE payout_run ADD COLUMN minimum ${int}`,
      `ALTER TABLE payout_reserve ADD COLUMN reason ${text}`,
      `ALTER TABLE payout_reserve ADD COLUMN placed_by ${text}`,
    );
  },
  async down(db) {
    await run(db, 'ALTER TABLE payout_run DROP COLUMN minimum', 'ALTER TABLE payout_reserve DROP COLUMN reason', 'ALTER TABLE payout_reserve DROP COLUMN placed_by');
  },
};
