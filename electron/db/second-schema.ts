import type Sqlite from 'better-sqlite3';
import { cacheIndexes } from '#shared/catalog/cache-indexes.ts';
import type { Product } from '#shared/catalog/model.ts';
import { completenessPercents } from '#shared/catalog/completeness.ts';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { Json } from '#shared/kernel/json.ts';
import { listingScore } from '#shared/moderation/listing-score.ts';
import type { EntityName } from '#shared/sync/model.ts';

const added = ['google_fr', 'google_en', 'google_ar', 'score', 'in_review'] as const;
type Row = { id: string; doc: string };

/**
 * Brings a cache of schema 1 forward: its records by the same step the server takes, its lists by columns they are sorted by since.
 * In the file of a fresh snapshot everything is there already.
 */
export function toSecondSchema(db: Sqlite.Database): void {
  const known = new Set(db.prepare(`SELECT name FROM pragma_table_info('product')`).pluck().all());
  if (added.every((name) => known.has(name))) return;
  for (const name of added) db.exec(`ALTER TABLE product ADD COLUMN ${name} INTEGER NOT NULL DEFAULT 0`);
  // The list index carries the new columns; built again after the rows.
  db.exec('DROP INDEX IF EXISTS product_list');
  const put = db.prepare('UPDATE product SET complete_fr = ?, complete_en = ?, complete_ar = ?, google_fr = ?, google_en = ?, google_ar = ?, score = ? WHERE id = ?');
  const next = db.prepare('SELECT id, doc FROM product WHERE id > ? ORDER BY id LIMIT 500');
  for (let after = ''; ; ) {
    const rows = next.all(after) as Row[];
    for (const { id, doc } of rows) {
      const product = JSON.parse(doc) as Product;
      const [shop, google] = [completenessPercents(product, 'shop', []), completenessPercents(product, 'google', [])];
      put.run(shop.fr, shop.en, shop.ar, google.fr, google.en, google.ar, listingScore(product, []).total, id);
      after = id;
    }
    if (rows.length === 0) break;
  }
  if (db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'product_title_fr'`).pluck().get() === 1) db.exec(cacheIndexes['product_list']!);
  const step = schemaSteps.find(({ from }) => from === 1)!;
  const bringForward = (table: 'shop' | 'shadow', entity: EntityName): void => {
    const rows = db.prepare(`SELECT id, doc FROM ${table} WHERE doc IS NOT NULL ${table === 'shadow' ? `AND entity = '${entity}'` : ''}`).all() as Row[];
    for (const { id, doc } of rows) db.prepare(`UPDATE ${table} SET doc = ? WHERE id = ? ${table === 'shadow' ? `AND entity = '${entity}'` : ''}`).run(JSON.stringify(step.up(entity, JSON.parse(doc) as Json)), id);
  };
  bringForward('shop', 'shop');
  bringForward('shadow', 'shop');
}
