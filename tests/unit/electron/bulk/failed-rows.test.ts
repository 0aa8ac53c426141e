import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aBulkDesk } from '#tests/builders/bulk-desk.ts';
import { aCache } from '#tests/builders/cache.ts';
import { errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, id, shopIdOf } from '#tests/builders/catalog.ts';
import { exportGroups } from '#shared/bulk/export/model.ts';
import { anExportDesk } from '#tests/builders/export-desk.ts';

const products = Array.from({ length: 3 }, (_, n) => aProduct({ n: n + 1, variant: { price: (n + 1) * 100 } }));
let files = 0xa00;

function aRoad() {
  const cache = aCache({ products });
  const imports = mkdtempSync(join(tmpdir(), 'comptoir-imports-'));
  onTestFinished(() => rmSync(imports, { recursive: true, force: true }));
  const desk = aBulkDesk(cache, { imports });
  const exports = anExportDesk(cache, desk.service.fromFile);
  return {
    exports, desk,
    preview: async (content: string | Uint8Array, name: string) => {
      const file = id(files++);
      writeFileSync(join(imports, file), content);
      const { id: plan } = valueOf(await desk.ask('bulk.import', { file: file as never, name, shopId: shopIdOf(1), choice: { locale: 'fr' } as never }));
      await desk.settled(plan);
      return { plan, report: valueOf(await desk.ask('bulk.importReport', { plan: plan as never })) };
    },
  };
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
