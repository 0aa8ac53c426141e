import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/**
 * Pictures: uploads under way (`media_upload`), contents that are kept or in quarantine (`media_blob`), which smaller picture belongs to which
 * original (`media_derivative`), and which listing shows an original (`media_use`). The bytes lie in the storage of `server/media`.
 */
export const media: ServerMigration = {
  async up(db, { ddl: { text, int, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE media_upload (
        id ${text} NOT NULL,
        user_id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        sha256 ${text} NOT NULL,
        bytes ${int} NOT NULL,
        role ${text} NOT NULL,
        began_at ${int} NOT NULL,
        ended_at ${int},
        error ${text},
        PRIMARY KEY (id)
      ) ${keyedTable}`,
      'CREATE INDEX media_upload_of_content ON media_upload (shop_id, sha256)',
      'CREATE INDEX media_upload_by_age ON media_upload (began_at)',
      `CREATE TABLE media_blob (
        shop_id ${text} NOT NULL,
        sha256 ${text} NOT NULL,
        mime ${text} NOT NULL,
        bytes ${int} NOT NULL,
        width ${int} NOT NULL,
        height ${int} NOT NULL,
        frames ${int} NOT NULL,
        scan ${text} NOT NULL,
        scan_note ${text},
        scanned_at ${int},
        kept_at ${int} NOT NULL,
        "by" ${text} NOT NULL,
        PRIMARY KEY (shop_id, sha256)
      ) ${keyedTable}`,
      'CREATE INDEX media_blob_by_scan ON media_blob (scan, kept_at)',
      `CREATE TABLE media_derivative (
        shop_id ${text} NOT NULL,
        asset ${text} NOT NULL,
        recipe ${text} NOT NULL,
        purpose ${text} NOT NULL,
        format ${text} NOT NULL,
        sha256 ${text} NOT NULL,
        PRIMARY KEY (shop_id, asset, recipe, purpose, format)
      ) ${keyedTable}`,
      `CREATE TABLE media_use (
        shop_id ${text} NOT NULL,
        asset ${text} NOT NULL,
        product_id ${text} NOT NULL,
        PRIMARY KEY (shop_id, asset, product_id)
      ) ${keyedTable}`,
    );
  },
  async down(db) {
    await drop(db, 'media_use', 'media_derivative', 'media_blob', 'media_upload');
  },
};
