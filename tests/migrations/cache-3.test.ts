import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, versionOf } from '#electron/db/migrations.ts';
import { aProduct, columnsOf } from '#tests/builders/catalog.ts';

test('a cache of version 2 gets room for files and keeps what it has', () => {
  const db = new Sqlite(':memory:');
  migrate(db, 2);
  const product = aProduct({ kind: 'digital' });
  const row = { ...columnsOf(product), version: 3, doc: JSON.stringify(product) };
  db.prepare(`INSERT INTO product (${Object.keys(row).join()}) VALUES (${Object.keys(row).map(() => '?').join()})`).run(...Object.values(row));
  db.prepare(`INSERT INTO outbox VALUES (1, 'm1', NULL, 'product', ?, 3, 'patch', '[]', NULL, 'edit-price', 5, 'queued', NULL, 0)`).run(product.id);
  migrate(db, 3);
  expect(versionOf(db)).toBe(3);
  expect(db.prepare('SELECT doc FROM product').pluck().all()).toEqual([JSON.stringify(product)]);
  expect(db.prepare('SELECT mid FROM outbox').pluck().all()).toEqual(['m1']);
  const insert = db.prepare(`INSERT INTO file VALUES ('s1', 'ab', ?, 7, ?, NULL, 5)`);
  insert.run(product.id, 'waiting');
  expect(() => insert.run(product.id, 'waiting')).toThrow('UNIQUE');
  expect(() => db.prepare(`INSERT INTO file VALUES ('s1', 'cd', ?, 7, 'elsewhere', NULL, 5)`).run(product.id)).toThrow('CHECK');
  expect(db.prepare('SELECT count(*) FROM file_leaving').pluck().get()).toBe(0);
});
