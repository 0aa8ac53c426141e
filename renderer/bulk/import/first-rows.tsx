import { memo, useLayoutEffect, useRef, useState } from 'react';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { columnLetters } from '#shared/bulk/reading/detect-header.ts';
import styles from './first-rows.module.css';

/** Sizes of a cell in CSS pixels: alike everywhere, so that only what is in view needs to be there. */
const ROW_PX = 26;
const COLUMN_PX = 168;
const NUMBER_PX = 52;
/** So many rows and columns more than fit, on each side. */
const SPARE = 4;

type Props = {
  label: string;
  /** The heading of the column of line numbers. */
  lineLabel: string;
  rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** The place of the header among these rows; null: there is none. */
  headerAt: number | null;
  columns: number;
  /** The column somebody is looking at in the list of columns. */
  lookedAt: number | null;
};
type View = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** The first rows of a file as they were read, line by line: only the cells in view are drawn, however wide the file is. */
export const FirstRows = memo(function FirstRows({ label, lineLabel, rows, headerAt, columns, lookedAt }: Props) {
  const locale = useLocale();
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ x: 0, y: 0, width: 900, height: 500 });
  const look = () => {
    const box = scroller.current!;
    // Right to left the way along is counted below zero.
    setView({ x: Math.abs(box.scrollLeft), y: box.scrollTop, width: box.clientWidth, height: box.clientHeight });
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const box = scroller.current!;
    if (lookedAt === null) return;
    const [from, room] = [lookedAt * COLUMN_PX, box.clientWidth - NUMBER_PX];
    const x = Math.abs(box.scrollLeft);
    if (from < x || from + COLUMN_PX > x + room) box.scrollLeft = (getComputedStyle(box).direction === 'rtl' ? -1 : 1) * Math.max(0, from - (room - COLUMN_PX) / 2);
  }, [lookedAt]);

  const firstRow = Math.max(0, Math.floor(view.y / ROW_PX) - SPARE);
  const endRow = Math.min(rows.length, Math.ceil((view.y + view.height) / ROW_PX) + SPARE);
  const firstColumn = Math.max(0, Math.floor(view.x / COLUMN_PX) - SPARE);
  const endColumn = Math.min(columns, Math.ceil((view.x + view.width) / COLUMN_PX) + SPARE);
  const shown = Array.from({ length: Math.max(0, endColumn - firstColumn) }, (_, at) => firstColumn + at);
  const at = (column: number) => ({ insetInlineStart: NUMBER_PX + column * COLUMN_PX, inlineSize: COLUMN_PX });
  return (
    <div ref={scroller} className={styles.scroller} onScroll={look} role="table" aria-label={label} aria-rowcount={rows.length + 1} aria-colcount={columns + 1} tabIndex={0}>
      <div role="rowgroup" className={styles.head} style={{ inlineSize: NUMBER_PX + columns * COLUMN_PX }}>
        <div role="row" aria-rowindex={1} className={styles.row} style={{ blockSize: ROW_PX }}>
          <span role="columnheader" aria-colindex={1} className={styles.number} style={{ inlineSize: NUMBER_PX }}>{lineLabel}</span>
          {shown.map((column) => (
            <span key={column} role="columnheader" aria-colindex={column + 2} className={styles.letter} style={at(column)} data-looked={column === lookedAt || undefined}>{columnLetters(column)}</span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ blockSize: rows.length * ROW_PX, inlineSize: NUMBER_PX + columns * COLUMN_PX }}>
        {rows.slice(firstRow, endRow).map(({ line, cells }, place) => {
          const index = firstRow + place;
          const isHeader = index === headerAt;
          return (
            <div
              key={index} role="row" aria-rowindex={index + 2} className={styles.row} style={{ insetBlockStart: index * ROW_PX, blockSize: ROW_PX }}
              data-header={isHeader || undefined} data-above={(headerAt !== null && index < headerAt) || undefined}
            >
              <span role="rowheader" aria-colindex={1} className={`num ${styles.number}`} style={{ inlineSize: NUMBER_PX }}>{formatNumber(line, locale)}</span>
              {shown.map((column) => (
                <span key={column} role="cell" aria-colindex={column + 2} className={styles.cell} style={at(column)} data-looked={column === lookedAt || undefined}><bdi>{cells[column]}</bdi></span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
});
