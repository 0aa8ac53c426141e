import type { Locale } from '../../auth/model.ts';
import { readAttribute } from '../../catalog/read-attribute.ts';
import type { LocationId } from '../../catalog/model.ts';
import type { AppError } from '../../kernel/errors.ts';
import type { Currency } from '../../kernel/money.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { fold } from '../../kernel/text.ts';
import { withoutGuard } from '../formula-guard.ts';
import { readMoney, readPieces, readDimensions, readLength, readWeight } from '../cells/read-amounts.ts';
import { readGtin, readLine, readSku } from '../cells/read-codes.ts';
import { readAddresses, readList } from '../cells/read-lists.ts';
import { readText } from '../cells/read-text.ts';
import { readBackorder, readCommand, readCondition, readKind, readRowKind, readStatus, readTaxClass, readTrackStock, readYesNo, type RowCommand } from '../cells/read-words.ts';
import type { CsvRow } from '../csv/model.ts';
import { targetKey, type Target } from '../mapping/targets.ts';
import { problemAt, type Fault, type RowProblem } from '../problem.ts';
import type { Column, ImportChoices, ProductValues, ReadRow, VariantValues } from './model.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
const MOST = { brand: 120, mpn: 70, handle: 120, title: 200, description: 20_000, tag: 60, option: 60, optionValue: 120, alt: 300 } as const;
/** What an error of the catalogue's rules says, as a fault of a cell. */
export const faultOf = ({ rule, code, details }: AppError): Fault => ({ rule: rule ?? code, ...(details ? { details } : {}) });

/**
 * Reads one row by the meaning of its columns. Nothing is looked up in the catalogue here.
 *
 * @returns everything the row says, and a problem for each cell that cannot be taken as it stands
 */
export function readRow(row: CsvRow, columns: readonly Column[], choices: ImportChoices): ReadRow {
  const reading = new Reading(row, columns, choices);
  for (const [at, column] of columns.entries()) reading.cell(column, withoutGuard(row.cells[at] ?? ''));
  return reading.done();
}

/** Puts what was read into its place; without a function for each cell, of which a file has millions. */
function put<T extends object, K extends keyof T>(to: T, key: K, read: Result<NonNullable<T[K]>, Fault>): Result<unknown, Fault> {
  if (read.ok) to[key] = read.value;
  return read;
}

const headersBy = new WeakMap<readonly Column[], Readonly<Record<string, string>>>();
/** Made once per file, not once per row. */
function headersOf(columns: readonly Column[]): Readonly<Record<string, string>> {
  const known = headersBy.get(columns);
  if (known) return known;
  // The first of several columns counts: pictures.
  const made = Object.fromEntries(columns.filter(({ target }) => target.field !== 'note').map(({ target, header }) => [targetKey(target), header] as const).reverse());
  headersBy.set(columns, made);
  return made;
}

class Reading {
  readonly #line: number;
  readonly #choices: ImportChoices;
  readonly #problems: RowProblem[] = [];
  readonly #headers: Readonly<Record<string, string>>;
  readonly #weightUnit: string | null;
  readonly #currency: string | null;
  readonly #ids: Writable<Pick<ReadRow, 'productId' | 'variantId' | 'handle' | 'group' | 'parent' | 'kind'>> = { productId: null, variantId: null, handle: null, group: null, parent: null, kind: null };
  readonly #asked: { command: RowCommand; position: number | null; variantImages: readonly string[] };
  readonly #product: Writable<ProductValues> & { texts: Partial<Record<Locale, { title?: string | null; description?: string | null }>>; attributes: Record<string, string | null> } = { texts: {}, attributes: {} };
  readonly #variant: Writable<VariantValues> & { stock: Record<LocationId, number>; prices: Record<Currency, { price?: number | null; compareAt?: number | null }>; sizeMm: [number | null | undefined, number | null | undefined, number | null | undefined] };
  readonly #options: { name: string | null; value: string | null }[] = [];
  readonly #pictures: (readonly string[])[] = [];
  readonly #alts: string[] = [];
  readonly #notes: Record<string, string> = Object.create(null) as Record<string, string>;

  constructor({ line, cells }: CsvRow, columns: readonly Column[], choices: ImportChoices) {
    this.#line = line;
    this.#choices = choices;
    this.#headers = headersOf(columns);
    this.#asked = { command: choices.command, position: null, variantImages: [] };
    const beside = (field: 'weightUnit' | 'currency'): string | null => (field in this.#headers ? (cells[columns.findIndex(({ target }) => target.field === field)] ?? '').trim() || null : null);
    this.#weightUnit = beside('weightUnit') ?? choices.weightUnit;
    this.#currency = beside('currency')?.toUpperCase() ?? null;
    this.#variant = { stock: {}, prices: {}, sizeMm: [undefined, undefined, undefined], hasSaleColumn: 'salePrice' in this.#headers };
  }

  cell(column: Column, text: string): void {
    const { target, header } = column;
    if (text.trim() === '') {
      if (this.#choices.blank === 'clear') this.#clear(target);
      return;
    }
    const read = this.#read(column, text);
    if (!read.ok) this.#problems.push(problemAt(this.#line, header, text, read.error));
  }

  #clear(target: Target): void {
    const variant = this.#variant;
    switch (target.field) {
      case 'title':
      case 'description': this.#text(target.locale)[target.field] = null; break;
      case 'price': if (target.currency !== null) this.#list(target.currency).price = null; break;
      case 'compareAt': if (target.currency === null) variant.compareAt = null; else this.#list(target.currency).compareAt = null; break;
      case 'attribute': this.#product.attributes[target.key] = null; break;
      case 'brand': this.#product.brand = null; break;
      case 'category': this.#product.categoryId = null; break;
      case 'tags': this.#product.tags = null; break;
      case 'weight': variant.weightG = null; break;
      case 'length':
      case 'width':
      case 'height': variant.sizeMm[sideOf[target.field]] = null; break;
      case 'dimensions': variant.sizeMm = [null, null, null]; break;
      case 'gtin':
      case 'mpn':
      case 'cost':
      case 'trackStock':
      case 'backorder':
      case 'lowStockAt': variant[target.field] = null; break;
      // Nothing is without the others (a SKU, a condition): they stay, whatever was chosen.
      default: break;
    }
  }

  #text(locale: Locale | null) {
    return (this.#product.texts[locale ?? this.#choices.locale] ??= {});
  }
  #list(currency: Currency) {
    return (this.#variant.prices[currency] ??= {});
  }
  #option(at: number) {
    while (this.#options.length <= at) this.#options.push({ name: null, value: null });
    return this.#options[at]!;
  }

  #read({ target, numbers, listSign, header }: Column, text: string): Result<unknown, Fault> {
    const variant = this.#variant;
    const product = this.#product;
    switch (target.field) {
      case 'note':
      case 'availability': this.#notes[header] = text.trim(); return ok(null);
      case 'currency':
      case 'weightUnit': return ok(null);
      case 'productId':
      case 'variantId':
      case 'parent':
      case 'group':
      case 'handle': return put(this.#ids, target.field, readLine(text, MOST.handle));
      case 'rowKind': return put(this.#ids, 'kind', readRowKind(text));
      case 'command': return put(this.#asked, 'command', readCommand(text));
      case 'sku': return put(variant, 'sku', readSku(text));
      case 'gtin': return put(variant, 'gtin', readGtin(text));
      case 'mpn': return put(variant, 'mpn', readLine(text, MOST.mpn));
      case 'brand': return put(product, 'brand', readLine(text, MOST.brand));
      case 'category': return put(product, 'categoryId', this.#choices.categoryOf(text));
      case 'tags': return put(product, 'tags', readList(text, listSign, MOST.tag));
      case 'status': return put(product, 'status', readStatus(text));
      case 'published': return put(product, 'published', readYesNo(text));
      case 'condition': return put(product, 'condition', readCondition(text));
      case 'kind': return put(product, 'kind', readKind(text));
      case 'taxClass': return put(variant, 'taxClass', readTaxClass(text));
      case 'title':
      case 'description': {
        const read = readText(text, MOST[target.field], target.field === 'description');
        if (!read.ok) return read;
        this.#text(target.locale)[target.field] = read.value.text;
        for (const warning of read.value.warnings) this.#problems.push(problemAt(this.#line, header, text, warning));
        return read;
      }
      case 'price':
      case 'compareAt': {
        // A column of currencies says which price list the row is about.
        const list = target.currency ?? (this.#currency !== null && this.#currency !== this.#choices.currency ? (this.#currency as Currency) : null);
        const read = readMoney(text, list ?? this.#choices.currency, numbers);
        if (!read.ok) return read;
        // A former price of nothing is none.
        const amount = target.field === 'compareAt' && read.value === 0 ? null : read.value;
        if (list === null) variant[target.field] = amount;
        else this.#list(list)[target.field] = amount;
        return read;
      }
      case 'salePrice': return put(variant, 'salePrice', readMoney(text, this.#choices.currency, numbers));
      case 'cost': return put(variant, 'cost', readMoney(text, this.#choices.currency, numbers));
      case 'stock': {
        const place = target.place === null ? this.#choices.places[0] : this.#choices.places.find(({ id, name }) => id === target.place || fold(name) === fold(target.place!));
        if (place === undefined) return { ok: false, error: { rule: 'place-unknown', details: { found: target.place ?? '', allowed: this.#choices.places.map(({ name }) => name) } } };
        return put(variant.stock, place.id, readPieces(text, numbers));
      }
      case 'lowStockAt': return put(variant, 'lowStockAt', readPieces(text, numbers));
      case 'trackStock': return put(variant, 'trackStock', readTrackStock(text));
      case 'backorder': return put(variant, 'backorder', readBackorder(text));
      case 'weight': return put(variant, 'weightG', readWeight(text, target.unit ?? this.#weightUnit, numbers));
      case 'length':
      case 'width':
      case 'height': {
        const side = sideOf[target.field];
        return put(variant.sizeMm, side, readLength(text, target.unit ?? this.#choices.lengthUnit, numbers));
      }
      case 'dimensions': return put(variant, 'sizeMm', readDimensions(text, target.unit ?? this.#choices.lengthUnit, numbers));
      case 'optionName': return put(this.#option(target.at), 'name', readLine(text, MOST.option));
      case 'optionValue': return put(this.#option(target.at), 'value', readLine(text, MOST.optionValue));
      case 'attribute': {
        const read = readAttribute(target.key, text);
        return put(product.attributes, target.key, read.ok ? read : { ok: false, error: faultOf(read.error) });
      }
      case 'imageUrl': return put(this.#pictures, this.#pictures.length, readAddresses(text));
      case 'variantImageUrl': return put(this.#asked, 'variantImages', readAddresses(text));
      case 'imageAlt': return put(this.#alts, this.#alts.length, readLine(text, MOST.alt));
      case 'imagePosition': return put(this.#asked, 'position', readPieces(text, numbers));
    }
  }

  done(): ReadRow {
    const { command, position, variantImages } = this.#asked;
    return {
      line: this.#line, command, ...this.#ids, product: this.#product, variant: this.#variant as VariantValues, options: this.#options,
      images: this.#pictures.flat().map((url, at) => ({ url, alt: this.#alts[at] ?? null, position: position === null ? null : position + at })), variantImage: variantImages[0] ?? null,
      notes: this.#notes, problems: this.#problems, headers: this.#headers,
    };
  }
}

const sideOf = { length: 0, width: 1, height: 2 } as const;
