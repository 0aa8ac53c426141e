import type { CsvFault } from '#shared/bulk/csv/model.ts';
import type { NumberStyle } from '#shared/bulk/cells/number-style.ts';
import type { ColumnMapping } from '#shared/bulk/mapping/map-columns.ts';
import type { Column } from '#shared/bulk/rows/model.ts';
import { makeReady, stretchesOf } from '../stretches.ts';
import type { Reading } from '../table-file.ts';

/** A file to be staged: how many cells its rows have (null: as many as the first), which of its lines can be products', what its columns mean, and how figures are written where that was decided. */
export type StageTask = { readonly path: string; readonly reading: Reading; readonly width: number | null; readonly firstLine: number; readonly columns: readonly Pick<ColumnMapping, 'at' | 'header' | 'target'>[]; readonly numbers: NumberStyle | null };

/**
 * Rows as they are put away: of each its line, which product it belongs to, and its cells as JSON, in three lists of the same length. Few long lists pass
 * between threads in a fraction of the time of many small objects.
 *
 * - `unread` rows whose cells do not stand under their columns; `ragged` their cells, as far as there are any
 * - `columns` how all cells are written, with the last stretch
 */
export type StagedStretch = { readonly lines: readonly number[]; readonly keys: readonly string[]; readonly cells: readonly string[]; readonly faults: readonly CsvFault[]; readonly unread: number; readonly raggedLines: readonly number[]; readonly ragged: readonly string[]; readonly columns: readonly Column[] | null };

const script = new URL('./stage-worker.ts', import.meta.url);
const NAME = 'stage file';
/** A file is likely to be staged soon. */
export const readyToStage = (): void => makeReady(script, NAME);
/** Reads a file once, in a thread: rows to put away, and at its end how its columns are written. Leaving the loop ends the thread. */
export const stagedStretches = (task: StageTask): AsyncGenerator<StagedStretch> => stretchesOf<StagedStretch, StageTask>(script, NAME, task);
