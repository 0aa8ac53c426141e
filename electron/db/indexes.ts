import type Sqlite from 'better-sqlite3';

/**
 * Indexes of the rows that come from the server: built after the rows are in, which costs a quarter of keeping them up to date meanwhile.
 *
 * `product_list` carries every column a filter or a sort looks at, so that lists are computed from it alone and the
 * records (100 times as many bytes) are only read for the lines on screen.
 */
export const indexes: Readonly<Record<string, string>> = {
  product_id: 'CREATE UNIQUE INDEX IF NOT EXISTS product_id ON product (id)',
  product_list: `CREATE INDEX IF NOT EXISTS product_list ON product (shop_id, status, kind, category_id, brand, price, compare_at, available, missing, complete_fr, complete_en, complete_ar, updated_at, sku, tags, id)`,
  product_title_fr: 'CREATE INDEX IF NOT EXISTS product_title_fr ON product (sort_fr)',
  product_title_en: 'CREATE INDEX IF NOT EXISTS product_title_en ON product (sort_en)',
  product_title_ar: 'CREATE INDEX IF NOT EXISTS product_title_ar ON product (sort_ar)',
  variant_product: 'CREATE INDEX IF NOT EXISTS variant_product ON variant (product_id)',
  variant_sku: 'CREATE INDEX IF NOT EXISTS variant_sku ON variant (sku COLLATE NOCASE, product_id)',
  variant_gtin: 'CREATE INDEX IF NOT EXISTS variant_gtin ON variant (gtin, product_id) WHERE gtin IS NOT NULL',
  category_lft: 'CREATE INDEX IF NOT EXISTS category_lft ON category (lft, rgt, id)',
};

/** Builds whatever index is missing; afterwards lists and look-ups are fast. Does nothing where all are there. */
export function buildIndexes(db: { readonly sqlite: Sqlite.Database }): void {
  db.sqlite.exec(`SAVEPOINT build_indexes; ${Object.values(indexes).join('; ')}; RELEASE build_indexes;`);
}
