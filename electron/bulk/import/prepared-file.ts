import { mapColumns, type Mapping } from '#shared/bulk/mapping/map-columns.ts';
import { headerText } from '#shared/bulk/mapping/header-words.ts';
import { synonyms } from '#shared/bulk/mapping/synonyms.ts';
import type { Target } from '#shared/bulk/mapping/targets.ts';
import { headerAt, type HeaderGuess } from '#shared/bulk/reading/detect-header.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { TableLook } from '../table-file.ts';

/** What people have said of a file: which row names its columns, what those of such files mean, and those of this one. */
export type Decisions = {
  /** Place among the first rows; null: none does; undefined: as guessed. */
  readonly header?: number | null | undefined;
  readonly saved: ReadonlyMap<string, Target>;
  readonly chosen: ReadonlyMap<number, Target>;
};

/** A file as it is about to be read: where its products begin and what its columns mean. */
export type PreparedFile = {
  readonly look: TableLook;
  readonly header: HeaderGuess;
  /** The first line that can be a product's. */
  readonly firstLine: number;
  readonly mapping: Mapping;
};

/** Works out what the columns of a file mean, by what it looks like and what was decided. */
export function preparedFile(look: TableLook, { header: at, saved, chosen }: Decisions): PreparedFile {
  const header = at === undefined ? look.header : headerAt(look.firstRows.map(({ cells }) => cells), at !== null && at < look.firstRows.length ? at : null, (name) => synonyms.has(headerText(name)));
  // Rows up to the header are no products; without a header every row is one.
  const firstLine = header.at === null ? 0 : look.firstRows[header.at]!.line + 1;
  const rows = look.firstRows.filter(({ line }) => line >= firstLine).map(({ cells }) => cells);
  return { look, header, firstLine, mapping: mapColumns(header.names, rows, saved, chosen, groupsAbove(look, header)) };
}

/** The names that stand right above the header, each over the columns up to the next: merged cells say themselves once. */
function groupsAbove({ firstRows }: TableLook, { at, names }: HeaderGuess): readonly string[] {
  const above = at === null || at === 0 || firstRows[at - 1]!.line !== firstRows[at]!.line - 1 ? [] : firstRows[at - 1]!.cells.map((cell) => cell.trim());
  // One alone is a title.
  if (above.filter((cell) => cell !== '').length < 2) return [];
  let last = '';
  return names.map((_, column) => (last = above[column] || last));
}

const keys: ReadonlySet<string> = new Set(['sku', 'productId', 'variantId', 'gtin']);

/** Why nothing of the file could be found in a catalogue: no column names a product. */
export function missingKey({ header, mapping }: PreparedFile, name: string): AppError | null {
  if (mapping.columns.some(({ target }) => keys.has(target.field))) return null;
  return { code: 'invalid-input', attempted: 'bulk.import', field: name, rule: 'import-no-key', details: { columns: header.names.slice(0, 12).join(', ') } };
}
