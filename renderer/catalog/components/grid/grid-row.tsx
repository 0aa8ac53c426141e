import { memo } from 'react';
import { Check } from 'lucide-react';
import { Icon } from '#renderer/ui/index.ts';
import type { GridColumn, Held, Mark } from './model.ts';
import { edgesOf, type RowMarks } from './range.ts';
import styles from './grid.module.css';

export type GridRowProps<Row> = {
  row: Row;
  index: number;
  columns: readonly GridColumn<Row>[];
  /** Where each pinned column stands, from the start of the line; absent: it scrolls. */
  pins: readonly (number | undefined)[];
  gridId: string;
  selected: boolean;
  /** Column the keyboard is in, when it is in this line. */
  activeCol: number | null;
  /** Whether the keyboard is in the list at all. */
  heldBy: ReadonlyMap<string, Held> | undefined;
  marks: Readonly<Record<Mark, string>>;
  /** The part of this line that is marked, and that a fill would reach. */
  marked: RowMarks | null;
  filling: RowMarks | null;
  /** The column whose cell has the handle to fill by. */
  handleCol: number | null;
};

export const cellId = (gridId: string, row: number, col: number): string => `${gridId}-r${row}-c${col}`;
export const SELECT_COLUMN = 'select';
/** The attribute the mouse knows the fill handle by. */
export const HANDLE = 'data-handle';

/** One line. Drawn again only when its data, choice or keyboard position change: scrolling past it costs nothing. */
function GridRowOf<Row>({ row, index, columns, pins, gridId, selected, activeCol, heldBy, marks, marked, filling, handleCol }: GridRowProps<Row>) {
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={selected} data-row={index} className={styles.row} data-selected={selected || undefined} data-active={activeCol !== null || undefined}>
      {columns.map((column, col) => {
        const held = heldBy?.get(column.id);
        const mark = held ? 'rejected' : column.mark?.(row);
        const pin = pins[col];
        const isMarked = marked !== null && col >= marked.first && col <= marked.last;
        const isFilled = filling !== null && col >= filling.first && col <= filling.last;
        return (
          <div
            key={column.id}
            // Only the cell pointed at needs a name; writing one into every cell of every line would be half the cost of scrolling.
            id={activeCol === col ? cellId(gridId, index, col) : undefined}
            role={column.names ? 'rowheader' : 'gridcell'}
            aria-colindex={col + 1}
            aria-readonly={column.editor && (column.explains || !column.editable?.(row)) ? true : undefined}
            aria-invalid={held ? true : undefined}
            aria-selected={isMarked || undefined}
            data-col={col}
            data-mark={mark}
            data-end={column.end || undefined}
            data-cursor={activeCol === col || undefined}
            data-pinned={pin !== undefined || undefined}
            data-marked={isMarked ? edgesOf(marked, col) : undefined}
            data-filled={isFilled ? edgesOf(filling, col) : undefined}
            className={styles.cell}
            style={pin === undefined ? undefined : { insetInlineStart: pin }}
          >
            {column.id === SELECT_COLUMN ? (
              <span className={styles.box} data-on={selected || undefined} aria-hidden>
                {selected && <Icon icon={Check} size={12} />}
              </span>
            ) : held ? (
              <span className={styles.heldText}>{held.text}</span>
            ) : (
              column.cell(row)
            )}
            {mark && <span className={styles.said}>{held ? `${marks.rejected}. ${held.fault}` : marks[mark]}</span>}
            {handleCol === col && <span className={styles.handle} {...{ [HANDLE]: '' }} aria-hidden />}
          </div>
        );
      })}
    </div>
  );
}

// memo loses the type parameter; the component is the same function.
export const GridRow = memo(GridRowOf) as typeof GridRowOf;
