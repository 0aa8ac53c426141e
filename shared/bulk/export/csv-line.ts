import type { Delimiter } from '../csv/model.ts';

/** Also what another program might take for a delimiter, and outer blanks that some take away. Tables parted by tabs are read by programs that know no better than to take the quotes along. */
const needsQuotes = { cells: /[",;\t|\r\n]|^\s|\s$/, tabs: /["\t\r\n]/ } as const;

/** One row with its end of line, as RFC 4180 has it: cells in quotes where it has to be, quotes inside them doubled. */
export function csvLine(cells: readonly string[], delimiter: Delimiter = ','): string {
  const quoted = delimiter === '\t' ? needsQuotes.tabs : needsQuotes.cells;
  return `${cells.map((text) => (quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(delimiter)}\r\n`;
}
