import { groupRows, lookUpOf } from '#shared/bulk/rows/group-rows.ts';
import { categoryFinder } from '#shared/bulk/cells/read-lists.ts';
import { mapColumns } from '#shared/bulk/mapping/map-columns.ts';
import { ColumnStyles } from '#shared/bulk/rows/column-styles.ts';
import { intendedChange, type IntendedChange } from '#shared/bulk/rows/intended-change.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import { rowReader } from '#shared/bulk/rows/read-row.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { aCategory, aVendor, at, id, locationIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { readCsv } from '../csv/read-csv.ts';

const name = (text: string) => ({ fr: text, en: text, ar: text });
export const someChoices: ImportChoices = {
  command: 'MERGE', blank: 'keep', locale: 'fr', currency: 'MAD' as Currency, places: [{ id: locationIdOf(1), name: 'Dépôt' }, { id: locationIdOf(2), name: 'Boutique' }], weightUnit: 'g', lengthUnit: 'cm',
  categoryOf: categoryFinder([aCategory({ n: 1, number: 166, name: name('Apparel'), path: name('Apparel') }), aCategory({ n: 2, number: 672, name: name('Tableware'), path: name('Home > Tableware') })]),
};

/** A file against the products there are: what it wants of each. Products are found by the keys a group gives. */
export function imported(file: string, products: readonly Product[] = [], choices: Partial<ImportChoices> = {}): readonly IntendedChange[] {
  const [header, ...rows] = readCsv(file).rows;
  const mapping = mapColumns(header!.cells, rows.map(({ cells }) => cells));
  const styles = new ColumnStyles(mapping.columns);
  for (const { cells } of rows) styles.add(cells);
  const columns = styles.columns();
  const chosen = { ...someChoices, ...choices };
  let made = 0x900;
  return groupRows(rows.map(rowReader(columns, chosen))).map((group) => {
    const keys = lookUpOf(group);
    const current = products.find((product) => product.id === keys.productId || Object.keys(product.variants).some((one) => keys.variantIds.includes(one)) || Object.values(product.variants).some(({ sku }) => keys.skus.includes(sku)) || product.handle === keys.handle) ?? null;
    return intendedChange(group, current, chosen, { actor: aVendor, shopId: shopIdOf(1), now: at(5_000), makeId: () => id(made++) });
  });
}
/** The fields an edit changes, with what they become; the n-th variant is called `vn`. */
export const changesOf = (change: IntendedChange): Record<string, unknown> =>
  change.what === 'edit' ? Object.fromEntries(change.ops.map((op) => [op.path.replace(/^variants\/0{8}-0000-7000-8000-000a0+([1-9]\d*)/, 'v$1'), op.op === 'set' ? op.value : op.op === 'add' ? op.delta : { add: op.add, remove: op.remove }])) : {};
