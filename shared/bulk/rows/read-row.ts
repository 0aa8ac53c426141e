import type { Locale } from '../../auth/model.ts';
import { readAttribute } from '../../catalog/read-attribute.ts';
import type { LocationId } from '../../catalog/model.ts';
import type { AppError } from '../../kernel/errors.ts';
import type { Currency } from '../../kernel/money.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { fold } from '../../kernel/text.ts';
import { unguarded } from '../cells/guard.ts';
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
  for (const [at, column] of columns.entries()) reading.cell(column, unguarded(row.cells[at] ?? ''));
  return reading.done();
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
  #ids: Pick<ReadRow, 'productId' | 'variantId' | 'handle' | 'group' | 'parent' | 'kind'> = { productId: null, variantId: null, handle: null, group: null, parent: null, kind: null };
  #command: RowCommand;
  readonly #product: Writable<ProductValues> & { texts: Partial<Record<Locale, { title?: string | null; description?: string | null }>>; attributes: Record<string, string | null> } = { texts: {}, attributes: {} };
  readonly #variant: Writable<VariantValues> & { stock: Record<LocationId, number>; prices: Record<Currency, { price?: number | null; compareAt?: number | null }>; sizeMm: [number | null | undefined, number | null | undefined, number | null | undefined] };
  readonly #options: { name: string | null; value: string | null }[] = [];
  readonly #urls: string[] = [];
  readonly #alts: string[] = [];
  #position: number | null = null;
  #variantImage: string | null = null;
  readonly #notes: Record<string, string> = Object.create(null) as Record<string, string>;

  constructor({ line, cells }: CsvRow, columns: readonly Column[], choices: ImportChoices) {
    this.#line = line;
    this.#choices = choices;
    this.#headers = headersOf(columns);
    this.#command = choices.command;
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
    const put = <T>(read: Result<T, Fault>, store: (value: T) => void): Result<T, Fault> => {
      if (read.ok) store(read.value);
      return read;
    };
    switch (target.field) {
      case 'note':
      case 'availability': this.#notes[header] = text.trim(); return ok(null);
      case 'currency':
      case 'weightUnit': return ok(null);
      case 'productId':
      case 'variantId':
      case 'parent':
      case 'group':
      case 'handle': return put(readLine(text, MOST.handle), (value) => void (this.#ids = { ...this.#ids, [target.field]: value }));
      case 'rowKind': return put(readRowKind(text), (kind) => void (this.#ids = { ...this.#ids, kind }));
      case 'command': return put(readCommand(text), (command) => void (this.#command = command));
      case 'sku': return put(readSku(text), (value) => void (variant.sku = value));
      case 'gtin': return put(readGtin(text), (value) => void (variant.gtin = value));
      case 'mpn': return put(readLine(text, MOST.mpn), (value) => void (variant.mpn = value));
      case 'brand': return put(readLine(text, MOST.brand), (value) => void (product.brand = value));
      case 'category': return put(this.#choices.categoryOf(text), (value) => void (product.categoryId = value));
      case 'tags': return put(readList(text, listSign, MOST.tag), (value) => void (product.tags = value));
      case 'status': return put(readStatus(text), (value) => void (product.status = value));
      case 'published': return put(readYesNo(text), (value) => void (product.published = value));
      case 'condition': return put(readCondition(text), (value) => void (product.condition = value));
      case 'kind': return put(readKind(text), (value) => void (product.kind = value));
      case 'taxClass': return put(readTaxClass(text), (value) => void (variant.taxClass = value));
      case 'title':
      case 'description':
        return put(readText(text, MOST[target.field], target.field === 'description'), ({ text: clean, warnings }) => {
          this.#text(target.locale)[target.field] = clean;
          for (const warning of warnings) this.#problems.push(problemAt(this.#line, header, text, warning));
        });
      case 'price':
      case 'compareAt': {
        const currency = target.currency ?? this.#choices.currency;
        // A column of currencies says which price list the row is about.
        const list = target.currency ?? (this.#currency !== null && this.#currency !== this.#choices.currency ? (this.#currency as Currency) : null);
        return put(readMoney(text, list ?? currency, numbers), (value) => {
          // A former price of nothing is none.
          const amount = target.field === 'compareAt' && value === 0 ? null : value;
          if (list === null) variant[target.field] = amount;
          else this.#list(list)[target.field] = amount;
        });
      }
      case 'salePrice': return put(readMoney(text, this.#choices.currency, numbers), (value) => void (variant.salePrice = value));
      case 'cost': return put(readMoney(text, this.#choices.currency, numbers), (value) => void (variant.cost = value));
      case 'stock': {
        const place = target.place === null ? this.#choices.places[0] : this.#choices.places.find(({ name }) => fold(name) === fold(target.place!));
        if (place === undefined) return { ok: false, error: { rule: 'place-unknown', details: { found: target.place ?? '', allowed: this.#choices.places.map(({ name }) => name) } } };
        return put(readPieces(text, numbers), (value) => void (variant.stock[place.id] = value));
      }
      case 'lowStockAt': return put(readPieces(text, numbers), (value) => void (variant.lowStockAt = value));
      case 'trackStock': return put(readTrackStock(text), (value) => void (variant.trackStock = value));
      case 'backorder': return put(readBackorder(text), (value) => void (variant.backorder = value));
      case 'weight': return put(readWeight(text, target.unit ?? this.#weightUnit, numbers), (value) => void (variant.weightG = value));
      case 'length':
      case 'width':
      case 'height': {
        const side = sideOf[target.field];
        return put(readLength(text, target.unit ?? this.#choices.lengthUnit, numbers), (value) => void (variant.sizeMm[side] = value));
      }
      case 'dimensions': return put(readDimensions(text, target.unit ?? this.#choices.lengthUnit, numbers), (value) => void (variant.sizeMm = value));
      case 'optionName': return put(readLine(text, MOST.option), (value) => void (this.#option(target.at).name = value));
      case 'optionValue': return put(readLine(text, MOST.optionValue), (value) => void (this.#option(target.at).value = value));
      case 'attribute': {
        const read = readAttribute(target.key, text);
        return put(read.ok ? read : { ok: false, error: faultOf(read.error) }, (value) => void (product.attributes[target.key] = value));
      }
      case 'imageUrl': return put(readAddresses(text), (urls) => void this.#urls.push(...urls));
      case 'variantImageUrl': return put(readAddresses(text), ([url]) => void (this.#variantImage = url ?? null));
      case 'imageAlt': return put(readLine(text, MOST.alt), (value) => void this.#alts.push(value));
      case 'imagePosition': return put(readPieces(text, numbers), (value) => void (this.#position = value));
    }
  }

  done(): ReadRow {
    return {
      line: this.#line, command: this.#command, ...this.#ids, product: this.#product, variant: this.#variant as VariantValues, options: this.#options,
      images: this.#urls.map((url, at) => ({ url, alt: this.#alts[at] ?? null, position: this.#position === null ? null : this.#position + at })), variantImage: this.#variantImage,
      notes: this.#notes, problems: this.#problems, headers: this.#headers,
    };
  }
}

const sideOf = { length: 0, width: 1, height: 2 } as const;
