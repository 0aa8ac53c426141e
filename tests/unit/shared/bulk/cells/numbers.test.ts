import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chosenNumbers, numberStyle, readNumber, withoutCurrency, workbookNumbers } from '#shared/bulk/cells/number-style.ts';
import { readDimensions, readLength, readMoney, readPieces, readWeight } from '#shared/bulk/cells/read-amounts.ts';
import { toDecimal, type Currency, type Minor } from '#shared/kernel/money.ts';

const comma = chosenNumbers(',');
const dot = workbookNumbers;
const unknown = numberStyle([]);
const money = (text: string, code = 'MAD', style = comma) => readMoney(text, code as Currency, style);

describe('BLK-13 how a column writes its numbers', () => {
  test.each([
    { name: 'decimal commas', values: ['12,50', '1 299,00', '7'], how: 'decided', decimal: ',' },
    { name: 'decimal dots', values: ['12.50', '1,299.00', '7'], how: 'decided', decimal: '.' },
    { name: 'groups of dots only: the comma is for decimals', values: ['1.234.567', '12'], how: 'decided', decimal: ',' },
    { name: 'whole numbers', values: ['12', '7', 'n/a'], how: 'plain', decimal: null },
    { name: 'three digits after the only sign', values: ['1.299', '2.500'], how: 'ambiguous', decimal: null },
    { name: 'three digits, and one cell that decides', values: ['1.299', '2.500', '9,90'], how: 'decided', decimal: ',' },
    { name: 'both', values: ['12.50', '9,90'], how: 'mixed', decimal: null },
    { name: 'Arabic figures', values: ['١٢٫٥٠', '٩'], how: 'decided', decimal: ',' },
    { name: 'currencies beside them', values: ['€ 12,50', '9,90 DH'], how: 'decided', decimal: ',' },
    { name: 'a zero before the sign is no group', values: ['0.125'], how: 'decided', decimal: '.' },
  ])('$name', ({ values, how, decimal }) => expect(numberStyle(values)).toMatchObject({ how, decimal }));
  test('shows what spoke for it', () => expect(numberStyle(['12,50', '1.299', '7', '9,90']).evidence).toEqual({ dot: 0, comma: 2, either: 1, plain: 1 }));

  const number = fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.constantFrom(0, 1, 2));
  test('a column written in one way is read as it was meant, or asked about', () =>
    fc.assert(fc.property(fc.array(number, { minLength: 1, maxLength: 30 }), fc.constantFrom('.', ','), fc.boolean(), (numbers, decimal, grouped) => {
      const group = decimal === ',' ? '.' : ',';
      const written = numbers.map(([value, decimals]) => {
        const whole = grouped ? String(value).replace(/\B(?=(\d{3})+$)/g, group) : String(value);
        return decimals === 0 ? whole : `${whole}${decimal}${'25'.slice(0, decimals)}`;
      });
      const style = numberStyle(written);
      for (const [at, text] of written.entries()) {
        const read = readNumber(text, style);
        const meant = String(numbers[at]![0] + [0, 0.2, 0.25][numbers[at]![1]]!);
        if (read.ok) expect(Number(read.value)).toBe(Number(meant));
        else expect(read.error.rule).toBe('number-ambiguous');
      }
    })));
});

test.each([
  ['1.299', unknown, 'number-ambiguous'], ['1,299.50', comma, 'number-ambiguous'], ['abc', dot, 'number-form'], ['', dot, 'number-form'], ['1.2E+5', dot, 'number-form'],
])('BLK-13 %s is not guessed', (text, style, rule) => expect(readNumber(text, style)).toMatchObject({ ok: false, error: { rule } }));
test('BLK-11 an ambiguous number is shown with both of its meanings', () => expect(readNumber('1.299', unknown)).toMatchObject({ error: { details: { found: '1.299', one: '1.299', other: '1299' } } }));
test('BLK-11 a letter for a digit is suggested away', () => expect(readNumber('1O,5O', comma)).toMatchObject({ ok: false, error: { rule: 'number-form', suggestion: '10,50' } }));

test.each([
  { text: '1 299,50', code: 'MAD', is: 129_950 }, { text: '1\u202f299,50 DH', code: 'MAD', is: 129_950 }, { text: '12', code: 'TND', is: 12_000 }, { text: '12,345', code: 'TND', style: comma, is: 12_345 }, { text: '1500', code: 'JPY', is: 1_500 }, { text: '15.00 EUR', code: 'EUR', style: dot, is: 1_500 },
  { text: '€12', code: 'EUR', is: 1_200 }, { text: '12,500', code: 'EUR', style: comma, is: 1_250 }, { text: '٩٫٩٠', code: 'MAD', is: 990 },
])('BLK-09 $text is $is of $code', ({ text, code, style, is }) => expect(money(text, code, style)).toEqual({ ok: true, value: is }));
test.each([
  { text: '15.00 EUR', code: 'MAD', style: dot, rule: 'price-currency', details: { found: 'EUR', expected: 'MAD' } },
  { text: '1,299', code: 'EUR', style: comma, rule: 'too-many-decimals', details: { most: 2, found: '1,299' } },
  { text: '-5', code: 'EUR', rule: 'price-not-negative', details: { found: '-5' } },
  { text: '99999999999999999999', code: 'EUR', rule: 'price-too-large', details: { found: '99999999999999999999' } },
  { text: 'ask', code: 'EUR', rule: 'number-form', details: { found: 'ask' } },
])('BLK-11 $text in $code is refused by $rule', ({ text, code, style, rule, details }) => expect(money(text, code, style)).toMatchObject({ ok: false, error: { rule, details } }));

test('BLK-09 every amount we write is read back', () =>
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 50 }), fc.constantFrom('MAD', 'TND', 'JPY', 'CLF'), (amount, code) => {
    const read = money(toDecimal(amount as Minor, code as Currency), code, dot);
    return read.ok && read.value === amount;
  })));

test.each([['3', 3], ['12.0', 12], ['1 200', 1_200]])('pieces: %s', (text, is) => expect(readPieces(text, dot)).toEqual({ ok: true, value: is }));
test.each([['1.5', 'whole-number'], ['-2', 'pieces-negative'], ['many', 'number-form']])('no pieces: %s', (text, rule) => expect(readPieces(text, dot)).toMatchObject({ error: { rule } }));

test.each([
  { text: '250', unit: 'g', is: 250 }, { text: '0,25', unit: 'kg', is: 250 }, { text: '1,5 kg', unit: 'g', is: 1_500 }, { text: '2 lbs', unit: null, is: 907 }, { text: '0,3', unit: 'g', is: 1 }, { text: '0', unit: 'g', is: 0 }, { text: '٢٥٠ غ', unit: null, is: 250 },
])('BLK-09 a weight of $text ($unit) is $is g', ({ text, unit, is }) => expect(readWeight(text, unit, comma)).toEqual({ ok: true, value: is }));
test.each([['250', null, 'unit-needed'], ['250 stones', null, 'unit-unknown'], ['heavy', 'g', 'number-form'], ['900000 kg', 'g', 'measure-range'], ['-1', 'g', 'measure-range']])('BLK-11 a weight of %s (%s) is refused', (text, unit, rule) => expect(readWeight(text, unit, comma)).toMatchObject({ error: { rule } }));
test('lengths and dimensions', () => {
  expect(readLength('2,54 cm', null, comma)).toEqual({ ok: true, value: 25 });
  expect(readDimensions('30 x 20,5 x 5 cm', null, comma)).toEqual({ ok: true, value: [300, 205, 50] });
  expect(readDimensions('30×20×5', 'mm', comma)).toEqual({ ok: true, value: [30, 20, 5] });
  expect(readDimensions('30 x 20', 'mm', comma)).toMatchObject({ error: { rule: 'dimensions-form' } });
});
test.each([['15.00 EUR', 'EUR'], ['€ 15', '€'], ['15', null], ['red', null]])('the currency of %s', (text, currency) => expect(withoutCurrency(text).currency).toBe(currency));
