import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseStates, legalForms, requirementKinds } from '#shared/verification/model.ts';
import { checkIce, checkIf, checkRc, checkSiren, checkSiret, checkVat, iceControl, luhn } from '#shared/verification/numbers.ts';
import { capabilitiesOf, caseMoves, readAnswer, requirementsFor, stillWanted } from '#shared/verification/rules.ts';

const told = (read: ReturnType<typeof checkIce>) => (read.ok ? (read.value.check ?? 'right') : read.error.rule);

describe('KYC-02 numbers to the digit', () => {
  test.each(['001561191000066', '002136093000040', '001527456000081', '002163624000014', '000039557000028', '000030205000041', '002968168000088', '001781980000092', '000036794000036', '001234567000062', '003000001000114', '1561191000066'])(
    'the ICE %s holds', (ice) => expect(told(checkIce(ice))).toBe('right'));
  test('an ICE whose control is off is for a person, not refused: one published number is so', () => expect(told(checkIce('001526374000085'))).toBe('ice-control'));
  test('any single digit of an ICE that is mistyped is noticed', () =>
    fc.assert(fc.property(fc.stringMatching(/^\d{13}$/), fc.nat(14), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
      const ice = body + iceControl(body);
      const wrong = ice.slice(0, at) + String((Number(ice[at]) + by) % 10) + ice.slice(at + 1);
      return told(checkIce(ice)) === 'right' && told(checkIce(wrong)) === 'ice-control';
    })));

  test.each([
    { what: checkIce, text: '00156119100006A', rule: 'number-digit' }, { what: checkIce, text: '0015611910000661', rule: 'number-length-between' },
    { what: checkIf, text: '1234567', rule: 'right' }, { what: checkIf, text: '12 345 678', rule: 'right' }, { what: checkIf, text: '123456', rule: 'number-length-between' },
    { what: checkRc, text: '12345 Casablanca', rule: 'right' }, { what: checkRc, text: '12345', rule: 'rc-with-court' },
    { what: checkSiren, text: '303 265 045', rule: 'right' }, { what: checkSiren, text: '303265046', rule: 'siren-control' }, { what: checkSiren, text: '30326504', rule: 'number-length' },
    { what: checkSiret, text: '35600000049837', rule: 'right' }, { what: checkSiret, text: '73282932000074', rule: 'right' }, { what: checkSiret, text: '73282932000075', rule: 'siret-control' },
    { what: checkVat, text: 'FR40 303 265 045', rule: 'right' }, { what: checkVat, text: 'FR41303265045', rule: 'vat-key' }, { what: checkVat, text: 'DE123456789', rule: 'right' }, { what: checkVat, text: 'DE12345678', rule: 'vat-form' },
    { what: checkVat, text: 'ATU12345678', rule: 'right' }, { what: checkVat, text: 'NL123456789B01', rule: 'right' }, { what: checkVat, text: 'MA123', rule: 'vat-country' }, { what: checkVat, text: 'EL123456789', rule: 'right' },
  ])('$text: $rule', ({ what, text, rule }) => expect(told(what(text))).toBe(rule));

  test('Luhn notices every single digit that is mistyped', () =>
    fc.assert(fc.property(fc.stringMatching(/^\d{8}$/), fc.nat(8), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
      const number = body + [...'0123456789'].find((digit) => luhn(body + digit))!;
      return !luhn(number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1));
    })));

  test.each([['phone', '+212 6 12 34 56 78', null], ['phone', '0612345678', 'phone-international'], ['self-certification', 'no', 'statement-needed'], ['identity-document', 'CIN', 'document-needed'], ['legal-name', ' ', 'answer-empty']] as const)(
    'the answer to %s "%s": %s', (kind, text, rule) => {
      const read = readAnswer(kind, text);
      expect(read.ok ? null : read.error.rule).toBe(rule);
    });
});

describe('KYC-01 what is asked, and what may be done meanwhile', () => {
  test.each([
    ['MA', 'company', ['ice', 'if', 'rc', 'rc-document']], ['MA', 'sole-trader', ['ice', 'if']], ['FR', 'company', ['siren', 'siret', 'vat-number', 'registration-document']], ['DE', 'company', ['register-number', 'vat-number', 'registration-document']],
  ] as const)('%s, %s', (country, form, registers) => expect(requirementsFor(country, form)).toEqual(expect.arrayContaining([...registers, 'legal-name', 'address', 'phone', 'identity-document', 'bank-proof', 'self-certification'])));

  test('nothing is asked twice, anywhere', () => {
    for (const country of ['MA', 'FR', 'ES', 'GR', 'US']) for (const form of legalForms) expect(new Set(requirementsFor(country, form)).size).toBe(requirementsFor(country, form).length);
  });

  test('every state of a case can be reached from the first', () => {
    const seen = new Set<string>(['not_started']);
    for (let grew = true; grew; ) {
      const next = [...seen].flatMap((state) => caseMoves[state as 'collecting']).filter((state) => !seen.has(state));
      next.forEach((state) => seen.add(state));
      grew = next.length > 0;
    }
    expect([...seen].sort()).toEqual([...caseStates].sort());
  });

  const anyState = fc.constantFrom('missing', 'pending', 'valid', 'invalid', 'expired');
  const anyCase = fc.record({ state: fc.constantFrom(...caseStates), given: fc.uniqueArray(fc.record({ kind: fc.constantFrom(...requirementKinds), state: anyState }), { selector: ({ kind }) => kind, minLength: 1 }) });
  test('who may be paid may sell, who may sell may list; and nothing is allowed with something against it', () =>
    fc.assert(fc.property(anyCase, ({ state, given }) => {
      const [list, sell, paid] = capabilitiesOf(state as 'collecting', given as never);
      expect(!paid!.allowed || sell!.allowed).toBe(true);
      expect(!sell!.allowed || list!.allowed).toBe(true);
      for (const one of [list!, sell!, paid!]) expect(one.allowed && one.blockedBy.length > 0).toBe(false);
    })));

  test('KYC-03 only the refused piece is asked for again', () =>
    expect(stillWanted([{ kind: 'ice', state: 'valid' }, { kind: 'rc-document', state: 'invalid' }, { kind: 'bank-proof', state: 'pending' }])).toEqual(['rc-document']));
});
