import { HOUR_MS, DAY_MS, MINUTE_MS, SECOND_MS, type EpochMs } from '#shared/kernel/time.ts';
import { exponentOf, toDecimal, type Currency, type DecimalSign, type Minor } from '#shared/kernel/money.ts';
import type { Locale } from '#shared/auth/model.ts';

/**
 * The regional form behind each language of the console. Arabic as written in the Maghreb: Western digits, decimal comma;
 * English with the day before the month, as the market's other languages have it.
 */
export const regionOf: Readonly<Record<Locale, string>> = { fr: 'fr-FR', en: 'en-GB', ar: 'ar-MA' };

const LRI = '\u2066';
const PDI = '\u2069';
/** Keeps figures and codes from being turned around inside Arabic text. */
export const isolateLtr = (text: string): string => `${LRI}${text}${PDI}`;

/** The narrow space of French figures all but disappears in Inter; the ordinary unbreakable one keeps the groups apart. */
const readable = (text: string): string => text.replace(/\u202f/g, '\u00a0');

// Making a formatter costs far more than using it; a grid draws thousands.
const numbers = new Map<string, Intl.NumberFormat>();
function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(regionOf[locale], options)));
  return format;
}
const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = dates.get(key);
  if (!format) dates.set(key, (format = new Intl.DateTimeFormat(regionOf[locale], options)));
  return format;
}

/** A count, grouped as people here write it: `50 000`. */
export const formatNumber = (value: number, locale: Locale): string => readable(numberFormat(locale, {}).format(value));

/** A share, from 0 to 1: `98 %`. */
export const formatPercent = (value: number, locale: Locale, decimals = 0): string =>
  readable(numberFormat(locale, { style: 'percent', maximumFractionDigits: decimals }).format(value));

/** A signed movement: `+3`, `−2`. */
export const formatDelta = (value: number, locale: Locale): string => readable(numberFormat(locale, { signDisplay: 'exceptZero' }).format(value)).replace('-', '−');

type MoneyOptions = {
  /** With the ISO code after it; left out in a column whose head has it. */
  currency?: boolean;
  /** Wrapped for use inside a sentence of any direction; `<Amount>` isolates with markup instead. */
  isolate?: boolean;
};

/**
 * An amount from minor units, with exactly the decimals of its currency: `1 299,50 MAD`.
 * The digits go through as text, so that no amount is large enough to lose a centime.
 */
export function formatMoney(amount: Minor, code: Currency, locale: Locale, { currency = true, isolate = true }: MoneyOptions = {}): string {
  const decimals = exponentOf(code);
  const format = numberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const digits = readable(format.format(toDecimal(amount, code) as Intl.StringNumericLiteral)).replace('-', '−');
  // Unbreakable: an amount and its currency stay on one line.
  const text = currency ? `${digits}\u00a0${code}` : digits;
  return isolate ? isolateLtr(text) : text;
}

/** The sign that parts decimals in this language; the Arabic one is read as the dot. */
export function decimalSignOf(locale: Locale): DecimalSign {
  return numberFormat(locale, {}).formatToParts(0.5).some(({ type, value }) => type === 'decimal' && value === ',') ? ',' : '.';
}

/** An amount as it stands in a field to be typed over: local decimal sign, no grouping. */
export function amountForEditing(amount: Minor, code: Currency, locale: Locale): string {
  const decimals = exponentOf(code);
  const format = numberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false });
  return format.format(toDecimal(amount, code) as Intl.StringNumericLiteral).replace(/[\u200e\u200f\u061c]/g, '');
}

/** Bytes in the unit people think in: `48 Mo`, `48 MB`. Decimal units, as disks and networks are sold. */
export function formatBytes(bytes: number, locale: Locale): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return readable(numberFormat(locale, { style: 'unit', unit: units[power]!, unitDisplay: 'short', maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 }).format(value));
}

const piece = (value: number, unit: 'day' | 'hour' | 'minute' | 'second', locale: Locale, display: 'short' | 'long') =>
  readable(numberFormat(locale, { style: 'unit', unit, unitDisplay: display, maximumFractionDigits: 0 }).format(value));

/** How long something lasts, in its two largest units: `2 h 10 min`, `4 j 3 h`, `8 s`. */
export function formatDuration(ms: number, locale: Locale): string {
  const rounded = Math.max(0, ms);
  const days = Math.floor(rounded / DAY_MS);
  const hours = Math.floor((rounded % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((rounded % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((rounded % MINUTE_MS) / SECOND_MS);
  const pieces: (readonly [number, 'day' | 'hour' | 'minute' | 'second'])[] =
    days > 0 ? [[days, 'day'], [hours, 'hour']] : hours > 0 ? [[hours, 'hour'], [minutes, 'minute']] : minutes > 0 ? [[minutes, 'minute']] : [[seconds, 'second']];
  const words = pieces.filter(([value], index) => index === 0 || value > 0).map(([value, unit]) => piece(value, unit, locale, 'short'));
  return locale === 'ar' ? words.join(' و') : words.join(' ');
}

/** The day and the time of a moment, no more precise than needed: `14:02` today, `lun. 14:02` this week, `3 mars 2026` before. */
export function formatMoment(at: EpochMs, now: EpochMs, locale: Locale): string {
  const day = startOfDay(at);
  const today = startOfDay(now);
  if (day === today) return dateFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
  if (today - day < 6 * DAY_MS && day < today) return dateFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
  return dateFormat(locale, { day: 'numeric', month: 'short', ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }) }).format(at);
}

/** A moment in full, for a tip or a record: `vendredi 20 novembre 2026 à 14:02`. */
export const formatExact = (at: EpochMs, locale: Locale): string => dateFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at);

/** How long ago: `il y a 3 minutes`, `hier`, `à l’instant` under ten seconds. */
export function formatAgo(at: EpochMs, now: EpochMs, locale: Locale, justNow: string): string {
  const passed = now - at;
  if (Math.abs(passed) < 10 * SECOND_MS) return justNow;
  const format = new Intl.RelativeTimeFormat(regionOf[locale], { numeric: 'auto' });
  const steps: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [[DAY_MS, 'day'], [HOUR_MS, 'hour'], [MINUTE_MS, 'minute'], [SECOND_MS, 'second']];
  for (const [size, unit] of steps) {
    if (Math.abs(passed) >= size) return format.format(-Math.trunc(passed / size), unit);
  }
  return justNow;
}

/** Several words as one phrase: `prix, titre et stock`. */
export const formatList = (words: readonly string[], locale: Locale): string => new Intl.ListFormat(regionOf[locale], { type: 'conjunction' }).format(words);

function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
