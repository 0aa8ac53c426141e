import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { mod97, tidyNumber } from '../payouts/bank/mod-97.ts';

/** A number in the form its register writes it; `check` names what a person should look at although the form is right. None of this says that it exists. */
export type ReadNumber = { readonly value: string; readonly check: string | null };

const refuse = (rule: string, details?: AppError['details']): Result<never, AppError> => err({ code: 'rule-broken', attempted: 'verification.answer', field: 'value', rule, ...(details ? { details } : {}) });
const plain = (text: string): string => tidyNumber(text).replace(/[.\-/]/g, '');

/** Digits of an exact number, or which sign is none and how many there are. */
function digits(text: string, least: number, most = least): Result<string, AppError> {
  const number = plain(text);
  const wrong = number.search(/\D/);
  if (wrong >= 0) return refuse('number-digit', { at: wrong + 1, found: number[wrong]! });
  if (number.length < least || number.length > most) return refuse(least === most ? 'number-length' : 'number-length-between', { length: number.length, least, most });
  return ok(number);
}

/**
 * A Moroccan ICE: company 9 digits, establishment 4, control 2; shorter ones are filled with zeros in front.
 *
 * The control is 97 - ((first 13 × 100) mod 97). The authority does not publish that; one published number breaks it. A wrong control is therefore for a
 * person to look at (`check: 'ice-control'`), and no refusal.
 */
export function checkIce(text: string): Result<ReadNumber, AppError> {
  const read = digits(text, 8, 15);
  if (!read.ok) return read;
  const value = read.value.padStart(15, '0');
  return ok({ value, check: mod97(value) === 0 ? null : 'ice-control' });
}

/** The control an ICE would have, from its first 13 digits. */
export const iceControl = (body: string): string => String(97 - mod97(`${body}00`)).padStart(2, '0');

/** A Moroccan tax number (identifiant fiscal): 7 or 8 digits. */
export const checkIf = (text: string): Result<ReadNumber, AppError> => asRead(digits(text, 7, 8));

/** A number of the Moroccan trade register with its court: `12345 Casablanca`. */
export function checkRc(text: string): Result<ReadNumber, AppError> {
  const found = /^\s*(\d{1,7})\s*[-–,/ ]\s*(\p{L}[\p{L}\s'’-]{2,})\s*$/u.exec(tidySpaces(text));
  return found === null ? refuse('rc-with-court') : ok({ value: `${Number(found[1])} ${found[2]!.trim()}`, check: null });
}
const tidySpaces = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

/** Whether the digits add up to a multiple of ten, every second from the right doubled. Source: ISO/IEC 7812-1, annex B. */
export function luhn(number: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** A French SIREN: 9 digits by Luhn. */
export function checkSiren(text: string): Result<ReadNumber, AppError> {
  const read = digits(text, 9);
  if (!read.ok) return read;
  return luhn(read.value) ? ok({ value: read.value, check: null }) : refuse('siren-control');
}

const LA_POSTE = '356000000';

/** A French SIRET: SIREN and 5 digits of the establishment, by Luhn; those of La Poste by the sum of their digits. */
export function checkSiret(text: string): Result<ReadNumber, AppError> {
  const read = digits(text, 14);
  if (!read.ok) return read;
  if (!luhn(read.value.slice(0, 9))) return refuse('siren-control');
  const isPost = read.value.startsWith(LA_POSTE) && [...read.value].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
  return luhn(read.value) || isPost ? ok({ value: read.value, check: null }) : refuse('siret-control');
}

const vatForms: Readonly<Record<string, string>> = {
  AT: 'U\\d{8}', BE: '[01]\\d{9}', BG: '\\d{9,10}', CY: '\\d{8}[A-Z]', CZ: '\\d{8,10}', DE: '\\d{9}', DK: '\\d{8}', EE: '\\d{9}', EL: '\\d{9}', ES: '[0-9A-Z]\\d{7}[0-9A-Z]', FI: '\\d{8}', FR: '[0-9A-HJ-NP-Z]{2}\\d{9}',
  HR: '\\d{11}', HU: '\\d{8}', IE: '\\d{7}[A-W][A-I]?|\\d[A-Z+*]\\d{5}[A-W]', IT: '\\d{11}', LT: '\\d{9}|\\d{12}', LU: '\\d{8}', LV: '\\d{11}', MT: '\\d{8}', NL: '\\d{9}B\\d{2}|[0-9A-Z+*]{10}\\d{2}', PL: '\\d{10}', PT: '\\d{9}',
  RO: '\\d{2,10}', SE: '\\d{12}', SI: '\\d{8}', SK: '\\d{10}',
};

/** Countries of the European Union by the letters their VAT numbers begin with; Greece writes EL. */
export const vatCountries = Object.keys(vatForms);

/** An EU VAT number by the form of its country, for France also by its key. Whether it is registered says only VIES. */
export function checkVat(text: string): Result<ReadNumber, AppError> {
  const value = plain(text);
  const country = value.slice(0, 2);
  const form = vatForms[country];
  if (form === undefined) return refuse('vat-country', { found: country });
  if (!new RegExp(`^(${form})$`).test(value.slice(2))) return refuse('vat-form', { country });
  if (country !== 'FR' || !/^\d{11}$/.test(value.slice(2))) return ok({ value, check: null });
  const siren = value.slice(4);
  const key = String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0');
  if (!luhn(siren)) return refuse('siren-control');
  return key === value.slice(2, 4) ? ok({ value, check: null }) : refuse('vat-key', { written: value.slice(2, 4), computed: key });
}

const asRead = (read: Result<string, AppError>): Result<ReadNumber, AppError> => (read.ok ? ok({ value: read.value, check: null }) : read);
