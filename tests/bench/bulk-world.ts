import { join } from 'node:path';
import { readFile } from '#electron/bulk/read-file.ts';
import { lookAt } from '#electron/bulk/table-file.ts';
import { putProduct } from '#electron/catalog/write-product.ts';
import { openCache } from '#electron/db/open.ts';
import { writing } from '#electron/db/statement.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { categoryFinder } from '#shared/bulk/cells/read-lists.ts';
import { mapColumns } from '#shared/bulk/mapping/map-columns.ts';
import { ColumnStyles } from '#shared/bulk/rows/column-styles.ts';
import { intendedChange } from '#shared/bulk/rows/intended-change.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import { rowReader } from '#shared/bulk/rows/read-row.ts';
import { projectCategory } from '#shared/catalog/category-columns.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { assert } from '#shared/kernel/assert.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { aCategory, aShop, at, aVendor, locationIdOf } from '#tests/builders/catalog.ts';
import { random } from './world.ts';

const putShop = writing<{ id: string; name: string; doc: string }>()((q, p) => q.insertInto('shop').values({ id: p('id'), version: 1, name: p('name'), doc: p('doc') }));
const putCategory = writing<ReturnType<typeof projectCategory> & { doc: string }>()((q, p) =>
  q.insertInto('category').values({ id: p('id'), version: 1, parent_id: p('parent_id'), lft: p('lft'), rgt: p('rgt'), depth: p('depth'), search: p('search'), doc: p('doc') }));

const path = 'Home > Tableware';
const category = aCategory({ path: { fr: path, en: path, ar: path } });
export const benchChoices: ImportChoices = { command: 'MERGE', blank: 'keep', locale: 'fr', currency: 'MAD' as Currency, places: [{ id: locationIdOf(1), name: 'Dépôt' }], weightUnit: 'g', lengthUnit: 'mm', categoryOf: categoryFinder([category]) };

/** A cache with the products of a file in it, as they come from the server: made once, copied for each round. */
export async function catalogueOf(file: string, folder: string): Promise<string> {
  const name = join(folder, 'catalogue.db');
  const cache = openCache(name, { now: systemScheduler.now });
  cache.sqlite.pragma('synchronous = OFF');
  const shop = aShop();
  cache.now((db) => {
    db.run(putShop, { id: shop.id, name: shop.name, doc: JSON.stringify(shop) });
    db.run(putCategory, { ...projectCategory(category), doc: JSON.stringify(category) });
  });
  const look = await lookAt(file);
  assert(look.ok, () => 'the measured file is no table');
  const { reading, header, firstRows } = look.value;
  const styles = new ColumnStyles(mapColumns(header.names, firstRows.slice(1).map(({ cells }) => cells)).columns);
  for (const { cells } of firstRows.slice(1)) styles.add(cells);
  const read = rowReader(styles.columns(), benchChoices);
  const making = { actor: aVendor, shopId: shop.id, now: at(1_000), makeId: () => uuidv7(systemScheduler.now, random) };
  for await (const { rows } of readFile(file, reading)) {
    cache.now((db) => {
      for (const row of rows.filter(({ line }) => line > 1)) {
        const change = intendedChange({ key: String(row.line), rows: [read(row)] }, null, benchChoices, making);
        assert(change.what === 'create', () => `line ${row.line}: ${change.what} ${JSON.stringify(change.problems)}`);
        putProduct(db, change.product, 1);
      }
    });
  }
  cache.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  cache.close();
  return name;
}
