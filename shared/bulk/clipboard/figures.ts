import { currencyExponents } from '../../kernel/currencies.ts';
import type { Currency } from '../../kernel/money.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

/** What people and programs write beside an amount; the code itself goes without saying. */
const signs: Readonly<Record<string, readonly string[]>> = {
  MAD: ['dh', 'dhs', 'د.م.', 'درهم'], TND: ['dt', 'د.ت.'], DZD: ['da', 'د.ج.'], EUR: ['€'], USD: ['$', 'us$'], GBP: ['£'], JPY: ['¥'],
};
const MARKS = /[\u2066-\u2069\u200e\u200f\u061c]/g;
/** Letters, currency signs, and dots between letters (`د.م.`): whatever is written around the figures. */
const beside = /(?:[\p{L}\p{Sc}]\.?)+/gu;

/**
 * An amount as a spreadsheet shows it, without the name of its currency: `1 299,50 DH`, `€ 12.00`, `MAD 5`.
 *
 * @returns the figures alone; `other-currency` when another currency is written there
 */
export function withoutCurrency(text: string, currency: Currency): Result<string, { code: 'other-currency' }> {
  const known = new Set([currency.toLowerCase(), ...(signs[currency] ?? [])]);
  const words = text.replace(MARKS, '').toLowerCase().match(beside) ?? [];
  // `6,29E+12` is a figure somebody's program has mangled, not a currency: the reader of amounts says so.
  const names = words.filter((word) => word !== 'e');
  if (names.length === 0 || !/\p{Nd}/u.test(text)) return ok(text);
  if (!names.every((name) => known.has(name))) return isNamed(names) ? err({ code: 'other-currency' }) : ok(text);
  return ok(text.replace(MARKS, '').replace(beside, ' ').trim());
}

/** Another currency's code or sign, rather than any other words. */
const isNamed = (names: readonly string[]): boolean => names.every((name) => name.toUpperCase() in currencyExponents || /^\p{Sc}$/u.test(name) || Object.values(signs).some((each) => each.includes(name)));

/** A count as a spreadsheet shows it: `12,00` and `12.0` are 12. What has other decimals stays as it is, and is refused by the reader of counts. */
export const withoutZeroDecimals = (text: string): string => text.trim().replace(/^([+\-=\u2212]?[\d\u0660-\u0669\u06f0-\u06f9]+)[.,\u066b][0\u0660\u06f0]{1,2}$/, '$1');
