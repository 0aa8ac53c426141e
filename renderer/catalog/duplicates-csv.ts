import type { Output } from '#renderer/lib/client.ts';
import { csvText } from '#renderer/lib/save-csv.ts';

type Group = Output<'catalog.duplicates'>['groups'][number];

/** The report as a file for a spreadsheet: one line for each product that carries a code of another. */
export const duplicatesCsv = (groups: readonly Group[], head: readonly [code: string, value: string, sku: string, title: string, id: string]): string =>
  csvText([head, ...groups.flatMap(({ field, value, products }) => products.map(({ id, sku, title }) => [field.toUpperCase(), value, sku, title, id]))]);
