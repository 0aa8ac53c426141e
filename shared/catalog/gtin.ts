import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { latinDigits } from '../kernel/text.ts';
import type { Gtin } from './model.ts';

/** The lengths in use: GTIN-8, GTIN-12 (UPC), GTIN-13 (EAN, ISBN), GTIN-14 (cases). */
export const gtinLengths: readonly number[] = [8, 12, 13, 14];

/**
 * The last digit of a GTIN, computed from the ones before it.
 *
 * @param body the digits without the check digit, at least one
 * Source: GS1 General Specifications 7.9.1: weights 3, 1, 3, 1… from the right.
 */
export function gtinCheckDigit(body: string): number {
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const digit = body.charCodeAt(body.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit * 3 : digit;
  }
  return (10 - (sum % 10)) % 10;
}

/** Spaces and dashes as printed under bar codes, direction marks that come along with a paste, and the digits of an Arabic keyboard. */
function plainDigits(text: string): string {
  return latinDigits(text).replace(/[\s\u00a0\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\u2010-\u2015-]/g, '');
}

/**
 * Says whether a bar code number is right, and if not, which digit is wrong.
 *
 * @param text as typed or scanned; spaces and dashes between groups are fine
 * @param field path named in the refusal
 * @returns the bare digits, or `rule-broken` with the rule
 *   `gtin-spreadsheet` (`found`: 6.29E+12, a number a spreadsheet has rounded), `gtin-digits` (details `found`, `position` counted from 1), `gtin-length` (`found`, `allowed`) or
 *   `gtin-check-digit` (`expected`, `found`)
 *
 * Source: GS1 General Specifications 7.9.1.
 */
export function checkGtin(text: string, field = 'gtin'): Result<Gtin, AppError> {
  const digits = plainDigits(text);
  const wrong = /[^0-9]/u.exec(digits);
  const refuse = (rule: string, details: AppError['details']): Result<Gtin, AppError> => err({ code: 'rule-broken', field, rule, details });
  // Told apart from a slip of the finger: the digits that are missing cannot be guessed, and it will happen to the whole column.
  if (/^\d(?:[.,]\d+)?e\+?\d{1,2}$/i.test(digits)) return refuse('gtin-spreadsheet', { found: text.trim().slice(0, 40) });
  if (wrong) return refuse('gtin-digits', { found: String.fromCodePoint(digits.codePointAt(wrong.index)!), position: wrong.index + 1 });
  if (!gtinLengths.includes(digits.length)) return refuse('gtin-length', { found: digits.length, allowed: gtinLengths });
  const expected = gtinCheckDigit(digits.slice(0, -1));
  const found = Number(digits.at(-1));
  return expected === found ? ok(digits as Gtin) : refuse('gtin-check-digit', { expected, found });
}

/** The number padded to 14 digits: the same article compares equal in any of its lengths. */
export const gtinKey = (gtin: string): string => gtin.padStart(14, '0');
