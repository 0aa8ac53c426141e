import type { Locale } from '#shared/auth/model.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { Product } from '#shared/catalog/model.ts';
import { rowOf } from '#shared/catalog/projection.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { Changes } from '../db/changes.ts';
import { reading } from '../db/statement.ts';
import { LeastRecent } from './least-recent.ts';
import { marksByCell } from './marks.ts';

const rowAt = reading<{ rid: number }>()((q, p) => q.selectFrom('product').select(['doc', 'score', 'complete_fr', 'complete_en', 'complete_ar', 'google_fr', 'google_en', 'google_ar']).where('rid', '=', p('rid')));
/** Lines kept ready: some screens up and down. */
const KEPT_ROWS = 4_000;
const noMarks: ProductRow['marks'] = {};

/** Lines of the grid, drawn from the records; those shown a moment ago are kept. */
export class ProductRows {
  readonly #db: CacheDb;
  readonly #kept = new LeastRecent<ProductRow>(KEPT_ROWS);
  #dataVersion = -1;

  constructor(db: CacheDb) {
    this.#db = db;
  }

  changed({ products, everything }: Changes): void {
    if (everything || products.size > 0) this.#kept.drop((row) => everything || products.has(row.id));
  }

  /** @returns one line per row number; a row that is gone meanwhile is left out */
  of(rids: Iterable<number>, locale: Locale): ProductRow[] {
    const version = this.#db.dataVersion();
    if (version !== this.#dataVersion) this.#kept.drop(() => true);
    this.#dataVersion = version;
    const rows: ProductRow[] = [];
    for (const rid of rids) {
      const row = this.#row(rid, locale);
      if (row !== null) rows.push(row);
    }
    const marks = marksByCell(this.#db, rows.map(({ id }) => id));
    return marks.size === 0 ? rows : rows.map((row) => ({ ...row, marks: marks.get(row.id) ?? noMarks }));
  }

  #row(rid: number, locale: Locale): ProductRow | null {
    const key = `${rid} ${locale}`;
    const known = this.#kept.peek(key);
    if (known) return known;
    const stored = this.#db.get(rowAt, { rid });
    return stored === undefined ? null : this.#kept.get(key, () => rowOf(JSON.parse(stored.doc) as Product, { completeness: stored[`complete_${locale}`], google: stored[`google_${locale}`], score: stored.score }, locale, noMarks));
  }
}
