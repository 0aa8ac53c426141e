import { useEffect, useRef, useState, type ReactNode } from 'react';

/** Rows that come and go together. */
const CHUNK = 16;
/** How far outside the view rows are made, in CSS pixels: half a screen of scrolling is there before it is seen. */
const MARGIN_PX = 500;
/** Until a chunk was drawn once. */
const ROW_PX = 37;

type Props<T> = { items: readonly T[]; keyOf: (item: T) => string; columns: number; /** Place of the row a link leads to, drawn wherever it is; -1 for none. */ reveal: number; children: (item: T, at: number) => ReactNode };

/**
 * The rows of a table of which only those near the view are drawn; the others leave their height. A row may be of any height, and one
 * that is worked in stays. Each group of rows is a `tbody`.
 */
export function WindowedRows<T>({ items, keyOf, columns, reveal, children }: Props<T>) {
  const chunks = Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK));
  return chunks.map((chunk, at) => (
    <Chunk key={keyOf(chunk[0]!)} rows={chunk.length} columns={columns} isFirst={at === 0} isLedTo={Math.floor(reveal / CHUNK) === at}>
      {() => chunk.map((item, row) => children(item, at * CHUNK + row))}
    </Chunk>
  ));
}

function Chunk({ rows, columns, isFirst, isLedTo, children }: { rows: number; columns: number; isFirst: boolean; isLedTo: boolean; children: () => ReactNode }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [away, setAway] = useState<{ heightPx: number } | null>(isFirst || isLedTo ? null : { heightPx: rows * ROW_PX });
  const [led, setLed] = useState(isLedTo);
  if (led !== isLedTo) {
    setLed(isLedTo);
    if (isLedTo) setAway(null);
  }
  useEffect(() => {
    const element = body.current!;
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1)!;
        if (last.isIntersecting) setAway(null);
        // What somebody is typing in is not taken away under their hands.
        else if (!element.contains(document.activeElement)) setAway((before) => before ?? { heightPx: last.boundingClientRect.height });
      },
      { root: scrollerOf(element), rootMargin: `${MARGIN_PX}px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return <tbody ref={body}>{away === null ? children() : <tr aria-hidden><td colSpan={columns} style={{ blockSize: away.heightPx }} /></tr>}</tbody>;
}

/** The box that scrolls up and down around an element; null: the window. */
function scrollerOf(element: Element): Element | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
