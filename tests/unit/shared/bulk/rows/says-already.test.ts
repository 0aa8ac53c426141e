import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoryFinder } from '#shared/bulk/cells/read-lists.ts';
import { ExportFacts } from '#shared/bulk/export/context.ts';
import { ownColumns, ownTable } from '#shared/bulk/export/own-table.ts';
import { exportColumns, type ExportChoice } from '#shared/bulk/export/model.ts';
import { ColumnStyles } from '#shared/bulk/rows/column-styles.ts';
import { intendedChange } from '#shared/bulk/rows/intended-change.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import { rowReader } from '#shared/bulk/rows/read-row.ts';
import { saysAlready } from '#shared/bulk/rows/says-already.ts';
import type { Product } from '#shared/catalog/model.ts';
import { placesOf } from '#shared/catalog/shop-model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { aProduct, aVendor, at, id, shopIdOf } from '#tests/builders/catalog.ts';
import { aShopOfPlaces, someCategories, someProductOf } from '#tests/builders/some-products.ts';

const MAD = 'MAD' as Currency;
const shop = aShopOfPlaces({ currency: MAD });
const choice: ExportChoice = { format: 'csv', locales: ['fr', 'en', 'ar'], columns: [...exportColumns] };
const choicesOf = (command: 'MERGE' | 'UPDATE', blank: 'keep' | 'clear'): ImportChoices => ({ command, blank, locale: 'fr', currency: MAD, places: placesOf(shop), shop, weightUnit: null, lengthUnit: null, categoryOf: categoryFinder(someCategories) });

/** Each row of a product's own table by itself, some columns of it, some cells with something else in them. */
type Edit = { readonly left: readonly number[]; readonly cells: readonly { readonly row: number; readonly column: number; readonly text: string }[] };
const someEdit: fc.Arbitrary<Edit> = fc.record({
  left: fc.oneof(fc.constant([]), fc.constant([0]), fc.constant([0, 1]), fc.array(fc.nat(40), { maxLength: 30 })),
  cells: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 3, arbitrary: fc.array(fc.record({ row: fc.nat(3), column: fc.nat(40), text: fc.constantFrom('', ' ', '0', '12', '12,50', '1.299', 'default title', 'Title', 'soldes', 'publié', 'draft', 'oui', 'x'.repeat(300), '<b>a</b>') }), { minLength: 1, maxLength: 3 }) }),
});

function readings(product: Product, { left, cells }: Edit, choices: ImportChoices) {
  const facts = new ExportFacts();
  facts.add(product);
  const context = { shop, categoryOf: (wanted: unknown) => someCategories.find((one) => one.id === wanted) ?? null, locales: choice.locales as ['fr'] };
  const targets = ownColumns(context, facts, choice);
  const table = ownTable(context, facts, choice);
  const rows = [...table.rows(product)].map((row, n) => row.map((text, column) => cells.find((one) => one.row === n && one.column === column)?.text ?? text));
  const kept = targets.flatMap((target, column) => (left.includes(column) ? [] : [{ column, mapping: { at: 0, header: table.headers[column]!, target } }])).map((one, place) => ({ ...one, mapping: { ...one.mapping, at: place } }));
  const read = kept.map(({ column }) => column);
  const styles = new ColumnStyles(kept.map(({ mapping }) => mapping));
  const file = rows.map((row) => read.map((column) => row[column]!));
  for (const row of file) styles.add(row);
  const reader = rowReader(styles.columns(), choices);
  return file.map((row, n) => reader({ line: n + 2, cells: row }));
}

test('a row that says what is there is never anything but unchanged', () => {
  const answers = { yes: 0, no: 0 };
  fc.assert(fc.property(someProductOf(1, MAD), someEdit, fc.constantFrom('MERGE', 'UPDATE'), fc.constantFrom('keep', 'clear'), (product, edit, command, blank) => {
    const choices = choicesOf(command, blank);
    for (const row of readings(product, edit, choices)) {
      const short = saysAlready(row, product);
      answers[short ? 'yes' : 'no']++;
      if (!short) continue;
      const long = intendedChange({ key: '', rows: [row] }, product, choices, { actor: aVendor, shopId: shopIdOf(1), now: at(5_000), makeId: () => id(0x900) });
      expect(long).toMatchObject({ what: 'skip', why: 'unchanged', problems: [] });
    }
  }), { numRuns: 2_000, seed: 20261122 });
  // Otherwise nothing was shown.
  expect(answers.yes).toBeGreaterThan(200);
  expect(answers.no).toBeGreaterThan(200);
});

test.each([
  { name: 'a price', column: 'price', text: '9.99' }, { name: 'a price list', column: 'price:USD', text: '1' }, { name: 'a title', column: 'title:fr', text: 'Autre' }, { name: 'a brand', column: 'brand', text: 'Autre' }, { name: 'tags', column: 'tags', text: 'autre' },
  { name: 'stock', column: 'stock:Dépôt, nord', text: '777' }, { name: 'a weight', column: 'weight (g)', text: '7' }, { name: 'a length', column: 'length (mm)', text: '7' }, { name: 'an attribute', column: 'attribute:color', text: 'autre' },
])('a row with another $name does not say what is there', ({ column, text }) => {
  const product = aProduct({ n: 1, tags: ['été'], variant: { weightG: 5, sizeMm: [1, 2, 3], prices: { ['USD' as Currency]: { price: 5, compareAt: null } } } as never, attributes: { color: 'bleu' } });
  const choices = choicesOf('MERGE', 'keep');
  const [same] = readings(product, { left: [], cells: [] }, choices);
  expect(saysAlready(same!, product)).toBe(true);
  const facts = new ExportFacts();
  facts.add(product);
  const at = ownTable({ shop, categoryOf: () => null, locales: ['fr'] }, facts, choice).headers.indexOf(column);
  expect(at).toBeGreaterThanOrEqual(0);
  const [other] = readings(product, { left: [], cells: [{ row: 0, column: at, text }] }, choices);
  expect(saysAlready(other!, product)).toBe(false);
});
