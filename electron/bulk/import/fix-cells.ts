import type { FixAsked } from '#shared/bulk/fix-model.ts';
import { readList } from '#shared/bulk/cells/read-lists.ts';
import type { Column } from '#shared/bulk/rows/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { PlanStore } from '../plan-store.ts';
import type { FixedCell } from './fixed-cells.ts';
import type { RowTies } from './row-ties.ts';
import { suggestionsFor } from './problem-page.ts';
import { rowsWith, stagedRows } from './staged-rows.ts';
import type { StagedImport } from './staged-import.ts';

/** A list of entries longer than this is no list of tags; it is corrected all the same. */
const ANY_LENGTH = 30_000;
const unknownColumn: AppError = { code: 'invalid-input', field: 'column', rule: 'column-unknown' };

/** A staged file whose cells can be corrected; `total` products. */
export type FixableImport = { readonly store: PlanStore; readonly plan: string; readonly staged: StagedImport; readonly columns: readonly Column[]; readonly total: number; /** Where lines lie, where that is known. */ readonly ties: RowTies | null };

/** Which cells a correction changes, and to what. Cells that say it already are none. */
export async function fixCells({ store, plan, staged, columns, total, ties }: FixableImport, asked: FixAsked): Promise<Result<readonly FixedCell[], AppError>> {
  switch (asked.what) {
    case 'cells': {
      if (asked.cells.some(({ column }) => column >= columns.length)) return err(unknownColumn);
      const rows = new Map(staged.rowsOfLines(asked.cells.map(({ line }) => line), ties).map(({ row }) => [row.line, row.cells]));
      const lost = asked.cells.find(({ line }) => !rows.has(line));
      if (lost !== undefined) return err({ code: 'not-found', field: 'line', rule: 'line-unknown', details: { line: lost.line } });
      return ok(asked.cells.flatMap(({ line, column, value }) => (rows.get(line)![column] === value ? [] : [{ line, place: column, value }])));
    }
    case 'alike': {
      const column = columns[asked.column];
      return column === undefined ? err(unknownColumn) : ok(await alikeCells(staged, column, total, asked));
    }
    case 'suggestions': {
      const column = columns[asked.column];
      if (column === undefined) return err(unknownColumn);
      return ok(suggestionsFor(store, plan, asked.rule, column.header).map(({ line, suggestion }) => ({ line, place: asked.column, value: suggestion })));
    }
  }
}

/** Cells of a column that say one of these values; in a column of lists, those that have it among their entries. */
async function alikeCells(staged: StagedImport, column: Column, total: number, { column: place, from, to }: Extract<FixAsked, { what: 'alike' }>): Promise<FixedCell[]> {
  const wrong = new Set(from.map((value) => value.trim()).filter((value) => value !== to));
  const found: FixedCell[] = [];
  if (wrong.size === 0) return found;
  // Entries of a list may stand in quotes, with more blanks between their words; an empty cell is found in any row.
  const isFindable = [...wrong].every((value) => value !== '' && (column.target.field !== 'tags' || !/[\s"]/.test(value)));
  for await (const stretch of isFindable ? rowsWith(staged, total, place, [...wrong]) : stagedRows(staged, total)) {
    for (const { rows } of stretch) {
      for (const { line, cells } of rows) {
        const cell = (cells[place] ?? '').trim();
        if (cell === '' && !wrong.has('')) continue;
        const value = column.target.field === 'tags' ? inList(cell, column.listSign, wrong, to) : wrong.has(cell) ? to : cell;
        if (value !== cell) found.push({ line, place, value });
      }
    }
  }
  return found;
}

function inList(cell: string, sign: string, wrong: ReadonlySet<string>, to: string): string {
  const read = readList(cell, sign, ANY_LENGTH);
  if (!read.ok || !read.value.some((entry) => wrong.has(entry))) return cell;
  return [...new Set(read.value.map((entry) => (wrong.has(entry) ? to : entry)).filter((entry) => entry !== ''))].join(`${sign} `);
}
