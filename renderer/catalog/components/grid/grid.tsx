import { useCallback, useId, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type ClipboardEvent, type ReactNode, type Ref } from 'react';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { VisuallyHidden } from '#renderer/ui/index.ts';
import { lineWidth, template, visibleColumns, widthOf, type ColumnChoice } from './columns.ts';
import { EditorLayer } from './editor-layer.tsx';
import { GridHead } from './grid-head.tsx';
import { cellId, GridRow, SELECT_COLUMN } from './grid-row.tsx';
import type { GridColumn, GridWords, Held, Marked, SheetActions } from './model.ts';
import { extentOfArea, marksOf, type Area } from './range.ts';
import type { Selection } from './selection.ts';
import { useCursor } from './use-cursor.ts';
import { useEditing } from './use-editing.ts';
import { useGridSize } from './use-grid-size.ts';
import { useKeys } from './use-keys.ts';
import { useLines } from './use-lines.ts';
import { usePointer } from './use-pointer.ts';
import { useRange } from './use-range.ts';
import styles from './grid.module.css';

/** What a page asks of its list from outside: to take the keyboard, to open a cell, and which cells are marked. */
export type GridHandle<Row> = { focus(): void; edit(columnId: string): void; marked(): Marked<Row> | null };

type Props<Row> = {
  handle?: Ref<GridHandle<Row>>;
  words: GridWords;
  window: RowWindow<Row>;
  columns: readonly GridColumn<Row>[];
  choice: ColumnChoice;
  /** `done` false while a column edge is being dragged. */
  onChoice: (choice: ColumnChoice, done: boolean) => void;
  idOf: (row: Row) => string;
  /** How a line is called when cells in it are read aloud. */
  nameOf?: (row: Row) => string;
  /** What is drawn for a line of the source: itself, or itself with an edit that is on its way. */
  over?: (row: Row) => Row;
  sort: { readonly by: string; readonly dir: 'asc' | 'desc' };
  onSort: (by: string) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** Ids of the lines from one index to another, both included. */
  idsBetween: (from: number, to: number) => Promise<readonly string[]>;
  onAll: () => void;
  /** The line the keyboard is in; follows arrows and clicks. */
  activeId: string | null;
  onActive: (id: string, index: number) => void;
  /** Enter on a cell that cannot be edited here, or a double click. */
  onOpen?: (row: Row) => void;
  /** Somebody began to type over a cell that cannot be edited in this line. */
  onBlocked?: (row: Row, column: GridColumn<Row>) => void;
  /** What becomes of marked cells; without it they can be marked only. */
  sheet?: SheetActions<Row>;
  held?: ReadonlyMap<string, ReadonlyMap<string, Held>>;
  /** Shown over the lines: empty, error. */
  children?: ReactNode;
};

/**
 * A long list as an ARIA grid: any number of lines, drawn one screenful at a time, never blank, worked by keyboard or mouse.
 *
 * A spacer as tall as all lines gives the browser's own scroll bar; a view of the height of the window sticks to its top
 * and holds only the visible lines. Scrolling moves the spacer at once; lines follow as soon as they are at hand.
 * Focus stays on the list itself (aria-activedescendant), so that it cannot scroll away.
 */
export function Grid<Row>(props: Props<Row>) {
  const { words, window: rows, columns: all, choice, onChoice, idOf, over, sort, onSort, selection, onSelection, idsBetween, onAll, activeId, onActive, onOpen, onBlocked, sheet, held, children } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const headGroup = useRef<HTMLDivElement>(null);
  const size = useGridSize(scroller, probe, headGroup);
  const drawing = useSyncExternalStore(rows.subscribe, rows.drawing);
  const [focused, setFocused] = useState(false);

  const columns = useMemo(() => visibleColumns(all, choice), [all, choice]);
  const pins = useMemo(
    () => columns.map((column, at) => (column.fixed ? columns.slice(0, at).reduce((sum, before) => sum + (before.fixed ? widthOf(before, choice) : 0), 0) : undefined)),
    [columns, choice],
  );
  const lineStyle = useMemo(() => ({ '--columns': template(columns, choice), minInlineSize: lineWidth(columns, choice) }) as React.CSSProperties, [columns, choice]);
  const firstCell = columns.findIndex(({ fixed }) => !fixed);

  useLayoutEffect(() => rows.resize(size.viewPx, size.rowPx), [rows, size.viewPx, size.rowPx]);
  // Another list starts at its top; a list that shrank pulls the bar back, one that grew above takes it along.
  useLayoutEffect(() => {
    if (scroller.current && Math.abs(scroller.current.scrollTop - rows.scrollPx) >= 1) scroller.current.scrollTop = rows.scrollPx;
  }, [rows, drawing.key, drawing.total, drawing.anchored, size.viewPx, size.rowPx]);

  const focus = () => scroller.current?.focus({ preventScroll: true });
  const cursor = useCursor({ rows, drawing, columns, choice, pins, gridId, scroller, idOf, activeId, onActive });
  const editor = useEditing({ columns, idOf, cursor, focus });
  const lines = useLines({ selection, onSelection, idsBetween });
  const range = useRange({ rows, idOf, total: drawing.total, listKey: `${drawing.key} ${columns.map(({ id }) => id).join()}` });
  /** What a command on cells is about: those marked, or the one under the keyboard. */
  const marked = (): Marked<Row> | null =>
    cursor.inHead || drawing.total === 0 || (range.area === null && cursor.cell.col < firstCell) ? null : { area: range.areaOr(cursor.cell), columns };
  const pointer = usePointer({
    rows, columns, gridId, scroller, headPx: size.headPx, idOf, cursor, lines, range, firstCell, isEditing: editor.editing !== null,
    onFill: (area, target) => sheet?.fill({ area, columns }, target),
  });
  const onKeyDown = useKeys({
    rows, columns, all, choice, onChoice, idOf, cursor, lines, range, firstCell, hasChosen: selection.chosen.size > 0, sheet, marked, onSort, onAll, onOpen, onBlocked, startEdit: editor.start,
  });

  useImperativeHandle(props.handle, () => ({
    focus,
    edit: (columnId) => {
      const row = rows.row(cursor.cell.row);
      const col = columns.findIndex(({ id }) => id === columnId);
      if (row === undefined || col < 0) return;
      cursor.put({ row: cursor.cell.row, col });
      if (!editor.start(row, columns[col], null)) onBlocked?.(row, columns[col]!);
    },
    marked,
  }));

  /** Copy, cut and paste arrive as events of the list, with the clipboard in hand: no permission is asked for. */
  const onClipboard = (what: 'copy' | 'cut' | 'paste') => (event: ClipboardEvent<HTMLDivElement>) => {
    const cells = event.target === scroller.current && editor.editing === null ? marked() : null;
    if (!sheet || !cells) return;
    event.preventDefault();
    sheet[what](cells, event.clipboardData);
  };

  const { span, positionPx } = drawing;
  const shown = over ? drawing.rows.map(over) : drawing.rows;
  const chosen = selection.chosen.size === 0 ? 'none' : selection.chosen.size >= drawing.total ? 'all' : 'some';
  const chooseAllOrNone = useCallback(() => (chosen === 'none' ? onAll() : onSelection({ chosen: new Set(), anchor: null, base: new Set() })), [chosen, onAll, onSelection]);
  const { editing } = editor;
  const { cell: at } = cursor;
  const cursorShown = cursor.inHead || (at.row >= span.first && at.row < span.end);
  const editedIndex = editing ? shown.findIndex((row) => idOf(row) === editing.id) : -1;
  const editedRow = editedIndex >= 0 ? shown[editedIndex] : undefined;
  const editedColumn = editing ? columns.findIndex(({ id }) => id === editing.columnId) : -1;
  const marks = useMarks(range.area);
  const fills = useMarks(pointer.filling);
  const handleArea = sheet && !cursor.inHead && at.col >= firstCell ? range.areaOr(at) : null;
  const canFill = handleArea !== null && columns.slice(handleArea.first, handleArea.last + 1).some(({ editor: has, explains }) => has && !explains);
  const label = (row: number, col: number): string => `${formatPlace(rows.row(row))} ${columns[col]!.title}`.trim();
  const formatPlace = (row: Row | undefined): string => (row === undefined ? '' : (props.nameOf?.(row) ?? ''));
  const { area } = range;

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        role="grid"
        aria-label={words.label}
        aria-rowcount={drawing.total + 1}
        aria-colcount={columns.length}
        aria-multiselectable
        aria-busy={drawing.first && drawing.waiting}
        aria-activedescendant={cursorShown && drawing.total > 0 ? cellId(gridId, cursor.inHead ? -1 : at.row, at.col) : undefined}
        tabIndex={0}
        className={styles.scroller}
        data-focused={focused || undefined}
        onScroll={(event) => rows.scrollTo(event.currentTarget.scrollTop)}
        onKeyDown={(event) => {
          if (editing === null && event.target === scroller.current && !event.nativeEvent.isComposing) onKeyDown(event);
        }}
        onMouseDown={pointer.onMouseDown}
        onDoubleClick={(event) => {
          const cell = pointer.cellOf(event);
          const row = cell === null ? undefined : rows.row(cell.row);
          if (cell === null || row === undefined || columns[cell.col]?.id === SELECT_COLUMN) return;
          if (!editor.start(row, columns[cell.col], null)) onOpen?.(row);
        }}
        onFocus={() => setFocused(true)}
        onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
        onCopy={onClipboard('copy')}
        onCut={onClipboard('cut')}
        onPaste={onClipboard('paste')}
      >
        <div role="presentation" className={styles.spacer} style={{ blockSize: rows.spacerPx + size.headPx, minInlineSize: lineStyle.minInlineSize }}>
          <div role="presentation" ref={view} className={styles.view} style={{ ...lineStyle, blockSize: size.viewPx + size.headPx }}>
            <div role="rowgroup" className={styles.headGroup} ref={headGroup}>
              <GridHead
                columns={columns} all={all} pins={pins} choice={choice} onChoice={onChoice} sort={sort} onSort={onSort} gridId={gridId}
                activeCol={cursor.inHead ? at.col : null} chosen={chosen} hint={words.resizeHint}
                onChoose={chooseAllOrNone}
              />
            </div>
            <div role="rowgroup" className={styles.body} style={{ transform: `translateY(${span.first * size.rowPx - positionPx}px)` }}>
              {shown.map((row, line) => {
                const index = span.first + line;
                const id = idOf(row);
                return (
                  <GridRow
                    key={slotOf(index - drawing.slotsFrom)}
                    row={row} index={index} columns={columns} pins={pins} gridId={gridId} marks={words.mark}
                    selected={selection.chosen.has(id)}
                    activeCol={!cursor.inHead && index === at.row ? at.col : null}
                    heldBy={held?.get(id)}
                    marked={marks(index)} filling={fills(index)}
                    handleCol={canFill && index === handleArea.bottom ? handleArea.last : null}
                  />
                );
              })}
            </div>
            {editing && editedRow !== undefined && editedColumn >= 0 && (
              <EditorLayer
                key={`${editing.id}/${editing.columnId}`}
                row={editedRow}
                column={columns[editedColumn]!}
                typed={editing.typed ?? held?.get(editing.id)?.get(editing.columnId)?.text ?? null}
                fault={held?.get(editing.id)?.get(editing.columnId)?.fault ?? null}
                anchorId={cellId(gridId, span.first + editedIndex, editedColumn)}
                view={view}
                moved={positionPx}
                onClose={editor.close}
              />
            )}
          </div>
        </div>
        <div ref={probe} className={styles.probe} aria-hidden />
      </div>
      <VisuallyHidden role="status">
        {area && words.marked({ lines: extentOfArea(area).rows, columns: extentOfArea(area).cols, from: label(area.top, area.first), to: label(area.bottom, area.last) })}
      </VisuallyHidden>
      {children}
      {drawing.waiting && !drawing.first && drawing.total > 0 && <Position text={words.position(Math.min(drawing.total, Math.round(rows.wishedPx / size.rowPx) + 1), drawing.total)} />}
    </div>
  );
}

const noMarks = () => null;
/** The marks of each line, the same objects as long as the same cells are marked. */
function useMarks(area: Area | null): ReturnType<typeof marksOf> {
  const { top = -1, bottom = -1, first = -1, last = -1 } = area ?? {};
  return useMemo(() => (top < 0 ? noMarks : marksOf({ top, bottom, first, last })), [top, bottom, first, last]);
}

/** Lines on screen are drawn into the same elements again and again; more slots than any screen has lines. */
const SLOTS = 512;
const slotOf = (at: number): number => ((at % SLOTS) + SLOTS) % SLOTS;

/** While lines are on their way: where the scroll bar stands. */
function Position({ text }: { text: string }) {
  return (
    <div className={`num ${styles.position}`} aria-hidden>
      {text}
    </div>
  );
}
