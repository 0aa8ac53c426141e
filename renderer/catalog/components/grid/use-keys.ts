import { useRef, type KeyboardEvent } from 'react';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { visibleColumns, type ColumnChoice } from './columns.ts';
import { headKey } from './grid-head.tsx';
import { SELECT_COLUMN } from './grid-row.tsx';
import { commandOf, strokeOf, type Cell } from './keyboard.ts';
import type { GridColumn, Marked, SheetActions } from './model.ts';
import type { Cursor } from './use-cursor.ts';
import type { Lines } from './use-lines.ts';
import type { MarkedRange } from './use-range.ts';

type Options<Row> = {
  rows: RowWindow<Row>;
  columns: readonly GridColumn<Row>[];
  all: readonly GridColumn<Row>[];
  choice: ColumnChoice;
  onChoice: (choice: ColumnChoice, done: boolean) => void;
  idOf: (row: Row) => string;
  cursor: Cursor;
  lines: Lines;
  range: MarkedRange;
  firstCell: number;
  hasChosen: boolean;
  sheet: SheetActions<Row> | undefined;
  marked: () => Marked<Row> | null;
  onSort: (by: string) => void;
  onAll: () => void;
  onOpen: ((row: Row) => void) | undefined;
  onBlocked: ((row: Row, column: GridColumn<Row>) => void) | undefined;
  startEdit: (row: Row, column: GridColumn<Row> | undefined, typed: string | null) => boolean;
};

/** What the keyboard does in the list and in its heads. */
export function useKeys<Row>(options: Options<Row>): (event: KeyboardEvent<HTMLDivElement>) => void {
  const { rows, columns, all, choice, onChoice, idOf, cursor, lines, range, firstCell, hasChosen, sheet, marked, onSort, onAll, onOpen, onBlocked, startEdit } = options;
  /** The cell that last took no typing. */
  const refused = useRef<Cell | null>(null);

  /** A key on a head: sort, make wider, move. @returns whether it was one */
  const inHead = (event: KeyboardEvent, column: GridColumn<Row>): boolean => {
    if ((event.key === 'Enter' || event.key === ' ') && !event.ctrlKey) {
      if (column.id === SELECT_COLUMN) onAll();
      else if (column.sortBy !== undefined) onSort(column.sortBy);
      return true;
    }
    const arranged = headKey(event, column, all, choice, cursor.isRtl());
    if (!arranged) return false;
    onChoice(arranged, true);
    cursor.put({ row: -1, col: Math.max(0, visibleColumns(all, arranged).findIndex(({ id }) => id === column.id)) });
    return true;
  };

  /** With Shift: chooses lines where lines are being chosen, else marks cells. */
  const extendTo = (to: Cell) => {
    if (lines.isChoosing() || cursor.cell.col < firstCell) {
      range.letGo();
      void lines.extendTo(to.row, cursor.cell.row);
      return cursor.moveTo({ row: to.row, col: cursor.cell.col });
    }
    const head = { row: to.row, col: Math.max(firstCell, to.col) };
    range.mark(range.anchor ?? cursor.cell, head);
    cursor.moveTo(head);
  };

  return (event) => {
    const column = columns[cursor.cell.col];
    if (cursor.inHead && column && inHead(event, column)) return event.preventDefault();
    const command = commandOf(strokeOf(event), cursor.inHead ? { row: -1, col: cursor.cell.col } : cursor.cell, cursor.bounds, cursor.isRtl());
    if (!command || command.do === 'copy') return;
    const row = cursor.cell.row >= 0 && !cursor.inHead ? rows.row(cursor.cell.row) : undefined;
    switch (command.do) {
      case 'move':
        event.preventDefault();
        if (command.extend && !cursor.inHead) return extendTo(command.to);
        refused.current = null;
        lines.rest();
        range.letGo();
        return cursor.moveTo(command.to);
      case 'edit':
        if (row === undefined) return;
        if (startEdit(row, column, command.typed)) return event.preventDefault();
        if (command.typed === null) {
          event.preventDefault();
          const wasTyped = event.key === 'Enter' && refused.current?.row === cursor.cell.row && refused.current.col === cursor.cell.col;
          refused.current = null;
          // Somebody types figures down a column: the Enter after one that this line does not take leads on, never to another page.
          if (!wasTyped) onOpen?.(row);
          else if (cursor.cell.row < cursor.bounds.rows - 1) cursor.moveTo({ row: cursor.cell.row + 1, col: cursor.cell.col });
        } else if (column?.editor) {
          event.preventDefault();
          refused.current = cursor.cell;
          onBlocked?.(row, column);
        }
        return;
      case 'toggle':
        event.preventDefault();
        range.letGo();
        if (row !== undefined) lines.toggleAt(idOf(row), cursor.cell.row);
        return;
      case 'all':
        event.preventDefault();
        return onAll();
      case 'fill':
      case 'empty': {
        const cells = marked();
        if (!sheet || !cells) return;
        event.preventDefault();
        return command.do === 'fill' ? sheet.fill(cells, null) : sheet.empty(cells);
      }
      case 'redo':
        if (!sheet) return;
        event.preventDefault();
        return sheet.redo();
      case 'clear':
        // Left to whoever is around the list when there is nothing to let go of.
        if (range.area === null && !hasChosen) return;
        event.preventDefault();
        return range.area === null ? lines.letGo() : range.letGo();
    }
  };
}
