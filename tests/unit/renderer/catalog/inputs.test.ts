import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPrice } from '#renderer/catalog/price-input.ts';
import { likelyReason, readStock } from '#renderer/catalog/stock-input.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';

const mad = 'MAD' as Currency;
const now = 32_900 as Minor;

test.each([
  { typed: '329', minor: 32_900 },
  { typed: '1 299,50', minor: 129_950 },
  { typed: '١٢٩٩٫٥', minor: 129_950 },
  { typed: '+10 %', minor: 36_190 },
  { typed: '-10%', minor: 29_610 },
  { typed: '−2,5 %', minor: 32_078 },
  { typed: '+١٠٪', minor: 36_190 },
  { typed: '-100%', minor: 0 },
  { typed: '1 299,50 MAD', minor: 129_950 },
  { typed: 'mad329', minor: 32_900 },
])('CAT-06 a price cell reads $typed as $minor', ({ typed, minor }) => expect(readPrice(typed, mad, now, ',', false)).toEqual({ ok: true, value: minor }));

test.each([
  { typed: '', optional: false, code: 'empty' },
  { typed: '-5', optional: false, code: 'negative' },
  { typed: '12..5', optional: false, code: 'not-a-number' },
  { typed: '3.999', optional: false, code: null },
  { typed: '3,999', optional: false, code: 'too-many-decimals' },
  { typed: '3,9999', optional: false, code: 'too-many-decimals' },
  { typed: 'abc', optional: true, code: 'not-a-number' },
  { typed: '-150%', optional: false, code: 'negative' },
  { typed: '12 EUR', optional: false, code: 'not-a-number' },
  { typed: 'MAD', optional: false, code: 'empty' },
  { typed: '1e21', optional: false, code: 'not-a-number' },
  { typed: '12,3.4', optional: false, code: 'not-a-number' },
  { typed: '+10%', optional: false, code: 'not-a-number', current: null },
])('CAT-06 a price cell answers "$typed" with $code', ({ typed, optional, code, current = now }) => {
  const read = readPrice(typed, mad, current, ',', optional);
  expect(read.ok ? null : read.error.code).toBe(code);
});

test('CAT-06 an empty former price takes it away', () => expect(readPrice('  ', mad, now, ',', true)).toEqual({ ok: true, value: null }));

test.each([
  { typed: '+5', onHand: 7, change: { delta: 5, counted: false } },
  { typed: '−2', onHand: 7, change: { delta: -2, counted: false } },
  { typed: '12', onHand: 7, change: { delta: 5, counted: true } },
  { typed: '=4', onHand: 7, change: { delta: -3, counted: true } },
  { typed: '٩', onHand: 7, change: { delta: 2, counted: true } },
  { typed: '7', onHand: 7, change: { delta: 0, counted: true } },
])('CAT-07 a stock cell with $onHand pieces reads $typed', ({ typed, onHand, change }) => expect(readStock(typed, onHand)).toEqual({ ok: true, value: change }));

test.each([
  { typed: '-8', code: 'below-zero' },
  { typed: '', code: 'empty' },
  { typed: '3,5', code: 'not-a-count' },
  { typed: '++2', code: 'not-a-count' },
  { typed: '99999999', code: 'too-large' },
])('CAT-07 a stock cell refuses "$typed": $code', ({ typed, code }) => {
  const read = readStock(typed, 7);
  expect(read.ok ? null : read.error.code).toBe(code);
});

test('CAT-07 a count always ends at the count', () =>
  fc.assert(fc.property(fc.nat({ max: 100_000 }), fc.nat({ max: 100_000 }), (onHand, count) => {
    const read = readStock(String(count), onHand);
    expect(read.ok && onHand + read.value.delta).toBe(count);
  })));

test('CAT-07 pieces that arrive are a receipt, a count is a correction', () => {
  expect(likelyReason({ delta: 5, counted: false })).toBe('receipt');
  expect(likelyReason({ delta: 5, counted: true })).toBe('correction');
  expect(likelyReason({ delta: -5, counted: false })).toBe('correction');
});
