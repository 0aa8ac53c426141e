import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, versionOf } from '#electron/db/migrations.ts';

test('a cache of version 7 gets conversations and keeps what waits', () => {
  const db = new Sqlite(':memory:');
  migrate(db, 7);
  db.prepare(`INSERT INTO meta VALUES ('cseq', '7')`).run();
  migrate(db, 8);
  expect(versionOf(db)).toBe(8);
  expect(db.prepare(`SELECT value FROM meta WHERE key = 'cseq'`).pluck().get()).toBe('7');
  db.prepare(`INSERT INTO message_draft VALUES ('c1', 's1', 'note', 'words', NULL, 5)`).run();
  expect(() => db.prepare(`INSERT INTO message_draft VALUES ('c2', 's1', 'shout', 'words', NULL, 5)`).run()).toThrow('CHECK');
  db.prepare(`INSERT INTO message_leaving VALUES ('m1', 'c1', 's1', 9, 0, '{}')`).run();
  expect(() => db.prepare(`INSERT INTO message_leaving VALUES ('m1', 'c1', 's1', 9, 0, '{}')`).run()).toThrow('UNIQUE');
  expect(db.prepare('SELECT count(*) FROM conversation').pluck().get()).toBe(0);
});

test('one that came as a fresh copy has its conversations already', () => {
  const db = new Sqlite(':memory:');
  migrate(db, 7);
  db.exec('CREATE TABLE message (rid INTEGER PRIMARY KEY) STRICT');
  migrate(db, 8);
  expect(db.prepare(`SELECT count(*) FROM pragma_table_info('message')`).pluck().get()).toBe(1);
});
