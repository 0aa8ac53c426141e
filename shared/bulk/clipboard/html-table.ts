import type { Block } from './tsv.ts';

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => named[char]!).replace(/\r\n|\r|\n/g, '<br>');

/**
 * Writes a block of cells as a table, which spreadsheet programs prefer to tabs when both are on the clipboard. Cells of columns that hold codes or
 * words are marked as text: a GTIN keeps all its digits and `007` its noughts.
 *
 * @param isText for each column, from the first: whether its cells are words or codes, not figures
 */
export function writeHtmlTable(block: Block, isText: readonly boolean[]): string {
  const cell = (text: string, at: number): string => (isText[at] === false ? `<td>${escaped(text)}</td>` : `<td style="mso-number-format:'\\@'">${escaped(text)}</td>`);
  return `<meta charset="utf-8"><table>${block.map((line) => `<tr>${line.map(cell).join('')}</tr>`).join('')}</table>`;
}
