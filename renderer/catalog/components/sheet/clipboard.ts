import { withGuard, withoutGuard } from '#shared/bulk/formula-guard.ts';
import { writeHtmlTable } from '#shared/bulk/clipboard/html-table.ts';
import { readTsv, writeTsv, type Block } from '#shared/bulk/clipboard/tsv.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { GridColumn, Marked } from '../grid/model.ts';
import { MOST_CHARACTERS } from './model.ts';

/** Columns of figures leave as they are; all others hold words and codes, which no spreadsheet program may take for anything else. */
const figures: ReadonlySet<string> = new Set(['score', 'completeness', 'google']);
const isFigure = ({ id, end = false }: GridColumn<ProductRow>): boolean => end || figures.has(id);

export type Copied = { readonly plain: string; /** Null for a single cell: it is pasted into texts as often as into tables. */ readonly html: string | null; readonly cells: number };

/** Marked cells as spreadsheet programs take them: with tabs, and as a table. */
export function copied(lines: readonly ProductRow[], { area, columns }: Marked<ProductRow>): Copied {
  const those = columns.slice(area.first, area.last + 1);
  const block: Block = lines.map((row) => those.map((column) => {
    const text = column.text?.(row) ?? '';
    return isFigure(column) ? text : withGuard(text);
  }));
  const cells = lines.length * those.length;
  return { plain: writeTsv(block), html: cells === 1 ? null : writeHtmlTable(block, those.map((column) => !isFigure(column))), cells };
}

/** What is on the clipboard as cells: the text with tabs, or a table where there is no text. `null`: more than the list takes. */
export function pasted(data: Pick<DataTransfer, 'getData'>): Block | null {
  const text = data.getData('text/plain');
  const html = text === '' ? data.getData('text/html') : '';
  if (text.length > MOST_CHARACTERS || html.length > MOST_CHARACTERS) return null;
  return (text === '' ? readTable(html) : readTsv(text)).map((line) => line.map(withoutGuard));
}

/** The first table of a page as cells; of merged cells the first has the text. Nothing in it is run or fetched. */
function readTable(html: string): Block {
  const table = html === '' ? null : new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  return [...(table?.rows ?? [])].map((line) => [...line.cells].flatMap((cell) => [textOf(cell), ...Array.from({ length: Math.min(cell.colSpan, MOST_SPAN) - 1 }, () => '')]));
}
/** A page may claim a cell as wide as it likes. */
const MOST_SPAN = 100;
const textOf = (cell: HTMLElement): string => {
  for (const line of cell.querySelectorAll('br')) line.replaceWith('\n');
  return (cell.textContent ?? '').replace(/[^\S\n\u00a0\u202f]+/g, ' ').trim();
};
