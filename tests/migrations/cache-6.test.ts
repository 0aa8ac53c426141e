import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, versionOf } from '#electron/db/migrations.ts';

test('a cache of version 5 gets the library of pictures and keeps what it has', () => {
  const db = new Sqlite(':memory:');
  migrate(db, 5);
  db.prepare(`INSERT INTO media_upload VALUES ('s1', 'ab', '{}', 'png', 7, 1, 'waiting', 0, NULL, NULL, NULL, 5)`).run();
  migrate(db, 6);
  expect(versionOf(db)).toBe(6);
  expect(db.prepare('SELECT sha256 FROM media_upload').pluck().all()).toEqual(['ab']);
  const insert = db.prepare(`INSERT INTO picture_tray (id, shop_id, product_id, name, bytes, sha256, state, error, recipe, placed_product, placed_image, dismissed, added_at) VALUES (?, 's1', NULL, 'a.jpg', 7, 'ab', ?, NULL, NULL, NULL, NULL, 0, 5)`);
  insert.run('t1', 'waiting');
  insert.run('t2', 'ready');
  expect(db.prepare('SELECT seq FROM picture_tray ORDER BY seq').pluck().all()).toEqual([1, 2]);
  expect(() => insert.run('t1', 'waiting')).toThrow('UNIQUE');
  expect(() => insert.run('t3', 'somewhere')).toThrow('CHECK');
  db.prepare(`INSERT INTO product_picture VALUES ('p1', 'i1', 's1', 'ab', 'cd', 'a.jpg', NULL)`).run();
  expect(() => db.prepare(`INSERT INTO product_picture VALUES ('p1', 'i1', 's1', 'ab', 'cd', 'a.jpg', NULL)`).run()).toThrow('UNIQUE');
});
