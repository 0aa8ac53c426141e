import { useEffect, useId, useLayoutEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import styles from './pick-list.module.css';

type Props<T> = {
  label: string;
  /** The lines, however many: only those in view are here. */
  rows: RowWindow<T>;
  idOf: (item: T) => string;
  /** The chosen line by its place in the list. */
  selected: number;
  onSelect: (index: number) => void;
  children: (item: T) => ReactNode;
};

/** Height of a line, CSS pixels; two lines of text. */
const LINE_PX = 54;

/** A list beside its detail, as long as it likes: one line is always the chosen one; arrows, Page, Home and End move it. */
export function PickList<T>({ label, rows, idOf, selected, onSelect, children }: Props<T>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const [viewPx, setViewPx] = useState(0);
  const drawing = useSyncExternalStore(rows.subscribe, rows.drawing);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () => setViewPx(element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => rows.resize(viewPx, LINE_PX), [rows, viewPx]);
  useEffect(() => {
    if (viewPx === 0) return;
    rows.show(selected);
    if (list.current) list.current.scrollTop = rows.scrollPx;
  }, [rows, selected, viewPx, drawing.key]);
  const onKeyDown = (event: KeyboardEvent) => {
    const last = drawing.total - 1;
    const page = Math.max(1, Math.floor(viewPx / LINE_PX) - 1);
    const next = { ArrowDown: selected + 1, ArrowUp: selected - 1, PageDown: selected + page, PageUp: selected - page, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(Math.max(0, Math.min(last, next)));
  };
  const { span, positionPx } = drawing;
  const isShown = selected >= span.first && selected < span.end;
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={label}
      aria-busy={drawing.first && drawing.waiting}
      tabIndex={0}
      className={styles.list}
      onKeyDown={onKeyDown}
      onScroll={(event) => rows.scrollTo(event.currentTarget.scrollTop)}
      aria-activedescendant={isShown ? `${base}-${selected}` : undefined}
    >
      <div role="presentation" className={styles.spacer} style={{ blockSize: rows.spacerPx }}>
        <div role="presentation" className={styles.view} style={{ blockSize: viewPx }}>
          {drawing.rows.map((item, at) => {
            const index = span.first + at;
            return (
              <div
                key={idOf(item)}
                id={`${base}-${index}`}
                role="option"
                aria-selected={index === selected}
                aria-posinset={index + 1}
                aria-setsize={drawing.total}
                className={styles.item}
                style={{ insetBlockStart: index * LINE_PX - positionPx, blockSize: LINE_PX }}
                onClick={() => onSelect(index)}
              >
                {children(item)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
