import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react';
import { memo, useRef, useState, type PointerEvent } from 'react';
import { Icon } from '#renderer/ui/index.ts';
import { moveColumn, resize, visibleColumns, widthOf, type ColumnChoice } from './columns.ts';
import { cellId, SELECT_COLUMN } from './grid-row.tsx';
import type { GridColumn } from './model.ts';
import styles from './grid.module.css';

type Props<Row> = {
  columns: readonly GridColumn<Row>[];
  all: readonly GridColumn<Row>[];
  pins: readonly (number | undefined)[];
  choice: ColumnChoice;
  onChoice: (choice: ColumnChoice, done: boolean) => void;
  sort: { readonly by: string; readonly dir: 'asc' | 'desc' };
  onSort: (by: string) => void;
  gridId: string;
  activeCol: number | null;
  /** All, some or none of the lines are chosen. */
  chosen: 'all' | 'some' | 'none';
  onChoose: () => void;
  hint: string;
};

/** The heads of the columns: press to sort, drag to move, drag the edge to resize; the keyboard does all three. */
function GridHeadOf<Row>({ columns, all, pins, choice, onChoice, sort, onSort, gridId, activeCol, chosen, onChoose, hint }: Props<Row>) {
  const line = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ id: string; startX: number; to: number | null } | null>(null);
  const [sizing, setSizing] = useState<{ id: string; startX: number; startPx: number } | null>(null);
  const rtl = () => getComputedStyle(line.current!).direction === 'rtl';

  /** The column under the pointer, as its place among the visible ones. */
  const placeAt = (clientX: number): number => {
    const cells = [...line.current!.children].slice(0, columns.length);
    const at = cells.findIndex((cell) => {
      const box = cell.getBoundingClientRect();
      return clientX >= box.left && clientX < box.right;
    });
    return at < 0 ? columns.length - 1 : at;
  };

  const sizeProps = (column: GridColumn<Row>) => ({
    onPointerDown: (event: PointerEvent<HTMLSpanElement>) => {
      event.stopPropagation();
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setSizing({ id: column.id, startX: event.clientX, startPx: event.currentTarget.parentElement!.getBoundingClientRect().width });
    },
    onPointerMove: (event: PointerEvent<HTMLSpanElement>) => {
      if (sizing?.id !== column.id) return;
      const by = (event.clientX - sizing.startX) * (rtl() ? -1 : 1);
      onChoice(resize(column, choice, sizing.startPx + by), false);
    },
    onPointerUp: () => {
      if (sizing) onChoice(choice, true);
      setSizing(null);
    },
    onPointerCancel: () => setSizing(null),
    onDoubleClick: () => {
      const { [column.id]: _dropped, ...widths } = choice.widths;
      onChoice({ ...choice, widths }, true);
    },
  });

  const moveProps = (column: GridColumn<Row>) =>
    column.fixed
      ? {}
      : {
          onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
            if (event.button === 0) setDrag({ id: column.id, startX: event.clientX, to: null });
          },
          onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
            if (drag?.id !== column.id || (drag.to === null && Math.abs(event.clientX - drag.startX) < 8)) return;
            if (drag.to === null) event.currentTarget.setPointerCapture(event.pointerId);
            setDrag({ ...drag, to: placeAt(event.clientX) });
          },
          onPointerUp: () => {
            if (drag?.to != null) {
              const from = visibleColumns(all, choice).findIndex(({ id }) => id === drag.id);
              onChoice(moveColumn(all, choice, drag.id, drag.to - from), true);
            } else if (drag && column.sortBy !== undefined) onSort(column.sortBy);
            setDrag(null);
          },
          onPointerCancel: () => setDrag(null),
        };

  return (
    <div role="row" aria-rowindex={1} className={styles.head} ref={line} data-sizing={sizing !== null || undefined}>
      {columns.map((column, col) => {
        const sorted = column.sortBy !== undefined && column.sortBy === sort.by;
        const pin = pins[col];
        const from = drag ? columns.findIndex(({ id }) => id === drag.id) : -1;
        return (
          <div
            key={column.id}
            id={cellId(gridId, -1, col)}
            role="columnheader"
            aria-colindex={col + 1}
            aria-sort={sorted ? (sort.dir === 'asc' ? 'ascending' : 'descending') : column.sortBy === undefined ? undefined : 'none'}
            aria-label={column.title}
            aria-description={column.fixed ? undefined : hint}
            data-col={col}
            data-end={column.end || undefined}
            data-sortable={column.sortBy !== undefined || undefined}
            data-cursor={activeCol === col || undefined}
            data-pinned={pin !== undefined || undefined}
            data-dragged={drag?.to != null && drag.id === column.id ? true : undefined}
            data-drop={drag?.to === col && drag.id !== column.id ? (col > from ? 'after' : 'before') : undefined}
            className={styles.th}
            style={pin === undefined ? undefined : { insetInlineStart: pin }}
            {...moveProps(column)}
            {...(column.id === SELECT_COLUMN ? { onClick: onChoose } : {})}
          >
            {column.id === SELECT_COLUMN ? (
              <span className={styles.box} data-on={chosen !== 'none' || undefined} aria-hidden>
                {chosen !== 'none' && <Icon icon={chosen === 'all' ? Check : Minus} size={12} />}
              </span>
            ) : (
              <>
                <span className={styles.thWord}>{column.head ?? column.title}</span>
                {sorted && <Icon icon={sort.dir === 'asc' ? ArrowUp : ArrowDown} size={12} className={styles.sortSign} />}
              </>
            )}
            {!column.fixed && <span className={styles.edge} {...sizeProps(column)} data-on={sizing?.id === column.id || undefined} aria-hidden />}
          </div>
        );
      })}
    </div>
  );
}

// memo loses the type parameter; the component is the same function.
export const GridHead = memo(GridHeadOf) as typeof GridHeadOf;

/** One step of the keyboard in a head: wider, narrower, one place on. Answers the new arrangement, or null when the key is not ours. */
export function headKey<Row>(
  key: { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean },
  column: GridColumn<Row>,
  all: readonly GridColumn<Row>[],
  choice: ColumnChoice,
  rtl: boolean,
): ColumnChoice | null {
  if (column.fixed || !key.shiftKey || (key.key !== 'ArrowLeft' && key.key !== 'ArrowRight')) return null;
  const forward = (key.key === 'ArrowRight') !== rtl;
  if (key.ctrlKey || key.metaKey) return moveColumn(all, choice, column.id, forward ? 1 : -1);
  return resize(column, choice, widthOf(column, choice) + (forward ? 12 : -12));
}
