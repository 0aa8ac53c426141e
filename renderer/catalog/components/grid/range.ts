import type { Cell } from './keyboard.ts';

/** Cells marked from where it began to where it stands now; turned over, it is the same cells. */
export type Range = { readonly anchor: Cell; readonly head: Cell };

/** A rectangle of cells: lines and columns by their place, both ends included. */
export type Area = { readonly top: number; readonly bottom: number; readonly first: number; readonly last: number };

export const areaOf = ({ anchor, head }: Range): Area => ({
  top: Math.min(anchor.row, head.row), bottom: Math.max(anchor.row, head.row),
  first: Math.min(anchor.col, head.col), last: Math.max(anchor.col, head.col),
});
export const cellArea = ({ row, col }: Cell): Area => ({ top: row, bottom: row, first: col, last: col });
export const extentOfArea = ({ top, bottom, first, last }: Area): { rows: number; cols: number } => ({ rows: bottom - top + 1, cols: last - first + 1 });

/** What a line needs to know of the marked cells. */
export type RowMarks = { readonly first: number; readonly last: number; readonly isTop: boolean; readonly isBottom: boolean };

/** The marks of each line, four objects for all of them: a line nothing changes for is not drawn again. */
export function marksOf({ top, bottom, first, last }: Area): (row: number) => RowMarks | null {
  const of = (isTop: boolean, isBottom: boolean): RowMarks => ({ first, last, isTop, isBottom });
  const [inside, atTop, atBottom, alone] = [of(false, false), of(true, false), of(false, true), of(true, true)];
  return (row) => (row < top || row > bottom ? null : top === bottom ? alone : row === top ? atTop : row === bottom ? atBottom : inside);
}

/** The edges of the marked cells a cell stands at, as words of one attribute. */
export const edgesOf = ({ first, last, isTop, isBottom }: RowMarks, col: number): string =>
  [isTop ? 'top' : '', isBottom ? 'bottom' : '', col === first ? 'start' : '', col === last ? 'end' : ''].filter((edge) => edge !== '').join(' ');

/** Marked cells with the lines they began and ended on; null: that line was not at hand. */
export type Anchored = { readonly range: Range; readonly anchorId: string | null; readonly headId: string | null };

type Lines = { readonly idAt: (row: number) => string | undefined; readonly rowOf: (id: string) => number | null; readonly total: number };

/**
 * The marked cells where their lines are now: lines that come or go above take them along. Null when the two ends no longer stand as far apart as
 * they did, or one is gone: other lines than those marked must not be written to.
 */
export function followed({ range, anchorId, headId }: Anchored, { idAt, rowOf, total }: Lines): Range | null {
  const { anchor, head } = range;
  const there = (row: number, id: string | null) => id === null || idAt(row) === undefined || idAt(row) === id;
  const by = anchorId === null || there(anchor.row, anchorId) ? 0 : (rowOf(anchorId) ?? Number.NaN) - anchor.row;
  if (Number.isNaN(by) || !there(head.row + by, headId)) return null;
  const moved = by === 0 ? range : { anchor: { ...anchor, row: anchor.row + by }, head: { ...head, row: head.row + by } };
  return areaOf(moved).top < 0 || areaOf(moved).bottom >= total ? null : moved;
}

/** The lines a fill grows by when its handle is dragged to a line; null while it is on the marked cells themselves. */
export function fillArea(area: Area, row: number): Area | null {
  if (row > area.bottom) return { ...area, top: area.bottom + 1, bottom: row };
  return row < area.top ? { ...area, top: row, bottom: area.top - 1 } : null;
}
