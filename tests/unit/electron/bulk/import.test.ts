import { describe, expect, test } from 'vitest';
import { undoEdit } from '#electron/catalog/undo-edit.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { recordOf } from '#electron/sync/records.ts';
import type { ImportReport } from '#shared/bulk/import-model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { aBulkDesk } from '#tests/builders/bulk-desk.ts';
import { aCache } from '#tests/builders/cache.ts';
import { errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, at, aVendor, id, productIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { anImportDesk } from '#tests/builders/import-desk.ts';

const products = Array.from({ length: 4 }, (_, n) => aProduct({ n: n + 1, variant: { price: (n + 1) * 100 } }));
const docOf = (cache: CacheDb, n: number): Product => recordOf(cache, 'product', productIdOf(n))!.doc as unknown as Product;
const sum = ({ created, updated, deleted, unchanged, skipped, failed }: ImportReport): number => created + updated + deleted + unchanged + skipped + failed;
let files = 0x700;

describe('BLK-05 BLK-08 a file is previewed against the catalogue', () => {
  test('each row is in exactly one count; what is wrong is named by line, column and rule', async () => {
    const desk = anImportDesk(aCache({ products }));
    const { plan, report } = await desk.preview('SKU;Titre;Prix;Mon bac\nSKU-1;Article 1;1,50;A\nSKU-2;Article 2;2;B\nSKU-3;Article 3;cher;C\nNEUF-1;Bol bleu;12,90;D\n\nSKU-4;Article 4\n');
    expect(report).toMatchObject({ rows: 5, created: 1, updated: 1, unchanged: 1, skipped: 0, failed: 2, problemCount: 2, file: { name: 'list.csv', delimiter: ';', encoding: 'utf-8' } });
    expect(sum(report)).toBe(report.rows);
    expect(report.problems.map(({ line, column, value, rule }) => ({ line, column, value, rule }))).toEqual([
      { line: 4, column: 'Prix', value: 'cher', rule: expect.any(String) }, { line: 7, column: null, value: '', rule: 'csv-row-cells' },
    ]);
    expect(report.file.columns.map(({ header, target }) => [header, target.field])).toEqual([['SKU', 'sku'], ['Titre', 'title'], ['Prix', 'price'], ['Mon bac', 'note']]);
    const { rows } = valueOf(await desk.ask('bulk.rows', { plan: plan as never, outcome: 'updated', offset: 0, limit: 10 }));
    expect(rows).toMatchObject([{ record: productIdOf(1), cells: [{ path: `variants/${variantIdOf(1)}/price`, before: 100, after: 150 }] }]);
  });

  test('a product that is not made is called what the file calls it', async () => {
    const desk = anImportDesk(aCache({ products }));
    const { plan } = await desk.preview('SKU;Titre;Prix\nNEUF-1;Bol bleu;cher\nNEUF-2;Bol vert;12\n', { command: 'UPDATE' });
    expect(valueOf(await desk.ask('bulk.rows', { plan: plan as never, offset: 0, limit: 10 })).rows).toMatchObject([
      { outcome: 'failed', title: 'Bol bleu', sku: 'NEUF-1' }, { outcome: 'failed', title: 'Bol vert', sku: 'NEUF-2' },
    ]);
  });

  test('applying changes exactly those cells, as one job; the same file again changes nothing', async () => {
    const cache = aCache({ products });
    const desk = anImportDesk(cache);
    const file = 'sku,title:fr,price\nSKU-1,Article 1,1.50\nNEUF-1,Bol bleu,12.90\n';
    const first = await desk.preview(file);
    expect(valueOf(await desk.ask('bulk.apply', { plan: first.plan as never })).result).toMatchObject({ products: 2, refused: 0, left: 0 });
    expect(docOf(cache, 1).variants[variantIdOf(1)]!.price).toBe(150);
    expect({ ...docOf(cache, 1), variants: {}, updatedAt: 0 }).toEqual({ ...products[0], variants: {}, updatedAt: 0 });
    expect(desk.applied).toMatchObject([{ intent: 'import', written: { mids: { length: 2 } } }]);
    expect(cache.sqlite.prepare('SELECT what FROM undo_part ORDER BY what').pluck().all()).toEqual(['create', 'edit']);
    expect((await desk.preview(file)).report).toMatchObject({ rows: 2, created: 0, updated: 0, unchanged: 2, failed: 0 });
  });

  test('BLK-06 an import that was taken back, wherever that was done, says so in every row, and leads to nothing that is gone', async () => {
    const cache = aCache({ products });
    const desk = anImportDesk(cache);
    const { plan } = await desk.preview('command,sku,title:fr,price\n,SKU-1,Article 1,1.50\n,NEUF-1,Bol bleu,12.90\nDELETE,SKU-4,,\n,SKU-2,Article 2,2\n');
    const rows = async () => valueOf(await desk.ask('bulk.rows', { plan: plan as never, offset: 0, limit: 10 })).rows.map(({ outcome, result, isHere }) => [outcome, result, isHere]);
    expect(await rows()).toEqual([['updated', null, true], ['created', null, false], ['deleted', null, true], ['unchanged', null, true]]);
    const applied = valueOf(await desk.ask('bulk.apply', { plan: plan as never }));
    expect(applied.takenBack).toBe(false);
    expect(await rows()).toEqual([['updated', 'applied', true], ['created', 'applied', true], ['deleted', 'applied', false], ['unchanged', null, true]]);
    await undoEdit(cache, { what: 'group', group: applied.result!.groups[0]! }, { actor: aVendor, at: at(5), newId: () => id(files++) }, 'fr');
    expect(valueOf(await desk.ask('bulk.look', { plan: plan as never }))).toMatchObject({ state: 'applied', takenBack: true });
    expect(await rows()).toEqual([['updated', 'undone', true], ['created', 'undone', false], ['deleted', 'undone', true], ['unchanged', null, true]]);
    // Somebody goes on from there: what was done is neither in force nor as it was.
    const next = await desk.preview('sku,title:fr,price\nSKU-1,Article 1,7\n');
    valueOf(await desk.ask('bulk.apply', { plan: next.plan as never }));
    expect((await rows())[0]).toEqual(['updated', 'applied', true]);
  });

  test('BLK-13 a title above the table says nothing of how many cells its rows have; a row that differs from the header is still told', async () => {
    const desk = anImportDesk(aCache({ products }));
    const { report } = await desk.preview('Liste du fournisseur;;\n\nsku;title:fr;price;brand\nSKU-1;Article 1;9;Nour\nSKU-2;Article 2;9\nSKU-3;Article 3;9;Nour\n');
    expect(report).toMatchObject({ rows: 3, updated: 2, failed: 1 });
    expect(report.problems).toMatchObject([{ line: 5, rule: 'csv-row-cells', details: { expected: 4, found: 3 } }]);
  });

  test('BLK-08 names over several columns belong to what stands below them; a title over all of them does not', async () => {
    const desk = anImportDesk(aCache({ products }));
    const { report } = await desk.preview('Liste 2026;;;\nProduit;;Prix;\nRéférence;Désignation;Vente TTC;Barré\nSKU-1;Article 1;1,50;2\n');
    expect(report).toMatchObject({ rows: 1, updated: 1, problemCount: 0 });
    expect(report.file.columns.map(({ target }) => target.field)).toEqual(['sku', 'title', 'price', 'compareAt']);
  });

  test('BLK-07 commands of rows: what is there is not made twice, what is missing is not changed, the ignored is skipped', async () => {
    const desk = anImportDesk(aCache({ products }));
    const { report } = await desk.preview('command,sku,title:fr,price\nNEW,SKU-1,Article 1,9\nUPDATE,SKU-99,Nada,9\nIGNORE,SKU-2,Article 2,9\nMERGE,SKU-3,Article 3,9\nDELETE,SKU-4,,\n');
    expect(report).toMatchObject({ rows: 5, created: 0, updated: 1, deleted: 1, unchanged: 0, skipped: 1, failed: 2 });
    expect(report.problems.map(({ line, rule }) => [line, rule])).toEqual([[2, 'row-exists'], [3, 'row-not-found'], [6, 'import-delete']]);
  });

  test('a restart in the middle computes the preview to its end from the rows that were read', async () => {
    const cache = aCache({ products });
    const desk = anImportDesk(cache);
    const { id: plan } = await desk.read(`sku,price\n${Array.from({ length: 400 }, (_, n) => `X-${n},1`).join('\n')}\nSKU-1,7\n`);
    desk.service.close();
    const again = aBulkDesk(cache);
    expect(await again.settled(plan)).toMatchObject({ state: 'ready', total: 401, done: 401, counts: { updated: 1, failed: 400 } });
    expect(valueOf(await again.ask('bulk.importReport', { plan: plan as never, limit: 1 }))).toMatchObject({ rows: 401, updated: 1, failed: 400, problemCount: 400, problems: [{ line: 2, rule: 'title-needed' }] });
  });
});

test('BLK-11 a picture is refused in words; a table no column of which names a product can be looked at, and no job stays', async () => {
  const desk = anImportDesk(aCache({ products }));
  expect(await desk.refused(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]))).toMatchObject({ rule: 'not-a-table' });
  const { id: draft } = await desk.open('Titre;Prix\nBol;3\n');
  expect(errorOf(await desk.ask('bulk.import', { draft }))).toMatchObject({ rule: 'import-no-key' });
  expect(valueOf(await desk.ask('bulk.drafts', {})).drafts).toMatchObject([{ id: draft, plan: null }]);
});
