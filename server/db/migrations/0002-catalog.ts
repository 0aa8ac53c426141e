import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/**
 * Shops, categories, products, variants: the columns of the console's cache (`shared/catalog/cache-tables.ts`, schema 1),
 * written out because a released step must not move when that file does; a test compares the two.
 */
export const catalog: ServerMigration = {
  async up(db, { ddl: { text, int, counted, table, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE shop (id ${text} NOT NULL PRIMARY KEY, version ${int} NOT NULL, name ${text} NOT NULL, doc ${text} NOT NULL) ${keyedTable}`,
      `CREATE TABLE category (
        id ${text} NOT NULL PRIMARY KEY,
        version ${int} NOT NULL,
        parent_id ${text},
        lft ${int} NOT NULL,
        rgt ${int} NOT NULL,
        depth ${int} NOT NULL,
        search ${text} NOT NULL,
        doc ${text} NOT NULL
      ) ${table}`,
      'CREATE INDEX category_parent ON category (parent_id)',
      'CREATE INDEX category_lft ON category (lft)',
      `CREATE TABLE product (
        rid ${counted},
        id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        version ${int} NOT NULL,
        status ${text} NOT NULL,
        kind ${text} NOT NULL,
        sku ${text} NOT NULL,
        brand ${text},
        category_id ${text},
        price ${int} NOT NULL,
        price_to ${int} NOT NULL,
        compare_at ${int},
        on_hand ${int} NOT NULL,
        reserved ${int} NOT NULL,
        available ${int} NOT NULL,
        incoming ${int} NOT NULL,
        variant_count ${int} NOT NULL,
        sort_fr ${text} NOT NULL,
        sort_en ${text} NOT NULL,
        sort_ar ${text} NOT NULL,
        complete_fr ${int} NOT NULL,
        complete_en ${int} NOT NULL,
        complete_ar ${int} NOT NULL,
        missing ${int} NOT NULL,
        tags ${text} NOT NULL,
        updated_at ${int} NOT NULL,
        doc ${text} NOT NULL
      ) ${table}`,
      'CREATE UNIQUE INDEX product_id ON product (id)',
      'CREATE INDEX product_of_shop ON product (shop_id, status)',
      `CREATE TABLE variant (product_id ${text} NOT NULL, variant_id ${text} NOT NULL, sku ${text} NOT NULL, gtin ${text}) ${table}`,
      'CREATE UNIQUE INDEX variant_of_product ON variant (product_id, variant_id)',
      // As the rule compares them: two codes that differ only in case are one.
      'CREATE INDEX variant_sku ON variant (lower(sku))',
      'CREATE INDEX variant_gtin ON variant (gtin) WHERE gtin IS NOT NULL',
    );
  },
  async down(db) {
    await drop(db, 'shop', 'category', 'product', 'variant');
  },
};
