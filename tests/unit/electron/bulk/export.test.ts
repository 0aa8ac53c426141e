import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import type { Sku } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aQuery, errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, aShop, aVariant, id, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { anExportDesk } from '#tests/builders/export-desk.ts';
import { someCategories } from '#tests/builders/some-products.ts';
import { cellsOf } from '../../shared/bulk/csv/read-csv.ts';

const bowl = aProduct({
  n: 1, title: '=HYPERLINK("http://x")', texts: { fr: { title: '=HYPERLINK("http://x")', description: 'Un « bol »\nde table' }, ar: { title: '+قفطان', description: '' } }, options: ['Taille'], tags: ['été, hiver', 'fêtes'], attributes: { color: '@bleu' },
  variants: { [variantIdOf(1)]: aVariant({ position: 1, sku: '0042', gtin: '4006381333931', options: ['-S'], price: 1_250, compareAt: 1_500 }), [variantIdOf(2)]: aVariant({ position: 2, sku: '=A1', options: ['M'], price: 9, onHand: 3 }) },
});
const table = (bytes: Buffer) => {
  const [header, ...rows] = cellsOf(bytes.toString('utf8').replace(/^\ufeff/, ''));
  return rows.map((cells) => Object.fromEntries(header!.map((name, at) => [name, cells[at]])));
};

describe('BLK-09 what a file looks like', () => {
  test('our own: a row per variant, nothing runs as a formula, codes keep their zeros, what the product has once stands once', async () => {
    const { state, bytes } = await anExportDesk(aCache({ products: [bowl], categories: someCategories })).write({ format: 'csv' });
    expect(state).toMatchObject({ state: 'done', rows: 2, total: 1, leftOut: 0 });
    expect(table(bytes)).toMatchObject([
      { sku: '0042', gtin: '4006381333931', 'title:fr': '\'=HYPERLINK("http://x")', 'title:ar': "'+قفطان", 'description:fr': 'Un « bol »\nde table', tags: '"été, hiver", fêtes', category: '672 - Maison > Vaisselle', price: '12.50', 'compare-at price': '15.00', 'stock:Dépôt': '10', 'option 1 value': "'-S", 'attribute:color': "'@bleu" },
      { sku: "'=A1", 'title:fr': '', tags: '', price: '0.09', 'stock:Dépôt': '3', 'option 1 value': 'M', 'attribute:color': '' },
    ]);
    for (const line of table(bytes)) for (const cell of Object.values(line)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  test('a workbook that other programs open: codes are text, amounts are numbers', async () => {
    const { bytes } = await anExportDesk(aCache({ products: [bowl] })).write({ format: 'xlsx' });
    const [sheet] = Object.values(read(bytes).Sheets);
    const [first] = utils.sheet_to_json<Record<string, unknown>>(sheet!);
    expect(first).toMatchObject({ sku: '0042', gtin: '4006381333931', price: 12.5, 'stock:Dépôt': 10, 'title:fr': '\'=HYPERLINK("http://x")', 'description:fr': 'Un « bol »\nde table' });
    expect(Object.values(sheet!).some((cell) => typeof cell === 'object' && cell !== null && 'f' in cell)).toBe(false);
  });

  test.each([['shopify', 57, 'URL handle', 'SKU', 'Price'], ['shopify-old', 49, 'Handle', 'Variant SKU', 'Variant Price']] as const)('%s: its %i columns, pictures beyond the variants in rows of their own, handles that are different', async (format, columns, handle, sku, price) => {
    const images = Object.fromEntries([1, 2, 3].map((n) => [id(0x90 + n), { position: n, drawing: 'cup', alt: {} }]));
    const products = [aProduct({ ...bowl, images, handle: 'bol' }), aProduct({ n: 2, handle: 'Bol' }), aProduct({ n: 3, handle: '', title: 'Tasse bleue' })];
    const { state, bytes } = await anExportDesk(aCache({ products })).write({ format, locales: ['fr'] }, { of: 'chosen', ids: [1, 2, 3].map(productIdOf) });
    const rows = table(bytes);
    expect(state.rows).toBe(5);
    expect(Object.keys(rows[0]!)).toHaveLength(columns);
    expect(rows.map((row) => [row[handle], row[sku], row[price]])).toEqual([['bol', '0042', '12.50'], ['bol', "'=A1", '0.09'], ['bol', '', ''], [`Bol-${productIdOf(2).slice(-12)}`, 'SKU-2', '10.00'], ['tasse-bleue', 'SKU-3', '10.00']]);
    expect(rows[0]![format === 'shopify' ? 'Description' : 'Body (HTML)']).toBe('<p>Un « bol »<br>de table</p>');
    expect(rows[3]![format === 'shopify' ? 'Option1 value' : 'Option1 Value']).toBe('Default Title');
  });

  test('Google: what it takes, a line per variant; the rest is counted as left out', async () => {
    const products = [bowl, aProduct({ n: 5, status: 'draft' }), aProduct({ n: 6, kind: 'service' })];
    const desk = anExportDesk(aCache({ products, shops: [aShop({ webAddress: 'https://nour.example' })] }));
    const tsv = await desk.write({ format: 'google', locales: ['fr'] });
    expect(tsv.state).toMatchObject({ rows: 2, leftOut: 2 });
    const [header, first] = cellsOf(tsv.bytes.toString('utf8'), { delimiter: '\t' });
    expect(Object.fromEntries(header!.map((name, at) => [name, first![at]]))).toMatchObject({ id: '0042', title: '\'=HYPERLINK("http://x") -S', price: '15.00 MAD', sale_price: '12.50 MAD', size: "'-S", item_group_id: bowl.id, link: expect.stringMatching(/^https:\/\/nour\.example\/\w/) as string });
    const xml = (await desk.write({ format: 'google-xml', locales: ['fr'] })).bytes.toString('utf8');
    expect(xml).toContain('<g:title>=HYPERLINK(&quot;http://x&quot;) -S</g:title>');
    expect(xml.match(/<item>/g)).toHaveLength(2);
  });

  test('Google takes nothing of a shop that has no address on the web; a table is written all the same', async () => {
    const desk = anExportDesk(aCache({ products: [aProduct()] }));
    for (const format of ['google', 'google-xml'] as const) expect(await desk.ask('bulk.export', { what: { of: 'list', query: aQuery() }, choice: { format, locales: ['fr'] } })).toMatchObject({ ok: false, error: { rule: 'export-web-address' } });
    expect((await desk.write({ format: 'shopify', locales: ['fr'] })).state).toMatchObject({ state: 'done' });
  });
});

describe('which products, and where they go', () => {
  const others = [aProduct({ n: 1 }), aProduct({ n: 2 }), aProduct({ n: 3, shopId: shopIdOf(2) })];
  const shops = [aShop(), aShop({ n: 2 })];

  test('a list in its order, chosen ones in theirs; rows and products are known before', async () => {
    const products = [1, 2, 3].map((n) => aProduct({ n, variant: { sku: `SKU-${n}` as Sku } }));
    const desk = anExportDesk(aCache({ products }));
    expect(valueOf(await desk.ask('bulk.exportLook', { what: { of: 'list', query: aQuery({ text: 'SKU-2' }) } }))).toEqual({ products: 1, rows: 1, shops: 1, stem: expect.stringMatching(/^shop-1-\d{4}-\d\d-\d\d$/) });
    const listed = await desk.write({ format: 'csv', columns: ['price', 'sku'] }, { of: 'list', query: aQuery({}, 'sku', 'desc') });
    expect(table(listed.bytes).map(({ sku }) => sku)).toEqual(['SKU-3', 'SKU-2', 'SKU-1']);
    expect(Object.keys(table(listed.bytes)[0]!)).toEqual(['price', 'sku']);
    const chosen = await desk.write({ format: 'csv', columns: ['sku'] }, { of: 'chosen', ids: [3, 99, 1].map(productIdOf) });
    expect(table(chosen.bytes).map(({ sku }) => sku)).toEqual(['SKU-3', 'SKU-1']);
    expect(readdirSync(desk.folder).sort()).toEqual([expect.stringMatching(/^shop-1-\d{4}-\d\d-\d\d \(2\)\.csv$/), expect.stringMatching(/^shop-1-\d{4}-\d\d-\d\d\.csv$/)]);
    expect(desk.told.at(-1)).toMatchObject({ state: 'done', file: chosen.state.file });
  });

  test('TEAM-02 shops are never mixed in one file', async () => {
    const desk = anExportDesk(aCache({ products: others, shops }));
    expect(valueOf(await desk.ask('bulk.exportLook', { what: { of: 'list', query: aQuery() } })).shops).toBe(2);
    expect(errorOf(await desk.ask('bulk.export', { what: { of: 'list', query: aQuery() }, choice: { format: 'csv' } }))).toMatchObject({ rule: 'export-one-shop', details: { count: 2 } });
    const one = await desk.write({ format: 'csv' }, { of: 'list', query: aQuery({ shopId: shopIdOf(2) }) });
    expect(table(one.bytes).map((row) => row['product id'])).toEqual([productIdOf(3)]);
  });

  test('nothing to export, a place that is not known, a job that is not known', async () => {
    const desk = anExportDesk(aCache({ products: others, shops }));
    expect(errorOf(await desk.ask('bulk.export', { what: { of: 'list', query: aQuery({ text: 'nada' }) }, choice: { format: 'csv' } }))).toMatchObject({ rule: 'export-nothing' });
    expect(errorOf(await desk.ask('bulk.export', { what: { of: 'chosen', ids: [productIdOf(1)] }, choice: { format: 'csv' }, place: id(7) }))).toMatchObject({ rule: 'export-place-gone' });
    expect(errorOf(await desk.ask('bulk.exportState', { id: id(8) }))).toMatchObject({ rule: 'export-gone' });
  });

  test('at a place somebody chose the file that is there is replaced, once it is whole; the key is good for one file', async () => {
    const desk = anExportDesk(aCache({ products: [aProduct()] }));
    const path = join(desk.folder, 'mine.csv');
    writeFileSync(path, 'old');
    desk.places.put(id(5), path);
    const asked = { what: { of: 'chosen' as const, ids: [productIdOf(1)] }, choice: { format: 'csv' as const }, place: id(5) };
    expect(await desk.settled(valueOf(await desk.ask('bulk.export', asked)).id)).toMatchObject({ state: 'done', file: path });
    expect(readdirSync(desk.folder)).toEqual(['mine.csv']);
    expect(errorOf(await desk.ask('bulk.export', asked))).toMatchObject({ rule: 'export-place-gone' });
  });

  test.each(['csv', 'xlsx'] as const)('%s: stopped, or the cache gone: no file stays, and no part of one', async (format) => {
    const desk = anExportDesk(aCache({ products: Array.from({ length: 300 }, (_, n) => aProduct({ n: n + 1 })) }));
    const begun = valueOf(await desk.ask('bulk.export', { what: { of: 'list', query: aQuery() }, choice: { format } }));
    await desk.ask('bulk.stopExport', { id: begun.id });
    expect(await desk.settled(begun.id)).toMatchObject({ state: 'stopped', file: null, error: null });
    const second = valueOf(await desk.ask('bulk.export', { what: { of: 'list', query: aQuery() }, choice: { format } }));
    desk.leave();
    expect(await desk.settled(second.id)).toMatchObject({ state: 'failed', error: { code: 'not-ready' } });
    expect(readdirSync(desk.folder)).toEqual([]);
    expect(desk.broken).toEqual([]);
  });

  test('a folder that is not there any more is said in words, and nothing hangs', async () => {
    const desk = anExportDesk(aCache({ products: [aProduct()] }));
    const path = join(desk.folder, 'gone', 'x.csv');
    desk.places.put(id(5), path);
    const state = await desk.settled(valueOf(await desk.ask('bulk.export', { what: { of: 'chosen', ids: [productIdOf(1)] }, choice: { format: 'csv' }, place: id(5) })).id);
    expect(state).toMatchObject({ state: 'failed', file: null, error: { rule: 'export-place-gone' } });
    expect(existsSync(path)).toBe(false);
  });
});

test('amounts of three decimals cannot be taken for thousands', async () => {
  const cache = aCache({ products: [aProduct({ currency: 'KWD' as Currency, variant: { price: 1_250 } })], shops: [aShop({ currency: 'KWD' as Currency })] });
  expect(table((await anExportDesk(cache).write({ format: 'csv' })).bytes)).toMatchObject([{ currency: 'KWD', price: '1.2500' }]);
});
