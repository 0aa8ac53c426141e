import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aCache } from '#tests/builders/cache.ts';
import { errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, id } from '#tests/builders/catalog.ts';
import { exportGroups } from '#shared/bulk/export/model.ts';
import { anExportDesk } from '#tests/builders/export-desk.ts';
import { anImportDesk } from '#tests/builders/import-desk.ts';

const products = Array.from({ length: 3 }, (_, n) => aProduct({ n: n + 1, variant: { price: (n + 1) * 100 } }));
function aRoad() {
  const cache = aCache({ products });
  const desk = anImportDesk(cache);
  return { exports: anExportDesk(cache, desk.service.fromFile), desk, preview: (content: string | Uint8Array, name: string) => desk.preview(content, {}, name) };
}

test('BLK-11 the rows that failed leave as they stood, with the reason beside them, and come back alone once they are mended', async () => {
  const { exports, preview } = aRoad();
  const first = await preview('SKU;Titre;Prix;Mon bac\nSKU-1;Article 1;1,50;"a;b"\nSKU-2;=1+1;cher;c\nSKU-3;Article 3;3\nNEUF;Bol;12,90;d\n', 'Liste été.csv');
  expect(first.report).toMatchObject({ rows: 4, updated: 1, created: 1, failed: 2 });
  const { file, rows } = valueOf(await exports.ask('bulk.failedFile', { plan: first.plan, locale: 'fr', words: [{ line: 3, text: '=le prix n’en est pas un' }, { line: 4, text: 'il manque une case' }] }));
  expect(rows).toBe(2);
  expect(file).toMatch(/Liste été-erreurs-à-corriger\.csv$/);
  const text = readFileSync(file, 'utf8');
  expect(text).toBe('\ufeffSKU;Titre;Prix;Mon bac;Erreurs à corriger\r\nSKU-3;Article 3;3;il manque une case\r\nSKU-2;\'=1+1;cher;c;\'=le prix n’en est pas un\r\n');

  const again = await preview(text, 'again.csv');
  expect(again.report).toMatchObject({ rows: 2, failed: 2, updated: 0 });
  expect(again.report.file.columns.at(-1)).toMatchObject({ header: 'Erreurs à corriger', target: { field: 'note' }, how: 'layout' });
  // The second time the column is there once, not twice.
  const twice = valueOf(await exports.ask('bulk.failedFile', { plan: again.plan, locale: 'en', words: [] }));
  expect(readFileSync(twice.file, 'utf8').split('\r\n')[0]).toBe('\ufeffSKU;Titre;Prix;Mon bac;Errors to mend');

  const mended = await preview(text.replace('cher', '2,50').replace('3;il manque une case', '3,50;;'), 'mended.csv');
  expect(mended.report).toMatchObject({ rows: 2, updated: 2, failed: 0 });
});

test('BLK-11 a workbook leaves as a workbook; a job that is not there is refused in words', async () => {
  const { exports, preview } = aRoad();
  const workbook = await exports.write({ format: 'xlsx', columns: [...exportGroups.codes, ...exportGroups.prices] });
  const { plan } = await preview(workbook.bytes, 'Prix.xlsx');
  const { file, rows } = valueOf(await exports.ask('bulk.failedFile', { plan, locale: 'ar', words: [] }));
  expect(rows).toBe(0);
  expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
  expect(errorOf(await exports.ask('bulk.failedFile', { plan: id(1), locale: 'fr', words: [] }))).toMatchObject({ rule: 'plan-gone' });
});

test('BLK-08 what the catalogue has no place for leaves as a table, each row with its SKU and its product, guarded; without notes there is no file', async () => {
  const { exports, preview } = aRoad();
  const { plan } = await preview('SKU;Titre;Prix;Mon bac;Photo\nSKU-1;Article 1;1,50;=a;https://x.example/1.jpg\nSKU-2;Article 2;2;;\nNEUF;Bol;12,90;" d;e ";\n', 'Liste.csv');
  const { file, rows } = valueOf(await exports.ask('bulk.notesFile', { plan }));
  expect(rows).toBe(2);
  expect(file).toMatch(/Liste-notes\.csv$/);
  expect(readFileSync(file, 'utf8')).toBe(`\ufeffline,product id,sku,Mon bac,Photo\r\n2,${products[0]!.id},SKU-1,'=a,https://x.example/1.jpg\r\n4,,NEUF,"d;e",\r\n`);

  const none = await preview('SKU;Prix\nSKU-1;1,50\n', 'prix.csv');
  expect(errorOf(await exports.ask('bulk.notesFile', { plan: none.plan }))).toMatchObject({ rule: 'notes-none' });
  expect(errorOf(await exports.ask('bulk.notesFile', { plan: id(0xfff) }))).toMatchObject({ rule: 'plan-gone' });
});
