import type { Product } from '../../catalog/model.ts';
import { assertNever } from '../../kernel/assert.ts';
import type { Delimiter } from '../csv/model.ts';
import type { ExportContext, ExportFacts, ExportTable } from './context.ts';
import { csvLine } from './csv-line.ts';
import { googleTable, googleXml } from './google-feed.ts';
import type { HandleNames } from './handle-names.ts';
import type { ExportChoice, ExportFormat } from './model.ts';
import { ownTable } from './own-table.ts';
import { sheetText } from './sheet-text.ts';
import { shopifyTable } from './shopify-table.ts';

/** A file as pieces of text: `rows` of one product after the other between head and tail. `isSheet`: the text is the sheet of a workbook. */
export type FileText = { readonly head: string; readonly rows: (product: Product) => Iterable<string>; readonly tail: string; readonly isSheet: boolean };

/** Formats whose rows need all products looked at before the first is written: for their columns, or for names that have to be different. */
export const looksAhead = (format: ExportFormat): boolean => format === 'csv' || format === 'xlsx' || format === 'shopify' || format === 'shopify-old';

/** A byte order mark, without which spreadsheets take UTF-8 for something else. Shopify and Google want none. */
const MARK = '\ufeff';

/** The text of an export in the format chosen. */
export function fileText(choice: ExportChoice, context: ExportContext, facts: ExportFacts, handles: HandleNames): FileText {
  switch (choice.format) {
    case 'csv': return delimited(ownTable(context, facts, choice), ',', MARK);
    case 'xlsx': return asSheet(ownTable(context, facts, choice));
    case 'shopify':
    case 'shopify-old': return delimited(shopifyTable(context, choice.format === 'shopify-old', handles), ',', '');
    case 'google': return delimited(googleTable(context), '\t', '');
    case 'google-xml': return { ...googleXml(context), isSheet: false };
    default: return assertNever(choice.format);
  }
}

export function delimited({ headers, rows }: Pick<ExportTable, 'headers' | 'rows'>, delimiter: Delimiter, mark: string): FileText {
  return {
    head: mark + csvLine(headers, delimiter), tail: '', isSheet: false,
    * rows(product) {
      for (const cells of rows(product)) yield csvLine(cells, delimiter);
    },
  };
}

function asSheet(table: ExportTable): FileText {
  const { head, row, tail } = sheetText(table);
  return {
    head, tail, isSheet: true,
    * rows(product) {
      for (const cells of table.rows(product)) yield row(cells);
    },
  };
}
