import { describe, expect, test } from 'vitest';
import type { Product } from '#shared/catalog/model.ts';
import { productDescription } from '#shared/catalog/description.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Json } from '#shared/kernel/json.ts';
import { applyOps } from '#shared/sync/apply.ts';
import { aVendor, categoryIdOf, locationIdOf } from '#tests/builders/catalog.ts';
import { changesOf, imported } from './importing.ts';

const made = (file: string, choices = {}): Product[] => imported(file, [], choices).map((change) => (change.what === 'create' ? change.product : expect.fail(JSON.stringify(change))));
const variants = (product: Product) => variantsInOrder(product).map(([, one]) => one);

const shopify = `Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Position,Image Alt Text,Cost per item,Status
robe-lin,Robe en lin,<p>Une <b>robe</b> légère.</p>,Nour,Apparel,Robes,"été, lin",TRUE,Taille,38,Couleur,Sable,R-38-S,320,shopify,4,deny,499.00,599.00,6291041500213,https://cdn.example/1.jpg,1,De face,210.00,active
robe-lin,,,,,,,,,38,,Bleu,R-38-B,320,shopify,0,deny,499.00,,,https://cdn.example/2.jpg,2,,210.00,
robe-lin,,,,,,,,,40,,Bleu,R-40-B,330,shopify,2,continue,519.00,,,https://cdn.example/3.jpg,3,,,
robe-lin,,,,,,,,,,,,,,,,,,,,https://cdn.example/4.jpg,4,Dos,,
bol,Bol,Bol en grès,Nour,Tableware,,,TRUE,Title,Default Title,,,B-1,450,shopify,12,deny,89.50,0.00,,,,,,draft
`;

describe('BLK-09 Shopify, old headers', () => {
  test('one product of three variants and four pictures, and one of one', () => {
    const changes = imported(shopify);
    expect(changes.map(({ what, lines }) => ({ what, lines }))).toEqual([{ what: 'create', lines: [2, 3, 4, 5] }, { what: 'create', lines: [6] }]);
    const [robe, bol] = made(shopify) as [Product, Product];
    expect(robe).toMatchObject({ handle: 'robe-lin', status: 'draft', brand: 'Nour', categoryId: categoryIdOf(1), tags: ['été', 'lin'], options: ['Taille', 'Couleur'], texts: { fr: { title: 'Robe en lin', description: 'Une robe légère.' } } });
    expect(variants(robe).map(({ sku, options, price, compareAt, cost, weightG, backorder }) => ({ sku, options, price, compareAt, cost, weightG, backorder }))).toEqual([
      { sku: 'R-38-S', options: ['38', 'Sable'], price: 49_900, compareAt: 59_900, cost: 21_000, weightG: 320, backorder: false }, { sku: 'R-38-B', options: ['38', 'Bleu'], price: 49_900, compareAt: null, cost: 21_000, weightG: 320, backorder: false },
      { sku: 'R-40-B', options: ['40', 'Bleu'], price: 51_900, compareAt: null, cost: null, weightG: 330, backorder: true },
    ]);
    expect(variants(robe)[0]!.stock).toEqual({ [locationIdOf(1)]: { onHand: 4, reserved: 0, incoming: 0 } });
    expect(changes[0]!.images.map(({ url, alt, position }) => [url.at(-5), alt, position])).toEqual([['1', 'De face', 1], ['2', null, 2], ['3', null, 3], ['4', 'Dos', 4]]);
    expect(changes[0]!.notes).toEqual({ Type: 'Robes' });
    expect({ options: bol.options, ...variants(bol)[0] }).toMatchObject({ options: [], sku: 'B-1', price: 8_950, compareAt: null });
    // What the file says of being online is the marketplace's to decide.
    expect(changes[0]!.problems).toMatchObject([{ line: 2, column: 'Status', rule: 'status-left', severity: 'warning' }]);
  });
  test('imported a second time it changes nothing', () => {
    const products = made(shopify);
    expect(imported(shopify, products).map((change) => change.what === 'skip' && change.why)).toEqual(['unchanged', 'unchanged']);
  });
  test('a price and a stock that changed are two changes', () => {
    const products = made(shopify);
    const [change] = imported(shopify.replace('0,deny,499.00', '7,deny,489.00'), products);
    expect(Object.values(changesOf(change!))).toEqual([48_900, 7]);
    expect(change).toMatchObject({ ops: [{ op: 'set', base: 49_900 }, { op: 'add', reason: 'correction' }] });
  });
});

test('BLK-09 Shopify, new headers', () => {
  const [product] = made('Title,URL handle,Description,Vendor,Tags,Status,SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Inventory quantity,Weight value (grams),Product image URL\nBougie,bougie,Cire,Nour,,Active,C-1,,Parfum,Rose,120.00,,5,200,\n,bougie,,,,,C-2,,,Musc,120.00,,5,200,\n');
  expect(product).toMatchObject({ handle: 'bougie', options: ['Parfum'] });
  expect(variants(product!).map(({ sku, options }) => [sku, options])).toEqual([['C-1', ['Rose']], ['C-2', ['Musc']]]);
});

test('BLK-09 WooCommerce: a parent with variations, a single product, a sale', () => {
  const file = `Type,SKU,Name,Published,Description,Stock,Weight (kg),Sale price,Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s)
variable,T,T-shirt,1,Coton,,,,,Apparel,coton,https://x.example/a.jpg,,Taille,"S, M"
variation,T-S,T-shirt - S,1,,3,0.2,,150,,,,T,Taille,S
variation,T-M,T-shirt - M,1,,4,0.2,120,150,,,,T,Taille,M
simple,MUG,Mug,1,Grès,9,0.35,,80,Home > Tableware,,,,Matière,Grès
`;
  const [shirt, mug] = made(file) as [Product, Product];
  expect(shirt).toMatchObject({ options: ['Taille'], texts: { fr: { title: 'T-shirt', description: 'Coton' } } });
  expect(variants(shirt).map(({ sku, options, price, compareAt, weightG }) => [sku, options[0], price, compareAt, weightG])).toEqual([['T-S', 'S', 15_000, null, 200], ['T-M', 'M', 12_000, 15_000, 200]]);
  expect(mug).toMatchObject({ options: [], attributes: { material: 'Grès' }, categoryId: categoryIdOf(2) });
  expect(imported(file, [shirt, mug]).map(({ what }) => what)).toEqual(['skip', 'skip']);
  // The sale is over: the former price goes with it.
  const [over] = imported(file.replace('120,150', ',150'), [shirt, mug]);
  expect(Object.values(changesOf(over!))).toEqual([15_000, null]);
});

test('BLK-09 WooCommerce: variations name a parent without SKU by its number', () => {
  const file = `ID,Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)
44,variable,,Tee,,,Taille,"S, M"
45,variation,TEE-S,Tee - S,150,id:44,Taille,S
46,variation,,Tee - M,160,id:44,Taille,M
47,simple,,Mug,80,,,
`;
  expect(imported(file).map(({ lines, problems }) => [lines, problems.map(({ line, rule }) => [line, rule])])).toEqual([[[2, 3, 4], [[4, 'sku-needed']]], [[5], [[5, 'sku-needed']]]]);
  const [tee] = made(file.replace('46,variation,,', '46,variation,TEE-M,').replace('simple,,', 'simple,MUG,')) as [Product, Product];
  expect(variants(tee).map(({ sku, options, price }) => [sku, options, price])).toEqual([['TEE-S', ['S'], 15_000], ['TEE-M', ['M'], 16_000]]);
});

test('BLK-13 a table that begins again in the middle of a file is no product', () => {
  const changes = imported('SKU,Title,Price\nA,Bol,5\nB,Plat,6\nC,Tasse,7\nSKU,Title,Price\nD,Pot,8\nE,Jarre,9\n');
  expect(changes.map((change) => (change.what === 'skip' ? change.why : change.what))).toEqual(['create', 'create', 'create', 'ignored', 'create', 'create']);
});

test('BLK-09 Google Merchant: rows of one group differ by size; what all share stays a detail', () => {
  const file = `id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tsale_price\tbrand\tgtin\titem_group_id\tcolor\tsize\tgoogle_product_category
P-38\tRobe 38\tLin\thttps://s.example\thttps://s.example/1.jpg\tin_stock\t499.00 MAD\t\tNour\t6291041500213\tP\tsable\t38\t166 - Apparel
P-40\tRobe 40\tLin\thttps://s.example\thttps://s.example/1.jpg\tin_stock\t499.00 MAD\t449.00 MAD\tNour\t\tP\tsable\t40\t166 - Apparel
`.replaceAll('\t', ',');
  const changes = imported(file);
  expect(changes).toHaveLength(1);
  expect(changes[0]!.problems).toEqual([]);
  const [product] = made(file) as [Product];
  expect(product).toMatchObject({ options: ['Taille'], attributes: { color: 'sable' }, categoryId: categoryIdOf(1), brand: 'Nour' });
  expect(variants(product).map(({ sku, options, price, compareAt }) => [sku, options[0], price, compareAt])).toEqual([['P-38', '38', 49_900, null], ['P-40', '40', 44_900, 49_900]]);
  expect(changes[0]!.notes).toEqual({ link: 'https://s.example', availability: 'in_stock' });
  expect(imported(file, [product])[0]!.what).toBe('skip');
});

test('every product made is one the catalogue takes, and every edit leads to what it says', () => {
  const products = made(shopify);
  for (const product of products) expect(productDescription.check(null, product as unknown as Json, aVendor)).toBeNull();
  const [change] = imported(shopify.replaceAll('519.00', '529.00').replace('Une <b>robe', 'Cette <b>robe'), products);
  expect(change!.what === 'edit' && applyOps(change!.before as unknown as Json, change!.ops)).toEqual(change!.what === 'edit' && change!.after);
});
