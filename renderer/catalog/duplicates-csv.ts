import type { Output } from '#renderer/lib/client.ts';

type Group = Output<'catalog.duplicates'>['groups'][number];

/** A cell that spreadsheets take as text: quoted, and never a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** The report as a file for a spreadsheet: one line for each product that carries a code of another. Comma-separated, CRLF, RFC 4180. */
export const duplicatesCsv = (groups: readonly Group[], head: readonly [code: string, value: string, sku: string, title: string, id: string]): string =>
  [head, ...groups.flatMap(({ field, value, products }) => products.map(({ id, sku, title }) => [field.toUpperCase(), value, sku, title, id]))].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
