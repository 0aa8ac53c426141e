import { groupKeyOf } from '#shared/bulk/rows/group-rows.ts';
import type { CsvRow } from '#shared/bulk/csv/model.ts';
import { note, type TargetField } from '#shared/bulk/mapping/targets.ts';
import type { Column, ImportChoices } from '#shared/bulk/rows/model.ts';
import { rowReader } from '#shared/bulk/rows/read-row.ts';
import { stagedRows } from './staged-rows.ts';
import type { StagedImport, StagedRows } from './staged-import.ts';

/** By what rows are tied together to a product. */
const keys: ReadonlySet<TargetField> = new Set(['productId', 'handle', 'group', 'parent', 'rowId', 'sku']);

/** Whether a correction in one of these places can make a row another product's. */
export const tiesRows = (columns: readonly Column[], places: readonly number[]): boolean => places.some((place) => keys.has(columns[place]?.target.field ?? 'note'));

/** How many products a file is about now, and at which places others lie than before; one from `total` on is no more. */
export type Settled = { readonly total: number; readonly touched: readonly number[] };
/** The key of the product a row belongs to, of which only the cells that say so are read. */
export function rowKeys(columns: readonly Column[], choices: ImportChoices): (row: CsvRow) => string {
  const read = rowReader(columns.map((column) => (keys.has(column.target.field) ? column : { ...column, target: note })), choices);
  return (row) => groupKeyOf(read(row));
}

/**
 * Puts rows whose product has become another one, by a correction, where that product's rows lie. Places stay without gaps: one that becomes empty is filled by
 * the last product.
 */
export async function placeRows(staged: StagedImport, columns: readonly Column[], choices: ImportChoices, total: number): Promise<Settled> {
  const settling = new Settling(rowKeys(columns, choices), total);
  for await (const stretch of stagedRows(staged, total)) settling.look(stretch);
  return settling.settle(staged);
}

/** Of places, given in their order, finds rows that lie in the wrong one, and moves them. Other places have to be right as they are, and of other products. */
export class Settling {
  readonly #keyOf: (row: CsvRow) => string;
  readonly #total: number;
  readonly #places = new Map<string, number>();
  readonly #wrong: { readonly line: number; readonly at: number; readonly key: string }[] = [];
  readonly #left = new Map<number, number>();

  constructor(keyOf: (row: CsvRow) => string, total: number) {
    this.#keyOf = keyOf;
    this.#total = total;
  }

  look(stretch: readonly StagedRows[]): void {
    for (const { at, rows } of stretch) {
      const own = rows.map(this.#keyOf);
      const isNew = own[0] !== undefined && !this.#places.has(own[0]);
      // The first row says whose place it is, unless another place is that product's already.
      if (isNew) this.#places.set(own[0]!, at);
      this.#left.set(at, rows.length);
      for (const [n, { line }] of rows.entries()) if (!isNew || own[n] !== own[0]) this.#wrong.push({ line, at, key: own[n]! });
    }
  }

  settle(staged: StagedImport): Settled {
    return staged.together(() => {
      const [left, touched] = [this.#left, new Set<number>()];
      let count = this.#total;
      for (const { line, at, key } of this.#wrong) {
        const to = this.#places.get(key) ?? count++;
        this.#places.set(key, to);
        staged.move(line, at, to);
        left.set(at, left.get(at)! - 1);
        left.set(to, (left.get(to) ?? 0) + 1);
        touched.add(at).add(to);
      }
      const empty = [...left].filter(([, rows]) => rows === 0).map(([at]) => at).sort((a, b) => b - a);
      for (const at of empty) {
        count--;
        touched.add(count);
        if (at !== count) staged.moveAll(count, at);
      }
      return { total: count, touched: [...touched] };
    });
  }
}
