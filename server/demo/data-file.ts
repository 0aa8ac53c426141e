import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Papa from 'papaparse';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';

/** A place in a file from elsewhere; lines count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column?: string };

/** Stops the reading of a file with what is wrong where; {@link readOrRefuse} turns it back into a value. */
export function refuse({ file, line, column }: Place, rule: string, details: AppError['details'] = {}): never {
  throw new AppFailure({ code: 'invalid-input', attempted: 'demo.olist', ...(column === undefined ? {} : { field: column }), rule, details: { file, line, ...details } });
}

/** Runs a reading that may refuse. */
export function readOrRefuse<T>(read: () => T): Result<T, AppError> {
  try {
    return ok(read());
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}

/** The text of a file from elsewhere, without its byte order mark; refused when it is missing or not UTF-8. */
export function readText(dir: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(dir, file));
  } catch (cause) {
    return refuse({ file, line: 0 }, 'file-unreadable', { folder: resolve(dir), reason: (cause as NodeJS.ErrnoException).code ?? 'unknown' });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Which byte: the longest beginning that still decodes ends where the fault is.
    const good = bytes.toString('utf8').indexOf('\ufffd');
    return refuse({ file, line: bytes.toString('utf8').slice(0, Math.max(0, good)).split('\n').length }, 'utf8');
  }
}

export type CsvRow<Column extends string> = { readonly line: number; readonly values: Readonly<Record<Column, string>> };

/**
 * The rows of a CSV file whose first row names its columns.
 *
 * @param columns all of them, in their order
 * @throws AppFailure naming file, line, column and rule: `csv-quotes`, `columns`, `column-count`, `no-rows`
 *
 * Source: RFC 4180, read by papaparse.
 */
export function readCsv<Column extends string>(dir: string, file: string, columns: readonly Column[]): CsvRow<Column>[] {
  const text = readText(dir, file);
  const parsed = Papa.parse<string[]>(text, { header: false, delimiter: ',', skipEmptyLines: false });
  const broken = parsed.errors.find(({ type }) => type === 'Quotes');
  const rows: CsvRow<Column>[] = [];
  let line = 1;
  for (const [index, cells] of parsed.data.entries()) {
    const at = line;
    line += 1 + cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
    if (broken && broken.row === index) refuse({ file, line: at }, 'csv-quotes', { fault: broken.code });
    if (index === 0) {
      const wrong = columns.findIndex((column, i) => cells[i]?.trim() !== column);
      if (wrong >= 0 || cells.length !== columns.length) refuse({ file, line: 1, column: columns[Math.max(0, wrong)]! }, 'columns', { expected: [...columns], found: cells.slice(0, 20) });
      continue;
    }
    if (cells.length === 1 && cells[0]!.trim() === '') continue;
    if (cells.length !== columns.length) refuse({ file, line: at, column: columns[Math.min(cells.length, columns.length) - 1]! }, 'column-count', { expected: columns.length, found: cells.length });
    rows.push({ line: at, values: Object.fromEntries(columns.map((column, i) => [column, cells[i]!])) as Record<Column, string> });
  }
  if (rows.length === 0) refuse({ file, line }, 'no-rows');
  return rows;
}

/** A whole number, or null where the cell is empty. */
export function wholeNumber(text: string, place: Place, most: number): number | null {
  if (text.trim() === '') return null;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text.trim()) || value > most) refuse(place, 'whole-number', { found: text.slice(0, 40), least: 0, most });
  return value;
}
