import { z } from 'zod';
import type { AppError } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { tidyNumber } from './mod-97.ts';

/** The code of a bank that passed `checkBic`: 8 or 11 capitals and digits. */
export const bic = z.string().refine((text): boolean => checkBic(text).ok && tidyNumber(text) === text, 'expected a BIC of 8 or 11 signs').brand<'Bic'>();
export type Bic = z.infer<typeof bic>;

const LENGTHS = [8, 11];
/** Letters of the country stand at these places; elsewhere a letter or a digit. */
const COUNTRY = { from: 4, to: 6 };
const refuse = (error: Pick<AppError, 'rule' | 'details'>): Result<never, AppError> => err({ code: 'rule-broken', attempted: 'payouts.check-account', field: 'bic', ...error });

/**
 * Reads the code of a bank (BIC, SWIFT code): four signs of the bank, two letters of its country, two of the place, three of the branch if there is one.
 *
 * @returns the code in capitals; or `bic-length` (`length`), `bic-sign` (`at` from 1)
 *
 * Source: ISO 9362:2014, as the type `BICFIDec2014Identifier` of pain.001.001.09 has it. Whether the bank exists is not known from the code.
 */
export function checkBic(text: string): Result<Bic, AppError> {
  const code = tidyNumber(text);
  if (!LENGTHS.includes(code.length)) return refuse({ rule: 'bic-length', details: { length: code.length } });
  const wrong = [...code].findIndex((sign, at) => !(at >= COUNTRY.from && at < COUNTRY.to ? /[A-Z]/ : /[A-Z0-9]/).test(sign));
  return wrong < 0 ? ok(code as Bic) : refuse({ rule: 'bic-sign', details: { at: wrong + 1 } });
}
