import type { Locale } from '../../auth/model.ts';
import type { LocationId } from '../../catalog/model.ts';
import type { Currency } from '../../kernel/money.ts';
import type { RowCommand } from '../cells/read-words.ts';
import { problemAt, type Fault, type RowProblem } from '../problem.ts';
import type { ProductValues, ReadRow, VariantValues } from './model.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Side = number | null | undefined;

/** A row while it is read: every cell puts what it says in its place. */
export class RowDraft {
  readonly line: number;
  /** The unit weights of this row are in, and the currency of its prices, where columns of their own say so. */
  readonly weightUnit: string | null;
  readonly currency: string | null;
  readonly ids: Writable<Pick<ReadRow, 'productId' | 'variantId' | 'handle' | 'group' | 'parent' | 'rowId' | 'kind'>> = { productId: null, variantId: null, handle: null, group: null, parent: null, rowId: null, kind: null };
  readonly product: Writable<ProductValues> & { texts: Partial<Record<Locale, { title?: string | null; description?: string | null }>>; attributes: Record<string, string | null> } = { texts: {}, attributes: {} };
  readonly variant: Writable<VariantValues> & { stock: Record<LocationId, number>; prices: Record<Currency, { price?: number | null; compareAt?: number | null }>; sizeMm: [Side, Side, Side] };
  readonly options: { name: string | null; value: string | null }[] = [];
  readonly pictures: (readonly string[])[] = [];
  readonly alts: string[] = [];
  // Headers are a stranger's: one may be called as something every object has.
  readonly notes: Record<string, string> = Object.create(null) as Record<string, string>;
  readonly problems: RowProblem[] = [];
  command: RowCommand;
  position: number | null = null;
  variantImages: readonly string[] = [];

  constructor(line: number, command: RowCommand, weightUnit: string | null, currency: string | null, hasSaleColumn: boolean) {
    this.line = line;
    this.command = command;
    this.weightUnit = weightUnit;
    this.currency = currency;
    this.variant = { stock: {}, prices: {}, sizeMm: [undefined, undefined, undefined], hasSaleColumn };
  }

  text(locale: Locale) {
    return (this.product.texts[locale] ??= {});
  }
  list(currency: Currency) {
    return (this.variant.prices[currency] ??= {});
  }
  option(at: number) {
    while (this.options.length <= at) this.options.push({ name: null, value: null });
    return this.options[at]!;
  }
  wrong(header: string, text: string, fault: Fault): void {
    this.problems.push(problemAt(this.line, header, text, fault));
  }

  done(headers: ReadRow['headers']): ReadRow {
    const { line, command, ids, product, variant, options, pictures, alts, notes, problems, position, variantImages } = this;
    return {
      line, command, ...ids, product, variant: variant as VariantValues, options,
      images: pictures.flat().map((url, at) => ({ url, alt: alts[at] ?? null, position: position === null ? null : position + at })), variantImage: variantImages[0] ?? null, notes, problems, headers,
    };
  }
}
