import type { CsvFault, CsvRow } from '#shared/bulk/csv/model.ts';
import type { ImportAsked } from '#shared/bulk/import-model.ts';
import { mapColumns } from '#shared/bulk/mapping/map-columns.ts';
import { chosenNumbers, workbookNumbers } from '#shared/bulk/cells/number-style.ts';
import { problemAt } from '#shared/bulk/problem.ts';
import { ColumnStyles } from '#shared/bulk/rows/column-styles.ts';
import { groupKeyOf } from '#shared/bulk/rows/group-rows.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import { readRow } from '#shared/bulk/rows/read-row.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { readFile } from '../read-file.ts';
import { lookAt, type Reading } from '../table-file.ts';
import type { StagedImport } from './staged-import.ts';

/** As many products as one file may be about. */
export const MOST_GROUPS = 1_000_000;

export type Staging = {
  readonly path: string;
  readonly asked: ImportAsked;
  readonly choices: ImportChoices;
  readonly staged: StagedImport;
  readonly wanted: () => boolean;
};

/**
 * Reads a file twice in a thread: once to learn how its columns are written, once to put its rows where the preview finds them, product by product.
 * Memory stays flat: what is kept of a row here is the place of its product.
 *
 * @returns how many products the file is about; or why it is no table, or has no column that names a product
 */
export async function stageFile({ path, asked, choices, staged, wanted }: Staging): Promise<Result<number, AppError>> {
  const look = await lookAt(path);
  if (!look.ok) return err({ code: 'invalid-input', attempted: 'bulk.import', field: asked.name, rule: look.error.rule, ...(look.error.details ? { details: look.error.details } : {}) });
  const { reading, header, firstRows, bytes, encoding, delimiter } = look.value;
  // Rows up to the header are no products; without a header every row is one.
  const firstLine = header.at === null ? 0 : firstRows[header.at]!.line + 1;
  const saved = new Map(asked.choice.columns.map((column) => [column.header, column.target]));
  const mapping = mapColumns(header.names, firstRows.filter(({ line }) => line >= firstLine).map(({ cells }) => cells), saved);
  if (!mapping.columns.some(({ target }) => target.field === 'sku' || target.field === 'productId' || target.field === 'variantId' || target.field === 'gtin')) return err({ code: 'invalid-input', attempted: 'bulk.import', field: asked.name, rule: 'import-no-key', details: { columns: header.names.slice(0, 12).join(', ') } });

  const styles = new ColumnStyles(mapping.columns);
  for await (const { rows } of steps(path, reading, wanted)) for (const row of rows) if (row.line >= firstLine) styles.add(row.cells);
  const chosen = asked.choice.decimal === null ? (reading.kind === 'xlsx' ? workbookNumbers : null) : chosenNumbers(asked.choice.decimal);
  const columns = styles.columns(chosen);

  const places = new Map<string, number>();
  let unread = 0;
  for await (const { rows, faults } of steps(path, reading, wanted)) {
    const wrong = new Set(faults.filter(({ severity, line }) => severity !== 'warning' && line >= firstLine).map(({ line }) => line));
    const kept = rows.filter((row) => row.line >= firstLine && !wrong.has(row.line) && row.cells.some((cell) => cell.trim() !== ''));
    const placed = kept.map((row) => ({ at: placeOf(places, row, groupKeyOf(readRow(row, columns, choices))), row }));
    unread += wrong.size;
    staged.add(placed, faults.filter(({ line }) => line >= firstLine).map(problemOf));
    if (places.size > MOST_GROUPS) return err({ code: 'too-large', attempted: 'bulk.import', field: asked.name, rule: 'import-most-products', details: { most: MOST_GROUPS } });
  }
  if (!wanted()) return err({ code: 'not-ready', rule: 'cancelled' });
  staged.begin({
    asked, columns, unread,
    file: {
      name: asked.name, bytes, encoding: encoding?.encoding ?? null, delimiter: delimiter === null || reading.kind !== 'text' ? null : reading.delimiter, layout: mapping.layout,
      columns: mapping.columns.map(({ header: name, target, how, samples }) => ({ header: name, target, how, samples: [...samples] })),
    },
  });
  return ok(places.size);
}

async function* steps(path: string, reading: Reading, wanted: () => boolean) {
  for await (const step of readFile(path, reading)) {
    if (!wanted()) return;
    yield step;
  }
}

function placeOf(places: Map<string, number>, row: CsvRow, key: string): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, places.size);
  return places.size - 1;
}

const problemOf = ({ line, stops: _, ...fault }: CsvFault) => problemAt(line, null, '', fault);
