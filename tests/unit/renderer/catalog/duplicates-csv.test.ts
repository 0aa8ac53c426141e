import { expect, test } from 'vitest';
import { duplicatesCsv } from '#renderer/catalog/duplicates-csv.ts';
import { productIdOf } from '#tests/builders/catalog.ts';

const head = ['Code', 'Valeur', 'SKU', 'Titre', 'id'] as const;
const groups = [{ field: 'gtin' as const, value: '06291041500213', products: [{ id: productIdOf(1), sku: 'A-1', title: 'Robe "été", longue' }, { id: productIdOf(2), sku: '=1+1', title: '@SUM(A1)\nفستان' }] }];

test('CAT-09 the report as CSV: every cell quoted, leading zeros kept as text, no cell a formula', () =>
  expect(duplicatesCsv(groups, head)).toBe(
    `"Code","Valeur","SKU","Titre","id"\r\n"GTIN","06291041500213","A-1","Robe ""été"", longue","${productIdOf(1)}"\r\n"GTIN","06291041500213","'=1+1","'@SUM(A1)\nفستان","${productIdOf(2)}"\r\n`,
  ));
