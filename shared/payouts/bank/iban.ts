import { z } from 'zod';
import type { AppError } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { ibanStructures, type SignKind } from './iban-structures.ts';
import { mod97, tidyNumber } from './mod-97.ts';
import { checkRib } from './rib.ts';

/** An international account number that passed `checkIban`: capitals and digits, no blanks. */
export const iban = z.string().refine((text): boolean => checkIban(text).ok && tidyNumber(text) === text, 'expected an IBAN with its check digits').brand<'Iban'>();
export type Iban = z.infer<typeof iban>;

const BEFORE_ACCOUNT = 4;
const refuse = (error: Pick<AppError, 'rule' | 'details'>): Result<never, AppError> => err({ code: 'rule-broken', attempted: 'payouts.check-account', field: 'iban', ...error });

const shapes: Readonly<Record<SignKind, RegExp>> = { digit: /[0-9]/, letter: /[A-Z]/, either: /[0-9A-Z]/ };

/**
 * Reads an IBAN as people copy it, with or without blanks, and says exactly what is wrong with it.
 *
 * @returns the number in its plain form; or a refusal with its rule:
 *   `iban-country` (no country we know an IBAN of), `iban-length` (`length`, `expected`), `iban-sign` (`at` from 1, `expected` digit, letter or either),
 *   `iban-check-digits` (`written`, `computed` for the digits as they stand), `rib-key` (of Morocco: the key inside)
 *
 * Source: ISO 13616, ISO 7064 MOD 97-10; DOMAIN 4. A Moroccan IBAN is checked by its RIB too, which its own check digits do not imply where somebody computed those for a wrong RIB.
 */
export function checkIban(text: string): Result<Iban, AppError> {
  const number = tidyNumber(text);
  const country = number.slice(0, 2);
  const structure = ibanStructures.get(country);
  if (!structure) return refuse({ rule: 'iban-country', details: { country: /^[A-Z]{2}$/.test(country) ? country : '' } });
  const expected = structure.length + BEFORE_ACCOUNT;
  if (number.length !== expected) return refuse({ rule: 'iban-length', details: { country, length: number.length, expected } });
  for (let at = 2; at < number.length; at++) {
    const kind = at < BEFORE_ACCOUNT ? 'digit' : structure[at - BEFORE_ACCOUNT]!;
    if (!shapes[kind].test(number[at]!)) return refuse({ rule: 'iban-sign', details: { at: at + 1, expected: kind } });
  }
  const written = number.slice(2, BEFORE_ACCOUNT);
  const computed = ibanCheckDigits(country, number.slice(BEFORE_ACCOUNT));
  if (written !== computed) return refuse({ rule: 'iban-check-digits', details: { written, computed } });
  if (country === 'MA') {
    const key = checkRib(number.slice(BEFORE_ACCOUNT));
    if (!key.ok) return err({ ...key.error, field: 'iban' });
  }
  return ok(number as Iban);
}

/** The two digits behind the country, for an account number of capitals and digits: `02` to `98`. */
export const ibanCheckDigits = (country: string, account: string): string => String(98 - mod97(`${account}${country}00`)).padStart(2, '0');

export const countryOfIban = (number: Iban): string => number.slice(0, 2);

/** In groups of four, as it is printed and read out. */
export const groupedIban = (number: Iban): string => number.replace(/(.{4})(?=.)/g, '$1 ');
