import { sql } from 'kysely';
import { productFilter, type catalogEvents, type ProductFilter, type ProductQuery, type ProductRow } from '#shared/catalog/contract.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Category, CategoryId, ProductId, Shop } from '#shared/catalog/model.ts';
import { fold } from '#shared/kernel/text.ts';
import type { z } from 'zod';
import type { CacheDb } from '../db/cache-db.ts';
import type { Changes } from '../db/changes.ts';
import { builder, reading } from '../db/statement.ts';
import { CategoryFinder } from './categories.ts';
import { exactHits } from './exact-hits.ts';
import { HeldOrders } from './held-orders.ts';
import { ProductLists } from './lists.ts';
import { ProductRows } from './rows.ts';

export type CatalogChanged = z.infer<(typeof catalogEvents)['catalog.changed']>;

/** More than this and a screen asks anew instead of looking who is meant. */
const MOST_NAMED = 500;
const idAt = reading<{ rid: number }>()((q, p) => q.selectFrom('product').select('id').where('rid', '=', p('rid')));
const allIds = reading()(() => sql<{ rid: number; id: string }>`SELECT rid, id FROM product INDEXED BY product_id`.compile(builder));
const allShops = reading()((q) => q.selectFrom('shop').select('doc').orderBy('name').orderBy('id'));
const allBrands = reading()(() => sql<{ brand: string; shop_id: string }>`SELECT DISTINCT brand, shop_id FROM product INDEXED BY product_list WHERE brand IS NOT NULL ORDER BY brand`.compile(builder));
/** So many single look-ups cost as much as reading the ids of everything. */
const ONE_BY_ONE = 4_000;

const noFilter = productFilter.parse({});

/** The catalogue of one cache as screens ask for it: lists, lines, categories, each kept until something it shows has changed. */
export class Catalog {
  readonly cache: CacheDb;
  readonly #lists: ProductLists;
  #held = new HeldOrders();
  readonly #rows: ProductRows;
  readonly #deaf: () => void;
  readonly #tell: (changed: CatalogChanged) => void;
  #categories: CategoryFinder | null = null;
  #shops: Shop[] | null = null;
  #brands: readonly { brand: string; shop_id: string; folded: string }[] | null = null;
  #revision: number;

  /**
   * @param revision a number above any this window has seen
   * @param tell where changes are told
   */
  constructor(cache: CacheDb, revision: number, tell: (changed: CatalogChanged) => void) {
    this.cache = cache;
    this.#revision = revision;
    this.#tell = tell;
    this.#lists = new ProductLists(cache);
    this.#rows = new ProductRows(cache);
    this.#deaf = cache.onChange((changes) => {
      this.#forget(changes);
      this.#revision++;
      const named = !changes.everything && changes.products.size > 0 && changes.products.size <= MOST_NAMED && !changes.parts.has('conflict') && !changes.parts.has('shop');
      tell({ revision: this.#revision, ids: named ? ([...changes.products] as ProductId[]) : null, total: this.total() });
    });
  }

  get revision(): number {
    return this.#revision;
  }

  close(): void {
    this.#deaf();
  }

  #forget(changes: Changes): void {
    this.#lists.changed(changes);
    this.#rows.changed(changes);
    if (changes.everything) this.#categories = null;
    if (changes.everything || changes.parts.has('shop')) this.#shops = null;
    if (changes.everything || changes.parts.has('brand') || changes.parts.has('rows')) this.#brands = null;
  }

  total(): number {
    return this.#lists.total();
  }

  page(query: ProductQuery, offset: number, limit: number, hold: string | null = null): { total: number; offset: number; rows: ProductRow[]; revision: number } {
    const kept = hold === null ? null : this.#held.of(hold, () => this.#lists.of({ ...query, filter: noFilter }));
    if (kept !== null) return { total: kept.length, offset, rows: this.#rows.of(kept.subarray(offset, offset + limit), query.locale), revision: this.#revision };
    const { rids, total } = this.#lists.window(query, offset, limit);
    return { total, offset, rows: this.#rows.of(rids, query.locale), revision: this.#revision };
  }

  /** Keeps the order of a list as it is now. */
  hold(query: ProductQuery): string {
    return this.#held.keep(this.#lists.of(query));
  }

  /** Puts the whole list in order and draws the lines after these in advance; a scroll then finds them ready. */
  foresee(query: ProductQuery, offset: number, limit: number): void {
    this.#rows.of(this.#lists.of(query).subarray(offset, offset + limit), query.locale);
  }

  ids(query: ProductQuery): ProductId[] {
    const rids = this.#lists.of(query);
    if (rids.length <= ONE_BY_ONE) return Array.from(rids, (rid) => this.cache.get(idAt, { rid })).flatMap((row) => (row === undefined ? [] : [row.id as ProductId]));
    const known: string[] = [];
    for (const { rid, id } of this.cache.all(allIds)) known[rid] = id;
    return Array.from(rids, (rid) => known[rid] as ProductId);
  }

  /** Row numbers of a list in its order, for whoever goes through all of it; not to be changed. */
  places(query: ProductQuery): Int32Array {
    return this.#lists.of(query);
  }

  count(filter: ProductFilter): number {
    return this.#lists.count(filter);
  }

  /** For the palette: what the text names exactly, then what has its words. */
  find(query: ProductQuery, limit: number): { rows: ProductRow[]; exact: boolean } {
    if (query.filter.text.trim() === '') return { rows: [], exact: false };
    const rows = this.#rows.of(this.#lists.of(query).subarray(0, limit), query.locale);
    return { rows, exact: rows.length > 0 && exactHits(this.cache, query.filter.text).length > 0 };
  }

  categories(text: string, parentId: CategoryId | null, limit: number): Category[] {
    this.#categories ??= new CategoryFinder(this.cache);
    return this.#categories.find(text, parentId, limit);
  }

  /** Categories by id: names for a filter restored from an address. */
  categoriesById(ids: readonly CategoryId[]): Category[] {
    this.#categories ??= new CategoryFinder(this.cache);
    return this.#categories.byIds(ids);
  }

  shops(): Shop[] {
    this.#shops ??= this.cache.all(allShops).map(({ doc }) => JSON.parse(doc) as Shop);
    return this.#shops;
  }

  /** Brands in use in one shop or in all, those that begin with the text first. */
  brands(text: string, limit: number, shopId: ShopId | null): string[] {
    this.#brands ??= this.cache.all(allBrands).map((row) => ({ ...row, folded: fold(row.brand) }));
    const asked = fold(text);
    const found = this.#brands.filter(({ shop_id, folded }) => (shopId === null || shop_id === shopId) && folded.includes(asked));
    const starts = found.filter(({ folded }) => folded.startsWith(asked));
    const contains = found.filter(({ folded }) => !folded.startsWith(asked));
    return [...new Set([...starts, ...contains].map(({ brand }) => brand))].slice(0, limit);
  }

  /** What lists show is another part of the catalogue now (one shop of several): whoever shows some asks again. */
  shownAnew(): void {
    this.#held = new HeldOrders();
    this.#revision++;
    this.#tell({ revision: this.#revision, ids: null, total: this.total() });
  }

}
