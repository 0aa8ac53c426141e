import { describe, expect, test } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { recordOf } from '#electron/sync/records.ts';
import type { ImportReport } from '#shared/bulk/import-model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { aCache } from '#tests/builders/cache.ts';
import { errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, productIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { anImportDesk } from '#tests/builders/import-desk.ts';

const products = [1, 2, 3, 4].map((n) => aProduct({ n, brand: n === 1 ? 'Nike' : null, variant: { price: n * 100 } }));
const docOf = (cache: CacheDb, n: number): Product => recordOf(cache, 'product', productIdOf(n))!.doc as unknown as Product;
const counts = ({ rows, created, updated, deleted, unchanged, skipped, failed }: ImportReport) => ({ rows, sum: created + updated + deleted + unchanged + skipped + failed, created, updated, deleted, unchanged, failed });

async function aPreview(content: string, cache = aCache({ products })) {
  const desk = anImportDesk(cache);
  const { id: draft } = await desk.open(content);
  const { plan, report } = await desk.computed(draft);
  const after = async (): Promise<ReturnType<typeof counts>> => {
    await desk.settled(plan);
    return counts(await desk.report(plan));
  };
  return { desk, cache, draft, plan, report, after, fix: (fix: Parameters<typeof desk.ask<'bulk.fix'>>[1]['fix']) => desk.ask('bulk.fix', { plan, fix }) };
}

describe('BLK-11 what is wrong is mended before it is imported', () => {
  const broken = 'sku;price;tags\nSKU-1;cher;a, b\nSKU-2;cher;b\nSKU-3;3,50;c\n';

  test('problems are narrowed, counted by rule and column, and name the place of their cell', async () => {
    const { desk, plan } = await aPreview(broken);
    const all = valueOf(await desk.ask('bulk.problems', { plan }));
    expect(all.total).toBe(2);
    expect(all.problems).toMatchObject([{ line: 2, column: 'price', place: 1, at: 0, value: 'cher' }, { line: 3, place: 1, at: 1 }]);
    expect(all.groups).toEqual([{ rule: all.problems[0]!.rule, column: 'price', severity: 'error', count: 2, suggested: 0 }]);
    expect(valueOf(await desk.ask('bulk.problems', { plan, column: 'sku' }))).toMatchObject({ total: 0, problems: [], groups: [{ count: 2 }] });
    expect(valueOf(await desk.ask('bulk.problems', { plan, severity: 'error', rule: all.problems[0]!.rule, offset: 1, limit: 1 })).problems).toMatchObject([{ line: 3 }]);
    expect(valueOf(await desk.ask('bulk.importCells', { plan, line: 3 }))).toEqual({ line: 3, at: 1, cells: [{ column: 0, header: 'sku', value: 'SKU-2', was: null }, { column: 1, header: 'price', value: 'cher', was: null }, { column: 2, header: 'tags', value: 'b', was: null }] });
    expect(errorOf(await desk.ask('bulk.importCells', { plan, line: 99 }))).toMatchObject({ rule: 'line-unknown' });
  });

  test('one cell, then all alike; counts still add up, what the file says is kept, each step is taken back by itself, all of it after a restart', async () => {
    const { desk, cache, plan, report, after, fix } = await aPreview(broken);
    expect(counts(report)).toMatchObject({ rows: 3, sum: 3, updated: 1, failed: 2 });
    const one = valueOf(await fix({ what: 'cells', cells: [{ line: 2, column: 1, value: '9,90' }] }));
    expect(one).toMatchObject({ cells: 1, step: 1 });
    expect(await after()).toMatchObject({ rows: 3, sum: 3, updated: 2, failed: 1 });
    expect(valueOf(await desk.ask('bulk.importCells', { plan, line: 2 })).cells[1]).toMatchObject({ value: '9,90', was: 'cher' });
    expect(valueOf(await fix({ what: 'alike', column: 1, from: ['cher'], to: '7' }))).toMatchObject({ cells: 1, step: 2 });
    expect(await after()).toMatchObject({ sum: 3, updated: 3, failed: 0 });
    expect(valueOf(await fix({ what: 'alike', column: 1, from: ['cher'], to: '7' }))).toMatchObject({ cells: 0, step: null });

    const again = desk.again();
    expect(valueOf(await again.ask('bulk.fixes', { plan })).steps).toMatchObject([{ step: 2, what: 'alike', column: 'price', cells: 1, from: ['cher'], to: '7' }, { step: 1, what: 'cells', column: 'price', cells: 1, to: '9,90' }]);
    expect(valueOf(await again.ask('bulk.unfix', { plan, step: 1 }))).toMatchObject({ cells: 1 });
    await again.settled(plan);
    expect(counts(await again.report(plan))).toMatchObject({ sum: 3, updated: 2, failed: 1 });
    expect(errorOf(await again.ask('bulk.unfix', { plan, step: 1 }))).toMatchObject({ rule: 'fix-gone' });
    valueOf(await again.ask('bulk.apply', { plan }));
    expect([1, 2, 3].map((n) => docOf(cache, n).variants[variantIdOf(n)]!.price)).toEqual([100, 700, 350]);
    expect(errorOf(await again.ask('bulk.fix', { plan, fix: { what: 'alike', column: 1, from: ['7'], to: '8' } }))).toMatchObject({ rule: 'plan-done' });
  });

  test('what the problems suggest is put in everywhere at once', async () => {
    const { desk, plan, after, fix } = await aPreview('sku,price,gtin\nSKU-1,1,12345678905\nSKU-2,2,36000291452\nSKU-3,3,nope\n');
    const { groups } = valueOf(await desk.ask('bulk.problems', { plan }));
    expect(groups.find(({ rule }) => rule === 'gtin-zeros-lost')).toMatchObject({ column: 'gtin', count: 2, suggested: 2 });
    expect(valueOf(await fix({ what: 'suggestions', rule: 'gtin-zeros-lost', column: 2 }))).toMatchObject({ cells: 2, step: 1 });
    expect(await after()).toMatchObject({ rows: 3, sum: 3, updated: 2, failed: 1 });
    expect(valueOf(await desk.ask('bulk.importCells', { plan, line: 3 })).cells[2]).toMatchObject({ value: '036000291452', was: '36000291452' });
    expect(valueOf(await desk.ask('bulk.fixes', { plan })).steps).toMatchObject([{ what: 'suggestions', column: 'gtin', rule: 'gtin-zeros-lost', cells: 2 }]);
    expect(errorOf(await fix({ what: 'suggestions', rule: 'x', column: 77 }))).toMatchObject({ rule: 'column-unknown' });
    expect(errorOf(await fix({ what: 'cells', cells: [{ line: 77, column: 0, value: 'x' }] }))).toMatchObject({ rule: 'line-unknown', details: { line: 77 } });
  });

  test('a corrected SKU makes a row another product’s: rows of one product come together, and no place stays empty', async () => {
    const { desk, plan, report, after, fix } = await aPreview('handle,sku,option 1 name,option 1 value,title,price\nbol,B-1,Taille,S,Bol,5\nbolle,B-2,Taille,M,Bol,6\nSKU-1,SKU-1,,,Article 1,9\n');
    expect(counts(report)).toMatchObject({ rows: 3, sum: 3, created: 2, updated: 1 });
    valueOf(await fix({ what: 'cells', cells: [{ line: 3, column: 0, value: 'bol' }] }));
    expect(await after()).toMatchObject({ rows: 3, sum: 3, created: 2, updated: 1 });
    const { rows, total } = valueOf(await desk.ask('bulk.rows', { plan, offset: 0, limit: 10 }));
    expect(total).toBe(2);
    expect(rows.map(({ at, outcome }) => [at, outcome])).toEqual([[0, 'created'], [1, 'updated']]);
    const { steps } = valueOf(await desk.ask('bulk.fixes', { plan }));
    valueOf(await desk.ask('bulk.unfix', { plan, step: steps[0]!.step }));
    expect(await after()).toMatchObject({ rows: 3, sum: 3, created: 2, updated: 1 });
    expect(valueOf(await desk.ask('bulk.rows', { plan, offset: 0, limit: 10 })).total).toBe(3);
  });

  test('corrections go along when the same file is read with another meaning of a column', async () => {
    const { desk, draft, plan, fix } = await aPreview('sku;price;bac\nSKU-1;cher;A\nSKU-2;2,50;B\n');
    valueOf(await fix({ what: 'cells', cells: [{ line: 2, column: 1, value: '4' }] }));
    valueOf(await desk.ask('bulk.draftImport', { draft, columns: [{ at: 2, target: { field: 'brand' } }] }));
    const next = await desk.computed(draft);
    expect(counts(next.report)).toMatchObject({ rows: 2, updated: 2, failed: 0 });
    expect(errorOf(await desk.ask('bulk.look', { plan }))).toMatchObject({ rule: 'plan-gone' });
  });
});

test('BLK-11 all alike finds every cell that says it: with signs of its own, with blanks around, in another column not, in a correction too', async () => {
  const odd = 'Nou"r \\ é';
  const { desk, plan, fix } = await aPreview('sku,brand,mpn,tags\nSKU-1,"Nou""r \\ é",x,"deux  mots, c"\nSKU-2," Nou""r \\ é ",x,c\nSKU-3,Puma,"Nou""r \\ é",c\nSKU-4,,x,\n');
  expect(valueOf(await fix({ what: 'alike', column: 1, from: [odd], to: 'Nour' }))).toMatchObject({ cells: 2 });
  expect(valueOf(await fix({ what: 'alike', column: 1, from: ['Nour'], to: 'Noor' })), 'what was corrected is found as it is now').toMatchObject({ cells: 2 });
  expect(valueOf(await fix({ what: 'alike', column: 1, from: [odd], to: 'Nour' })), 'and no more as it was').toMatchObject({ cells: 0 });
  expect(valueOf(await fix({ what: 'alike', column: 1, from: [''], to: 'Noor' }))).toMatchObject({ cells: 1 });
  expect(valueOf(await fix({ what: 'alike', column: 3, from: ['deux mots'], to: 'un' }))).toMatchObject({ cells: 1 });
  expect(valueOf(await fix({ what: 'alike', column: 1, from: ['Noor', ...Array.from({ length: 9 }, (_, n) => `n${n}`)], to: 'Nour' }))).toMatchObject({ cells: 3 });
  expect(valueOf(await fix({ what: 'alike', column: 1, from: ['Nour'], to: 'Nour' }))).toMatchObject({ cells: 0 });
  expect(valueOf(await desk.ask('bulk.importCells', { plan, line: 2 })).cells.map(({ value }) => value)).toEqual(['SKU-1', 'Nour', 'x', 'un, c']);
});

describe('BLK-08 near-same values become one, and nothing is dropped', () => {
  test('brands of the file and of the catalogue are grouped; merging one changes its rows', async () => {
    const { desk, plan, cache, fix, after } = await aPreview('sku,brand,tags\nSKU-1,NIKE,"Été, Sport"\nSKU-2,nike,"ete, ville"\nSKU-3,Puma,Sport\n');
    const { clusters, values } = valueOf(await desk.ask('bulk.clusters', { plan, column: 1, method: 'fingerprint' }));
    expect(values).toBe(4);
    expect(clusters).toEqual([{ proposed: 'Nike', values: [{ value: 'Nike', rows: 0, products: 1 }, { value: 'NIKE', rows: 1, products: 0 }, { value: 'nike', rows: 1, products: 0 }] }]);
    expect(valueOf(await fix({ what: 'alike', column: 1, from: ['NIKE', 'nike'], to: 'Nike' }))).toMatchObject({ cells: 2 });
    const tags = valueOf(await desk.ask('bulk.clusters', { plan, column: 2, method: 'fingerprint' })).clusters;
    expect(tags.map((one) => one.values.map(({ value }) => value).sort())).toEqual([['ete', 'Été']]);
    expect(valueOf(await fix({ what: 'alike', column: 2, from: ['ete'], to: 'Été' }))).toMatchObject({ cells: 1 });
    expect(valueOf(await desk.ask('bulk.importCells', { plan, line: 3 })).cells[2]).toMatchObject({ value: 'Été, ville', was: 'ete, ville' });
    await after();
    valueOf(await desk.ask('bulk.apply', { plan }));
    expect([1, 2, 3].map((n) => docOf(cache, n).brand)).toEqual(['Nike', 'Nike', 'Puma']);
    expect(errorOf(await desk.ask('bulk.clusters', { plan, column: 9, method: 'nearest' }))).toMatchObject({ rule: 'column-unknown' });
  });

  test('columns without a meaning and addresses of pictures stay with the job, by line', async () => {
    const { desk, plan } = await aPreview('sku,price,Mon bac,Image URL\nSKU-1,1,A,https://cdn.example/a.jpg\nSKU-2,2,,\nSKU-3,cher,C,\n');
    expect(valueOf(await desk.ask('bulk.notes', { plan }))).toEqual({
      total: 2, headers: ['Mon bac', 'Image URL'],
      rows: [{ line: 2, record: productIdOf(1), sku: 'SKU-1', notes: { 'Mon bac': 'A', 'Image URL': 'https://cdn.example/a.jpg' } }, { line: 4, record: productIdOf(3), sku: 'SKU-3', notes: { 'Mon bac': 'C' } }],
    });
  });
});

describe('BLK-07 what takes away is counted, shown and taken back', () => {
  test('DELETE of a whole product is a row of its own, asked about with a number, and done with the job', async () => {
    const { desk, cache, plan, report } = await aPreview('command,sku,title:fr,price\nDELETE,SKU-4,,\nREPLACE,SKU-1,Article 1,9\nMERGE,SKU-2,Article 2,7\n');
    expect(counts(report)).toMatchObject({ rows: 3, sum: 3, deleted: 1, updated: 2 });
    expect(report.problems).toMatchObject([{ line: 2, rule: 'import-delete', severity: 'warning' }]);
    expect(valueOf(await desk.ask('bulk.look', { plan })).asks).toEqual({ deleted: 1, replaced: 1, variants: 0 });
    const { rows } = valueOf(await desk.ask('bulk.rows', { plan, outcome: 'deleted', offset: 0, limit: 10 }));
    expect(rows).toMatchObject([{ record: productIdOf(4), sku: 'SKU-4', outcome: 'deleted', cells: [] }]);
    expect(valueOf(await desk.ask('bulk.apply', { plan })).result).toMatchObject({ products: 3, left: 0, refused: 0 });
    expect(recordOf(cache, 'product', productIdOf(4))).toBeUndefined();
    expect(cache.sqlite.prepare('SELECT what FROM undo_part WHERE key = ? ORDER BY what').pluck().all(desk.applied[0]!.written.group)).toEqual(['delete', 'edit', 'edit']);
  });

  test('a product somebody has worked on since the preview is not deleted unless that is asked for', async () => {
    const cache = aCache({ products });
    const first = await aPreview('command,sku\nDELETE,SKU-4\n', cache);
    const other = await aPreview('sku,price\nSKU-4,8\n', cache);
    valueOf(await other.desk.ask('bulk.apply', { plan: other.plan }));
    expect(valueOf(await first.desk.ask('bulk.apply', { plan: first.plan })).result).toMatchObject({ products: 0, left: 1 });
    expect(docOf(cache, 4).variants[variantIdOf(4)]!.price).toBe(800);
    expect(valueOf(await first.desk.ask('bulk.apply', { plan: first.plan, changed: 'change' })).result).toMatchObject({ products: 1, left: 0 });
    expect(recordOf(cache, 'product', productIdOf(4))).toBeUndefined();
  });

  test('rows that say two things of one product, SKUs taken twice, and codes of others are named by line', async () => {
    const { desk, plan, report } = await aPreview('product id,sku,title:fr,price,gtin\n,SKU-1,Article 1,5,\n' + `${productIdOf(1)},SKU-1,Article 1,6,\n,N-1,Bol,1,4006381333931\n,N-2,Vase,1,4006381333931\n`);
    expect(counts(report)).toMatchObject({ rows: 4, sum: 4, updated: 1, created: 2, failed: 1 });
    expect(report.problems.map(({ line, rule, severity, details }) => ({ line, rule, severity, first: details?.['first'] }))).toEqual([{ line: 3, rule: 'row-product-twice', severity: 'error', first: 2 }, { line: 5, rule: 'gtin-twice', severity: 'warning', first: 4 }]);
    const handles = await aPreview('handle,title,sku,price\nun,Un,X-1,1\ndeux,Deux,X-1,2\ntrois,Trois,SKU-2,2\nquatre,Quatre,X-9,2\n');
    expect(handles.report.problems.map(({ line, rule, value, details }) => [line, rule, value, details?.['first']])).toEqual([[3, 'sku-twice', 'X-1', 2]]);
    expect(valueOf(await desk.ask('bulk.look', { plan })).state).toBe('ready');
  });
});
