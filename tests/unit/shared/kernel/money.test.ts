import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currency, exponentOf, parseAmount, partOf, toDecimal, type BasisPoints, type Currency, type Minor } from '#shared/kernel/money.ts';
import { err, ok } from '#shared/kernel/result.ts';

const code = (text: string) => currency.parse(text);

describe('exponentOf follows the ISO table, not habit', () => {
  test.each([
    ['MAD', 2], ['EUR', 2], ['TND', 3], ['KWD', 3], ['JPY', 0], ['XAF', 0], ['XOF', 0], ['DZD', 2], ['MRU', 2], ['HUF', 2], ['ISK', 0], ['IQD', 3], ['LBP', 2], ['CLF', 4],
  ])('%s has %i decimals', (name, decimals) => expect(exponentOf(code(name))).toBe(decimals));

  test.each(['mad', 'XXX', '', 'constructor', '__proto__', 'toString'])('%j is no currency', (name) => expect(currency.safeParse(name).success).toBe(false));
});

describe('partOf', () => {
  test.each([
    { name: 'commission of the worked ledger', amount: 100_000, rate: 350, part: 3_500 },
    { name: 'half goes away from zero', amount: 1, rate: 5_000, part: 1 },
    { name: 'half of a refund too', amount: -1, rate: 5_000, part: -1 },
    { name: 'just below half', amount: 1, rate: 4_999, part: 0 },
    { name: 'no rate', amount: 12_345, rate: 0, part: 0 },
    { name: 'an amount whose product passes 2 ** 53', amount: 9_007_199_254_740_991, rate: 10_000, part: 9_007_199_254_740_991 },
  ])('$name', ({ amount, rate, part }) => expect(partOf(amount as Minor, rate as BasisPoints)).toBe(part));

  test('a refund gives back exactly what was taken', () =>
    fc.assert(fc.property(fc.maxSafeInteger(), fc.nat(20_000), (amount, rate) => partOf(-amount as Minor, rate as BasisPoints) + partOf(amount as Minor, rate as BasisPoints) === 0)));
});

describe('parseAmount reads what people type', () => {
  test.each([
    ['329', 'MAD', 32_900], ['329,5', 'MAD', 32_950], ['329.50', 'MAD', 32_950], ['1 299,50', 'MAD', 129_950], ['1\u202f299,50', 'EUR', 129_950],
    ['1,299.50', 'EUR', 129_950], ['1.299,50', 'EUR', 129_950], ['1.299', 'EUR', 129_900], ['1,299,000', 'EUR', 129_900_000], ["1'299.5", 'CHF', 129_950],
    ['1.299', 'TND', 1_299], ['1299', 'JPY', 1_299], ['1,299', 'JPY', 1_299], ['١٢٩٩٫٥٠', 'MAD', 129_950], ['\u2066329,00\u2069', 'MAD', 32_900],
    ['-5', 'MAD', -500], ['−5,00', 'MAD', -500], ['.5', 'MAD', 50], ['0', 'MAD', 0], ['-0', 'MAD', 0], ['  12 ', 'MAD', 1_200], ['12,', 'MAD', 1_200],
  ])('%j in %s', (text, name, minor) => expect(parseAmount(text, code(name))).toEqual(ok(minor)));

  test.each([
    ['', 'not-a-number'], ['abc', 'not-a-number'], ['12a', 'not-a-number'], ['1,2,3', 'not-a-number'], ['12 34', 'not-a-number'], ['.', 'not-a-number'], ['--1', 'not-a-number'],
    ['6.29E+12', 'not-a-number'], ['99999999999999999999', 'too-large'],
  ])('%j is refused as %s', (text, fault) => expect(parseAmount(text, code('MAD'))).toMatchObject(err({ code: fault })));

  test('more decimals than the currency has are refused, never rounded', () => {
    expect(parseAmount('1,005', code('JPY'))).toEqual(ok(1_005));
    expect(parseAmount('10,0505', code('MAD'))).toEqual(err({ code: 'too-many-decimals', allowed: 2 }));
    expect(parseAmount('10,5', code('JPY'))).toEqual(err({ code: 'too-many-decimals', allowed: 0 }));
  });

  test.each([
    { text: '1,299', sign: ',', code_: 'MAD', read: err({ code: 'too-many-decimals', allowed: 2 }) },
    { text: '12.345', sign: '.', code_: 'EUR', read: err({ code: 'too-many-decimals', allowed: 2 }) },
    { text: '1.299', sign: ',', code_: 'MAD', read: ok(129_900) },
    { text: '1,299', sign: '.', code_: 'MAD', read: ok(129_900) },
    { text: '1,299,000', sign: ',', code_: 'MAD', read: ok(129_900_000) },
    { text: '1,299', sign: ',', code_: 'TND', read: ok(1_299) },
  ] as const)('$text in $code_ where decimals stand after "$sign"', ({ text, sign, code_, read }) => expect(parseAmount(text, code(code_), sign)).toEqual(read));

  test('what toDecimal writes is read back, in every currency', () =>
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), fc.constantFrom('MAD', 'TND', 'JPY', 'CLF'), (amount, name) => {
        expect(parseAmount(toDecimal(amount as Minor, name as Currency), name as Currency)).toEqual(ok(amount === 0 ? 0 : amount));
      }),
    ));

  test('no text makes it throw', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => typeof parseAmount(text, code('MAD')).ok === 'boolean')));
});
