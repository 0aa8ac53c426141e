import type { Fault } from '../problem.ts';

/** The signs that part cells: comma, semicolon, tab, upright bar. */
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** One row of a file: the line it begins on, counted from 1 as an editor counts, and its cells as text. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** Something a reader of the file noticed; `stops`: nothing after it was read. */
export type CsvFault = Fault & { readonly line: number; readonly stops: boolean };

/** Beyond these a file is not a catalogue but a mistake, or made to exhaust the machine. */
export type CsvLimits = {
  /** Bytes of one cell. */
  readonly cellBytes: number;
  /** Cells of one row. */
  readonly columns: number;
  /** Bytes of one row. */
  readonly rowBytes: number;
};
export const csvLimits: CsvLimits = { cellBytes: 1_048_576, columns: 2_000, rowBytes: 4_194_304 };

/** Turns a part of the bytes into text; passed in because how this is done fastest depends on where it runs. */
export type TextOf = (bytes: Uint8Array, from: number, to: number) => string;
