import { z } from 'zod';
import { currencyExponents } from './currencies.ts';
import { err, ok, type Result } from './result.ts';
import { latinDigits } from './text.ts';

/** An amount in the smallest unit of its currency (centimes, cents, fils): always a whole number. */
export const minor = z.int().brand<'Minor'>();
export type Minor = z.infer<typeof minor>;

/** An ISO 4217 alphabetic code that is in force. */
export const currency = z.string().refine((code) => code in currencyExponents, 'expected an ISO 4217 currency code').brand<'Currency'>();
export type Currency = z.infer<typeof currency>;

/** An amount with its currency. */
export const money = z.object({ amount: minor, currency });
export type Money = z.infer<typeof money>;

/** A rate in hundredths of a percent: 350 is 3.5 %. */
export const basisPoints = z.int().min(0).brand<'BasisPoints'>();
export type BasisPoints = z.infer<typeof basisPoints>;

/**
 * How many decimals a currency has on paper: 2 for MAD, 3 for TND, 0 for JPY.
 * Source: ISO 4217 list one, not `Intl`, which differs for HUF, IQD, LBP and thirteen more.
 */
export function exponentOf(code: Currency): number {
  return currencyExponents[code]!;
}

/**
 * A part of an amount at a rate, rounded to the whole minor unit: the commission on a line.
 *
 * @param amount minor units; may be negative (a refund gives the same amount back as was taken)
 * @param rate basis points
 * @returns minor units, half away from zero
 *
 * Source: DOMAIN ledger rules, `round(amount × bp / 10000)`. In BigInt, so that no amount is large enough to lose a centime.
 */
export function partOf(amount: Minor, rate: BasisPoints): Minor {
  const product = BigInt(amount) * BigInt(rate);
  const rounded = (absolute(product) * 2n + 10_000n) / 20_000n;
  return Number(product < 0n ? -rounded : rounded) as Minor;
}

const absolute = (value: bigint) => (value < 0n ? -value : value);

export type DecimalSign = '.' | ',';

export type AmountFault = { code: 'not-a-number' } | { code: 'too-many-decimals'; allowed: number } | { code: 'too-large' };

/**
 * Reads an amount as people type it: `1 299,50`, `1,299.50`, `١٢٩٩٫٥`, `1299`.
 * The last of `.`, `,` or `٫` is the decimal sign when one to `exponent` digits follow it; groups of three may be parted
 * by spaces, dots, commas or apostrophes.
 *
 * @param sign the decimal sign of the language it is typed in: three digits after it are three decimals, not a group. Null: unknown, then
 *   `1,299` of a currency with two decimals is 1299
 * @returns minor units; or what is wrong. More decimals than the currency has are refused, never rounded.
 */
export function parseAmount(text: string, code: Currency, sign: DecimalSign | null = null): Result<Minor, AmountFault> {
  const exponent = exponentOf(code);
  const latin = latinDigits(text)
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, "'")
    .replace(/\u2212/g, '-')
    .trim();
  const shape = /^(-?)([\d\s'’.,\u00a0\u202f]*?)(?:([.,])(\d*))?$/.exec(latin);
  if (!shape || !/\d/.test(latin)) return err({ code: 'not-a-number' });
  const minus = shape[1]!;
  let [, , whole = '', mark, decimals = ''] = shape;
  const grouped = /^\d{1,3}(?:([\s'’.,\u00a0\u202f])\d{3})(?:\1\d{3})*$/;
  // `1.299` and `1,299`: three digits after the only mark of a two-decimal currency are a group, unless whoever types writes decimals so.
  if (mark && decimals.length === 3 && exponent < 3 && (mark !== sign || whole.includes(mark)) && grouped.test(whole + mark + decimals)) {
    whole = whole + mark + decimals;
    mark = undefined;
    decimals = '';
  }
  if (whole !== '' && !/^\d+$/.test(whole) && !grouped.test(whole)) return err({ code: 'not-a-number' });
  if (mark && decimals === '' && whole === '') return err({ code: 'not-a-number' });
  if (decimals.length > exponent) return err({ code: 'too-many-decimals', allowed: exponent });
  const units = Number(`${minus}${whole.replace(/\D/g, '')}${decimals.padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(units)) return err({ code: 'too-large' });
  return ok((units === 0 ? 0 : units) as Minor);
}

/**
 * Writes an amount with a dot and all decimals of its currency, for files and messages between machines: `1299.50`.
 * What people read is formatted by the window, in their language.
 */
export function toDecimal(amount: Minor, code: Currency): string {
  const exponent = exponentOf(code);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
