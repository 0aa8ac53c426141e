import { useEffect, useRef, useState, type MouseEvent, type RefObject } from 'react';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { cellId, HANDLE, SELECT_COLUMN } from './grid-row.tsx';
import type { Cell } from './keyboard.ts';
import type { GridColumn } from './model.ts';
import { fillArea, type Area } from './range.ts';
import type { Cursor } from './use-cursor.ts';
import type { Lines } from './use-lines.ts';
import type { MarkedRange } from './use-range.ts';

type Options<Row> = {
  rows: RowWindow<Row>;
  columns: readonly GridColumn<Row>[];
  gridId: string;
  scroller: RefObject<HTMLDivElement | null>;
  headPx: number;
  idOf: (row: Row) => string;
  cursor: Cursor;
  lines: Lines;
  range: MarkedRange;
  /** Columns before this one stay where they are and are no cells to mark. */
  firstCell: number;
  isEditing: boolean;
  onFill: (from: Area, over: Area) => void;
};

/** Milliseconds per line while the pointer is held beyond the edge of the list. */
const CREEP_MS = 45;

/** What the mouse does in the lines: a press goes there, dragging marks cells, the handle fills, with Shift and Ctrl it extends and chooses. */
export function usePointer<Row>(options: Options<Row>) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const [filling, setFilling] = useState<Area | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  /** The cell under a point of the screen; beyond the edge of the list the next one in that direction. */
  const cellUnder = (clientX: number, clientY: number): Cell => {
    const { rows, columns, gridId, scroller, headPx, firstCell, cursor } = latest.current;
    const { positionPx } = rows.drawing();
    const { rowPx, viewPx } = rows.geometry;
    const y = Math.min(Math.max(clientY - scroller.current!.getBoundingClientRect().top - headPx, -1), viewPx + 1);
    const row = Math.min(Math.max(Math.floor((positionPx + y) / rowPx), 0), cursor.bounds.rows - 1);
    const boxes = columns.map((_, col) => document.getElementById(cellId(gridId, -1, col))?.getBoundingClientRect());
    const under = boxes.findIndex((box, col) => box !== undefined && col >= firstCell && clientX >= box.left && clientX < box.right);
    if (under >= 0) return { row, col: under };
    const outer = scroller.current!.getBoundingClientRect();
    return { row, col: (clientX < (outer.left + outer.right) / 2) === cursor.isRtl() ? columns.length - 1 : firstCell };
  };

  /** Follows the pointer until the button is let go; beyond an edge the list creeps on. */
  const follow = (onCell: (cell: Cell) => void, onEnd: () => void) => {
    stop.current?.();
    let [x, y] = [0, 0];
    let moved = false;
    const look = () => {
      if (!moved) return;
      const cell = cellUnder(x, y);
      latest.current.cursor.reveal(cell);
      onCell(cell);
    };
    const onMove = (event: globalThis.MouseEvent) => {
      [x, y, moved] = [event.clientX, event.clientY, true];
      look();
    };
    const creeping = setInterval(look, CREEP_MS);
    const end = () => {
      clearInterval(creeping);
      window.removeEventListener('mousemove', onMove);
      window.removeEventListener('mouseup', onUp);
      stop.current = null;
    };
    const onUp = () => {
      end();
      onEnd();
    };
    window.addEventListener('mousemove', onMove);
    window.addEventListener('mouseup', onUp);
    stop.current = end;
  };

  const markFrom = (anchor: Cell) => {
    let head = anchor;
    follow(
      (cell) => {
        if (cell.row === head.row && cell.col === head.col) return;
        head = cell;
        latest.current.range.mark(anchor, head);
      },
      () => {
        if (head !== anchor) latest.current.cursor.moveTo(head);
      },
    );
  };
  const fillFrom = (from: Area) => {
    let over: Area | null = null;
    follow(
      (cell) => {
        over = fillArea(from, cell.row);
        setFilling(over);
      },
      () => {
        setFilling(null);
        if (over !== null) latest.current.onFill(from, over);
      },
    );
  };

  return {
    /** The cells a fill would reach if the button were let go now. */
    filling,
    onMouseDown: (event: MouseEvent<HTMLDivElement>) => {
      const { rows, columns, idOf, cursor, lines, range, firstCell, isEditing, scroller } = options;
      const cell = cellOf(event);
      if (!cell || event.button !== 0 || isEditing) return;
      const row = rows.row(cell.row);
      if (row === undefined) return;
      const isCell = cell.col >= firstCell;
      // The text of a cell is not marked letter by letter; the focus that comes with a press is set by hand.
      if (isCell || event.shiftKey) {
        event.preventDefault();
        scroller.current?.focus({ preventScroll: true });
      }
      if ((event.target as Element).closest(`[${HANDLE}]`)) return fillFrom(range.areaOr(cell));
      const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
      if (event.shiftKey && isCell && !lines.isChoosing()) {
        range.mark(range.anchor ?? { row: Math.max(0, cursor.cell.row), col: Math.max(firstCell, cursor.cell.col) }, cell);
      } else if (event.shiftKey) void lines.extendTo(cell.row, cursor.cell.row);
      else if (!isPlain || columns[cell.col]?.id === SELECT_COLUMN) lines.toggleAt(idOf(row), cell.row);
      if (!event.shiftKey) range.letGo();
      cursor.moveTo(cell);
      if (!isPlain || !isCell) return;
      lines.rest();
      markFrom(cell);
    },
    cellOf,
  };
}

/** The cell an event happened in; null outside of the lines. */
function cellOf(event: MouseEvent): Cell | null {
  const cell = (event.target as Element).closest('[data-col]');
  const line = cell?.closest('[data-row]');
  return cell && line ? { row: Number(line.getAttribute('data-row')), col: Number(cell.getAttribute('data-col')) } : null;
}
