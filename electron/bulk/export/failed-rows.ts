import type { Locale } from '#shared/auth/model.ts';
import { readCommand } from '#shared/bulk/cells/read-words.ts';
import { csvLine } from '#shared/bulk/export/csv-line.ts';
import { failedHeader, isFailedHeader } from '#shared/bulk/export/failed-header.ts';
import { sheetText } from '#shared/bulk/export/sheet-text.ts';
import { withGuard, withoutGuard } from '#shared/bulk/formula-guard.ts';
import type { Delimiter } from '#shared/bulk/csv/model.ts';
import type { StagedImport } from '../import/staged-import.ts';
import type { FileSink } from './file-sink.ts';
import { nextTurn } from '../../runtime/next-turn.ts';

const SLICE_MS = 8;

/** A job whose file had rows that failed, and the words for what is wrong with them, by line. */
export type FailedRows = { readonly staged: StagedImport; readonly run: number; readonly words: ReadonlyMap<number, string>; readonly locale: Locale; readonly sink: FileSink };

/**
 * Writes the rows of a file that failed, with all corrections made here, as they stood: the same columns in the same order, parted by the same sign (of a workbook: as a
 * workbook), and one column more that says what is wrong. Rows whose cells did not stand under their columns stay as long, or short, as they were.
 *
 * @returns how many rows
 */
export async function writeFailedRows({ staged, run, words, locale, sink }: FailedRows): Promise<number> {
  const { columns, file } = staged.meta()!;
  // A file of failed rows that comes back and fails again has the column already.
  const kept = columns.flatMap(({ header }, at) => (isFailedHeader(header) ? [] : [at]));
  const headers = [...kept.map((at) => columns[at]!.header), failedHeader[locale]];
  const command = columns.findIndex(({ target }) => target.field === 'command');
  const isIgnored = (cells: readonly string[]): boolean => {
    const read = command < 0 ? null : readCommand(cells[command] ?? '');
    return read !== null && read.ok && read.value === 'IGNORE';
  };
  const sheet = file.delimiter === null ? sheetText({ headers, figures: new Set(), codes: new Set() }) : null;
  const text = (cells: readonly string[]): string => (sheet === null ? csvLine(cells, file.delimiter as Delimiter) : sheet.row(cells));
  await sink.write(sheet === null ? `\ufeff${csvLine(headers, file.delimiter as Delimiter)}` : sheet.head);
  let [rows, since] = [0, performance.now()];
  for (const at of staged.failedPlaces(run)) {
    for (const { line, cells } of staged.rowsOf(at)) {
      if (isIgnored(cells)) continue;
      const isWhole = cells.length === columns.length || file.delimiter === null;
      // What would run as a formula is guarded, once, whether or not the file had done so.
      const own = (isWhole ? kept.map((place) => cells[place] ?? '') : cells).map((cell) => withGuard(withoutGuard(cell)));
      await sink.write(text([...own, withGuard(words.get(line) ?? '')]));
      rows++;
    }
    if (performance.now() - since < SLICE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  await sink.write(sheet?.tail ?? '');
  return rows;
}
