import { err, ok, type Result } from '../../kernel/result.ts';
import { latinDigits } from '../../kernel/text.ts';
import type { Fault } from '../problem.ts';

/** How many numbers of a column can only be read with the dot as decimal sign, only with the comma, in both ways (`1.299`), or in any. */
export type NumberEvidence = { readonly dot: number; readonly comma: number; readonly either: number; readonly plain: number };
/**
 * How the numbers of a column are written:
 * - `decided` its unambiguous numbers agree on a decimal sign, and the others follow them
 * - `plain` no number has a sign in it · `ambiguous` every sign could be either · `mixed` some say dot and some say comma
 */
export type NumberStyle = { readonly how: 'decided' | 'plain' | 'ambiguous' | 'mixed'; readonly decimal: '.' | ',' | null; readonly evidence: NumberEvidence };

/** What nearly every number of a file looks like; the rest of the ways is not tried on it. */
const plainNumber = /^-?\d[\d.,]*$/;

/** A number as its digits alone, signs of currencies, blanks and apostrophes between groups taken out. */
const bare = (text: string): string => (plainNumber.test(text) ? text : latinDigits(text).replace(/\u066b/g, ',').replace(/\u066c/g, ' ').replace(/[\u2212\u2013]/g, '-').replace(/(?<=\d)[\s'’\u00a0\u202f](?=\d{3}(\D|$))/g, '').trim());
const shape = /^([-+]?)(\d[\d.,]*|[.,]\d+)$/;

/** What the signs in one number can mean. */
function signOf(number: string): '.' | ',' | 'either' | 'plain' | 'none' {
  if (!shape.test(number)) return 'none';
  const [dot, comma] = [number.lastIndexOf('.'), number.lastIndexOf(',')];
  if (dot < 0 && comma < 0) return 'plain';
  if (dot >= 0 && comma >= 0) return dot > comma ? '.' : ',';
  const [sign, other] = dot >= 0 ? (['.', ','] as const) : ([',', '.'] as const);
  const at = Math.max(dot, comma);
  // Several of one sign part groups, so the other is for decimals.
  if (number.indexOf(sign) !== at) return other;
  const whole = at - (number.startsWith('-') || number.startsWith('+') ? 1 : 0);
  return number.length - at - 1 === 3 && whole >= 1 && whole <= 3 && number[at - whole] !== '0' ? 'either' : sign;
}

/** What the signs of a cell can mean; what is no number says nothing. */
export const numberSign = (value: string): '.' | ',' | 'either' | 'plain' | 'none' => signOf(bare(withoutCurrency(value).text));

/** Counts one cell by its sign. */
export function countSign(counted: { -readonly [K in keyof NumberEvidence]: number }, sign: ReturnType<typeof numberSign>): void {
  if (sign !== 'none') counted[sign === '.' ? 'dot' : sign === ',' ? 'comma' : sign] += 1;
}
export const noNumbers = (): { -readonly [K in keyof NumberEvidence]: number } => ({ dot: 0, comma: 0, either: 0, plain: 0 });

/** How the numbers of a column are written, by all of them together. */
export function styleBy(evidence: NumberEvidence): NumberStyle {
  if (evidence.dot > 0 && evidence.comma > 0) return { how: 'mixed', decimal: null, evidence };
  if (evidence.dot + evidence.comma > 0) return { how: 'decided', decimal: evidence.dot > 0 ? '.' : ',', evidence };
  return { how: evidence.either > 0 ? 'ambiguous' : 'plain', decimal: null, evidence };
}

/** The same for cells that are all at hand. */
export function numberStyle(values: Iterable<string>): NumberStyle {
  const counted = noNumbers();
  for (const value of values) countSign(counted, numberSign(value));
  return styleBy(counted);
}

/** What a workbook writes: a dot, always. */
export const workbookNumbers: NumberStyle = { how: 'decided', decimal: '.', evidence: noNumbers() };

/** The style a person chose. */
export const chosenNumbers = (decimal: '.' | ','): NumberStyle => ({ ...workbookNumbers, decimal });

/** A number with the currency before or after it apart. */
export function withoutCurrency(text: string): { readonly text: string; readonly currency: string | null } {
  if (plainNumber.test(text)) return { text, currency: null };
  const found = /^([-+]?)\s*(\p{Sc}|[A-Z]{3}|dhs?\.?|درهم)?\s*([\s\S]*?)\s*(\p{Sc}|[A-Z]{3}|dhs?\.?|درهم)?$/iu.exec(text.trim());
  if (!found) return { text, currency: null };
  const [, sign = '', before, number = '', after] = found;
  const word = before ?? after ?? null;
  return word === null || !/\d/.test(number) ? { text, currency: null } : { text: sign + number, currency: word };
}

/**
 * A number as `-1299.5`: a dot, no groups.
 *
 * @returns or `number-form` (with a suggestion where a letter stands for a digit), or `number-ambiguous` (details `found`, `one`, `other`) where neither
 *   the number nor its column says what its sign means
 */
export function readNumber(text: string, style: NumberStyle): Result<string, Fault> {
  const number = bare(text);
  const sign = signOf(number);
  if (sign === 'none') return err({ rule: 'number-form', details: { found: text.slice(0, 40) }, suggestion: withDigits(text, style) });
  if (sign === 'plain') return ok(canonical(number, null));
  const own = sign === 'either' ? style.decimal : sign;
  if (own === null) return err({ rule: 'number-ambiguous', details: { found: text.trim().slice(0, 40), one: canonical(number, '.'), other: canonical(number, ',') } });
  // `1,299.50` in a column of decimal commas is a slip, not a number of another kind.
  if (style.how === 'decided' && style.decimal !== own) return err({ rule: 'number-ambiguous', details: { found: text.trim().slice(0, 40), one: canonical(number, own), other: canonical(number, style.decimal) } });
  return ok(canonical(number, own));
}

const alreadyCanonical = /^-?(?:[1-9]\d*|0)(?:\.\d*[1-9])?$/;

function canonical(number: string, decimal: '.' | ',' | null): string {
  if (decimal !== ',' && alreadyCanonical.test(number) && number !== '-0') return number;
  const sign = number.startsWith('-') ? '-' : '';
  const digits = number.replace(/^[-+]/, '');
  const at = decimal === null ? -1 : digits.lastIndexOf(decimal);
  const whole = (at < 0 ? digits : digits.slice(0, at)).replace(/\D/g, '').replace(/^0+(?=\d)/, '') || '0';
  const decimals = (at < 0 ? '' : digits.slice(at + 1)).replace(/\D/g, '').replace(/0+$/, '');
  const value = decimals === '' ? whole : `${whole}.${decimals}`;
  return value === '0' ? '0' : sign + value;
}

/** `1O,5O` and `l2` are typed so that they look right. */
function withDigits(text: string, style: NumberStyle): string | null {
  const guess = text.replace(/[oO]/g, '0').replace(/[lI]/g, '1').replace(/[sS]/g, '5');
  return guess !== text && /\d/.test(text) && !/\p{L}/u.test(guess) && readNumber(guess, style).ok ? guess.trim() : null;
}
