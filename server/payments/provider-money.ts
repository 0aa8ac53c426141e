import { exponentOf, minor, type Currency, type Minor } from '#shared/kernel/money.ts';

/** How many decimals a provider counts with, where it is not what ISO 4217 says. */
type Exceptions = Readonly<Record<string, number>>;

/**
 * Source: docs.stripe.com/currencies. MGA has no decimals there; ISK and UGX, which have none by ISO, are counted with two;
 * MRU and the others are as in ISO.
 */
export const STRIPE_DECIMALS: Exceptions = { MGA: 0, ISK: 2, UGX: 2 };
/** Source: developer.paypal.com/reference/currency-codes: no decimals for these three, of which ISO gives two to HUF and TWD. */
export const PAYPAL_DECIMALS: Exceptions = { HUF: 0, JPY: 0, TWD: 0 };

const decimalsOf = (currency: Currency, exceptions: Exceptions): number => exceptions[currency] ?? exponentOf(currency);

/**
 * An amount as a provider counts it. Null: it cannot be said there (HUF 10.50 where fillér are not counted).
 *
 * @param amount minor units by ISO 4217
 */
export function toProviderUnits(amount: Minor, currency: Currency, exceptions: Exceptions): number | null {
  const shift = decimalsOf(currency, exceptions) - exponentOf(currency);
  if (shift >= 0) return amount * 10 ** shift;
  const unit = 10 ** -shift;
  return amount % unit === 0 ? amount / unit : null;
}

/** The way back. Null: what it says is finer than the currency is. */
export function fromProviderUnits(units: number, currency: Currency, exceptions: Exceptions): Minor | null {
  const shift = exponentOf(currency) - decimalsOf(currency, exceptions);
  const amount = shift >= 0 ? units * 10 ** shift : units / 10 ** -shift;
  return minor.safeParse(amount).data ?? null;
}

/** As a decimal number with as many places as the provider wants: `12.50`. Null as in `toProviderUnits`. */
export function toProviderDecimal(amount: Minor, currency: Currency, exceptions: Exceptions): string | null {
  const units = toProviderUnits(amount, currency, exceptions);
  if (units === null) return null;
  const decimals = decimalsOf(currency, exceptions);
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  return `${units < 0 ? '-' : ''}${decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`}`;
}

/** Reads a decimal number a machine wrote, `12.5` or `-3`. Null: it is none, or finer than the currency is. */
export function fromProviderDecimal(text: string, currency: Currency): Minor | null {
  const [, sign, whole, decimals = ''] = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const exponent = exponentOf(currency);
  const [kept, finer] = [decimals.slice(0, exponent).padEnd(exponent, '0'), decimals.slice(exponent)];
  if (/[1-9]/.test(finer)) return null;
  const amount = Number(`${whole}${kept}`);
  return minor.safeParse(sign === '-' && amount !== 0 ? -amount : amount).data ?? null;
}
