import { z } from 'zod';
import { currencyExponents } from './currencies.ts';

/** An amount in the smallest unit of its currency (centimes, cents, fils): always a whole number. */
export const minor = z.int().brand<'Minor'>();
export type Minor = z.infer<typeof minor>;

/** An ISO 4217 alphabetic code that is in force. */
export const currency = z.string().refine((code) => code in currencyExponents, 'expected an ISO 4217 currency code').brand<'Currency'>();
export type Currency = z.infer<typeof currency>;

/** An amount with its currency. */
export const money = z.object({ amount: minor, currency });
export type Money = z.infer<typeof money>;

/**
 * How many decimals a currency has on paper: 2 for MAD, 3 for TND, 0 for JPY.
 * Source: ISO 4217 list one, not `Intl`, which differs for HUF, IQD, LBP and thirteen more.
 */
export function exponentOf(code: Currency): number {
  return currencyExponents[code]!;
}
