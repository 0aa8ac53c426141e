import type { AppError } from '#shared/kernel/errors.ts';
import { drawable, visibleSpan, type Geometry, type Span } from './windowing.ts';

/** What a list draws right now. `positionPx` belongs to these lines, not to the scroll bar, which may be ahead. */
export type Drawing<Row> = {
  readonly key: string;
  readonly total: number;
  readonly span: Span;
  readonly rows: readonly Row[];
  readonly positionPx: number;
  /** The line that counts as the first of the elements lines are drawn into: after a leap the same elements take the new lines. */
  readonly slotsFrom: number;
  /** Rises when lines came or went above and the position followed: the scroll bar has to be put right. */
  readonly anchored: number;
  /** Nothing has arrived yet, ever. */
  readonly first: boolean;
  /** The wished lines are on their way; older ones are drawn meanwhile. */
  readonly waiting: boolean;
  readonly error: AppError | null;
};

type Wish = { readonly wishedPx: number; /** Another list was asked for and has not arrived. */ readonly listWaits: boolean; readonly error: AppError | null };

/** What is drawn next: the lines at the place wished for as soon as all of them are held, until then those drawn before. */
export function drawingAfter<Row>(before: Drawing<Row>, g: Geometry, { wishedPx, listWaits, error }: Wish, rowAt: (index: number) => Row | undefined): Drawing<Row> {
  const wished = listWaits ? before.positionPx : wishedPx;
  const end = Math.max(0, g.rows * g.rowPx - g.viewPx);
  const position = Math.min(end, drawable(g, wished, Math.min(before.positionPx, end), (row) => rowAt(row) !== undefined));
  const span = visibleSpan(g, position);
  const rows: Row[] = [];
  for (let index = span.first; index < span.end; index++) {
    const row = rowAt(index);
    if (row !== undefined) rows.push(row);
  }
  // A list that shrank under our feet can leave lines we do not hold: the ones drawn stay until the answer comes.
  const whole = rows.length === span.end - span.first;
  return {
    key: before.key,
    total: g.rows,
    span: whole ? span : before.span,
    rows: whole ? rows : before.rows,
    positionPx: whole ? position : before.positionPx,
    slotsFrom: whole && isLeap(before.span, span) ? before.slotsFrom + span.first - before.span.first : before.slotsFrom,
    anchored: before.anchored,
    first: before.first,
    waiting: listWaits || !whole || position !== wished,
    error,
  };
}

const LEAP = 0.5;
/** Few of the lines drawn stay: filling all elements anew costs less than taking most of them away and making others. */
const isLeap = (from: Span, to: Span): boolean => Math.min(from.end, to.end) - Math.max(from.first, to.first) < (to.end - to.first) * LEAP;

/** The very same lines. */
export const sameRows = <Row>(a: readonly Row[], b: readonly Row[]) => a.length === b.length && a.every((row, at) => row === b[at]);
/** Nothing to draw anew. */
export const sameDrawing = <Row>(a: Drawing<Row>, b: Drawing<Row>) =>
  a.key === b.key && a.total === b.total && a.positionPx === b.positionPx && a.span.first === b.span.first && a.span.end === b.span.end &&
  a.first === b.first && a.waiting === b.waiting && a.error === b.error && sameRows(a.rows, b.rows);
