import { useLayoutEffect, useRef, type RefObject } from 'react';
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

/** Pixels a hint or a choice needs under its cell; with less it stands above. */
const ROOM_BELOW = 230;
/** And to the end of the line, before it hangs from its other edge. */
const ROOM_BESIDE = 310;

/** An editor laid exactly over its cell, above the lines so that hints and choices may hang out of it. */
export function EditorLayer<Row>({ row, column, typed, fault, anchorId, view, moved, onClose }: Props<Row>) {
  const layer = useRef<HTMLDivElement>(null);
  // Placed by hand before the page is painted: an editor follows its cell without drawing anything again.
  useLayoutEffect(() => {
    const cell = document.getElementById(anchorId);
    if (!cell || !view.current || !layer.current) return;
    const inner = cell.getBoundingClientRect();
    const outer = view.current.getBoundingClientRect();
    // Measured on the screen, so from the left in every language.
    Object.assign(layer.current.style, { top: `${inner.top - outer.top}px`, left: `${inner.left - outer.left}px`, width: `${inner.width}px`, height: `${inner.height}px` });
    layer.current.toggleAttribute('data-above', outer.bottom - inner.bottom < ROOM_BELOW);
    const rtl = getComputedStyle(view.current).direction === 'rtl';
    const frame = view.current.parentElement!.parentElement!.getBoundingClientRect();
    layer.current.toggleAttribute('data-flip', (rtl ? inner.right - frame.left : frame.right - inner.left) < ROOM_BESIDE);
  }, [anchorId, view, moved]);
  return (
    <div
      ref={layer}
      className={styles.editor}
      data-end={column.end || undefined}
      onMouseDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {column.editor!({ row, typed, fault, close: onClose })}
    </div>
  );
}
