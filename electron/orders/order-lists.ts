import { sql, type RawBuilder } from 'kysely';
import type { OrderFilter, OrderQuery, OrderSort } from '#shared/orders/order-query.ts';
import { LeastRecent } from '../catalog/least-recent.ts';
import { countOf, kept, type Rids } from '../catalog/row-sets.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { Changes } from '../db/changes.ts';
import { builder, reading, readingNow } from '../db/statement.ts';
import { conditionsOf } from './filter.ts';

const greatestRid = reading()(() => sql<{ rid: number | null }>`SELECT max(rid) AS rid FROM orders`.compile(builder));
const rowCount = reading()(() => sql<{ count: number }>`SELECT count(*) AS count FROM orders INDEXED BY order_id`.compile(builder));

const columns: Readonly<Record<OrderSort['by'], string>> = { placedAt: 'placed_at', number: 'number', customer: 'customer', gross: 'gross', net: 'net', dueAt: 'due_at', updatedAt: 'updated_at' };
/** Only `due_at` may be empty. Elsewhere `NULLS LAST` is left out: with it SQLite compares rows that go up by its slow road, a sixth dearer for 100,000. */
const orderBy = ({ by, dir }: OrderSort): RawBuilder<unknown> => sql`${sql.ref(columns[by])} ${sql.raw(dir)}${by === 'dueAt' ? sql` NULLS LAST` : sql``}, rid ${sql.raw(dir)}`;
const rows = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<{ rid: number }> =>
  sql<{ rid: number }>`SELECT rid FROM orders INDEXED BY order_list${conditions.length === 0 ? sql`` : sql` WHERE ${sql.join(conditions, sql` AND `)}`}`;

/** A window that ends here is answered without the order of everything behind it. */
const FIRST_ROWS = 200;
/** So few rows are put in order by themselves; for more it is quicker to know the order of all. */
const FEW = 5_000;

type Match = { readonly found: Uint8Array; readonly count: number };

/**
 * Orders of a query in their order, as row numbers: the order of all by a column, the rows a filter fits, the finished list. Each is worked out
 * once and thrown away when an order changed; any window is then a slice.
 */
export class OrderLists {
  readonly #db: CacheDb;
  readonly #all = new LeastRecent<Rids>(8);
  readonly #matches = new LeastRecent<Match>(48);
  readonly #lists = new LeastRecent<Rids>(24);
  #total: number | null = null;
  #dataVersion = -1;

  constructor(db: CacheDb) {
    this.#db = db;
  }

  /** Told by the cache after each change. */
  changed({ orders, parts, everything }: Changes): void {
    if (everything || orders.size > 0) return this.#forget();
    // What waits to be sent is all that a list knows of the outbox.
    if (parts.has('outbox')) for (const store of [this.#matches, this.#lists] as const) store.drop((_, key) => key.includes('"unsent":true'));
  }

  #forget(): void {
    for (const store of [this.#all, this.#matches, this.#lists]) store.drop(() => true);
    this.#total = null;
  }

  /** Another process (`npm run cli`) may have written: SQLite tells by a number. */
  #notice(): void {
    const version = this.#db.dataVersion();
    if (version !== this.#dataVersion) this.#forget();
    this.#dataVersion = version;
  }

  total(): number {
    this.#notice();
    return (this.#total ??= this.#db.get(rowCount)?.count ?? 0);
  }

  /** How many orders fit a filter. */
  count(filter: OrderFilter): number {
    this.#notice();
    return conditionsOf(filter).length === 0 ? this.total() : this.#match(filter).count;
  }

  /** Row numbers of a query, in its order; not to be changed. */
  of({ filter, sort }: OrderQuery): Rids {
    this.#notice();
    return this.#lists.get(JSON.stringify([filter, sort]), () => {
      const conditions = conditionsOf(filter);
      if (conditions.length === 0) return this.#ordered(sort);
      const { found, count } = this.#match(filter);
      if (count <= FEW && this.#all.peek(JSON.stringify(sort)) === undefined) return Int32Array.from(this.#db.column(readingNow(sql<{ rid: number }>`${rows(conditions)} ORDER BY ${orderBy(sort)}`.compile(builder))));
      return kept(this.#ordered(sort), found, count);
    });
  }

  /** A part of a list and how long the list is; the beginning of one nobody asked for yet comes straight from the index. */
  window(query: OrderQuery, offset: number, limit: number): { readonly rids: Rids; readonly total: number } {
    this.#notice();
    const end = offset + limit;
    if (end <= FIRST_ROWS && this.#lists.peek(JSON.stringify([query.filter, query.sort])) === undefined && this.#all.peek(JSON.stringify(query.sort)) === undefined) {
      const rids = this.#db.column(readingNow(sql<{ rid: number }>`${rows(conditionsOf(query.filter))} ORDER BY ${orderBy(query.sort)} LIMIT ${end}`.compile(builder)));
      return { rids: Int32Array.from(rids.slice(offset)), total: this.count(query.filter) };
    }
    const rids = this.of(query);
    return { rids: rids.subarray(offset, end), total: rids.length };
  }

  #ordered(sort: OrderSort): Rids {
    return this.#all.get(JSON.stringify(sort), () => Int32Array.from(this.#db.column(readingNow(sql<{ rid: number }>`${rows([])} ORDER BY ${orderBy(sort)}`.compile(builder)))));
  }

  #match(filter: OrderFilter): Match {
    return this.#matches.get(JSON.stringify(filter), () => {
      const found = new Uint8Array((this.#db.get(greatestRid)?.rid ?? 0) + 1);
      for (const rid of this.#db.column(readingNow(rows(conditionsOf(filter)).compile(builder)))) found[rid] = 1;
      return { found, count: countOf(found) };
    });
  }
}
