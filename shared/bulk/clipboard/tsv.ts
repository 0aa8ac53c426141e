/** A rectangle of cells as text; a line may be shorter than the others. */
export type Block = readonly (readonly string[])[];

const needsQuotes = /["\t\r\n]/;

/**
 * Writes a block of cells the way spreadsheet programs put it on the clipboard: cells apart by tabs, lines by line ends. A cell that holds one of
 * these, or a quote, stands in quotes, with its own quotes doubled.
 */
export function writeTsv(block: Block): string {
  const cell = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return block.map((line) => line.map(cell).join('\t')).join('\r\n');
}

/**
 * Reads what a spreadsheet program put on the clipboard.
 *
 * Some programs quote less than others: a quote opens a cell only as its first character and only when it closes right before a tab, a line end
 * or the end; everything else (`12" wide`, `"large" size`) is what it says. The line end after the last line makes no further line.
 *
 * @returns lines of cells as they stand there; none for an empty text
 */
export function readTsv(text: string): Block {
  if (text === '') return [];
  const lines: string[][] = [[]];
  let at = 0;
  for (;;) {
    const quoted = text[at] === '"' ? readQuoted(text, at) : null;
    const end = quoted?.end ?? endOfPlain(text, at);
    lines.at(-1)!.push(quoted?.cell ?? text.slice(at, end));
    if (end >= text.length) return lines;
    if (text[end] === '\t') {
      at = end + 1;
      continue;
    }
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    if (at >= text.length) return lines;
    lines.push([]);
  }
}

const isEnd = (char: string | undefined): boolean => char === undefined || char === '\t' || char === '\n' || char === '\r';

function endOfPlain(text: string, from: number): number {
  let at = from;
  while (!isEnd(text[at])) at++;
  return at;
}

/** The cell whose opening quote is here, and where it ends; null when that quote is a sign like others: the first one that stands alone after it decides. */
function readQuoted(text: string, from: number): { cell: string; end: number } | null {
  let at = text.indexOf('"', from + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at >= 0 && isEnd(text[at + 1]) ? { cell: text.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 } : null;
}
