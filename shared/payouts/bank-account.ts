import { z } from 'zod';
import { currency, type Currency } from '../kernel/money.ts';
import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { checkBic } from './bank/bic.ts';
import { checkIban } from './bank/iban.ts';
import { checkRib } from './bank/rib.ts';
import { bankAddress } from './settings.ts';

/** Where a shop is paid in one currency: dirham by RIB, everything else by IBAN. */
export const bankAccount = z.strictObject({
  currency,
  holder: z.string().trim().min(1).max(70),
  account: z.string().trim().min(5).max(60),
  bic: z.string().trim().max(14).nullable(),
  address: bankAddress,
});
export type BankAccount = z.infer<typeof bankAccount>;

const MAD = 'MAD' as Currency;

/** @returns the account with its number as banks write it, or which digit is wrong (`iban-…`, `rib-…`, `bic-…`) */
export function checkBankAccount(asked: BankAccount): Result<BankAccount, AppError> {
  const account = asked.currency === MAD ? checkRib(asked.account) : checkIban(asked.account);
  if (!account.ok) return err({ ...account.error, attempted: 'payouts.changeBankAccount', field: 'account' });
  const bic = asked.bic === null ? null : checkBic(asked.bic);
  if (bic !== null && !bic.ok) return err({ ...bic.error, attempted: 'payouts.changeBankAccount', field: 'bic' });
  return ok({ ...asked, account: account.value, bic: bic === null ? null : bic.value });
}

/** A number as far as it may be shown: its beginning and its last four signs. */
export const maskedAccount = (account: string): string => `${account.slice(0, 4)} … ${account.slice(-4)}`;
