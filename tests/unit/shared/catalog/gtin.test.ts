import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkGtin, gtinCheckDigit, gtinKey, gtinLengths } from '#shared/catalog/gtin.ts';

test.each([
  ['629104150021', 3], ['950110153000', 3], ['1234567', 0], ['03600029145', 2], ['1061414112345', 9],
])('CAT-09 the check digit of %s is %i', (body, digit) => {
  expect(gtinCheckDigit(body)).toBe(digit);
  expect(checkGtin(`${body}${digit}`)).toEqual({ ok: true, value: `${body}${digit}` });
});

test.each([
  { name: 'spaces and dashes between groups', text: '6 291041-500213', value: '6291041500213' },
  { name: 'Arabic digits', text: '٦٢٩١٠٤١٥٠٠٢١٣', value: '6291041500213' },
  { name: 'direction marks around it', text: '\u2066\u200f6291041500213\u2069', value: '6291041500213' },
  { name: 'Persian digits', text: '۶۲۹۱۰۴۱۵۰۰۲۱۳', value: '6291041500213' },
])('CAT-09 reads $name', ({ text, value }) => expect(checkGtin(text)).toEqual({ ok: true, value }));

test.each([
  { name: 'one digit off', text: '6291041500214', rule: 'gtin-check-digit', details: { expected: 3, found: 4 } },
  { name: 'the last digit left out', text: '629104150021', rule: 'gtin-check-digit', details: { expected: 4, found: 1 } },
  { name: 'nine digits', text: '123456789', rule: 'gtin-length', details: { found: 9, allowed: [8, 12, 13, 14] } },
  { name: 'nothing', text: '', rule: 'gtin-length', details: { found: 0, allowed: [8, 12, 13, 14] } },
  { name: 'a letter O for a zero', text: '629104150O213', rule: 'gtin-digits', details: { found: 'O', position: 10 } },
  { name: 'a spreadsheet number', text: '6.29104E+12', rule: 'gtin-spreadsheet', details: { found: '6.29104E+12' } },
  { name: 'a spreadsheet number of a French machine', text: ' 6,29e12', rule: 'gtin-spreadsheet', details: { found: '6,29e12' } },
  { name: 'a decimal point', text: '629104150021.3', rule: 'gtin-digits', details: { found: '.', position: 13 } },
  { name: 'an emoji', text: '62910😀500213', rule: 'gtin-digits', details: { found: '😀', position: 6 } },
])('CAT-09 refuses $name, to the digit', ({ text, rule, details }) =>
  expect(checkGtin(text, 'variants/x/gtin')).toEqual({ ok: false, error: { code: 'rule-broken', field: 'variants/x/gtin', rule, details } }));

const someGtin = fc.constantFrom(...gtinLengths).chain((length) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length - 1, maxLength: length - 1 }).map((digits) => digits.join('')).map((body) => body + gtinCheckDigit(body)));

test('CAT-09 any single wrong digit is found', () =>
  fc.assert(fc.property(someGtin, fc.nat(), fc.integer({ min: 1, max: 9 }), (good, where, by) => {
    const i = where % good.length;
    const bad = good.slice(0, i) + ((Number(good[i]) + by) % 10) + good.slice(i + 1);
    return checkGtin(good).ok && !checkGtin(bad).ok;
  })));

test('CAT-09 padding on the left keeps a number right and comparable', () =>
  fc.assert(fc.property(someGtin, (good) => checkGtin(gtinKey(good)).ok && gtinKey(gtinKey(good)) === gtinKey(good) && gtinKey(good).length === 14)));

test('CAT-09 any text gets an answer', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof checkGtin(text).ok === 'boolean')));
