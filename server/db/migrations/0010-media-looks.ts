import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/**
 * What originals look like, to find one picture in two shops: which were looked at (`media_look`), and the perceptual hashes the server took of each
 * (`media_look_hash`: of the whole, `part` 0, and of its inner parts) in four parts, by which they are searched. Originals that are here already
 * are noted, and are looked at one after the other.
 */
export const mediaLooks: ServerMigration = {
  async up(db, { ddl: { text, int, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE media_look (
        shop_id ${text} NOT NULL,
        sha256 ${text} NOT NULL,
        state ${text} NOT NULL CHECK (state IN ('waiting', 'known', 'plain', 'unreadable')),
        noted_at ${int} NOT NULL,
        PRIMARY KEY (shop_id, sha256)
      ) ${keyedTable}`,
      'CREATE INDEX media_look_by_state ON media_look (state, noted_at)',
      `CREATE TABLE media_look_hash (
        shop_id ${text} NOT NULL,
        sha256 ${text} NOT NULL,
        part ${int} NOT NULL,
        phash ${text} NOT NULL,
        band_0 ${int} NOT NULL,
        band_1 ${int} NOT NULL,
        band_2 ${int} NOT NULL,
        band_3 ${int} NOT NULL,
        PRIMARY KEY (shop_id, sha256, part)
      ) ${keyedTable}`,
      ...[0, 1, 2, 3].map((band) => `CREATE INDEX media_look_hash_by_band_${band} ON media_look_hash (band_${band})`),
      `INSERT INTO media_look (shop_id, sha256, state, noted_at)
       SELECT shop_id, sha256, 'waiting', kept_at FROM media_blob
       WHERE NOT EXISTS (SELECT 1 FROM media_derivative WHERE media_derivative.shop_id = media_blob.shop_id AND media_derivative.sha256 = media_blob.sha256)
          OR EXISTS (SELECT 1 FROM media_use WHERE media_use.shop_id = media_blob.shop_id AND media_use.asset = media_blob.sha256)`,
    );
  },
  async down(db) {
    await drop(db, 'media_look_hash', 'media_look');
  },
};
