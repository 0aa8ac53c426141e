import { useState } from 'react';
import type { Cursor } from './use-cursor.ts';
import type { EditorProps, GridColumn } from './model.ts';

export type Editing = { readonly id: string; readonly columnId: string; readonly typed: string | null };

type Options<Row> = { columns: readonly GridColumn<Row>[]; idOf: (row: Row) => string; cursor: Cursor; focus: () => void };

/** The editor open over a cell, if one is, and where the keyboard goes when it closes. */
export function useEditing<Row>({ columns, idOf, cursor, focus }: Options<Row>) {
  const [editing, setEditing] = useState<Editing | null>(null);
  return {
    editing,
    /** Opens the editor of a cell. @returns false when this cell has none in this line */
    start: (row: Row, column: GridColumn<Row> | undefined, typed: string | null): boolean => {
      if (!column?.editor || !column.editable?.(row)) return false;
      setEditing({ id: idOf(row), columnId: column.id, typed });
      return true;
    },
    close: ((then) => {
      setEditing(null);
      focus();
      const { row, col: at } = cursor.cell;
      if (then === 'down' && row < cursor.bounds.rows - 1) cursor.moveTo({ row: row + 1, col: at });
      const by = then === 'next' ? 1 : then === 'back' ? -1 : 0;
      if (by === 0) return;
      for (let col = at + by; col >= 0 && col < columns.length; col += by) {
        if (!columns[col]!.editor || columns[col]!.explains) continue;
        cursor.moveTo({ row, col });
        return;
      }
    }) satisfies EditorProps<Row>['close'] as EditorProps<Row>['close'],
  };
}
