import type { Locale } from '../../auth/model.ts';
import type { Category, CategoryId, Product, Shop } from '../../catalog/model.ts';
import type { Currency } from '../../kernel/money.ts';

/** What an export knows beside the products: whose they are (with where it is on the web) and the marketplace's categories. */
export type ExportContext = {
  readonly shop: Shop;
  readonly categoryOf: (id: CategoryId) => Category | null;
  /** The first is the language of formats that have one. */
  readonly locales: readonly [Locale, ...Locale[]];
};

/** What products have that others do not: it decides the columns, so it is gathered before the first row is written. */
export class ExportFacts {
  readonly currencies = new Set<Currency>();
  readonly attributes = new Set<string>();
  options = 0;

  add({ variants, attributes, options }: Product): void {
    for (const variant of Object.values(variants)) for (const code of Object.keys(variant.prices ?? {})) this.currencies.add(code as Currency);
    for (const [key, value] of Object.entries(attributes)) if (value !== '') this.attributes.add(key);
    this.options = Math.max(this.options, options.length);
  }
}

/** A table as products are written into it, row by row. */
export type ExportTable = {
  readonly headers: readonly string[];
  /** Columns of figures; every other one holds text. */
  readonly figures: ReadonlySet<number>;
  /** Columns of codes, which must stay text whatever they look like. */
  readonly codes: ReadonlySet<number>;
  /** The rows of one product, cells guarded; none when the format has no place for it. */
  readonly rows: (product: Product) => Iterable<readonly string[]>;
};
