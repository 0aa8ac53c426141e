import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, versionOf } from '#electron/db/migrations.ts';

test('a cache of version 4 gets room for pictures on their way and keeps what it has', () => {
  const db = new Sqlite(':memory:');
  migrate(db, 4);
  db.prepare(`INSERT INTO file VALUES ('s1', 'ab', 'p1', 7, 'waiting', NULL, 5)`).run();
  migrate(db, 5);
  expect(versionOf(db)).toBe(5);
  expect(db.prepare('SELECT sha256 FROM file').pluck().all()).toEqual(['ab']);
  const insert = db.prepare(`INSERT INTO media_upload VALUES ('s1', 'ab', ?, 'png', 7, 1, ?, 0, NULL, NULL, NULL, 5)`);
  insert.run('{"kind":"original"}', 'waiting');
  insert.run('{"kind":"original","productId":"p1"}', 'waiting');
  expect(() => insert.run('{"kind":"original"}', 'waiting')).toThrow('UNIQUE');
  expect(() => insert.run('{}', 'elsewhere')).toThrow('CHECK');
});
