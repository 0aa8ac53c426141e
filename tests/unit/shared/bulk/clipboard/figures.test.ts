import { expect, test } from 'vitest';
import { withoutCurrency, withoutZeroDecimals } from '#shared/bulk/clipboard/figures.ts';
import { parseAmount, type Currency } from '#shared/kernel/money.ts';

const [MAD, EUR, TND] = ['MAD', 'EUR', 'TND'] as Currency[] as [Currency, Currency, Currency];

test.each([
  { text: '1 299,50 MAD', currency: MAD, minor: 129_950 },
  { text: '1 299,50 DH', currency: MAD, minor: 129_950 },
  { text: '1.299,50 dhs', currency: MAD, minor: 129_950 },
  { text: 'MAD 5', currency: MAD, minor: 500 },
  { text: '‏1٬299٫50 د.م.‏', currency: MAD, minor: 129_950 },
  { text: '١٢٩٩٫٥٠ درهم', currency: MAD, minor: 129_950 },
  { text: '€ 12.00', currency: EUR, minor: 1_200 },
  { text: '12,00 €', currency: EUR, minor: 1_200 },
  { text: '3,250 DT', currency: TND, minor: 3_250 },
  { text: '-3,00 €', currency: EUR, minor: -300 },
])('BLK-01 $text is an amount in $currency', ({ text, currency, minor }) => {
  const figures = withoutCurrency(text, currency);
  expect(figures.ok && parseAmount(figures.value, currency)).toEqual({ ok: true, value: minor });
});

test.each([
  { text: '12,00 €', currency: MAD },
  { text: '12 USD', currency: MAD },
  { text: '5 DT', currency: MAD },
])('BLK-01 $text is not taken for $currency', ({ text, currency }) => expect(withoutCurrency(text, currency)).toEqual({ ok: false, error: { code: 'other-currency' } }));

test.each(['6,29E+12', 'gratuit', 'abc', '5 abc', 'eur', 'zwölf euro'])('BLK-01 %s stays what it is, for the reader of amounts to refuse', (text) => {
  expect(withoutCurrency(text, MAD)).toEqual({ ok: true, value: text });
  expect(parseAmount(text, MAD)).toEqual({ ok: false, error: { code: 'not-a-number' } });
});

test.each([
  { text: '12,00', count: '12' },
  { text: '12.0', count: '12' },
  { text: '١٢٫٠٠', count: '١٢' },
  { text: '+5,0', count: '+5' },
  { text: '12,50', count: '12,50' },
  { text: '12.000', count: '12.000' },
  { text: '12', count: '12' },
])('BLK-01 a count shown as $text is $count', ({ text, count }) => expect(withoutZeroDecimals(text)).toBe(count));
