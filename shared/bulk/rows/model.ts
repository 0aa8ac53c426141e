import type { Locale } from '../../auth/model.ts';
import type { CategoryId, Gtin, ListingStatus, LocationId, Product, ProductKind, Shop, Sku, Variant } from '../../catalog/model.ts';
import type { Currency, Minor } from '../../kernel/money.ts';
import type { RowCommand } from '../cells/read-words.ts';
import type { CategoryFinder } from '../cells/read-lists.ts';
import type { NumberStyle } from '../cells/number-style.ts';
import type { Target } from '../mapping/targets.ts';
import type { RowProblem } from '../problem.ts';

/** What a person chose for a whole file, shown in its preview. */
export type ImportChoices = {
  /** What a row without a command of its own asks for. */
  readonly command: RowCommand;
  /** What an empty cell in a column of the file means; a column that is missing always keeps. */
  readonly blank: 'keep' | 'clear';
  /** The language of texts whose column names none. */
  readonly locale: Locale;
  /** The shop's own currency, in which prices without one are. */
  readonly currency: Currency;
  /** Places of the shop in their order, for stock. */
  readonly places: readonly { readonly id: LocationId; readonly name: string }[];
  readonly weightUnit: string | null;
  readonly lengthUnit: string | null;
  readonly categoryOf: CategoryFinder;
  /** How the shop keeps stock where a variant says nothing: a file that says the same changes nothing. */
  readonly shop?: Pick<Shop, 'trackStock' | 'backorder' | 'lowStockAt'>;
};

/** A column as it is read: its meaning, and how all of its cells are written. */
export type Column = { readonly header: string; readonly target: Target; readonly numbers: NumberStyle; readonly listSign: string };

/** Undefined: the file says nothing (no such column, or an empty cell that keeps). Null: it empties the field. */
type Said<T> = T | null | undefined;

/** What a row says of the product it belongs to. */
export type ProductValues = {
  readonly brand?: Said<string>; readonly categoryId?: Said<CategoryId>; readonly tags?: Said<readonly string[]>; readonly status?: Said<ListingStatus>; readonly published?: Said<boolean>;
  readonly condition?: Said<Product['condition']>; readonly kind?: Said<ProductKind>;
  readonly texts: Readonly<Partial<Record<Locale, { readonly title?: Said<string>; readonly description?: Said<string> }>>>;
  readonly attributes: Readonly<Record<string, string | null>>;
};
/** What a row says of one variant. */
export type VariantValues = {
  readonly sku?: Said<Sku>; readonly gtin?: Said<Gtin>; readonly mpn?: Said<string>; readonly price?: Said<Minor>; readonly compareAt?: Said<Minor>; readonly salePrice?: Said<Minor>; readonly cost?: Said<Minor>;
  /** Whether the file has a column for what is asked now: an empty cell there means that no sale is on. */
  readonly hasSaleColumn: boolean;
  readonly taxClass?: Said<Variant['taxClass']>; readonly weightG?: Said<number>; readonly sizeMm: readonly [Said<number>, Said<number>, Said<number>];
  readonly trackStock?: Said<boolean>; readonly backorder?: Said<boolean>; readonly lowStockAt?: Said<number>;
  readonly stock: Readonly<Record<LocationId, number>>;
  readonly prices: Readonly<Record<Currency, { readonly price?: Said<Minor>; readonly compareAt?: Said<Minor> }>>;
};

/** One row of a file, read. */
export type ReadRow = {
  readonly line: number;
  readonly command: RowCommand;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly handle: string | null;
  readonly group: string | null;
  readonly parent: string | null;
  readonly rowId: string | null;
  readonly kind: 'parent' | 'variant' | 'single' | null;
  readonly product: ProductValues;
  readonly variant: VariantValues;
  /** The axes, in their order; an entry without name and value: the file has none there. */
  readonly options: readonly { readonly name: string | null; readonly value: string | null }[];
  readonly images: readonly { readonly url: string; readonly alt: string | null; readonly position: number | null }[];
  readonly variantImage: string | null;
  /** Cells of columns that mean nothing to a product, by their header. */
  readonly notes: Readonly<Record<string, string>>;
  /** What is wrong with its cells; with an error among them the row is not imported. */
  readonly problems: readonly RowProblem[];
  /** The header each field came from, for words about it: `price`, `title:fr`, as `targetKey` calls them. */
  readonly headers: Readonly<Record<string, string>>;
};
