import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Drawing, RowWindow } from '#renderer/lib/rows/row-window.ts';
import { pageRows } from '#renderer/lib/rows/windowing.ts';
import { widthOf, type ColumnChoice } from './columns.ts';
import { cellId } from './grid-row.tsx';
import type { Bounds, Cell } from './keyboard.ts';
import type { GridColumn } from './model.ts';

type Options<Row> = {
  rows: RowWindow<Row>;
  drawing: Drawing<Row>;
  columns: readonly GridColumn<Row>[];
  choice: ColumnChoice;
  /** Where each pinned column stands; absent: it scrolls. */
  pins: readonly (number | undefined)[];
  gridId: string;
  scroller: RefObject<HTMLDivElement | null>;
  idOf: (row: Row) => string;
  activeId: string | null;
  onActive: (id: string, index: number) => void;
};

export type Cursor = {
  /** Where the keyboard is: within the list as it is now. */
  readonly cell: Cell;
  readonly inHead: boolean;
  readonly bounds: Bounds;
  readonly isRtl: () => boolean;
  readonly put: (cell: Cell) => void;
  /** Brings a cell into view with the least movement. */
  readonly reveal: (cell: Cell) => void;
  /** Goes to a cell and brings it into view. */
  readonly moveTo: (cell: Cell) => void;
};

/** Where the keyboard is in the list: it belongs to a product, not to a number, and follows it when lines come and go above. */
export function useCursor<Row>({ rows, drawing, columns, choice, pins, gridId, scroller, idOf, activeId, onActive }: Options<Row>): Cursor {
  const [active, setActive] = useState<Cell>({ row: 0, col: 0 });
  const isActive = (row: Row | undefined) => row !== undefined && idOf(row) === activeId;
  const activeRow = active.row < 0 || activeId === null || isActive(rows.row(active.row)) ? active.row : (rows.find(isActive) ?? active.row);

  // In another list the keyboard starts at its top, unless its product is there too.
  const firstRow = drawing.rows[0];
  const known = activeId !== null && rows.find((row) => idOf(row) === activeId) !== null;
  const [listKey, setListKey] = useState('');
  if (!drawing.first && listKey !== drawing.key) {
    setListKey(drawing.key);
    if (!known) setActive({ row: 0, col: active.col });
  }
  const toldKey = useRef('');
  useLayoutEffect(() => {
    if (firstRow === undefined || toldKey.current === listKey) return;
    toldKey.current = listKey;
    if (!known) onActive(idOf(firstRow), 0);
  }, [listKey, firstRow, known, idOf, onActive]);

  const arriving = useRef<number | null>(null);
  // A jump may land where nothing is loaded yet: who is there is told when it arrives.
  useLayoutEffect(() => {
    if (arriving.current === null) return;
    const row = rows.row(arriving.current);
    if (row === undefined) return;
    onActive(idOf(row), arriving.current);
    arriving.current = null;
  }, [drawing, rows, idOf, onActive]);

  const isRtl = () => getComputedStyle(scroller.current!).direction === 'rtl';
  const reveal = (cell: Cell) => {
    const frame = scroller.current;
    if (cell.row >= 0) {
      rows.show(cell.row);
      frame?.scrollTo({ top: rows.scrollPx });
    }
    // Sideways by the head, which is always there; pinned columns cover the start.
    const head = document.getElementById(cellId(gridId, -1, cell.col));
    if (!head || !frame || pins[cell.col] !== undefined) return;
    const box = head.getBoundingClientRect();
    const outer = frame.getBoundingClientRect();
    const pinnedPx = columns.reduce((sum, column, at) => sum + (pins[at] === undefined ? 0 : widthOf(column, choice)), 0);
    const rtl = isRtl();
    const left = outer.left + (rtl ? 0 : pinnedPx);
    const right = outer.left + frame.clientWidth - (rtl ? pinnedPx : 0);
    if (box.left < left) frame.scrollBy({ left: box.left - left });
    else if (box.right > right) frame.scrollBy({ left: box.right - right });
  };

  return {
    cell: { row: Math.min(activeRow, drawing.total - 1), col: Math.min(active.col, columns.length - 1) },
    inHead: active.row === -1,
    bounds: { rows: drawing.total, cols: columns.length, pageRows: pageRows(rows.geometry) },
    isRtl,
    put: setActive,
    reveal,
    moveTo: (cell) => {
      setActive(cell);
      reveal(cell);
      const row = cell.row >= 0 ? rows.row(cell.row) : undefined;
      if (row !== undefined) onActive(idOf(row), cell.row);
      arriving.current = cell.row >= 0 && row === undefined ? cell.row : null;
    },
  };
}
