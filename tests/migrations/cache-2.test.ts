import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, versionOf } from '#electron/db/migrations.ts';
import { cacheIndexes } from '#shared/catalog/cache-indexes.ts';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { Json } from '#shared/kernel/json.ts';
import { aProduct, aShop, columnsOf, locationIdOf } from '#tests/builders/catalog.ts';

const added = ['google_fr', 'google_en', 'google_ar', 'score', 'in_review'];

/** A cache as version 1 left it: without the later columns, places in a list, an edit waiting. */
function versionOne(): Sqlite.Database {
  const db = new Sqlite(':memory:');
  migrate(db, 1);
  for (const name of added) db.exec(`ALTER TABLE product DROP COLUMN ${name}`);
  db.exec(cacheIndexes['product_list']!.replace(', google_fr, google_en, google_ar, score, in_review', ''));
  db.exec(cacheIndexes['product_title_fr']!);
  return db;
}
const oldShop = schemaSteps[0]!.down('shop', aShop() as unknown as Json);

test('a cache of version 1 is brought forward with its rows, its edits and its places', () => {
  const db = versionOne();
  const product = aProduct({ tags: ['x'] });
  const row = Object.fromEntries(Object.entries({ ...columnsOf(product), version: 3, doc: JSON.stringify(product) }).filter(([name]) => !added.includes(name)));
  db.prepare(`INSERT INTO product (${Object.keys(row).join()}) VALUES (${Object.keys(row).map(() => '?').join()})`).run(...Object.values(row));
  db.prepare('INSERT INTO shop VALUES (?, 4, ?, ?)').run(aShop().id, aShop().name, JSON.stringify(oldShop));
  db.prepare(`INSERT INTO shadow VALUES ('shop', ?, 4, ?, NULL)`).run(aShop().id, JSON.stringify(oldShop));
  db.prepare(`INSERT INTO outbox VALUES (1, 'm1', NULL, 'product', ?, 3, 'patch', '[]', NULL, 'edit-price', 5, 'queued', NULL, 0)`).run(product.id);
  migrate(db, 2);
  expect(versionOf(db)).toBe(2);
  const after = db.prepare('SELECT * FROM product').get() as Record<string, unknown>;
  expect(after).toMatchObject({ ...columnsOf(product), version: 3, doc: JSON.stringify(product) });
  for (const table of ['shop', 'shadow']) {
    const doc = JSON.parse(db.prepare(`SELECT doc FROM ${table}`).pluck().get() as string) as unknown;
    expect(doc).toEqual(aShop());
  }
  expect(db.prepare('SELECT mid FROM outbox').pluck().all()).toEqual(['m1']);
  // Lists read the new columns from the index alone.
  expect(db.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'product_list'`).pluck().get()).toContain('score');
});

test('the file of a fresh snapshot is left as it is', () => {
  const db = new Sqlite(':memory:');
  migrate(db, 1);
  const before = db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
  migrate(db, 2);
  expect(db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all()).toEqual(before);
});

test('an older console reads a shop as it knows it, and what it cannot know is left out', () => {
  const [step] = schemaSteps;
  const full = { ...aShop(), email: 'a@b.example', closures: {} };
  expect(step!.down('shop', full as unknown as Json)).toEqual({ ...aShop(), locations: [{ id: locationIdOf(1), name: 'Dépôt' }] });
  expect(step!.down('product', { ...aProduct(), keys: ['k'], capacity: 4 } as unknown as Json)).toEqual(aProduct());
  expect(step!.up('product', aProduct() as unknown as Json)).toEqual(aProduct());
});
