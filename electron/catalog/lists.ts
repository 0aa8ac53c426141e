import { sql } from 'kysely';
import type { ProductFilter, ProductQuery } from '#shared/catalog/contract.ts';
import type { Product } from '#shared/catalog/model.ts';
import { searchTextOf } from '#shared/catalog/projection.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ChangedPart, Changes } from '../db/changes.ts';
import { builder, reading, readingNow } from '../db/statement.ts';
import { exactHits } from './exact-hits.ts';
import { conditionsOf, ridsWhere } from './filter.ts';
import { LeastRecent } from './least-recent.ts';
import { isTitle, meant, ordered, orderedAmong, orderKey, type Column, type Direction } from './list-order.ts';
import { countOf, EXACT, inTiers, kept, type Rids } from './row-sets.ts';
import { searchReady } from './search-index.ts';
import { findIn, FOUND, matching, searches, wordsOf, type Found } from './search-words.ts';

/** Rows one edit dirtied are read one by one; after a bulk edit the full text catches up within moments instead. */
const MOST_DIRTY_READ = 200;
const KEPT_LISTS = 32;
const KEPT_MATCHES = 64;
/** So few rows are put in order by themselves; for more it is quicker to know the order of all. */
const FEW = 2_500;
/** A window that ends here is answered without the order of everything behind it. */
const FIRST_ROWS = 200;
/** Which rows fit a filter: `found[rid]` is 0 for those that do not; null when every row does. */
type Match = { readonly found: Uint8Array | null; readonly count: number; readonly parts: ReadonlySet<ChangedPart> };
type Order = { readonly rids: Rids; readonly parts: ReadonlySet<ChangedPart> };
type List = { readonly rids: Rids; readonly parts: ReadonlySet<ChangedPart> };

const greatestRid = reading()(() => sql<{ rid: number | null }>`SELECT max(rid) AS rid FROM product`.compile(builder));
const rowCount = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM product INDEXED BY product_id`.compile(builder));
const dirtyRows = reading()(() => sql<{ rid: number; doc: string | null }>`SELECT d.rid, p.doc FROM fts_dirty AS d LEFT JOIN product AS p ON p.rid = d.rid LIMIT ${MOST_DIRTY_READ + 1}`.compile(builder));
const titled = (['sort_fr', 'sort_en', 'sort_ar'] as const).map((column) => reading<{ word: string }>()((_, p) => sql<{ rid: number }>`SELECT rid FROM product WHERE instr(${sql.ref(column)}, ${p('word')}) > 0`.compile(builder)));

/**
 * The rows of a query in order, as row numbers: computed once, then any window of it is a slice.
 *
 * Three things are kept and thrown away only by a change they depend on: the order of all rows by a column, the rows a filter fits, and the
 * finished lists. A price edited in a list by title leaves that list as it is.
 */
export class ProductLists {
  readonly #db: CacheDb;
  readonly #orders = new LeastRecent<Order>(16);
  readonly #matches = new LeastRecent<Match>(KEPT_MATCHES);
  readonly #lists = new LeastRecent<List>(KEPT_LISTS);
  readonly #few: number;
  #total: number | null = null;
  #dataVersion = -1;

  /** @param few see `FEW`; tests choose their own */
  constructor(db: CacheDb, few = FEW) {
    this.#db = db;
    this.#few = few;
  }

  /** Told by the cache after each change. */
  changed({ parts, everything }: Changes): void {
    const stale = (entry: { parts: ReadonlySet<ChangedPart> }): boolean => everything || parts.has('rows') || [...parts].some((part) => entry.parts.has(part));
    for (const store of [this.#orders, this.#matches, this.#lists]) store.drop(stale);
    if (everything || parts.has('rows')) this.#total = null;
  }

  /** Row numbers of a query, in its order. */
  of(query: ProductQuery): Rids {
    this.#notice();
    const { filter, ranked, column, dir, key } = meant(query);
    return this.#lists.get(key, () => {
      const match = this.#match(filter, ranked);
      const order = match.found !== null && this.#isFew(match, column, dir) ? this.#orderAmong(match.found, column, dir) : this.#order(column, dir);
      const rids = match.found === null ? order.rids : ranked ? inTiers(order.rids, match.found, match.count) : kept(order.rids, match.found, match.count);
      return { rids, parts: new Set([...match.parts, ...order.parts]) };
    }).rids;
  }

  /**
   * A part of a list and how long the list is. The beginning of a list nobody asked for yet comes straight from the index, in a fifth of the
   * time; the same rows as `of` has there.
   */
  window(query: ProductQuery, offset: number, limit: number): { readonly rids: Rids; readonly total: number } {
    this.#notice();
    const { filter, column, dir, key } = meant(query);
    const plain = filter.text.trim() === '' && offset + limit <= FIRST_ROWS && this.#lists.peek(key) === undefined && this.#orders.peek(orderKey(column, dir)) === undefined;
    // Titles have an index of their own: the order of all of them takes no longer than the rows that fit.
    const conditions = plain ? conditionsOf(filter) : [];
    if (plain && (conditions.length === 0 || !isTitle(column))) {
      const match = this.#match(filter, false);
      if (!this.#isFew(match, column, dir)) {
        const rids = this.#db.column(readingNow(ordered(column, dir, { conditions, limit: offset + limit }).compile(builder)));
        return { rids: Int32Array.from(rids.slice(offset)), total: match.count };
      }
    }
    const rids = this.of(query);
    return { rids: rids.subarray(offset, offset + limit), total: rids.length };
  }

  /** How many rows fit a filter. */
  count(filter: ProductFilter): number {
    this.#notice();
    return this.#match(filter, false).count;
  }

  /** Another process (`npm run cli`) may have written: SQLite tells by a number. */
  #notice(): void {
    const version = this.#db.dataVersion();
    if (version === this.#dataVersion) return;
    this.#dataVersion = version;
    for (const all of [this.#orders, this.#matches, this.#lists]) all.drop(() => true);
    this.#total = null;
  }

  #order(column: Column, dir: Direction): Order {
    return this.#orders.get(orderKey(column, dir), () => ({
      rids: Int32Array.from(this.#db.column(readingNow(ordered(column, dir, null).compile(builder)))),
      parts: new Set<ChangedPart>([column]),
    }));
  }

  #isFew({ found, count }: Match, column: Column, dir: Direction): boolean {
    return found !== null && count <= this.#few && !isTitle(column) && this.#orders.peek(orderKey(column, dir)) === undefined;
  }

  /** The order of the rows that fit, and no others. */
  #orderAmong(found: Uint8Array, column: Column, dir: Direction): Order {
    const fitting: number[] = [];
    for (let rid = 0; rid < found.length; rid++) if (found[rid] !== 0) fitting.push(rid);
    return { rids: Int32Array.from(this.#db.column(orderedAmong(column, dir), { rids: JSON.stringify(fitting) })), parts: new Set<ChangedPart>([column]) };
  }

  #match(filter: ProductFilter, ranked: boolean): Match {
    return this.#matches.get(JSON.stringify([filter, ranked]), () => {
      const conditions = conditionsOf(filter);
      const parts = new Set<ChangedPart>(conditions.map(({ part }) => part));
      const size = (this.#db.get(greatestRid)?.rid ?? 0) + 1;
      const fitting = conditions.length === 0 ? null : this.#column(conditions, size);
      if (filter.text.trim() === '') return { found: fitting, count: fitting === null ? this.total() : countOf(fitting), parts };
      parts.add('search');
      const found = this.#search(filter.text, ranked, size);
      if (fitting !== null) for (let rid = 0; rid < size; rid++) if (fitting[rid] === 0) found[rid] = 0;
      return { found, count: countOf(found), parts };
    });
  }

  #column(conditions: ReturnType<typeof conditionsOf>, size: number): Uint8Array {
    const found = new Uint8Array(size);
    for (const rid of this.#db.column(readingNow(ridsWhere(conditions).compile(builder)))) found[rid] = 1;
    return found;
  }

  /** How many rows there are; counting 50,000 takes longer than writing an edit, so it is done once. */
  total(): number {
    this.#notice();
    return (this.#total ??= this.#db.get(rowCount)?.count ?? 0);
  }

  /** Rows with all the words, told by where they are found, and above them those with this very code. */
  #search(text: string, ranked: boolean, size: number): Uint8Array {
    const found = new Uint8Array(size);
    const words = wordsOf(text);
    if (words.length > 0) {
      if (searchReady(this.#db)) this.#fullText(words, ranked, found);
      else this.#titles(words, found);
    }
    for (const rid of exactHits(this.#db, text)) found[rid] = EXACT;
    return found;
  }

  #fullText(words: readonly string[], ranked: boolean, found: Uint8Array): void {
    for (const { found: where, match } of searches(words)) {
      if (ranked || where === FOUND.anywhere) for (const rid of this.#db.column(matching, { match })) found[rid] = where;
    }
    const dirty = this.#db.all(dirtyRows);
    if (dirty.length > MOST_DIRTY_READ) return;
    for (const { rid, doc } of dirty) {
      const where: Found = doc === null ? FOUND.nowhere : findIn(searchTextOf(JSON.parse(doc) as Product), words);
      if (rid < found.length) found[rid] = ranked ? where : Math.min(where, FOUND.anywhere);
    }
  }

  /** While the full text is still being built, titles are searched by reading them: every word, anywhere in it. */
  #titles(words: readonly string[], found: Uint8Array): void {
    const seen = new Uint8Array(found.length);
    for (const [at, word] of words.entries()) {
      for (const question of titled) for (const rid of this.#db.column(question, { word })) if (seen[rid] === at) seen[rid] = at + 1;
    }
    for (let rid = 0; rid < seen.length; rid++) if (seen[rid] === words.length) found[rid] = FOUND.titles;
  }
}
