import { csvLine } from '#shared/bulk/export/csv-line.ts';
import { isFailedHeader } from '#shared/bulk/export/failed-header.ts';
import { withGuard, withoutGuard } from '#shared/bulk/formula-guard.ts';
import { isNoted, ownHeader, type PlainField } from '#shared/bulk/mapping/targets.ts';
import { nextTurn } from '../../runtime/next-turn.ts';
import type { StagedImport } from '../import/staged-import.ts';
import type { FileSink } from './file-sink.ts';

/** So many products are looked at in one turn. */
const SLICE = 500;
/** What names the product of a row, as far as the file does. */
const names: readonly PlainField[] = ['sku', 'handle', 'variantId'];

/** A job from a file, and which of its products are in the catalogue. */
export type NotesOf = { readonly staged: StagedImport; readonly run: number; readonly isHere: (records: readonly string[]) => ReadonlySet<string>; readonly sink: FileSink };

/**
 * Writes what the catalogue has no place for: of each row that says something in a column without a meaning, its line, what names its product and these cells, under
 * their own headers. The table is read back like every other: by SKU or product id, and its notes are notes again.
 *
 * @returns how many rows
 */
export async function writeNotes({ staged, run, isHere, sink }: NotesOf): Promise<number> {
  const { columns } = staged.meta()!;
  const placesOf = (test: (at: number) => boolean): number[] => columns.flatMap((_, at) => (test(at) ? [at] : []));
  const noted = placesOf((at) => isNoted(columns[at]!.target) && !isFailedHeader(columns[at]!.header));
  const naming = names.flatMap((field) => placesOf((at) => columns[at]!.target.field === field).slice(0, 1));
  await sink.write(`\ufeff${csvLine(['line', ownHeader({ field: 'productId' }), ...naming.map((at) => ownHeader(columns[at]!.target)), ...noted.map((at) => withGuard(columns[at]!.header))])}`);
  let rows = 0;
  for (let at = 0; at <= staged.lastPlace(); at += SLICE) {
    const records = staged.recordsFrom(run, at, SLICE);
    const here = isHere([...records.values()]);
    for (const { at: place, rows: lines } of staged.rowsFrom(at, SLICE)) {
      const record = records.get(place);
      for (const { line, cells } of lines) {
        const cell = (column: number): string => withGuard(withoutGuard(cells[column] ?? '').trim());
        const said = noted.map(cell);
        if (said.every((text) => text === '')) continue;
        await sink.write(csvLine([String(line), record !== undefined && here.has(record) ? record : '', ...naming.map(cell), ...said]));
        rows++;
      }
    }
    await nextTurn();
  }
  return rows;
}
