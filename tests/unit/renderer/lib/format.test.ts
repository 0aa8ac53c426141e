import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { currencyExponents } from '#shared/kernel/currencies.ts';
import { parseAmount, type Currency, type Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { amountForEditing, formatAgo, formatBytes, formatDelta, formatDuration, formatMoment, formatMoney, formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { locales } from '#shared/auth/model.ts';

const nbsp = '\u00a0';
const isolated = (text: string) => `\u2066${text}\u2069`;

describe('PLT-05 amounts', () => {
  test.each([
    { name: 'dirhams in French', amount: 129_950, code: 'MAD', locale: 'fr', said: `1${nbsp}299,50${nbsp}MAD` },
    { name: 'dirhams in English', amount: 129_950, code: 'MAD', locale: 'en', said: `1,299.50${nbsp}MAD` },
    { name: 'dirhams in Arabic, Western digits as in the Maghreb', amount: 129_950, code: 'MAD', locale: 'ar', said: `1.299,50${nbsp}MAD` },
    { name: 'three decimals', amount: 1_500, code: 'TND', locale: 'fr', said: `1,500${nbsp}TND` },
    { name: 'no decimals', amount: 1_500, code: 'JPY', locale: 'en', said: `1,500${nbsp}JPY` },
    { name: 'a refund', amount: -5, code: 'EUR', locale: 'fr', said: `−0,05${nbsp}EUR` },
    { name: 'larger than a double can hold to the cent', amount: Number.MAX_SAFE_INTEGER, code: 'EUR', locale: 'en', said: `90,071,992,547,409.91${nbsp}EUR` },
  ] as const)('formatMoney: $name', ({ amount, code, locale, said }) =>
    expect(formatMoney(amount as Minor, code as Currency, locale)).toBe(isolated(said)));

  test('an amount shown for editing is read back as the same amount, in every language and currency', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...Object.keys(currencyExponents)), fc.constantFrom(...locales), (amount, code, locale) => {
        const shown = amountForEditing(amount as Minor, code as Currency, locale);
        expect(parseAmount(shown, code as Currency)).toEqual({ ok: true, value: amount === 0 ? 0 : amount });
      }),
    ));
});

test.each([
  { value: 50_000, locale: 'fr', said: `50${nbsp}000` },
  { value: 50_000, locale: 'ar', said: '50.000' },
  { value: 50_000, locale: 'en', said: '50,000' },
] as const)('formatNumber: $value in $locale', ({ value, locale, said }) => expect(formatNumber(value, locale)).toBe(said));

test('movements carry their sign', () => {
  expect(formatDelta(3, 'fr')).toBe('+3');
  expect(formatDelta(-2, 'en')).toBe('−2');
});

test('shares', () => expect(formatPercent(0.45, 'fr')).toBe(`45${nbsp}%`));

test.each([
  { ms: 0, said: `0${nbsp}s` },
  { ms: 48_000, said: `48${nbsp}s` },
  { ms: 8 * 60_000, said: `8${nbsp}min` },
  { ms: 2 * 3_600_000 + 10 * 60_000, said: `2${nbsp}h 10${nbsp}min` },
  { ms: 2 * 3_600_000, said: `2${nbsp}h` },
  { ms: 4 * 86_400_000 + 3 * 3_600_000, said: `4${nbsp}j 3${nbsp}h` },
])('formatDuration: $ms ms', ({ ms, said }) => expect(formatDuration(ms, 'fr')).toBe(said));

test.each([
  { bytes: 0, locale: 'en', said: '0 byte' },
  { bytes: 999, locale: 'en', said: '999 byte' },
  { bytes: 1_500, locale: 'en', said: '1.5 kB' },
  { bytes: 48_000_000, locale: 'fr', said: `48${nbsp}Mo` },
] as const)('formatBytes: $bytes in $locale', ({ bytes, locale, said }) => expect(formatBytes(bytes, locale)).toBe(said));

describe('moments', () => {
  const now = new Date(2026, 10, 20, 14, 0).getTime() as EpochMs;
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime() as EpochMs;
  test('today is a time, this week a day and a time, earlier a date, another year says so', () => {
    expect(formatMoment(at(2026, 10, 20, 9, 5), now, 'fr')).toBe('09:05');
    expect(formatMoment(at(2026, 10, 16, 14, 2), now, 'fr')).toBe('lun. 14:02');
    expect(formatMoment(at(2026, 2, 3, 14, 2), now, 'fr')).toBe('3 mars');
    expect(formatMoment(at(2025, 2, 3, 14, 2), now, 'en')).toBe('3 Mar 2025');
  });
  test('how long ago', () => {
    expect(formatAgo((now - 3_000) as EpochMs, now, 'fr', 'à l’instant')).toBe('à l’instant');
    expect(formatAgo((now - 3 * 60_000) as EpochMs, now, 'fr', '')).toBe('il y a 3 minutes');
    expect(formatAgo((now - 2 * 60_000) as EpochMs, now, 'ar', '')).toBe('قبل دقيقتين');
    expect(formatAgo((now - 86_400_000) as EpochMs, now, 'en', '')).toBe('yesterday');
  });
});
