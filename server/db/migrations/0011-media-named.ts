import type { ServerMigration } from './migration.ts';
import { run } from './run.ts';

/**
 * Records of schema 4 name pictures, and with that say themselves which listing shows one: `media_use` follows them, what consoles said of it goes.
 * `is_live`: buyers see it as soon as the listing is published; a picture that waits for a moderator is named, and not live. No record before
 * named any.
 */
export const mediaNamed: ServerMigration = {
  async up(db, { ddl: { int } }) {
    await run(db, 'DELETE FROM media_use', `ALTER TABLE media_use ADD COLUMN is_live ${int} NOT NULL DEFAULT 0`, 'CREATE INDEX media_use_of_product ON media_use (product_id)');
  },
  async down(db) {
    await run(db, 'DROP INDEX media_use_of_product', 'ALTER TABLE media_use DROP COLUMN is_live');
  },
};
