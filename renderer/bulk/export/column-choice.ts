import { z } from 'zod';
import { exportColumn, exportColumns, type ExportColumn } from '#shared/bulk/export/model.ts';

/** Columns of a file: all of them in the order somebody wants, and which of them stay out. */
export type ColumnChoice = { readonly order: readonly ExportColumn[]; readonly out: readonly ExportColumn[] };

/** As it was kept; a column that is new since then stands at the end, one that is no more is forgotten. */
export const columnChoice = z.object({ order: z.array(z.string()), out: z.array(z.string()) }).catch({ order: [], out: [] }).transform(({ order, out }): ColumnChoice => {
  const known = (names: readonly string[]): ExportColumn[] => [...new Set(names.flatMap((name) => exportColumn.safeParse(name).data ?? []))];
  return { order: known([...order, ...exportColumns]), out: known(out) };
});
export const allColumns: ColumnChoice = { order: exportColumns, out: [] };

/** Those that go into the file, in their order. */
export const columnsIn = ({ order, out }: ColumnChoice): ExportColumn[] => order.filter((column) => !out.includes(column));

/** With these columns in, or out. */
export function turned({ order, out }: ColumnChoice, columns: readonly ExportColumn[], isIn: boolean): ColumnChoice {
  const rest = out.filter((column) => !columns.includes(column));
  return { order, out: isIn ? rest : [...rest, ...columns] };
}

/** One column changed places with the nearest that goes into the file, before it or after; what stays out is passed over. */
export function moved({ order, out }: ColumnChoice, column: ExportColumn, by: -1 | 1): ColumnChoice {
  const shown = columnsIn({ order, out });
  const other = shown[shown.indexOf(column) + by];
  if (other === undefined) return { order, out };
  const rest = order.filter((one) => one !== column);
  rest.splice(rest.indexOf(other) + (by === 1 ? 1 : 0), 0, column);
  return { order: rest, out };
}
