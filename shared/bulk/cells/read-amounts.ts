import { currencyExponents } from '../../kernel/currencies.ts';
import { exponentOf, parseAmount, type Currency, type Minor } from '../../kernel/money.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { latinDigits } from '../../kernel/text.ts';
import type { Fault } from '../problem.ts';
import { readNumber, withoutCurrency, type NumberStyle } from './number-style.ts';

const signs: Readonly<Record<string, readonly string[]>> = { '€': ['EUR'], '£': ['GBP'], '$': ['USD', 'CAD', 'AUD'], '¥': ['JPY', 'CNY'], '₺': ['TRY'], dh: ['MAD', 'AED'], 'dh.': ['MAD', 'AED'], dhs: ['MAD', 'AED'], 'درهم': ['MAD', 'AED'] };

/**
 * An amount of money in minor units, with or without its currency beside it: `1 299,50`, `15.00 EUR`, `€ 12`.
 *
 * @param expected the currency the column is in
 * @returns or `price-currency` (details `found`, `expected`), `too-many-decimals` (`most`), `price-too-large`, `price-not-negative`, or a fault of `readNumber`
 */
export function readMoney(text: string, expected: Currency, style: NumberStyle): Result<Minor, Fault> {
  const { text: number, currency } = withoutCurrency(text);
  const named = currency === null ? null : (signs[currency.toLowerCase()] ?? [currency.toUpperCase()]);
  if (named !== null && !named.includes(expected)) return err({ rule: currency!.toUpperCase() in currencyExponents || signs[currency!.toLowerCase()] ? 'price-currency' : 'number-form', details: { found: named.length === 1 ? named[0]! : currency!, expected } });
  const read = readNumber(number, style);
  if (!read.ok) return read;
  const decimals = read.value.split('.')[1] ?? '';
  const most = exponentOf(expected);
  // `parseAmount` takes three decimals for a group of thousands; here it is known that they are none.
  if (decimals.length > most) return err({ rule: 'too-many-decimals', details: { most, found: text.trim().slice(0, 40) } });
  const amount = parseAmount(read.value, expected);
  if (!amount.ok) return err({ rule: 'price-too-large', details: { found: text.trim().slice(0, 40) } });
  return amount.value < 0 ? err({ rule: 'price-not-negative', details: { found: text.trim().slice(0, 40) } }) : amount;
}

/** Pieces: a whole number; `12.0` is one, as spreadsheets write it. */
export function readPieces(text: string, style: NumberStyle): Result<number, Fault> {
  const read = readNumber(text, style);
  if (!read.ok) return read;
  const pieces = Number(read.value);
  if (!Number.isSafeInteger(pieces)) return err({ rule: 'whole-number', details: { found: text.trim().slice(0, 40) } });
  // Elsewhere what was sold beyond the stock is counted below zero.
  return pieces < 0 ? err({ rule: 'pieces-negative', suggestion: '0', details: { found: pieces } }) : ok(pieces);
}

const grams: Readonly<Record<string, number>> = { mg: 0.001, g: 1, kg: 1_000, oz: 28.349_523_125, lb: 453.592_37 };
const millimetres: Readonly<Record<string, number>> = { mm: 1, cm: 10, m: 1_000, in: 25.4, ft: 304.8 };
const otherNames: Readonly<Record<string, string>> = { gr: 'g', gram: 'g', grams: 'g', gramme: 'g', grammes: 'g', kgs: 'kg', kilogram: 'kg', kilograms: 'kg', kilo: 'kg', lbs: 'lb', pound: 'lb', pounds: 'lb', ounce: 'oz', ounces: 'oz', inch: 'in', inches: 'in', '"': 'in', feet: 'ft', 'غ': 'g', 'كغ': 'kg', 'كجم': 'kg', 'جرام': 'g', 'سم': 'cm', 'مم': 'mm', 'م': 'm' };
/** Heavier or longer is a slip of the unit. */
const MOST_GRAMS = 100_000_000;
const MOST_MM = 100_000;

/** A number without a unit, as most columns have them. */
const bareNumber = /^[\d.,]*\d$/;

function readMeasure(text: string, unit: string | null, style: NumberStyle, units: Readonly<Record<string, number>>, most: number): Result<number, Fault> {
  const [, number = '', written = ''] = bareNumber.test(text) ? ['', text] : (/^([\s\S]*?\d)\s*([\p{L}"]+)?\.?$/u.exec(latinDigits(text).trim()) ?? []);
  if (number === '') return err({ rule: 'number-form', details: { found: text.slice(0, 40) } });
  const word = written.toLowerCase();
  const name = word === '' ? unit : (otherNames[word] ?? word);
  // Nothing is nothing in every unit.
  if (name === null && /^[0.,]+$/.test(latinDigits(number))) return ok(0);
  if (name === null) return err({ rule: 'unit-needed', details: { allowed: Object.keys(units) } });
  const factor = units[otherNames[name.toLowerCase()] ?? name.toLowerCase()];
  if (factor === undefined) return err({ rule: 'unit-unknown', details: { found: name.slice(0, 40), allowed: Object.keys(units) } });
  const read = readNumber(number, style);
  if (!read.ok) return read;
  const exact = Number(read.value) * factor;
  const rounded = Math.round(exact);
  if (exact < 0 || exact > most) return err({ rule: 'measure-range', details: { found: text.trim().slice(0, 40), most } });
  // Half a gram is something, and nothing weighs nothing.
  return ok(exact > 0 ? Math.max(1, rounded) : 0);
}

/** A weight in whole grams: `250 g`, `0,25` in a column of kilograms. @param unit where the cell names none; null: then it must */
export const readWeight = (text: string, unit: string | null, style: NumberStyle): Result<number, Fault> => readMeasure(text, unit, style, grams, MOST_GRAMS);
/** A length in whole millimetres. */
export const readLength = (text: string, unit: string | null, style: NumberStyle): Result<number, Fault> => readMeasure(text, unit, style, millimetres, MOST_MM);

/** Length, width and height in one cell: `30 x 20 x 5 cm`. @returns or `dimensions-form` */
export function readDimensions(text: string, unit: string | null, style: NumberStyle): Result<[number, number, number], Fault> {
  const parts = text.trim().split(/\s*[x×*]\s*/i);
  if (parts.length !== 3) return err({ rule: 'dimensions-form', details: { found: text.slice(0, 40) } });
  const written = /[\p{L}"]+$/u.exec(parts[2]!)?.[0] ?? unit;
  const read = parts.map((part) => readLength(part, written, style));
  const failed = read.find((one) => !one.ok);
  if (failed && !failed.ok) return failed;
  return ok(read.map((one) => (one.ok ? one.value : 0)) as [number, number, number]);
}
