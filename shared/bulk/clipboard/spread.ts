import type { Block } from './tsv.ts';

export type Extent = { readonly rows: number; readonly cols: number };

/** How a block lies on the cells it goes to. */
export type Spread = {
  /** Lines and columns written to, from the first marked cell. */
  readonly extent: Extent;
  /** The text for a cell of the extent; undefined: that cell is left alone. */
  readonly at: (row: number, col: number) => string | undefined;
  /** `outside`: that many lines and columns of the block have no place in what is shown. `shape`: the block and the marked cells differ. */
  readonly misfit: { readonly kind: 'outside' | 'shape'; readonly block: Extent; readonly target: Extent } | null;
};

export const extentOf = (block: Block): Extent => ({ rows: block.length, cols: block.reduce((most, line) => Math.max(most, line.length), 0) });

/**
 * Lays a block on the marked cells, and never on another. One value fills all of them; a block that fits a whole number of times repeats. On a
 * single cell the block begins there and goes as far as the list does. Where it does not fit, as much as does is laid on, and `misfit` says so.
 *
 * @param marked the marked cells
 * @param room lines and columns from the first marked cell to the end of what is shown; at least as many as are marked
 */
export function spread(block: Block, marked: Extent, room: Extent): Spread {
  const size = extentOf(block);
  const at = (row: number, col: number): string | undefined => block[row % size.rows]?.[col % size.cols];
  if (size.rows === 0 || size.cols === 0) return { extent: { rows: 0, cols: 0 }, at: () => undefined, misfit: null };
  if (size.rows === 1 && size.cols === 1) return { extent: marked, at, misfit: null };
  const one = marked.rows === 1 && marked.cols === 1;
  if (!one && marked.rows % size.rows === 0 && marked.cols % size.cols === 0) return { extent: marked, at, misfit: null };
  const target = one ? room : marked;
  const extent = { rows: Math.min(size.rows, target.rows), cols: Math.min(size.cols, target.cols) };
  const fits = one && extent.rows === size.rows && extent.cols === size.cols;
  return { extent, at, misfit: fits ? null : { kind: one ? 'outside' : 'shape', block: size, target } };
}
