/** One answer of a list's source: lines `offset` to `offset + rows.length` of `total`, as of `revision`. */
export type Page<Row> = { readonly total: number; readonly offset: number; readonly rows: readonly Row[]; readonly revision: number };

type Entry<Row> = { rows: readonly Row[]; revision: number; stale: boolean };

/**
 * Keeps the last pages of one query, so that scrolling back asks nobody. A page that went out of date stays drawable
 * until its successor arrives, and a line that did not change keeps its identity, so that it is not drawn again.
 *
 * @param pageSize lines per page
 * @param limit pages kept; the ones unused for longest go first
 */
export class PageCache<Row> {
  readonly pageSize: number;
  readonly #limit: number;
  readonly #same: (a: Row, b: Row) => boolean;
  /** Insertion order is order of use. */
  readonly #pages = new Map<number, Entry<Row>>();

  constructor(pageSize: number, limit: number, same: (a: Row, b: Row) => boolean) {
    this.pageSize = pageSize;
    this.#limit = limit;
    this.#same = same;
  }

  get size(): number {
    return this.#pages.size;
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.pageSize))?.rows[index % this.pageSize];
  }

  /** Whether a page is there and as fresh as we know. */
  isFresh(page: number): boolean {
    const entry = this.#pages.get(page);
    return entry !== undefined && !entry.stale;
  }

  has(page: number): boolean {
    return this.#pages.has(page);
  }

  /** Marks pages as used now, so that they are kept. */
  touch(pages: Iterable<number>): void {
    for (const page of pages) {
      const entry = this.#pages.get(page);
      if (entry) {
        this.#pages.delete(page);
        this.#pages.set(page, entry);
      }
    }
  }

  put(page: number, rows: readonly Row[], revision: number): void {
    const before = this.#pages.get(page);
    if (before && !before.stale && before.revision > revision) return;
    const kept = before
      ? rows.map((row, at) => {
          const old = before.rows[at];
          return old !== undefined && this.#same(old, row) ? old : row;
        })
      : rows;
    this.#pages.delete(page);
    this.#pages.set(page, { rows: kept, revision, stale: false });
    for (const [oldest] of this.#pages) {
      if (this.#pages.size <= this.#limit) break;
      this.#pages.delete(oldest);
    }
  }

  /** One page, or everything, may have changed: not fresh any more, still drawable. */
  expire(page?: number): void {
    for (const [held, entry] of this.#pages) if (page === undefined || held === page) entry.stale = true;
  }

  /** Where a line is in the list, as far as its page is held. */
  find(matches: (row: Row) => boolean): number | null {
    for (const [page, entry] of this.#pages) {
      const at = entry.rows.findIndex(matches);
      if (at >= 0) return page * this.pageSize + at;
    }
    return null;
  }

  clear(): void {
    this.#pages.clear();
  }
}

/** Whether two lines say the same, compared by value: lines are plain data from one schema, keys in the same order. */
export const sameData = <Row>(a: Row, b: Row): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
