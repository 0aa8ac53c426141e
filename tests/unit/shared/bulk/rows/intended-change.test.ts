import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Product } from '#shared/catalog/model.ts';
import { productDescription } from '#shared/catalog/description.ts';
import { withGuard } from '#shared/bulk/formula-guard.ts';
import type { Json } from '#shared/kernel/json.ts';
import { toDecimal } from '#shared/kernel/money.ts';
import { applyOps } from '#shared/sync/apply.ts';
import { aProduct, aVariant, aVendor, locationIdOf, minorOf, productIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { changesOf, imported } from './importing.ts';

const rose: Product = aProduct({
  n: 1, title: 'Savon', tags: ['bain', 'rose'], attributes: { scent: 'rose' }, options: ['Taille'], handle: 'savon',
  variants: { [variantIdOf(1)]: aVariant({ position: 1, sku: 'S-P', options: ['Petit'], price: 2_000, compareAt: 2_500, cost: 900, gtin: '6291041500213', onHand: 5, mpn: 'X1', sizeMm: [50, 40, 20] }), [variantIdOf(2)]: aVariant({ position: 2, sku: 'S-G', options: ['Grand'], price: 3_500, onHand: 0 }) },
});
const one = (file: string, product: Product | null = rose, choices = {}) => {
  const changes = imported(file, product === null ? [] : [product], choices);
  expect(changes).toHaveLength(1);
  return changes[0]!;
};

describe('BLK-07 the command of a row', () => {
  test.each([
    { command: 'NEW', there: true, what: 'fail', rule: 'row-exists' }, { command: 'NEW', there: false, what: 'create' }, { command: 'UPDATE', there: true, what: 'edit' }, { command: 'UPDATE', there: false, what: 'fail', rule: 'row-not-found' },
    { command: 'MERGE', there: true, what: 'edit' }, { command: 'MERGE', there: false, what: 'create' }, { command: 'REPLACE', there: true, what: 'fail', rule: 'variant-holds-stock' }, { command: 'REPLACE', there: false, what: 'create' },
    { command: 'DELETE', there: true, what: 'edit' }, { command: 'DELETE', there: false, what: 'fail', rule: 'row-not-found' }, { command: 'IGNORE', there: true, what: 'skip' }, { command: 'IGNORE', there: false, what: 'skip' },
  ])('$command, there: $there: $what $rule', ({ command, there, what, rule }) => {
    const change = one(`command,sku,title,price,option 1 name,option 1 value\n${command},S-G,Savon doux,36.00,Taille,Grand\n`, there ? rose : null);
    expect(change.what).toBe(what);
    if (rule) expect(change.problems.map((problem) => problem.rule)).toEqual([rule]);
  });
  test('MERGE adds tags, UPDATE makes them what the file says', () => {
    expect(changesOf(one('sku,tags\nS-G,"rose,doux"\n'))).toEqual({ tags: { add: ['doux'], remove: [] } });
    expect(changesOf(one('sku,tags\nS-G,"rose,doux"\n', rose, { command: 'UPDATE' }))).toEqual({ tags: { add: ['doux'], remove: ['bain'] } });
  });
  test('REPLACE takes out what the rows do not name, unless pieces lie there', () => {
    expect(changesOf(one('sku,price\nS-P,20.00\n', rose, { command: 'REPLACE' }))).toEqual({ v2: null });
    expect(one('sku,price\nS-G,35.00\n', rose, { command: 'REPLACE' }).problems).toMatchObject([{ rule: 'variant-holds-stock', details: { onHand: 5 } }]);
  });
  test('DELETE of all its variants, or by its id alone, is the product; of some, these', () => {
    expect(one('command,sku\nDELETE,S-P\nDELETE,S-G\n'.replace('sku', 'sku,handle').replace('S-P', 'S-P,savon').replace('S-G', 'S-G,savon')).what).toBe('delete');
    expect(one(`command,product id\nDELETE,${rose.id}\n`).what).toBe('delete');
    expect(changesOf(one('command,sku\nDELETE,S-G\n'))).toEqual({ v2: null });
  });
});

describe('BLK-10 empty cells and missing columns', () => {
  const blank = 'sku,gtin,mpn,cost,compare-at price,tags,brand,attribute:scent,title:fr,description:fr\nS-P,,,,,,,,,\n';
  test('keep: nothing changes', () => expect(one(blank)).toMatchObject({ what: 'skip', why: 'unchanged' }));
  test('clear: what can be empty is emptied, a title is not taken away from buyers', () => {
    expect(changesOf(one(blank.replace(',title:fr', '').replace(',,\n', ',\n'), rose, { blank: 'clear' }))).toEqual({ 'v1/gtin': null, 'v1/mpn': null, 'v1/cost': null, 'v1/compareAt': null, tags: { add: [], remove: ['bain', 'rose'] }, brand: null, 'attributes/scent': null, 'texts/fr/description': '' });
    expect(one(blank, rose, { blank: 'clear' }).problems).toMatchObject([{ line: 2, column: 'title:fr', rule: 'title-in-one-language' }]);
  });
  test('a column that is missing keeps, whatever was chosen', () => expect(changesOf(one('sku,price\nS-P,21.00\n', rose, { blank: 'clear' }))).toEqual({ 'v1/price': 2_100 }));
  test('missing columns of options never take out or change a variant', () => {
    const change = one('handle,title\nsavon,Savon doux\n');
    expect(changesOf(change)).toEqual({ 'texts/fr/title': 'Savon doux' });
    expect(Object.keys((change.what === 'edit' ? change.after : rose).variants)).toEqual(Object.keys(rose.variants));
  });
  test('a new row without the options the product has is asked for them', () => expect(one('handle,sku,price\nsavon,S-XL,50.00\n').problems).toMatchObject([{ line: 2, rule: 'options-needed', details: { options: ['Taille'] } }]));
});

describe('BLK-11 every problem has its line, column, value and rule', () => {
  test.each([
    { name: 'a price that is none', file: 'sku,price\nS-P,cher\n', line: 2, column: 'price', value: 'cher', rule: 'number-form' },
    { name: 'a GTIN a spreadsheet has rounded', file: 'sku,gtin\nS-G,6.29E+12\n', line: 2, column: 'gtin', value: '6.29E+12', rule: 'gtin-spreadsheet' },
    { name: 'a former price below the price', file: 'sku,prix,prix barré\nS-P,"20,00","15,00"\n', line: 2, column: 'prix barré', value: '', rule: 'compare-at-above-price' },
    { name: 'a GTIN of two variants', file: 'handle,sku,gtin\nsavon,S-P,6291041500213\nsavon,S-G,6291041500213\n', line: 3, column: 'gtin', value: '', rule: 'gtin-unique-in-product' },
    { name: 'one variant twice', file: 'handle,sku,price\nsavon,S-P,20.00\nsavon,S-P,21.00\n', line: 3, column: null, value: 'S-P', rule: 'variant-twice' },
    { name: 'a place the shop does not have', file: 'sku,stock:Paris\nS-P,3\n', line: 2, column: 'stock:Paris', value: '3', rule: 'place-unknown' },
    { name: 'a choice that is none', file: 'sku,attribute:gender\nS-P,robot\n', line: 2, column: 'attribute:gender', value: 'robot', rule: 'word-unknown' },
  ])('$name', ({ file, line, column, value, rule }) => {
    const change = one(file);
    expect(change.what).toBe('fail');
    expect(change.problems).toMatchObject([{ line, column, value, rule, severity: 'error' }]);
  });
  test.each([['title,price\nA,1.00\n', 'sku-needed'], ['sku,price\nA,1.00\n', 'title-needed'], ['sku,title\nA,B\n', 'price-needed']])('a new product needs %j', (file, rule) => expect(one(file, null).problems.map((problem) => problem.rule)).toContain(rule));
  test('rows of one product that say different things are reported, the first one counts', () => {
    const change = one('handle,sku,brand,price\nsavon,S-P,Nour,20.00\nsavon,S-G,Autre,35.00\n');
    expect(change.problems).toMatchObject([{ line: 3, column: 'brand', value: 'Autre', rule: 'rows-disagree', severity: 'warning', details: { first: 2 } }]);
  });
});

test('stock of each place is a movement, a place that is new begins at nothing', () =>
  expect(one('sku,stock:Dépôt,stock:boutique\nS-P,3,4\n')).toMatchObject({ ops: [{ op: 'add', path: `variants/${variantIdOf(1)}/stock/${locationIdOf(1)}/onHand`, delta: -2, reason: 'correction' }, { op: 'set', value: { onHand: 0 } }, { op: 'add', path: `variants/${variantIdOf(1)}/stock/${locationIdOf(2)}/onHand`, delta: 4 }] }));
test('a price in another currency is a price list, by column or by the currency beside it', () => {
  expect(changesOf(one('sku,price:EUR\nS-P,2.10\n'))).toEqual({ 'v1/prices/EUR': { price: 210, compareAt: null } });
  expect(changesOf(one('sku,price,currency\nS-P,2.10,EUR\n'))).toEqual({ 'v1/prices/EUR': { price: 210, compareAt: null } });
});
test('a first text in a language brings the other along', () => expect(changesOf(one('sku,title:ar\nS-P,صابون\n'))).toEqual({ 'texts/ar/title': 'صابون', 'texts/ar/description': '' }));
test('a variant is known by its values when its SKU changes, and a new one is added beside the others', () => {
  expect(changesOf(one('handle,sku,option 1 name,option 1 value\nsavon,S-GRAND,Taille,grand\n'))).toEqual({ 'v2/sku': 'S-GRAND', 'v2/options': ['grand'] });
  const change = one('handle,sku,price,option 1 name,option 1 value\nsavon,S-XL,50.00,Taille,Très grand\n');
  expect(change.what === 'edit' && Object.values(change.after.variants).map(({ sku, position }) => [sku, position])).toEqual([['S-P', 1], ['S-G', 2], ['S-XL', 3]]);
});
test('a status the seller may not give stays, with a word', () => {
  expect(changesOf(one('sku,status\nS-P,paused\n'))).toEqual({ status: 'paused' });
  expect(one('sku,status\nS-P,draft\n')).toMatchObject({ what: 'skip', problems: [{ rule: 'status-left', details: { from: 'published', to: 'draft' } }] });
});

/** A product as Comptoir's own columns write it. */
function written(product: Product): string {
  const cell = (text: string | number | null | undefined) => {
    const plain = withGuard(String(text ?? ''));
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const money = (amount: number | null) => (amount === null ? '' : toDecimal(minorOf(amount), product.currency));
  const header = 'product id,variant id,sku,gtin,mpn,title:fr,description:fr,brand,tags,option 1 name,option 1 value,price,compare-at price,cost,stock:Dépôt,weight (g),length (mm),width (mm),height (mm)';
  return [header, ...Object.entries(product.variants).map(([id, v]) => [product.id, id, v.sku, v.gtin, v.mpn, product.texts.fr?.title, product.texts.fr?.description, product.brand, product.tags.join(','), product.options[0], v.options[0], money(v.price), money(v.compareAt), money(v.cost), v.stock[locationIdOf(1)]?.onHand, v.weightG, ...(v.sizeMm ?? ['', '', ''])].map(cell).join(','))].join('\n');
}
const words = fc.stringMatching(/^[=+@-]?[a-zé"'0-9]([a-zé,"' ]{0,10}[a-zé"])?$/);
const someProduct = fc.record({ title: words, description: words, brand: fc.option(words), tags: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 4 }), variants: fc.uniqueArray(fc.record({ size: fc.stringMatching(/^[a-z]{1,5}$/), price: fc.integer({ min: 0, max: 10_000_000 }), more: fc.option(fc.integer({ min: 1, max: 10_000 })), cost: fc.option(fc.integer({ min: 0, max: 9_999 })), onHand: fc.integer({ min: 0, max: 3_000 }), weightG: fc.option(fc.integer({ min: 0, max: 9_999 })), size3: fc.option(fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999))) }), { selector: ({ size }) => size, minLength: 1, maxLength: 4 }) })
  .map(({ title, description, brand, tags, variants }): Product => aProduct({
    n: 9, title, brand, tags, texts: { fr: { title, description } }, options: ['Taille'],
    variants: Object.fromEntries(variants.map(({ size, price, more, cost, onHand, weightG, size3 }, n) => [variantIdOf(n + 1), aVariant({ position: n + 1, sku: `P-${size}`, options: [size], price, compareAt: more === null ? null : price + more, cost, onHand, weightG, sizeMm: size3 })])),
  }));

test('BLK-09 what Comptoir writes it reads back as no change', () =>
  fc.assert(fc.property(someProduct, (product) => void expect(imported(written(product), [product])).toMatchObject([{ what: 'skip', why: 'unchanged', problems: [] }]))));
test('BLK-05 an edit makes of one product what another is written as, by the rules, and then there is nothing left to change', () =>
  fc.assert(fc.property(someProduct, someProduct, (before, wanted) => {
    // The same record with other values: variants are known by their ids, as many as both have.
    const ids = Object.keys(before.variants).filter((one) => one in wanted.variants);
    const file = written({ ...wanted, variants: Object.fromEntries(ids.map((one) => [one, wanted.variants[one as never]])) as Product['variants'] });
    const [change] = imported(file, [before], { command: 'UPDATE', blank: 'clear' });
    if (change!.what === 'fail') return change!.problems.some(({ rule }) => ['sku-unique-in-product', 'option-combination-taken', 'title-in-one-language'].includes(rule));
    if (change!.what === 'skip') return true;
    if (change!.what !== 'edit') return false;
    expect(productDescription.check(before as unknown as Json, change!.after as unknown as Json, aVendor)).toBeNull();
    expect(applyOps(before as unknown as Json, change!.ops)).toEqual(change!.after);
    expect(imported(file, [change!.after], { command: 'UPDATE', blank: 'clear' })[0]!.what).toBe('skip');
    return true;
  })));
test('ids of another product are not followed into this one', () => expect(imported(`product id,sku,price\n${productIdOf(77)},S-P,1.00\n`, [], {})[0]!.what).toBe('fail'));
