import { z } from 'zod';
import type { AppError } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { mod97, tidyNumber } from './mod-97.ts';

/** A Moroccan account number that passed `checkRib`: 24 digits without blanks. */
export const rib = z.string().refine((text): boolean => checkRib(text).ok && tidyNumber(text) === text, 'expected a RIB of 24 digits with its key').brand<'Rib'>();
export type Rib = z.infer<typeof rib>;

const LENGTH = 24;
const refuse = (error: Pick<AppError, 'rule' | 'details'>): Result<never, AppError> => err({ code: 'rule-broken', attempted: 'payouts.check-account', field: 'rib', ...error });

/**
 * Reads a Moroccan RIB as it is copied from a cheque book: bank 3 digits, town 3, account 16, key 2, with or without blanks.
 *
 * @returns the 24 digits; or `rib-digit` with the place (from 1) of what is no digit, `rib-length`, `rib-key` with the key as written and as it would have to be
 *
 * Source: DOMAIN 4. The key is 97 - ((first 22 digits × 100) mod 97), so that the whole number leaves 0; a public library leaves out the × 100 and refuses real accounts.
 */
export function checkRib(text: string): Result<Rib, AppError> {
  const number = tidyNumber(text);
  const wrong = number.search(/\D/);
  if (wrong >= 0) return refuse({ rule: 'rib-digit', details: { at: wrong + 1 } });
  if (number.length !== LENGTH) return refuse({ rule: 'rib-length', details: { length: number.length, expected: LENGTH } });
  const [body, written] = [number.slice(0, -2), number.slice(-2)];
  const key = ribKey(body);
  return written === key ? ok(number as Rib) : refuse({ rule: 'rib-key', details: { written, computed: key } });
}

/**
 * The two last digits of a RIB, from the 22 before them: `01` to `97`.
 *
 * @throws RangeError unless there are 22 digits
 */
export function ribKey(body: string): string {
  if (!/^\d{22}$/.test(body)) throw new RangeError('a RIB has 22 digits before its key');
  return String(97 - mod97(`${body}00`)).padStart(2, '0');
}

/** The parts people know a RIB by. The name of a bank is not told: public lists of codes contradict each other. */
export const partsOfRib = (number: Rib): { readonly bank: string; readonly town: string; readonly account: string; readonly key: string } => ({
  bank: number.slice(0, 3), town: number.slice(3, 6), account: number.slice(6, 22), key: number.slice(22),
});

/** The same account as the rest of the world writes it. Since a RIB leaves 0 by 97, every Moroccan IBAN begins with `MA64`. */
export const ibanOfRib = (number: Rib): string => `MA64${number}`;
