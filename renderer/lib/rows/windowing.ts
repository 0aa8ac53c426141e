/**
 * The arithmetic of a list that is longer than a browser can lay out: which lines a scroll position shows, and back.
 *
 * Three lengths in CSS pixels: `content` is what all lines would take, `spacer` what the page really lays out (browsers
 * stop near 33 million; we stop earlier), `view` the part of it that lines are drawn in.
 */
export type Geometry = {
  readonly rows: number;
  readonly rowPx: number;
  readonly viewPx: number;
  /** Longest element we ask a browser to lay out. */
  readonly maxSpacerPx: number;
};

/** Firefox stops at 17.8 million, Chromium at 33.5 million; 8 million leaves both room at 200 % zoom. */
export const MAX_SPACER_PX = 8_000_000;

export type Span = { /** First line, whole or in part. */ readonly first: number; /** One past the last. */ readonly end: number };

export const contentPx = (g: Geometry): number => g.rows * g.rowPx;
export const spacerPx = (g: Geometry): number => Math.max(g.viewPx, Math.min(contentPx(g), g.maxSpacerPx));
const scrollRange = (g: Geometry) => spacerPx(g) - g.viewPx;
const contentRange = (g: Geometry) => Math.max(0, contentPx(g) - g.viewPx);

/** Where the first visible pixel lies in the content, for a scroll bar that stands at `scrollPx`. */
export function positionOf(g: Geometry, scrollPx: number): number {
  const range = scrollRange(g);
  if (range <= 0) return 0;
  const scroll = Math.min(Math.max(scrollPx, 0), range);
  // Unscaled lists keep the browser's own pixels, so that wheels and touchpads move lines exactly as far as anywhere else.
  return contentPx(g) <= g.maxSpacerPx ? scroll : (scroll / range) * contentRange(g);
}

/** The scroll position that shows `positionPx` at the top: the inverse of `positionOf`. */
export function scrollOf(g: Geometry, positionPx: number): number {
  const range = contentRange(g);
  if (range <= 0) return 0;
  const position = Math.min(Math.max(positionPx, 0), range);
  return contentPx(g) <= g.maxSpacerPx ? position : (position / range) * scrollRange(g);
}

/** The lines that are at least partly visible. */
export function visibleSpan(g: Geometry, positionPx: number): Span {
  if (g.rows === 0 || g.viewPx <= 0) return { first: 0, end: 0 };
  const top = Math.min(Math.max(positionPx, 0), contentRange(g));
  const first = Math.min(Math.floor(top / g.rowPx), g.rows - 1);
  return { first, end: Math.min(g.rows, Math.max(first + 1, Math.ceil((top + g.viewPx) / g.rowPx))) };
}

/** Where to scroll so that a line is whole in view, moving as little as possible; the same position when it already is. */
export function reveal(g: Geometry, positionPx: number, row: number): number {
  const top = row * g.rowPx;
  const bottom = top + g.rowPx;
  if (top < positionPx) return top;
  if (bottom > positionPx + g.viewPx) return Math.max(0, bottom - g.viewPx);
  return positionPx;
}

/** How many whole lines Page Up and Page Down travel: one less than a screenful, so that one line stays as a landmark. */
export const pageRows = (g: Geometry): number => Math.max(1, Math.floor(g.viewPx / g.rowPx) - 1);

/**
 * What may be drawn when the wished position is not loaded yet: as close to the wish as whole loaded screens go,
 * else what is drawn already. Never a hole.
 *
 * @param wished position asked for by the scroll bar, content pixels
 * @param drawn position on screen now, content pixels
 * @param has whether a line is loaded
 */
export function drawable(g: Geometry, wished: number, drawn: number, has: (row: number) => boolean): number {
  const loaded = (span: Span) => {
    for (let row = span.first; row < span.end; row++) if (!has(row)) return false;
    return true;
  };
  const span = visibleSpan(g, wished);
  if (loaded(span)) return wished;
  const shown = visibleSpan(g, drawn);
  // Only when wish and drawing touch can we move part of the way over loaded lines.
  if (span.first >= shown.end || span.end <= shown.first) return drawn;
  if (wished > drawn) {
    let end = shown.end;
    while (end < span.end && has(end)) end++;
    return Math.max(drawn, Math.min(wished, end * g.rowPx - g.viewPx));
  }
  let first = shown.first;
  while (first > span.first && has(first - 1)) first--;
  return Math.min(drawn, Math.max(wished, first * g.rowPx));
}

/**
 * Pages to have at hand for a visible span, nearest first: the visible ones, then ahead in the direction of travel, then one behind.
 *
 * @param direction 1 down, -1 up, 0 standing still (one page on both sides)
 * @param ahead pages to fetch ahead; more when the list moves fast
 */
export function wantedPages(span: Span, rows: number, pageSize: number, direction: -1 | 0 | 1, ahead: number): number[] {
  if (rows === 0 || span.end <= span.first) return [0];
  const last = Math.ceil(rows / pageSize) - 1;
  const from = Math.floor(span.first / pageSize);
  const to = Math.min(last, Math.floor((span.end - 1) / pageSize));
  const pages: number[] = [];
  const want = (page: number) => {
    if (page >= 0 && page <= last && !pages.includes(page)) pages.push(page);
  };
  for (let page = from; page <= to; page++) want(page);
  const forward = direction === -1 ? 1 : ahead;
  const backward = direction === 1 ? 1 : ahead;
  for (let step = 1; step <= Math.max(forward, backward); step++) {
    if (direction >= 0) {
      if (step <= forward) want(to + step);
      if (step <= backward) want(from - step);
    } else {
      if (step <= backward) want(from - step);
      if (step <= forward) want(to + step);
    }
  }
  return pages;
}
