import { useCallback, useId, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type ClipboardEvent, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from 'react';
import { lineWidth, template, visibleColumns, widthOf, type ColumnChoice } from './columns.ts';
import { EditorLayer } from './editor-layer.tsx';
import { GridHead, headKey } from './grid-head.tsx';
import { cellId, GridRow, SELECT_COLUMN } from './grid-row.tsx';
import { commandOf, type Cell } from './keyboard.ts';
import type { GridColumn, GridWords, Held } from './model.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { extend, rangeOf, toggle, type Selection } from './selection.ts';
import { useGridSize } from './use-grid-size.ts';
import { pageRows } from '#renderer/lib/rows/windowing.ts';
import styles from './grid.module.css';

export type GridHandle = { focus(): void; edit(columnId: string): void };

type Props<Row> = {
  handle?: Ref<GridHandle>;
  words: GridWords;
  window: RowWindow<Row>;
  columns: readonly GridColumn<Row>[];
  choice: ColumnChoice;
  /** `done` false while a column edge is being dragged. */
  onChoice: (choice: ColumnChoice, done: boolean) => void;
  idOf: (row: Row) => string;
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
  onCopy?: (event: ClipboardEvent, row: Row | undefined, column: GridColumn<Row> | undefined) => void;
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
  const { words, window: rows, columns: all, choice, onChoice, idOf, over, sort, onSort, selection, onSelection, idsBetween, onAll, activeId, onActive, onOpen, onBlocked, onCopy, held, children } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const headGroup = useRef<HTMLDivElement>(null);
  const size = useGridSize(scroller, probe, headGroup);
  const drawing = useSyncExternalStore(rows.subscribe, rows.drawing);
  const [active, setActive] = useState<Cell>({ row: 0, col: 0 });
  const [editing, setEditing] = useState<{ id: string; columnId: string; typed: string | null } | null>(null);
  const [focused, setFocused] = useState(false);
  const range = useRef(0);

  const columns = useMemo(() => visibleColumns(all, choice), [all, choice]);
  const pins = useMemo(
    () => columns.map((column, at) => (column.fixed ? columns.slice(0, at).reduce((sum, before) => sum + (before.fixed ? widthOf(before, choice) : 0), 0) : undefined)),
    [columns, choice],
  );
  const lineStyle = useMemo(() => ({ '--columns': template(columns, choice), minInlineSize: lineWidth(columns, choice) }) as React.CSSProperties, [columns, choice]);

  useLayoutEffect(() => rows.resize(size.viewPx, size.rowPx), [rows, size.viewPx, size.rowPx]);
  // Another list starts at its top; a list that shrank pulls the bar back, one that grew above takes it along.
  useLayoutEffect(() => {
    if (scroller.current && Math.abs(scroller.current.scrollTop - rows.scrollPx) >= 1) scroller.current.scrollTop = rows.scrollPx;
  }, [rows, drawing.key, drawing.total, drawing.anchored, size.viewPx, size.rowPx]);

  // The keyboard stays with its product when lines come and go above it.
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

  const bounds = { rows: drawing.total, cols: columns.length, pageRows: pageRows(rows.geometry) };
  const cursor: Cell = { row: Math.min(activeRow, drawing.total - 1), col: Math.min(active.col, columns.length - 1) };
  const isRtl = () => getComputedStyle(scroller.current!).direction === 'rtl';

  const scrollToCell = (cell: Cell) => {
    if (cell.row >= 0) {
      rows.show(cell.row);
      if (scroller.current) scroller.current.scrollTop = rows.scrollPx;
    }
    // Sideways by the head, which is always there; pinned columns cover the start.
    const head = document.getElementById(cellId(gridId, -1, cell.col));
    const frame = scroller.current;
    if (!head || !frame || pins[cell.col] !== undefined) return;
    const box = head.getBoundingClientRect();
    const outer = frame.getBoundingClientRect();
    const pinnedPx = columns.reduce((sum, column, at) => sum + (pins[at] === undefined ? 0 : widthOf(column, choice)), 0);
    const rtl = isRtl();
    const left = outer.left + (rtl ? 0 : pinnedPx);
    const right = outer.left + frame.clientWidth - (rtl ? pinnedPx : 0);
    if (box.left < left) frame.scrollLeft -= left - box.left;
    else if (box.right > right) frame.scrollLeft += box.right - right;
  };

  const moveTo = (cell: Cell) => {
    setActive(cell);
    scrollToCell(cell);
    const row = cell.row >= 0 ? rows.row(cell.row) : undefined;
    if (row !== undefined) onActive(idOf(row), cell.row);
  };
  const arriving = useRef<number | null>(null);
  // A jump may land where nothing is loaded yet: who is there is told when it arrives.
  useLayoutEffect(() => {
    if (arriving.current === null) return;
    const row = rows.row(arriving.current);
    if (row === undefined) return;
    onActive(idOf(row), arriving.current);
    arriving.current = null;
  }, [drawing, rows, idOf, onActive]);

  const selectTo = async (index: number) => {
    const anchor = selection.anchor ?? cursor.row;
    const ticket = ++range.current;
    const { from, to } = rangeOf(anchor, index);
    const ids = await idsBetween(from, to);
    if (ticket === range.current) onSelection(extend(selection.anchor === null ? { ...selection, base: selection.chosen } : selection, ids, anchor));
  };

  const startEdit = useCallback(
    (row: Row, column: GridColumn<Row> | undefined, typed: string | null): boolean => {
      if (!column?.editor || !column.editable?.(row)) return false;
      setEditing({ id: idOf(row), columnId: column.id, typed });
      return true;
    },
    [idOf],
  );
  const closeEdit = (then: 'down' | 'next' | 'back' | 'stay') => {
    setEditing(null);
    scroller.current?.focus({ preventScroll: true });
    if (then === 'down' && cursor.row < drawing.total - 1) moveTo({ row: cursor.row + 1, col: cursor.col });
    const by = then === 'next' ? 1 : then === 'back' ? -1 : 0;
    if (by === 0) return;
    for (let col = cursor.col + by; col >= 0 && col < columns.length; col += by) {
      if (!columns[col]!.editor || columns[col]!.explains) continue;
      moveTo({ row: cursor.row, col });
      return;
    }
  };

  useImperativeHandle(props.handle, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    edit: (columnId) => {
      const row = rows.row(cursor.row);
      const col = columns.findIndex(({ id }) => id === columnId);
      if (row === undefined || col < 0) return;
      setActive({ row: cursor.row, col });
      if (!startEdit(row, columns[col], null)) onBlocked?.(row, columns[col]!);
    },
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (editing || event.target !== scroller.current || event.nativeEvent.isComposing) return;
    const rtl = isRtl();
    const column = columns[cursor.col];
    if (active.row === -1 && column) {
      if ((event.key === 'Enter' || event.key === ' ') && !event.ctrlKey) {
        event.preventDefault();
        if (column.id === SELECT_COLUMN) onAll();
        else if (column.sortBy !== undefined) onSort(column.sortBy);
        return;
      }
      const arranged = headKey(event, column, all, choice, rtl);
      if (arranged) {
        event.preventDefault();
        onChoice(arranged, true);
        setActive({ row: -1, col: Math.max(0, visibleColumns(all, arranged).findIndex(({ id }) => id === column.id)) });
        return;
      }
    }
    const command = commandOf({ key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey }, active.row === -1 ? { row: -1, col: cursor.col } : cursor, bounds, rtl);
    if (!command) return;
    const row = cursor.row >= 0 ? rows.row(cursor.row) : undefined;
    switch (command.do) {
      case 'move':
        event.preventDefault();
        if (command.extend) void selectTo(command.to.row);
        moveTo(command.to);
        arriving.current = command.to.row >= 0 && rows.row(command.to.row) === undefined ? command.to.row : null;
        return;
      case 'edit':
        if (row === undefined || active.row === -1) return;
        if (startEdit(row, column, command.typed)) event.preventDefault();
        else if (command.typed === null) {
          event.preventDefault();
          onOpen?.(row);
        } else if (column?.editor) {
          event.preventDefault();
          onBlocked?.(row, column);
        }
        return;
      case 'toggle':
        event.preventDefault();
        if (row !== undefined) onSelection(toggle(selection, idOf(row), cursor.row));
        return;
      case 'all':
        event.preventDefault();
        onAll();
        return;
      case 'clear':
        // Left to whoever is around the list when there is nothing to let go of.
        if (selection.chosen.size === 0) return;
        event.preventDefault();
        onSelection({ chosen: new Set(), anchor: null, base: new Set() });
        return;
      case 'copy':
        return;
    }
  };

  const cellAt = (event: MouseEvent): Cell | null => {
    const cell = (event.target as Element).closest('[data-col]');
    const line = cell?.closest('[data-row]');
    return cell && line ? { row: Number(line.getAttribute('data-row')), col: Number(cell.getAttribute('data-col')) } : null;
  };
  const onMouseDown = (event: MouseEvent<HTMLDivElement>) => {
    const cell = cellAt(event);
    if (!cell || event.button !== 0 || editing) return;
    const row = rows.row(cell.row);
    if (row === undefined) return;
    if (event.shiftKey) {
      event.preventDefault();
      scroller.current?.focus({ preventScroll: true });
      void selectTo(cell.row);
    } else if (event.ctrlKey || event.metaKey || columns[cell.col]?.id === SELECT_COLUMN) onSelection(toggle(selection, idOf(row), cell.row));
    moveTo(cell);
  };
  const onDoubleClick = (event: MouseEvent<HTMLDivElement>) => {
    const cell = cellAt(event);
    const row = cell && rows.row(cell.row);
    if (!cell || row === null || row === undefined || columns[cell.col]?.id === SELECT_COLUMN) return;
    if (!startEdit(row, columns[cell.col], null)) onOpen?.(row);
  };

  const { span, positionPx } = drawing;
  const shown = over ? drawing.rows.map(over) : drawing.rows;
  const chosen = selection.chosen.size === 0 ? 'none' : selection.chosen.size >= drawing.total ? 'all' : 'some';
  const chooseAllOrNone = useCallback(() => (chosen === 'none' ? onAll() : onSelection({ chosen: new Set(), anchor: null, base: new Set() })), [chosen, onAll, onSelection]);
  const cursorShown = cursor.row === -1 || active.row === -1 || (cursor.row >= span.first && cursor.row < span.end);
  const editedIndex = editing ? shown.findIndex((row) => idOf(row) === editing.id) : -1;
  const editedRow = editedIndex >= 0 ? shown[editedIndex] : undefined;
  const editedColumn = editing ? columns.findIndex(({ id }) => id === editing.columnId) : -1;

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
        aria-activedescendant={cursorShown && drawing.total > 0 ? cellId(gridId, active.row === -1 ? -1 : cursor.row, cursor.col) : undefined}
        tabIndex={0}
        className={styles.scroller}
        data-focused={focused || undefined}
        onScroll={(event) => rows.scrollTo(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
        onMouseDown={onMouseDown}
        onDoubleClick={onDoubleClick}
        onFocus={() => setFocused(true)}
        onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
        onCopy={(event) => {
          if (event.target === scroller.current) onCopy?.(event, cursor.row >= 0 ? rows.row(cursor.row) : undefined, columns[cursor.col]);
        }}
      >
        <div role="presentation" className={styles.spacer} style={{ blockSize: rows.spacerPx + size.headPx, minInlineSize: lineStyle.minInlineSize }}>
          <div role="presentation" ref={view} className={styles.view} style={{ ...lineStyle, blockSize: size.viewPx + size.headPx }}>
            <div role="rowgroup" className={styles.headGroup} ref={headGroup}>
              <GridHead
                columns={columns} all={all} pins={pins} choice={choice} onChoice={onChoice} sort={sort} onSort={onSort} gridId={gridId}
                activeCol={active.row === -1 ? cursor.col : null} chosen={chosen} hint={words.resizeHint}
                onChoose={chooseAllOrNone}
              />
            </div>
            <div role="rowgroup" className={styles.body} style={{ transform: `translateY(${span.first * size.rowPx - positionPx}px)` }}>
              {shown.map((row, at) => {
                const index = span.first + at;
                const id = idOf(row);
                return (
                  <GridRow
                    key={slotOf(index - drawing.slotsFrom)}
                    row={row} index={index} columns={columns} pins={pins} gridId={gridId} marks={words.mark}
                    selected={selection.chosen.has(id)}
                    activeCol={active.row !== -1 && index === cursor.row ? cursor.col : null}
                    heldBy={held?.get(id)}
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
                onClose={closeEdit}
              />
            )}
          </div>
        </div>
        <div ref={probe} className={styles.probe} aria-hidden />
      </div>
      {children}
      {drawing.waiting && !drawing.first && drawing.total > 0 && <Position text={words.position(Math.min(drawing.total, Math.round(rows.wishedPx / size.rowPx) + 1), drawing.total)} />}
    </div>
  );
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
