import type { TFunction } from 'i18next';
import type { Currency } from '#shared/kernel/money.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { checkIban } from '#shared/payouts/bank/iban.ts';
import { checkRib } from '#shared/payouts/bank/rib.ts';
import { tidyNumber } from '#shared/payouts/bank/mod-97.ts';

/** What is wrong with an account number so far, to the digit. A number that is only not finished yet is not wrong while it is typed. @param isLeft the field was left */
export function accountFault(typed: string, currency: Currency, isLeft: boolean): AppError | null {
  if (tidyNumber(typed) === '') return null;
  const checked = currency === 'MAD' ? checkRib(typed) : checkIban(typed);
  if (checked.ok) return null;
  const { rule, details } = checked.error;
  const [length, expected] = [Number(details?.['length'] ?? 0), Number(details?.['expected'] ?? 0)];
  const isUnfinished = (rule === 'rib-length' || rule === 'iban-length') ? length < expected : rule === 'iban-country' && tidyNumber(typed).length < 2;
  return isUnfinished && !isLeft ? null : checked.error;
}

/** How far a number has got: `18 of 24`; null for an IBAN whose country is not known yet. */
export function progressOf(typed: string, currency: Currency, t: TFunction<'payouts'>): string | null {
  const length = tidyNumber(typed).length;
  if (length === 0) return null;
  if (currency === 'MAD') return t('bank.digits', { length, of: 24 });
  const checked = checkIban(typed);
  if (checked.ok) return t('bank.digits', { length, of: length });
  const expected = checked.error.rule === 'iban-length' ? Number(checked.error.details?.['expected']) : null;
  return expected === null ? null : t('bank.digits', { length, of: expected });
}
