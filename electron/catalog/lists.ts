import { sql } from 'kysely';
import type { ProductFilter, ProductQuery, ProductSort } from '#shared/catalog/contract.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Locale } from '#shared/auth/model.ts';
import { searchTextOf } from '#shared/catalog/projection.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ChangedPart, Changes } from '../db/changes.ts';
import { builder, reading, readingNow } from '../db/statement.ts';
import { exactHits } from './exact-hits.ts';
import { conditionsOf, ridsWhere } from './filter.ts';
import { LeastRecent } from './least-recent.ts';
import { searchReady } from './search-index.ts';
import { findIn, FOUND, matching, searches, wordsOf, type Found } from './search-words.ts';

/** Rows one edit dirtied are read one by one; after a bulk edit the full text catches up within moments instead. */
const MOST_DIRTY_READ = 200;
const KEPT_LISTS = 32;
const KEPT_MATCHES = 64;
/** Above every `Found`: the code, bar code or id itself. */
const EXACT = 4;

type Rids = Int32Array;
/** Which rows fit a filter: `found[rid]` is 0 for those that do not; null when every row does. */
type Match = { readonly found: Uint8Array | null; readonly count: number; readonly parts: ReadonlySet<ChangedPart> };
type Order = { readonly rids: Rids; readonly parts: ReadonlySet<ChangedPart> };
type List = { readonly rids: Rids; readonly parts: ReadonlySet<ChangedPart> };

const greatestRid = reading()(() => sql<{ rid: number | null }>`SELECT max(rid) AS rid FROM product`.compile(builder));
const rowCount = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM product INDEXED BY product_id`.compile(builder));
const dirtyRows = reading()(() => sql<{ rid: number; doc: string | null }>`SELECT d.rid, p.doc FROM fts_dirty AS d LEFT JOIN product AS p ON p.rid = d.rid LIMIT ${MOST_DIRTY_READ + 1}`.compile(builder));
const titled = (['sort_fr', 'sort_en', 'sort_ar'] as const).map((column) => reading<{ word: string }>()((_, p) => sql<{ rid: number }>`SELECT rid FROM product WHERE instr(${sql.ref(column)}, ${p('word')}) > 0`.compile(builder)));

const sortColumns = {
  title: { fr: 'sort_fr', en: 'sort_en', ar: 'sort_ar' },
  completeness: { fr: 'complete_fr', en: 'complete_en', ar: 'complete_ar' },
} as const;
function columnOf(by: ProductSort['by'], locale: Locale) {
  switch (by) {
    case 'relevance':
    case 'title': return sortColumns.title[locale];
    case 'completeness': return sortColumns.completeness[locale];
    case 'sku': return 'sku';
    case 'price': return 'price';
    case 'compareAt': return 'compare_at';
    case 'available': return 'available';
    case 'status': return 'status';
    case 'updatedAt': return 'updated_at';
  }
}

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
  #dataVersion = -1;

  constructor(db: CacheDb) {
    this.#db = db;
  }

  /** Told by the cache after each change. */
  changed({ parts, everything }: Changes): void {
    const stale = (entry: { parts: ReadonlySet<ChangedPart> }): boolean => everything || parts.has('rows') || [...parts].some((part) => entry.parts.has(part));
    for (const kept of [this.#orders, this.#matches, this.#lists]) kept.drop(stale);
  }

  /** Row numbers of a query, in its order. */
  of(query: ProductQuery): Rids {
    this.#notice();
    const { filter, sort, locale } = query;
    const words = filter.text.trim() === '' ? null : wordsOf(filter.text);
    const ranked = sort.by === 'relevance' && words !== null;
    const key = JSON.stringify([filter, ranked ? 'ranked' : sort, columnOf(sort.by, locale)]);
    return this.#lists.get(key, () => {
      const match = this.#match(filter, ranked);
      const order = this.#order(columnOf(sort.by, locale), sort.by === 'relevance' ? 'asc' : sort.dir);
      const rids = match.found === null ? order.rids : ranked ? tiers(order.rids, match.found, match.count) : kept(order.rids, match.found, match.count);
      return { rids, parts: new Set([...match.parts, ...order.parts]) };
    }).rids;
  }

  /** How many rows fit a filter. */
  count(filter: ProductFilter): number {
    this.#notice();
    return this.#match(filter, false).count;
  }

  /** Another process (`npm run cli`) may have written: SQLite tells by a number. */
  #notice(): void {
    const version = this.#db.sqlite.pragma('data_version', { simple: true }) as number;
    if (version === this.#dataVersion) return;
    this.#dataVersion = version;
    for (const all of [this.#orders, this.#matches, this.#lists]) all.drop(() => true);
  }

  #order(column: ReturnType<typeof columnOf>, dir: 'asc' | 'desc'): Order {
    return this.#orders.get(`${column} ${dir}`, () => {
      const by = sql.ref(column);
      const direction = sql.raw(dir);
      // What has no former price comes last both ways; equal rows stay in the order they came.
      const question = column.startsWith('sort_')
        ? sql<{ rid: number }>`SELECT rid FROM product ORDER BY ${by} ${direction}, rid`
        : sql<{ rid: number }>`SELECT rid FROM product INDEXED BY product_list ORDER BY ${by} ${direction} NULLS LAST, rid`;
      return { rids: Int32Array.from(this.#db.column(readingNow(question.compile(builder)))), parts: new Set<ChangedPart>([column]) };
    });
  }

  #match(filter: ProductFilter, ranked: boolean): Match {
    return this.#matches.get(JSON.stringify([filter, ranked]), () => {
      const conditions = conditionsOf(filter);
      const parts = new Set<ChangedPart>(conditions.map(({ part }) => part));
      const size = (this.#db.get(greatestRid)?.rid ?? 0) + 1;
      const fitting = conditions.length === 0 ? null : this.#column(conditions, size);
      if (filter.text.trim() === '') return { found: fitting, count: fitting === null ? this.total() : sum(fitting), parts };
      parts.add('search');
      const found = this.#search(filter.text, ranked, size);
      if (fitting !== null) for (let rid = 0; rid < size; rid++) if (fitting[rid] === 0) found[rid] = 0;
      return { found, count: sum(found), parts };
    });
  }

  #column(conditions: ReturnType<typeof conditionsOf>, size: number): Uint8Array {
    const found = new Uint8Array(size);
    for (const rid of this.#db.column(readingNow(ridsWhere(conditions).compile(builder)))) found[rid] = 1;
    return found;
  }

  total(): number {
    return this.#db.get(rowCount)?.count ?? 0;
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

function sum(found: Uint8Array): number {
  let count = 0;
  for (const one of found) if (one !== 0) count++;
  return count;
}

function kept(order: Rids, found: Uint8Array, count: number): Rids {
  const out = new Int32Array(count);
  let at = 0;
  for (const rid of order) if (found[rid] !== 0) out[at++] = rid;
  return out.subarray(0, at);
}

/** Best places first, each in the order given. */
function tiers(order: Rids, found: Uint8Array, count: number): Rids {
  const starts = new Int32Array(EXACT + 2);
  for (const rid of order) starts[EXACT - found[rid]! + 1]!++;
  for (let tier = 1; tier < starts.length; tier++) starts[tier]! += starts[tier - 1]!;
  const out = new Int32Array(count);
  for (const rid of order) {
    const where = found[rid]!;
    if (where !== FOUND.nowhere) out[starts[EXACT - where]!++] = rid;
  }
  return out;
}
