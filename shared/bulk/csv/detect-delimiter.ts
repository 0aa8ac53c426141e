import { csvLimits, delimiters, type Delimiter, type TextOf } from './model.ts';
import { CsvScanner } from './scanner.ts';

/** What speaks for a delimiter: into how many columns it parts the sample, and how many of its rows agree. */
export type DelimiterEvidence = { readonly delimiter: Delimiter; readonly columns: number; readonly rows: number; readonly agreeing: number; readonly sound: boolean };
/**
 * - `named` the first line says so (`sep=;`, as spreadsheets write it); it is no row
 * - `counted` it parts the sample most evenly · `unsure` two do so alike · `single` nothing parts it: one column
 */
export type DelimiterGuess = { readonly delimiter: Delimiter; readonly how: 'named' | 'counted' | 'unsure' | 'single'; readonly evidence: readonly DelimiterEvidence[] };

/** Rows that are looked at. */
const SAMPLE_ROWS = 200;

/** The delimiter a spreadsheet names in its first line, and how many bytes that line takes; null when it does not. */
export function namedDelimiter(sample: Uint8Array): { readonly delimiter: Delimiter; readonly bytes: number } | null {
  const found = /^(?:\u00ef\u00bb\u00bf)?"?sep=([,;\t|])"?(\r\n|\n|\r)/.exec(String.fromCharCode(...sample.subarray(0, 16)));
  return found ? { delimiter: found[1] as Delimiter, bytes: found[0].length } : null;
}

/**
 * Finds out which sign parts the cells: each is tried on the beginning of the file, quotes and all, and the one that gives the same number
 * of columns in most rows is taken. A decimal comma inside a file of semicolons gives uneven rows and loses.
 *
 * @param sample the first bytes as UTF-8, cut anywhere
 */
export function detectDelimiter(sample: Uint8Array, textOf: TextOf): DelimiterGuess {
  const named = namedDelimiter(sample);
  const evidence = delimiters.map((delimiter) => tried(sample.subarray(named?.bytes ?? 0), delimiter, textOf));
  if (named) return { delimiter: named.delimiter, how: 'named', evidence };
  const [best, second] = evidence.filter(({ columns }) => columns > 1).sort((a, b) => weight(b) - weight(a));
  if (best === undefined) return { delimiter: ',', how: 'single', evidence };
  return { delimiter: best.delimiter, how: second !== undefined && weight(second) >= weight(best) * 0.9 ? 'unsure' : 'counted', evidence };
}

/** Evenness counts most; among even ones, more columns: a comma in every title parts evenly too, once. */
function weight({ rows, agreeing, columns, sound }: DelimiterEvidence): number {
  const even = rows === 0 ? 0 : agreeing / rows;
  return even * even * Math.log2(columns + 1) * (sound ? 1 : 0.25);
}

function tried(sample: Uint8Array, delimiter: Delimiter, textOf: TextOf): DelimiterEvidence {
  const scanner = new CsvScanner({ delimiter, textOf, limits: { ...csvLimits, cellBytes: sample.length + 1, rowBytes: sample.length + 1 } });
  const whole = scanner.push(sample);
  // The last row may have been cut: it counts only where nothing else does.
  const rows = (whole.rows.length > 0 || whole.stopped ? whole.rows : scanner.end().rows).slice(0, SAMPLE_ROWS);
  const widths = new Map<number, number>();
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  const [columns, agreeing] = [...widths].sort(([a, often], [b, oftener]) => oftener - often || b - a)[0] ?? [0, 0];
  return { delimiter, columns, rows: rows.length, agreeing, sound: !whole.stopped && !whole.faults.some(({ rule }) => rule === 'csv-text-after-quote') };
}
