import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { explainDemo } from '#server/demo/explain.ts';
import { readOlist } from '#server/demo/olist.ts';
import { product, shop } from '#shared/catalog/model.ts';
import { checkProduct } from '#shared/catalog/rules.ts';
import { olistFiles as files } from '#tests/builders/olist-files.ts';
import { heaps } from '#tests/builders/marketplace.ts';
import { realCatalogueFolder } from '#tests/support/real-data.ts';

const root = mkdtempSync(join(tmpdir(), 'comptoir-olist-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
let count = 0;
beforeEach(() => {
  folder = join(root, String(++count));
  cpSync(mkdtempSync(join(root, 'empty-')), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
const change = (name: keyof typeof files, from: string | RegExp, to: string) => writeFileSync(join(folder, name), files[name].replace(from, to));
const refusal = () => {
  const read = readOlist(folder);
  return read.ok ? null : read.error;
};

test('small files make a small marketplace with the figures of the files', () => {
  const read = readOlist(folder);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const [linen, bare] = [...read.value.products()];
  expect(read.value.shops.map(({ name, city }) => [name, city])).toEqual([['Atelier Nour', 'Campinas'], [expect.stringMatching(/, Novo Hamburgo$/), 'Novo Hamburgo']]);
  expect(Object.values(linen!.variants)[0]).toMatchObject({ weightG: 225, sizeMm: [160, 140, 100] });
  expect(Object.keys(linen!.images)).toHaveLength(2);
  expect(linen!.id).toBe('11111111-1111-1111-1111-111111111111');
  expect(bare).toMatchObject({ status: 'draft', categoryId: null });
});

describe('a file that is cut or wrong is refused by name, line, column and rule', () => {
  const products = 'olist_products_dataset.csv';
  test.each([
    { name: 'cut in the middle of a row', file: products, from: /,18,20\n$/, to: '', error: { rule: 'column-count', details: { file: products, line: 3, expected: 9, found: 7 } } },
    { name: 'cut in the middle of a quoted field', file: products, from: new RegExp(`${'2'.repeat(32)}"[^]*$`), to: '2222', error: { rule: 'csv-quotes', details: { file: products, line: 3 } } },
    { name: 'a number that is none', file: products, from: ',225,', to: ',heavy,', error: { rule: 'whole-number', field: 'product_weight_g', details: { file: products, line: 2, found: 'heavy' } } },
    { name: 'a negative number', file: products, from: ',225,', to: ',-1,', error: { rule: 'whole-number', field: 'product_weight_g', details: { line: 2 } } },
    { name: 'a formula for an id', file: products, from: '1'.repeat(32), to: '=HYPERLINK(1)', error: { rule: 'id-32-hex', field: 'product_id', details: { line: 2 } } },
    { name: 'an id twice', file: products, from: '2'.repeat(32), to: '1'.repeat(32), error: { rule: 'id-twice', field: 'product_id', details: { line: 3, before: 2 } } },
    { name: 'a column that is missing', file: products, from: '"product_weight_g",', to: '', error: { rule: 'columns', field: 'product_weight_g', details: { line: 1 } } },
    { name: 'a header and nothing else', file: 'olist_sellers_dataset.csv', from: /\n[^]*$/, to: '\n', error: { rule: 'no-rows', details: { file: 'olist_sellers_dataset.csv' } } },
    { name: 'a taxonomy line of something else', file: 'google-taxonomy-with-ids.en-US.txt', from: '[   2-   3]', to: '[ two ]', error: { rule: 'taxonomy-line', details: { line: 4 } } },
    { name: 'bounds that do not nest', file: 'google-taxonomy-with-ids.en-US.txt', from: '[   2-   3]', to: '[   2-   5]', error: { rule: 'taxonomy-bounds', field: 'bounds', details: {} } },
    { name: 'a taxonomy cut short', file: 'google-taxonomy-with-ids.en-US.txt', from: / {5}2 .*\n$/, to: '', error: { rule: 'taxonomy-bounds', details: { line: 3 } } },
  ] as const)('$name', ({ file, from, to, error }) => {
    change(file, from, to);
    expect(refusal()).toMatchObject({ code: 'invalid-input', attempted: 'demo.olist', ...error });
  });

  test('in one line for whoever started it', () => {
    change(products, ',225,', ',heavy,');
    expect(explainDemo(refusal()!)).toBe('olist_products_dataset.csv, line 2, column product_weight_g: expected a whole number (found heavy, least 0, most 1000000)');
  });

  test('a file that is missing, and one that is not text', () => {
    rmSync(join(folder, products));
    expect(refusal()).toMatchObject({ rule: 'file-unreadable', details: { file: products, reason: 'ENOENT' } });
    writeFileSync(join(folder, products), Buffer.concat([Buffer.from('"product_id"\n'), Buffer.from([0xff, 0xfe, 0x00])]));
    expect(refusal()).toMatchObject({ rule: 'utf8', details: { file: products, line: 2 } });
  });
});

const real = realCatalogueFolder();
describe.skipIf(real === null)(`the real files of Olist${real === null ? ' (skipped: ../shared/data is not there)' : ''}`, () => {
  test('make a marketplace of 32,951 products and 3,095 sellers that holds to model and rules', () => {
    const read = readOlist(real!);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const market = read.value;
    const products = [...market.products()];
    expect(products).toHaveLength(32_951);
    expect(market.shops).toHaveLength(3_095);
    expect(new Set(market.shops.map(({ name }) => name)).size).toBe(3_095);
    market.shops.forEach((one) => shop.parse(one));
    const actor = { userId: '', role: 'admin', shopIds: [] } as const;
    expect(products.map((one) => checkProduct(null, { ...one, status: 'draft' }, actor)).filter((refusal) => refusal !== null)).toEqual([]);
    // The schema is slow and every product is made by the same lines: one in eight is enough.
    for (let i = 0; i < products.length; i += 8) product.parse(products[i]);
    const perShop = heaps(products, ({ shopId }) => shopId);
    expect(perShop.get(market.vendors.salma)!.length).toBe(10_984);
    expect(Math.max(...[...perShop.values()].map((list) => list.length))).toBe(10_984);
    // Sums over the whole file, counted with another tool.
    const rows = readFileSync(join(real!, 'olist_products_dataset.csv'), 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split(','));
    const sum = (column: number) => rows.reduce((total, cells) => total + Number(cells[column]), 0);
    expect(products.reduce((total, one) => total + Object.keys(one.images).length, 0)).toBe(sum(4));
    expect(products.reduce((total, one) => total + (Object.values(one.variants)[0]!.weightG ?? 0), 0)).toBe(sum(5));
    const skus = products.flatMap((one) => Object.values(one.variants).map((variant) => `${one.shopId} ${variant.sku}`));
    expect(new Set(skus).size).toBe(skus.length);
  });
});
