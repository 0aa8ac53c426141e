import { checkGtin } from '../../catalog/gtin.ts';
import { currencyExponents } from '../../kernel/currencies.ts';
import { latinDigits } from '../../kernel/text.ts';
import { isTaxOfParent, readBackorder, readCommand, readCondition, readKind, readRowKind, readStatus, readTaxClass, readTrackStock, readYesNo } from '../cells/read-words.ts';
import type { TargetField } from './targets.ts';

/** Shapes a value can have, each a part of all filled cells of the sample, 0 to 1. */
export type Shapes = { readonly filled: number; readonly gtin: number; readonly digits: number; readonly url: number; readonly image: number; readonly currency: number; readonly number: number; readonly amount: number; readonly long: number; readonly distinct: number };

const amount = /^[-+]?(\p{Sc}|[A-Z]{3})?\s*\d[\d\s'’.,\u00a0\u202f\u066b\u066c]*\s*(\p{Sc}|[A-Z]{3}|dhs?|درهم)?$/iu;
/** A number that is an amount by its look: with its currency, or with the two decimals of a price. */
const priced = /^[-+]?(?:(?:\p{Sc}|[A-Z]{3})\s*\d[\d\s'’.,\u00a0\u202f]*|\d[\d\s'’.,\u00a0\u202f]*\s*(?:\p{Sc}|[A-Z]{3}|dhs?)|\d[\d\s'’.,\u00a0\u202f]*[.,]\d{2})$/iu;
const url = /^https?:\/\/\S+$/i;
const image = /\.(jpe?g|png|webp|gif|avif|heic|bmp|tiff?)(\?\S*)?$/i;
const mangled = /^\d([.,]\d+)?e\+?\d{1,2}$/i;

/** What the cells of a column look like. @param values of a sample; blank ones are passed over */
export function shapesOfColumn(values: readonly string[]): Shapes {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  const part = (test: (value: string) => boolean): number => (filled.length === 0 ? 0 : filled.filter(test).length / filled.length);
  return {
    filled: filled.length,
    // A spreadsheet's 6.29E+12 was one, and is refused when it is read, in words.
    gtin: part((value) => checkGtin(value).ok || mangled.test(value)),
    digits: part((value) => /^[\d\s-]+$/.test(latinDigits(value)) || mangled.test(value)),
    url: part((value) => value.split(/[\s,;|]+/).every((one) => one === '' || url.test(one))),
    image: part((value) => value.split(/[\s,;|]+/).some((one) => image.test(one))),
    currency: part((value) => /^[A-Z]{3}$/.test(value) && value in currencyExponents),
    number: part((value) => amount.test(latinDigits(value))),
    amount: part((value) => priced.test(latinDigits(value))),
    long: part((value) => value.length > 150),
    distinct: filled.length === 0 ? 0 : new Set(filled).size / filled.length,
  };
}

/** A handful says little; below it the name alone decides. */
const ENOUGH = 3;

/** Fields that know a handful of words. */
const words: { readonly [K in TargetField]?: (text: string) => { readonly ok: boolean } } = { published: readYesNo, status: readStatus, condition: readCondition, kind: readKind, taxClass: (text) => ({ ok: isTaxOfParent(text) || readTaxClass(text).ok }), backorder: readBackorder, trackStock: readTrackStock, rowKind: readRowKind, command: readCommand };

/** Whether the cells speak against what the name says: a GTIN of letters, a price of words, a picture that is no address, a tax class that is some system's number. */
export function contradicts(field: TargetField, shapes: Shapes, values: readonly string[]): boolean {
  if (shapes.filled < ENOUGH) return false;
  const read = words[field];
  if (read !== undefined) return values.filter((value) => value.trim() !== '' && read(value).ok).length < shapes.filled * 0.5;
  switch (field) {
    // A column called after the thing itself may hold its code.
    case 'title': return shapes.digits > 0.5;
    case 'gtin': return shapes.digits < 0.5;
    case 'price':
    case 'compareAt':
    case 'salePrice':
    case 'cost':
    case 'stock':
    case 'lowStockAt': return shapes.number < 0.5;
    case 'imageUrl':
    case 'variantImageUrl': return shapes.url < 0.5 && shapes.image < 0.5;
    case 'currency': return shapes.currency < 0.5;
    default: return false;
  }
}

/** What the cells alone say, where nothing else has that shape. */
export function fieldByContent(shapes: Shapes): { readonly field: 'gtin' | 'imageUrl' | 'currency' | 'price' | 'description'; readonly sure: boolean } | null {
  if (shapes.filled < ENOUGH) return null;
  // One in ten numbers has a right check digit by chance; nearly all of a column does not.
  if (shapes.gtin >= 0.9 && shapes.distinct > 0.5) return { field: 'gtin', sure: true };
  if (shapes.url >= 0.9 && shapes.image >= 0.5) return { field: 'imageUrl', sure: true };
  if (shapes.currency >= 0.95) return { field: 'currency', sure: true };
  // A price, a former price and a cost look alike.
  if (shapes.amount >= 0.9) return { field: 'price', sure: false };
  if (shapes.long >= 0.6) return { field: 'description', sure: false };
  return null;
}
