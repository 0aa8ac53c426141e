import type { Currency, Minor } from '../../kernel/money.ts';
import type { Result } from '../../kernel/result.ts';
import { fold } from '../../kernel/text.ts';
import { readMoney, readPieces, readDimensions, readLength, readWeight } from '../cells/read-amounts.ts';
import { readGtin, readLine, readSku } from '../cells/read-codes.ts';
import { readDetail } from '../cells/read-detail.ts';
import { readAddresses, readList } from '../cells/read-lists.ts';
import { readText } from '../cells/read-text.ts';
import { isTaxOfParent, readBackorder, readCommand, readCondition, readKind, readRowKind, readStatus, readTaxClass, readTrackStock, readYesNo } from '../cells/read-words.ts';
import type { Fault } from '../problem.ts';
import type { Column, ImportChoices } from './model.ts';
import { remembering } from './remembering.ts';
import { LONGEST_KEY } from './row-keys.ts';
import type { RowDraft } from './row-draft.ts';

const MOST = { brand: 120, mpn: 70, title: 200, description: 20_000, tag: 60, option: 60, optionValue: 120, alt: 300 } as const;
const sideOf = { length: 0, width: 1, height: 2 } as const;

/** Puts what a cell says into the row. @returns what is wrong with it, or null */
export type CellReader = (row: RowDraft, text: string) => Fault | null;

/** A value that goes to one place; `keep` is spared the reading of texts that were read before. */
function taking<T>(read: (text: string) => Result<T, Fault>, keep: (row: RowDraft, value: T) => void): CellReader {
  return (row, text) => {
    const found = read(text);
    if (!found.ok) return found.error;
    keep(row, found.value);
    return null;
  };
}
/** The same for columns in which the same few things are said over and over. */
const often = <T>(read: (text: string) => Result<T, Fault>, keep: (row: RowDraft, value: T) => void): CellReader => taking(remembering(read), keep);
const line = (most: number) => (text: string) => readLine(text, most);
const unsaid: CellReader = () => null;

/**
 * How the cells of one column are read: decided once for a file and not for each of its millions of cells.
 *
 * @param beside whether the file has columns that say, row by row, what weights and prices are in
 */
export function cellReader({ target, numbers, listSign, header }: Column, choices: ImportChoices, beside: { readonly weightUnit: boolean; readonly currency: boolean }): CellReader {
  switch (target.field) {
    case 'note':
    case 'availability': return (row, text) => {
      row.notes[header] = text.trim();
      return null;
    };
    case 'currency':
    case 'weightUnit': return unsaid;
    case 'productId':
    case 'variantId':
    case 'parent':
    case 'rowId':
    case 'group':
    case 'handle': {
      const { field } = target;
      return taking(line(LONGEST_KEY), ({ ids }, value) => (ids[field] = value));
    }
    case 'rowKind': return often(readRowKind, ({ ids }, value) => (ids.kind = value));
    case 'command': return often(readCommand, (row, value) => (row.command = value));
    case 'sku': return taking(readSku, ({ variant }, value) => (variant.sku = value));
    case 'gtin': return taking(readGtin, ({ variant }, value) => (variant.gtin = value));
    case 'mpn': return taking(line(MOST.mpn), ({ variant }, value) => (variant.mpn = value));
    case 'brand': return often(line(MOST.brand), ({ product }, value) => (product.brand = value));
    case 'category': return often(choices.categoryOf, ({ product }, value) => (product.categoryId = value));
    case 'tags': return often((text) => readList(text, listSign, MOST.tag), ({ product }, value) => (product.tags = value));
    case 'status': return often(readStatus, ({ product }, value) => (product.status = value));
    case 'published': return often(readYesNo, ({ product }, value) => (product.published = value));
    case 'condition': return often(readCondition, ({ product }, value) => (product.condition = value));
    case 'kind': return often(readKind, ({ product }, value) => (product.kind = value));
    case 'taxClass': {
      const read = often(readTaxClass, ({ variant }, value) => (variant.taxClass = value));
      return (row, text) => (isTaxOfParent(text) ? null : read(row, text));
    }
    case 'title':
    case 'description': {
      const { field } = target;
      const [locale, isLong] = [target.locale ?? choices.locale, field === 'description'];
      return (row, text) => {
        const read = readText(text, MOST[field], isLong);
        if (!read.ok) return read.error;
        row.text(locale)[field] = read.value.text;
        for (const warning of read.value.warnings) row.wrong(header, text, warning);
        return null;
      };
    }
    case 'price':
    case 'compareAt': {
      const { field } = target;
      const into = (row: RowDraft, list: Currency | null, value: Minor): void => {
        // A former price of nothing is none.
        const amount = field === 'compareAt' && value === 0 ? null : value;
        if (list === null) row.variant[field] = amount;
        else row.list(list)[field] = amount;
      };
      const fixed = target.currency;
      if (fixed !== null || !beside.currency) return often((text) => readMoney(text, fixed ?? choices.currency, numbers), (row, value) => into(row, fixed, value));
      return (row, text) => {
        // A column of currencies says which price list the row is about.
        const list = row.currency !== null && row.currency !== choices.currency ? (row.currency as Currency) : null;
        return taking((one) => readMoney(one, list ?? choices.currency, numbers), (to, value) => into(to, list, value))(row, text);
      };
    }
    case 'salePrice': return often((text) => readMoney(text, choices.currency, numbers), ({ variant }, value) => (variant.salePrice = value));
    case 'cost': return often((text) => readMoney(text, choices.currency, numbers), ({ variant }, value) => (variant.cost = value));
    case 'stock': {
      const wanted = target.place;
      const place = wanted === null ? choices.places[0] : choices.places.find(({ id, name }) => id === wanted || fold(name) === fold(wanted));
      if (place === undefined) return () => ({ rule: 'place-unknown', details: { found: wanted ?? '', allowed: choices.places.map(({ name }) => name) } });
      return often((text) => readPieces(text, numbers), ({ variant }, value) => (variant.stock[place.id] = value));
    }
    case 'lowStockAt': return often((text) => readPieces(text, numbers), ({ variant }, value) => (variant.lowStockAt = value));
    case 'trackStock': return often(readTrackStock, ({ variant }, value) => (variant.trackStock = value));
    case 'backorder': return often(readBackorder, ({ variant }, value) => (variant.backorder = value));
    case 'weight': {
      const unit = target.unit ?? (beside.weightUnit ? null : choices.weightUnit);
      if (target.unit !== null || !beside.weightUnit) return often((text) => readWeight(text, unit, numbers), ({ variant }, value) => (variant.weightG = value));
      return (row, text) => taking((one) => readWeight(one, row.weightUnit, numbers), ({ variant }, value) => (variant.weightG = value))(row, text);
    }
    case 'length':
    case 'width':
    case 'height': {
      const [side, unit] = [sideOf[target.field], target.unit ?? choices.lengthUnit];
      return often((text) => readLength(text, unit, numbers), ({ variant }, value) => (variant.sizeMm[side] = value));
    }
    // A copy: a column for one of the sides may say more, and the reading is remembered.
    case 'dimensions': return often((text) => readDimensions(text, target.unit ?? choices.lengthUnit, numbers), ({ variant }, value) => (variant.sizeMm = [...value]));
    case 'optionName':
    case 'optionValue': {
      const { at } = target;
      const side = target.field === 'optionName' ? 'name' : 'value';
      const read = often(line(side === 'name' ? MOST.option : MOST.optionValue), (row, value) => (row.option(at)[side] = value));
      return (row, text) => {
        // Also where it cannot be read: the row has that axis.
        row.option(at);
        return read(row, text);
      };
    }
    case 'attribute': {
      const { key } = target;
      return often((text) => readDetail(key, text), ({ product }, value) => (product.attributes[key] = value));
    }
    case 'imageUrl': return taking(readAddresses, ({ pictures }, value) => void pictures.push(value));
    case 'variantImageUrl': return taking(readAddresses, (row, value) => (row.variantImages = value));
    case 'imageAlt': return taking(line(MOST.alt), ({ alts }, value) => void alts.push(value));
    case 'imagePosition': return often((text) => readPieces(text, numbers), (row, value) => (row.position = value));
  }
}
