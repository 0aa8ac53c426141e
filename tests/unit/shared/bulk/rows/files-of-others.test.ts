import { describe, expect, test } from 'vitest';
import { categoryFinder } from '#shared/bulk/cells/read-lists.ts';
import { mapColumns } from '#shared/bulk/mapping/map-columns.ts';
import { targetKey } from '#shared/bulk/mapping/targets.ts';
import { aCategory } from '#tests/builders/catalog.ts';
import { imported } from './importing.ts';

/** Files as other programs write them, with what made a person stumble when they were imported by hand. */
const created = (file: string) => imported(file).map((change) => (change.what === 'create' ? change.product : change.problems));

describe('BLK-09 files of other programs come in as they are', () => {
  test('WooCommerce: variations take over the tax class, whatever else their kind says', () => {
    expect(created('Type,SKU,Name,Regular price,Tax class,Parent,Attribute 1 name,Attribute 1 value(s)\nvariable,V,Tee,,,,Colour,"Blue, Red"\n"variation, downloadable, virtual",V-B,Tee - Blue,20,parent,V,Colour,Blue\nvariation,V-R,Tee - Red,20,parent,V,Colour,Red\n"simple, virtual",S,Song,5,,,,')).toMatchObject([
      { options: ['Colour'], texts: { fr: { title: 'Tee' } } }, { texts: { fr: { title: 'Song' } } },
    ]);
  });
  test('Amazon: children are told apart by what differs in them, as in a feed', () => {
    const [product] = created('item_sku,item_name,standard_price,parent_child,parent_sku,color_name,size_name\nP,Slippers,,Parent,,,\nP-38,Slippers 38,39.90,Child,P,Black,38\nP-39,Slippers 39,39.90,Child,P,Black,39');
    expect(product).toMatchObject({ options: ['Taille'], texts: { fr: { title: 'Slippers' } } });
    expect(Object.values((product as { variants: Record<string, { options: string[] }> }).variants).map(({ options }) => options)).toEqual([['38'], ['39']]);
  });
  test('two variants with nothing to tell them apart: the second is named with the line of the first', () => {
    expect(created('handle,title,sku,price\nring,Ring,R-1,10\nring,,R-2,12')).toMatchObject([[{ line: 3, rule: 'variants-alike', details: { first: 2 } }]]);
  });
  test.each([['Male', 'male'], ['Femmes', 'female'], ['UNISEX', 'unisex']])('a choice in other words: %s', (said, kept) => expect(created(`sku,title,price,gender\nA,Shirt,10,${said}`)).toMatchObject([{ attributes: { gender: kept } }]));
  test('a picture without an address is no reason to leave the product out', () => {
    expect(imported('sku,title,price,image url\nA,Bag,10,/m/h/bag.jpg')).toMatchObject([{ what: 'create', problems: [{ rule: 'image-address', severity: 'warning' }] }]);
  });
  test('stock sold beyond zero: 0 is offered', () => expect(created('sku,title,price,stock\nA,Bag,10,-2')).toMatchObject([[{ column: 'stock', rule: 'pieces-negative', suggestion: '0' }]]));
  test('sizes that say nothing need no unit', () => expect(created('sku,title,price,weight,width\nA,Bag,10,0.000000,0')).toMatchObject([{ variants: {} }]));
  test('what is missing is asked for in its column; a SKU is offered by handle and options', () => {
    expect(created('Handle,Title,Body (HTML),Variant SKU,Variant Price,Option1 Name,Option1 Value\ngift-card,Gift card,,,100,Value,100\ngift-card,,,G-2,,,200 DH\nno-title,,,N-1,5,,')).toMatchObject([
      [{ line: 2, column: 'Variant SKU', rule: 'sku-needed', suggestion: 'GIFT-CARD-100' }, { line: 3, column: 'Variant Price', rule: 'price-needed', suggestion: null }],
      [{ line: 4, column: 'Title', rule: 'title-needed' }],
    ]);
  });
});

describe('BLK-10 categories of other shops', () => {
  const named = (n: number, path: string, depth: number, parent: number | null) => ({
    ...aCategory({ n, number: n, name: { fr: path.split(' > ').at(-1)!, en: path.split(' > ').at(-1)!, ar: path.split(' > ').at(-1)! }, path: { fr: path, en: path, ar: path } }), depth, parentId: parent === null ? null : aCategory({ n: parent }).id,
  });
  const tree = [named(1, 'Fashion', 1, null), named(2, 'Fashion > T-shirts', 2, 1), named(3, 'Kids', 1, null), named(4, 'Kids > Dresses', 2, 3), named(5, 'Fashion > Dresses', 2, 1)];
  const find = categoryFinder(tree);
  test.each([
    { name: 'under the root every shop of a system has', text: 'Default Category/Fashion/T-shirts', number: 2 },
    { name: 'several, all known: the deepest', text: 'Fashion, Fashion > T-shirts', number: 2 },
  ])('$name', ({ text, number }) => expect(find(text)).toEqual({ ok: true, value: tree[number - 1]!.id }));
  test.each([
    { name: 'called alike at its end', text: 'Clothing > Tshirts', suggestion: 'Fashion > T-shirts' },
    { name: 'two are called alike, one of them below the same', text: 'Clothing > Kids > DRESSES', suggestion: 'Kids > Dresses' },
    { name: 'two are called alike: nobody can know', text: 'Clothing > Dresses', suggestion: null },
    { name: 'several, not all known: the deepest is offered, not taken', text: 'Summer, Fashion > T-shirts', suggestion: 'Fashion > T-shirts' },
  ])('$name', ({ text, suggestion }) => expect(find(text)).toMatchObject({ ok: false, error: { rule: 'category-unknown', suggestion } }));
});

describe('BLK-08 columns of other programs', () => {
  const meant = (headers: readonly string[], ...rows: readonly (readonly string[])[]) => mapColumns(headers, rows).columns.map(({ target, how }) => (how === 'unsure' ? '?' : targetKey(target)));
  test('of two columns with one meaning the empty one gives way', () => expect(meant(['Price tax excluded', 'Unit price'], ['23.90', ''])).toEqual(['price:', '?']));
  test('what stands above several columns is part of their names, where these alone say nothing', () => {
    const { columns } = mapColumns(['Référence', 'Vente TTC', 'Barré', 'Quantité'], [], new Map(), new Map(), ['Produit', 'Prix', 'Prix', 'Stock']);
    expect(columns.map(({ target }) => targetKey(target))).toEqual(['sku', 'price:', 'compareAt:', 'stock:']);
  });
  test('a tax column of numbers is asked about', () => expect(meant(['Tax rules ID'], ['1'], ['53'], ['1'])).toEqual(['?']));
  test('a column called after the thing is its title, unless it holds codes', () => {
    expect(meant(['Article', 'Prix'], ['Savon noir', '4'], ['Gant', '3'], ['Pouf', '9'])).toEqual(['title:', 'price:']);
    expect(meant(['Article', 'Prix'], ['1001', '4'], ['1002', '3'], ['1003', '9'])).toEqual(['?', 'price:']);
  });
});
