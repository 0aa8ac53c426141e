import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bic, checkBic } from '#shared/payouts/bank/bic.ts';
import { checkIban, groupedIban, iban, ibanCheckDigits } from '#shared/payouts/bank/iban.ts';
import { ibanStructures, type SignKind } from '#shared/payouts/bank/iban-structures.ts';
import { checkRib, ibanOfRib, partsOfRib, rib, ribKey, type Rib } from '#shared/payouts/bank/rib.ts';

const wrong = (result: ReturnType<typeof checkIban> | ReturnType<typeof checkRib> | ReturnType<typeof checkBic>) => (result.ok ? null : { rule: result.error.rule, ...result.error.details });

const digits = (count: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
const signs: Readonly<Record<SignKind, string>> = { digit: '0123456789', letter: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', either: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ' };
const someRib = digits(22).map((body) => `${body}${ribKey(body)}`);
const someIban = fc.constantFrom(...ibanStructures.entries()).chain(([country, structure]) =>
  country === 'MA' ? someRib.map((number) => `MA64${number}`) : fc.tuple(...structure.map((kind) => fc.constantFrom(...signs[kind]))).map((account) => `${country}${ibanCheckDigits(country, account.join(''))}${account.join('')}`));
/** Another sign of the same kind at one place. */
const withOneChanged = (number: string, at: number, by: number): string => {
  const row = /\d/.test(number[at]!) ? signs.digit : signs.letter;
  return number.slice(0, at) + row[(row.indexOf(number[at]!) + 1 + (by % (row.length - 1))) % row.length]! + number.slice(at + 1);
};

describe('RIB', () => {
  test.each([
    { name: 'a fund of the Treasury', number: '001810007800020110620318' }, { name: 'another published account', number: '011519000001205000534921' },
    { name: 'synthetic', number: '007780000123456789012396' }, { name: 'synthetic', number: '230810000098765432109801' }, { name: 'synthetic', number: '181815211112222333344440' },
    { name: 'with blanks', number: '001 810 0078000201106203 18' }, { name: 'in Arabic digits', number: '٠٠١٨١٠٠٠٧٨٠٠٠٢٠١١٠٦٢٠٣١٨' },
  ])('$name is accepted: $number', ({ number }) => expect(checkRib(number)).toMatchObject({ ok: true }));

  test.each([
    { name: 'a wrong key is told with the right one', number: '011519000001205000534922', says: { rule: 'rib-key', written: '22', computed: '21' } },
    { name: 'the key without the × 100 of a public library', number: '001810007800020110620379', says: { rule: 'rib-key', written: '79', computed: '18' } },
    { name: 'a digit is missing', number: '01151900000120500053492', says: { rule: 'rib-length', length: 23, expected: 24 } },
    { name: 'a letter has its place', number: '01151900O001205000534921', says: { rule: 'rib-digit', at: 9 } },
    { name: 'nothing', number: '', says: { rule: 'rib-length', length: 0, expected: 24 } },
  ])('$name', ({ number, says }) => expect(wrong(checkRib(number))).toEqual(says));

  test('has its parts', () => expect(partsOfRib('001810007800020110620318' as Rib)).toEqual({ bank: '001', town: '810', account: '0078000201106203', key: '18' }));
  test('any one digit changed is found, and no other key is right', () =>
    fc.assert(fc.property(someRib, fc.nat(23), fc.nat(8), (number, at, by) => checkRib(number).ok && !checkRib(withOneChanged(number, at, by)).ok)));
  test('two neighbours exchanged are found', () =>
    fc.assert(fc.property(someRib, fc.nat(22), (number, at) => {
      fc.pre(number[at] !== number[at + 1]);
      return !checkRib(number.slice(0, at) + number[at + 1]! + number[at]! + number.slice(at + 2)).ok;
    })));
  test('the whole number leaves 0 by 97', () => fc.assert(fc.property(someRib, (number) => BigInt(number) % 97n === 0n)));
  test('as an IBAN it begins with MA64', () => fc.assert(fc.property(someRib, (number) => checkIban(ibanOfRib(number as Rib)).ok)));
});

describe('IBAN', () => {
  test.each(['FR1420041010050500013M02606', 'DE89370400440532013000', 'NL91ABNA0417164300', 'MA64011519000001205000534921', 'fr14 2004 1010 0505 0001 3m02 606', 'GB29NWBK60161331926819', 'MT84MALT011000012345MTLCAST001S'])(
    '%s is accepted', (number) => expect(checkIban(number)).toMatchObject({ ok: true }));

  test.each([
    { name: 'a wrong digit', number: 'DE89370400440532013001', says: { rule: 'iban-check-digits', written: '89', computed: '62' } },
    { name: 'check digits computed for a wrong RIB, which npm ibantools accepts', number: 'MA37011519000001205000534922', says: { rule: 'rib-key', written: '22', computed: '21' } },
    { name: 'one digit too few', number: 'DE8937040044053201300', says: { rule: 'iban-length', country: 'DE', length: 21, expected: 22 } },
    { name: 'a letter where a digit belongs', number: 'DE8937040O440532013000', says: { rule: 'iban-sign', at: 10, expected: 'digit' } },
    { name: 'a digit where a letter belongs', number: 'NL9108NA0417164300', says: { rule: 'iban-sign', at: 5, expected: 'letter' } },
    { name: 'no country', number: 'ZZ89370400440532013000', says: { rule: 'iban-country', country: 'ZZ' } },
    { name: 'nothing like one', number: '4', says: { rule: 'iban-country', country: '' } },
  ])('$name', ({ number, says }) => expect(wrong(checkIban(number))).toEqual(says));

  test('any one sign of the account or the check digits changed is found', () =>
    fc.assert(fc.property(someIban, fc.nat(40), fc.nat(24), (number, place, by) => checkIban(number).ok && !checkIban(withOneChanged(number, 2 + (place % (number.length - 2)), by)).ok), { numRuns: 500 }));
  test('it is the number that leaves 1 by 97', () =>
    fc.assert(fc.property(someIban, (number) => BigInt([...`${number.slice(4)}${number.slice(0, 4)}`].map((sign) => Number.parseInt(sign, 36)).join('')) % 97n === 1n)));
  test('is printed in fours and read back', () =>
    fc.assert(fc.property(someIban, (number) => {
      const read = checkIban(number);
      return read.ok && checkIban(groupedIban(read.value)).ok && groupedIban(read.value).split(' ').slice(0, -1).every((group) => group.length === 4);
    })));
  test('of every country it has between 15 and 33 signs', () => {
    const lengths = [...ibanStructures.values()].map((structure) => structure.length + 4);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([15, 33]);
  });
});

describe('BIC', () => {
  test.each(['BCMAMAMC', 'BCMAMAMCXXX', 'deutdeff', 'BNPA FR PP'])('%s is accepted', (code) => expect(checkBic(code)).toMatchObject({ ok: true }));
  test.each([
    { name: 'nine signs', code: 'BCMAMAMCX', says: { rule: 'bic-length', length: 9 } },
    { name: 'a digit in the country', code: 'BCMAM4MC', says: { rule: 'bic-sign', at: 6 } },
    { name: 'a sign that is none', code: 'BCMA-AMC', says: { rule: 'bic-sign', at: 5 } },
  ])('$name', ({ code, says }) => expect(wrong(checkBic(code))).toEqual(says));
});

test('what crosses a boundary is already tidy', () => {
  expect([iban.safeParse('DE89 3704 0044 0532 0130 00').success, iban.safeParse('DE89370400440532013000').success]).toEqual([false, true]);
  expect([rib.safeParse('011 519 0000012050005349 21').success, rib.safeParse('011519000001205000534921').success]).toEqual([false, true]);
  expect([bic.safeParse('bcmamamc').success, bic.safeParse('BCMAMAMC').success]).toEqual([false, true]);
});
