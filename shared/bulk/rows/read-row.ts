import type { CsvRow } from '../csv/model.ts';
import { withoutGuard } from '../formula-guard.ts';
import { targetKey, type TargetField } from '../mapping/targets.ts';
import { cellReader } from './cell-readers.ts';
import { clearField } from './clear-field.ts';
import type { Column, ImportChoices, ReadRow } from './model.ts';
import { RowDraft } from './row-draft.ts';

/** Reads one row after another; made once for a file. */
export type RowReader = (row: CsvRow) => ReadRow;

/**
 * Reads the rows of a file by the meaning of its columns. Nothing is looked up in the catalogue here.
 *
 * A row that repeats the headers asks for nothing.
 *
 * @returns a function that gives everything a row says, and a problem for each cell that cannot be taken as it stands
 */
export function rowReader(columns: readonly Column[], choices: ImportChoices): RowReader {
  // The first of several columns counts: pictures.
  const headers = Object.fromEntries(columns.filter(({ target }) => target.field !== 'note').map(({ target, header }) => [targetKey(target), header] as const).reverse());
  const placeOf = (field: TargetField): number | null => (field in headers ? columns.findIndex(({ target }) => target.field === field) : null);
  const [unitAt, currencyAt, hasSaleColumn] = [placeOf('weightUnit'), placeOf('currency'), 'salePrice' in headers];
  const beside = { weightUnit: unitAt !== null, currency: currencyAt !== null };
  const readers = columns.map((column) => cellReader(column, choices, beside));
  const clearers = columns.map(({ target }) => (choices.blank === 'clear' ? clearField(target, choices) : null));
  const names = columns.map(({ header }) => header);
  const said = (cells: readonly string[], at: number | null): string | null => (at === null ? null : (cells[at] ?? '').trim() || null);

  // Tables put one below the other. The first cell tells nearly every row apart.
  const isHeader = (cells: readonly string[]): boolean => names.length > 1 && (cells[0] ?? '').trim() === names[0]!.trim() && names.every((name, at) => (cells[at] ?? '').trim() === name.trim());

  return ({ line, cells }) => {
    const draft = new RowDraft(line, choices.command, said(cells, unitAt) ?? choices.weightUnit, said(cells, currencyAt)?.toUpperCase() ?? null, hasSaleColumn);
    for (let at = 0; at < readers.length; at++) {
      const text = withoutGuard(cells[at] ?? '');
      if (isBlank(text)) {
        clearers[at]?.(draft);
        continue;
      }
      const fault = readers[at]!(draft, text);
      if (fault !== null) draft.wrong(names[at]!, text, fault);
    }
    if (isHeader(cells)) draft.command = 'IGNORE';
    return draft.done(headers);
  };
}

/** Most cells are told by their first sign. */
const isBlank = (text: string): boolean => {
  if (text === '') return true;
  const first = text.charCodeAt(0);
  return (first <= 32 || first > 126) && text.trim() === '';
};

/** One row by itself. Of a file, make a `rowReader` once. */
export const readRow = (row: CsvRow, columns: readonly Column[], choices: ImportChoices): ReadRow => rowReader(columns, choices)(row);
