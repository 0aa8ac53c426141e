import { useLayoutEffect, useState, type RefObject } from 'react';
import type { EditorProps, GridColumn } from './model.ts';
import styles from './grid.module.css';

type Props<Row> = {
  row: Row;
  column: GridColumn<Row>;
  typed: string | null;
  fault: string | null;
  /** The cell being edited. */
  anchorId: string;
  view: RefObject<HTMLElement | null>;
  /** Changes whenever the cell may have moved. */
  moved: number;
  onClose: EditorProps<Row>['close'];
};

/** An editor laid exactly over its cell, above the lines so that hints and choices may hang out of it. */
export function EditorLayer<Row>({ row, column, typed, fault, anchorId, view, moved, onClose }: Props<Row>) {
  const [box, setBox] = useState<{ top: number; left: number; width: number; height: number; below: number } | null>(null);
  useLayoutEffect(() => {
    const cell = document.getElementById(anchorId);
    if (!cell || !view.current) return;
    const inner = cell.getBoundingClientRect();
    const outer = view.current.getBoundingClientRect();
    setBox({ top: inner.top - outer.top, left: inner.left - outer.left, width: inner.width, height: inner.height, below: outer.bottom - inner.bottom });
  }, [anchorId, view, moved]);
  if (!box) return null;
  return (
    <div
      className={styles.editor}
      data-above={box.below < 190 || undefined}
      data-end={column.end || undefined}
      // Measured on the screen, so from the left in every language.
      style={{ top: box.top, left: box.left, width: box.width, height: box.height }}
      onMouseDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {column.editor!({ row, typed, fault, close: onClose })}
    </div>
  );
}
