/** A thread that reads one file of products and sends its rows as they are put away. */
import { ColumnStyles } from '#shared/bulk/rows/column-styles.ts';
import { keyReader } from '#shared/bulk/rows/row-keys.ts';
import { giveStretches } from '../give-stretches.ts';
import { tableRows } from '../table-file.ts';
import type { StagedStretch, StageTask } from './stage-stretches.ts';

await giveStretches<StagedStretch, StageTask>(async function* ({ path, reading, width, firstLine, columns, numbers }) {
  const keyOf = keyReader(columns.map(({ target }) => target));
  const styles = new ColumnStyles(columns);
  for await (const { rows, faults: all } of tableRows(path, reading, width)) {
    const faults = all.filter(({ line }) => line >= firstLine);
    const wrong = new Set(faults.filter(({ severity }) => severity !== 'warning').map(({ line }) => line));
    const [lines, keys, cells]: [number[], string[], string[]] = [[], [], []];
    const [raggedLines, ragged]: [number[], string[]] = [[], []];
    for (const row of rows) {
      if (row.line < firstLine) continue;
      styles.add(row.cells);
      if (wrong.has(row.line)) {
        raggedLines.push(row.line);
        ragged.push(JSON.stringify(row.cells));
        continue;
      }
      if (row.cells.every((cell) => cell.trim() === '')) continue;
      lines.push(row.line);
      keys.push(keyOf(row));
      cells.push(JSON.stringify(row.cells));
    }
    if (lines.length > 0 || faults.length > 0) yield { lines, keys, cells, faults, unread: wrong.size, raggedLines, ragged, columns: null };
  }
  yield { lines: [], keys: [], cells: [], faults: [], unread: 0, raggedLines: [], ragged: [], columns: styles.columns(numbers) };
});
