import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { drawingAfter, sameDrawing, sameRows, type Drawing } from './drawing.ts';
import { movedTogether } from './moved-together.ts';
import { PageCache, sameData, type Page } from './page-cache.ts';
import { positionOf, reveal, scrollOf, spacerPx, visibleSpan, wantedPages, MAX_SPACER_PX, type Geometry, type Span } from './windowing.ts';

export type { Drawing } from './drawing.ts';

/** Where a list gets its lines from; a new `key` is a new list (other filter, other order). */
export type RowSource<Row> = {
  readonly key: string;
  readonly load: (offset: number, limit: number) => Promise<Result<Page<Row>, AppError>>;
};

const PAGE = 128;
const PAGES_KEPT = 48;
/** Pages on their way at one moment: enough to hide the way there and back, few enough that a jump is not queued behind them. */
const IN_FLIGHT = 3;

/**
 * Holds the visible lines of a long list and fetches what comes next, so that a screenful is always whole:
 * lines stay drawn until those of the new place have arrived.
 *
 * Knows nothing of React or of the document; the list tells it sizes and positions and draws what `drawing()` says.
 */
export class RowWindow<Row> {
  #source: RowSource<Row> | null = null;
  #cache: PageCache<Row>;
  #drawing: Drawing<Row>;
  #geometry: Geometry = { rows: 0, rowPx: 32, viewPx: 0, maxSpacerPx: MAX_SPACER_PX };
  #wished = 0;
  #direction: -1 | 0 | 1 = 0;
  #speed = 0;
  readonly #flying = new Set<number>();
  #failed: AppError | null = null;
  /** Rises with every new list: answers to older questions are told apart by it. */
  #generation = 0;
  /** Rises when lines may have changed: an answer from before is drawn and asked for once more. */
  #expiry = 0;
  /** A list asked for but not yet arrived; the old one stays drawn. */
  #pending: RowSource<Row> | null = null;
  #arrived: RowSource<Row> | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #awaiting = new Set<() => void>();
  readonly #same: (a: Row, b: Row) => boolean;
  readonly #idOf: ((row: Row) => string) | null;

  /** @param idOf what a line is known by: with it the line at the top of a scrolled list stays there while lines come and go above it */
  constructor(idOf: ((row: Row) => string) | null = null, same: (a: Row, b: Row) => boolean = sameData) {
    this.#idOf = idOf;
    this.#same = same;
    this.#cache = new PageCache(PAGE, PAGES_KEPT, same);
    this.#drawing = { key: '', total: 0, span: { first: 0, end: 0 }, rows: [], positionPx: 0, slotsFrom: 0, anchored: 0, first: true, waiting: true, error: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly drawing = (): Drawing<Row> => this.#drawing;

  get geometry(): Geometry {
    return this.#geometry;
  }
  get spacerPx(): number {
    return spacerPx(this.#geometry);
  }
  /** The position asked for, content pixels: ahead of what is drawn while lines are on their way. */
  get wishedPx(): number {
    return this.#wished;
  }
  /** Where the scroll bar belongs for what is wished. */
  get scrollPx(): number {
    return scrollOf(this.#geometry, this.#wished);
  }

  /** Points the list at a source. Another key: its first lines replace the drawn ones when they arrive, not before. */
  use(source: RowSource<Row>): void {
    if (this.#source?.key === source.key) {
      this.#source = source;
      return;
    }
    this.#source = source;
    this.#pending = source;
    this.#generation++;
    this.#flying.clear();
    this.#failed = null;
    this.#fetch();
    this.#redraw();
  }

  /** Lines may have changed: what is visible is asked for again, and stays until the answer. @returns when it is there, or failed */
  refresh(): Promise<void> {
    // Answers on their way are still welcome: while changes pour in, dropping each would leave the list standing still.
    this.#expiry++;
    this.#cache.expire();
    this.#failed = null;
    this.#fetch();
    return new Promise((resolve) => {
      this.#awaiting.add(resolve);
      this.#tell();
    });
  }

  /** Asks again after an error. */
  retry(): void {
    this.#failed = null;
    this.#fetch();
    this.#redraw();
  }

  resize(viewPx: number, rowPx: number): void {
    if (viewPx === this.#geometry.viewPx && rowPx === this.#geometry.rowPx) return;
    const row = this.#wished / this.#geometry.rowPx;
    this.#geometry = { ...this.#geometry, viewPx, rowPx };
    this.#wished = row * rowPx;
    this.#drawing = { ...this.#drawing, positionPx: Math.min(row * rowPx, this.#wished) };
    this.#settle();
  }

  /** The scroll bar was moved. */
  scrollTo(scrollPx: number): void {
    // The bar rounds to device pixels: when it still stands where we put it, the exact position is kept.
    if (Math.abs(scrollPx - this.scrollPx) < 1) return;
    this.#moveTo(positionOf(this.#geometry, scrollPx));
  }

  /** Brings a line into view with the least movement. */
  show(row: number): void {
    this.#moveTo(reveal(this.#geometry, this.#wished, row));
  }

  row(index: number): Row | undefined {
    return this.#cache.row(index);
  }
  find(matches: (row: Row) => boolean): number | null {
    return this.#cache.find(matches);
  }

  #moveTo(position: number): void {
    const by = position - this.#wished;
    if (by !== 0) this.#direction = by > 0 ? 1 : -1;
    this.#speed = Math.abs(by) / Math.max(1, this.#geometry.viewPx);
    this.#wished = position;
    this.#settle();
  }

  #settle(): void {
    this.#fetch();
    this.#redraw();
    this.#tell();
  }

  /** Tells those who wait for fresh lines, once every visible one is. */
  #tell(): void {
    if (this.#awaiting.size === 0) return;
    const span = visibleSpan(this.#geometry, this.#wished);
    const fresh = (page: number) => this.#cache.isFresh(page);
    const pages = wantedPages(span, this.#geometry.rows, PAGE, 0, 0);
    if (this.#failed === null && this.#arrived !== null && (this.#pending !== null || !pages.every(fresh))) return;
    for (const resolve of this.#awaiting) resolve();
    this.#awaiting.clear();
  }

  #fetch(): void {
    const pending = this.#pending;
    if (pending) {
      if (!this.#flying.has(0)) void this.#load(pending, 0);
      return;
    }
    const source = this.#arrived;
    if (!source || this.#failed) return;
    const ahead = this.#speed > 2 ? 3 : 2;
    const wanted = wantedPages(visibleSpan(this.#geometry, this.#wished), this.#geometry.rows, PAGE, this.#direction, ahead);
    this.#cache.touch(wanted.toReversed());
    for (const page of wanted) {
      if (this.#flying.size >= IN_FLIGHT) break;
      if (!this.#cache.isFresh(page) && !this.#flying.has(page)) void this.#load(source, page);
    }
  }

  async #load(source: RowSource<Row>, page: number): Promise<void> {
    const generation = this.#generation;
    const expiry = this.#expiry;
    this.#flying.add(page);
    const answer = await source.load(page * PAGE, PAGE);
    if (generation !== this.#generation) return;
    this.#flying.delete(page);
    if (!answer.ok) {
      this.#failed = answer.error;
      this.#redraw();
      this.#tell();
      return;
    }
    this.#failed = null;
    const { rows, total, revision } = answer.value;
    if (this.#pending) {
      this.#pending = null;
      this.#arrived = source;
      this.#cache = new PageCache(PAGE, PAGES_KEPT, this.#same);
      this.#wished = 0;
      this.#direction = 0;
      this.#drawing = { ...this.#drawing, key: source.key, positionPx: 0, first: false };
    }
    const anchor = this.#anchor();
    const drawn = this.#drawing.rows;
    this.#cache.put(page, rows, revision);
    if (expiry !== this.#expiry) this.#cache.expire(page);
    if (total !== this.#geometry.rows) {
      this.#geometry = { ...this.#geometry, rows: total };
      this.#wished = Math.min(this.#wished, Math.max(0, total * this.#geometry.rowPx - this.#geometry.viewPx));
    }
    this.#follow(anchor, drawn);
    this.#settle();
  }

  /** The lines drawn, of a list that was scrolled; at its very top what is new is to be seen. */
  #anchor(): Span | null {
    const { rows, span, positionPx } = this.#drawing;
    return this.#idOf === null || rows.length === 0 || this.#wished <= 0 || positionPx !== this.#wished ? null : span;
  }

  /** Lines came or went above: the position goes with those it stood on. One that moved among them does not take the others along. */
  #follow(anchor: Span | null, drawn: readonly Row[]): void {
    if (anchor === null) return;
    const by = movedTogether(drawn, anchor.first, (index) => this.#cache.row(index), this.#idOf!);
    if (by === 0) return;
    const g = this.#geometry;
    const to = Math.max(0, Math.min(this.#wished + by * g.rowPx, Math.max(0, g.rows * g.rowPx - g.viewPx)));
    this.#wished = to;
    this.#drawing = { ...this.#drawing, positionPx: to, anchored: this.#drawing.anchored + 1 };
  }

  #redraw(): void {
    const before = this.#drawing;
    const next = drawingAfter(before, this.#geometry, { wishedPx: this.#wished, listWaits: this.#pending !== null, error: this.#failed }, (row) => this.#cache.row(row));
    if (sameDrawing(before, next)) return;
    this.#drawing = { ...next, rows: sameRows(before.rows, next.rows) ? before.rows : next.rows };
    for (const listener of this.#listeners) listener();
  }
}
