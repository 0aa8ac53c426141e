import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { DraftChoice } from '#shared/bulk/draft-model.ts';
import type { ImportReport } from '#shared/bulk/import-model.ts';
import { exportColumns, exportGroups, findsAgain, type ExportColumn, type ExportFormat } from '#shared/bulk/export/model.ts';
import type { Locale } from '#shared/auth/model.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aShop } from '#tests/builders/catalog.ts';
import { anExportDesk } from '#tests/builders/export-desk.ts';
import { anImportDesk } from '#tests/builders/import-desk.ts';
import { aShopOfPlaces, someCatalogue, someCategories } from '#tests/builders/some-products.ts';

/** Reads a file into the cache it came from, by the whole road of an import. */
async function readBack(cache: CacheDb, bytes: Uint8Array, name: string, choice: Partial<DraftChoice>): Promise<ImportReport> {
  const desk = anImportDesk(cache);
  const { report } = await desk.preview(bytes, choice, name);
  desk.service.close();
  return report;
}

const MAD = 'MAD' as Currency;
const KWD = 'KWD' as Currency;
const formats: readonly (readonly [ExportFormat, Currency, Locale, Partial<DraftChoice>])[] = [
  ['csv', MAD, 'fr', {}], ['csv', KWD, 'fr', { blank: 'clear' }], ['xlsx', MAD, 'fr', {}], ['xlsx', KWD, 'fr', { blank: 'clear' }], ['shopify', MAD, 'fr', {}], ['shopify-old', KWD, 'ar', { command: 'UPDATE' }],
];

test.each(formats)('BLK-09 %s in %s (texts %s, %j): what leaves comes back as no change', (format, currency, locale, choice) =>
  fc.assert(fc.asyncProperty(someCatalogue(currency), async (products: readonly Product[]) => {
    const cache = aCache({ products, shops: [aShopOfPlaces({ currency })], categories: someCategories, search: false });
    const exported = await anExportDesk(cache).write({ format, locales: format.startsWith('shopify') ? [locale] : ['fr', 'en', 'ar'] });
    expect(exported.state).toMatchObject({ state: 'done', error: null, leftOut: 0, total: products.length });
    const { rows, unchanged, problems } = await readBack(cache, exported.bytes, 'back', { locale, ...choice });
    expect({ unchanged, problems: problems.filter(({ severity }) => severity === 'error') }).toEqual({ unchanged: rows, problems: [] });
    expect(rows).toBe(exported.state.rows);
  }), { numRuns: 4, endOnFailure: true }));

test('any choice of columns in any order, as long as each row finds its variant: no change either', () =>
  fc.assert(fc.asyncProperty(someCatalogue(MAD), fc.shuffledSubarray(exportColumns), async (products: readonly Product[], some) => {
    const columns: ExportColumn[] = findsAgain(some) ? some : [...some.filter((column) => column !== 'sku' && column !== 'productId'), 'productId', 'sku'];
    const cache = aCache({ products, shops: [aShopOfPlaces({ currency: MAD })], categories: someCategories, search: false });
    const { state, bytes } = await anExportDesk(cache).write({ format: 'csv', columns });
    const { unchanged, problems } = await readBack(cache, bytes, 'back.csv', {});
    expect({ unchanged, problems: problems.filter(({ severity }) => severity === 'error') }).toEqual({ unchanged: state.rows, problems: [] });
  }), { numRuns: 8, endOnFailure: true }));

test('a shop without places, and products without anything', async () => {
  const cache = aCache({ shops: [aShop({ locations: {} })], products: fc.sample(someCatalogue(MAD), { numRuns: 1, seed: 3 })[0]! });
  const { state, bytes } = await anExportDesk(cache).write({ format: 'csv', columns: [...exportGroups.codes] });
  expect(state.state).toBe('done');
  expect((await readBack(cache, bytes, 'back.csv', { blank: 'clear' })).unchanged).toBe(state.rows);
});
