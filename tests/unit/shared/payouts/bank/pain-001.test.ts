import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { toDecimal, type Currency, type Minor } from '#shared/kernel/money.ts';
import type { CreditTransferOrder } from '#shared/payouts/bank/credit-transfer.ts';
import { PAIN_001_NAMESPACE, writePain001 } from '#shared/payouts/bank/pain-001.ts';
import { bankReferenceOf, idOfBankReference } from '#shared/payouts/bank/payment-ids.ts';
import { sepaText } from '#shared/payouts/bank/sepa-text.ts';
import { realPaymentsFolder } from '#tests/support/real-data.ts';
import { aParty, aRun, aTransfer, idOf } from './build.ts';

const EUR = 'EUR' as Currency;
const m = (amount: number) => amount as Minor;
const written = (order: CreditTransferOrder) => {
  const file = writePain001(order);
  if (!file.ok) throw new Error(JSON.stringify(file.error));
  return file.value;
};
/** What libxml2 reads at a place, `*` for each of several. */
const reading = (text: string) => {
  const document = XmlDocument.fromString(text);
  const texts = (path: string): string[] => document.find(`//p:${path.split('/').join('/p:')}`, { p: PAIN_001_NAMESPACE }).map((node) => node.content);
  return { texts, [Symbol.dispose]: () => document.dispose() };
};

const sepaSign = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const someText = (most: number) => fc.string({ unit: fc.oneof({ weight: 4, arbitrary: sepaSign }, { weight: 1, arbitrary: fc.constantFrom(...`éàçüñßŒ&<>"'’/ -–.,:+()[]!;€`) }), minLength: 1, maxLength: Math.floor((most - 2) / 3) }).map((text) => `A${text}Z`);
const someAccount = fc.constantFrom('FR1420041010050500013M02606', 'DE89 3704 0044 0532 0130 00', 'NL91ABNA0417164300');
const someTransfer = fc.record({ amount: fc.integer({ min: 1, max: 99_999_999_999 }).map(m), name: someText(70), town: someText(35), line: fc.option(someText(70), { nil: undefined }), text: someText(140), account: someAccount, bic: fc.constantFrom(null, 'BNPAFRPP', 'INGBNL2AXXX') });
const someRun = fc.array(someTransfer, { minLength: 1, maxLength: 12 }).map((transfers) => aRun({
  transfers: transfers.map(({ name, town, line, ...rest }, index) => aTransfer({ ...rest, payoutId: idOf(index), creditor: aParty({ name, address: { town, country: 'MA', ...(line === undefined ? {} : { lines: [line] }) } }) })),
}));

describe('what libxml2 reads in the file is what was asked for', () => {
  test('of any run: references, amounts, accounts, names, and figures that add up', () =>
    fc.assert(fc.property(someRun, (run) => {
      const file = written(run);
      using xml = reading(file.text);
      const { transfers } = run;
      expect(xml.texts('CdtTrfTxInf/PmtId/EndToEndId').map(idOfBankReference)).toEqual(transfers.map(({ payoutId }) => payoutId));
      expect(xml.texts('InstdAmt')).toEqual(transfers.map(({ amount }) => toDecimal(amount, EUR)));
      expect(xml.texts('CdtrAcct/Id/IBAN')).toEqual(transfers.map(({ account }) => account.replaceAll(' ', '')));
      expect(xml.texts('Cdtr/Nm')).toEqual(transfers.map(({ creditor }) => sepaText(creditor.name).text));
      expect(xml.texts('Cdtr/PstlAdr/TwnNm')).toEqual(transfers.map(({ creditor }) => sepaText(creditor.address.town).text));
      expect(xml.texts('Ustrd')).toEqual(transfers.map(({ text }) => sepaText(text).text));
      const cents = transfers.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      expect(xml.texts('NbOfTxs')).toEqual([String(transfers.length), String(transfers.length)]);
      expect(xml.texts('CtrlSum').map((sum) => BigInt(sum.replace('.', '')))).toEqual([cents, cents]);
      expect([file.count, BigInt(file.total)]).toEqual([transfers.length, cents]);
      for (const text of [...xml.texts('Nm'), ...xml.texts('Ustrd'), ...xml.texts('TwnNm')]) expect(text).toMatch(/^[a-zA-Z0-9/\-?:().,'+ ]*$/);
    }), { numRuns: 60 }));

  test('every payment states town and country in their own places, and the batch is one of SEPA', () => {
    using xml = reading(written(aRun({ transfers: [aTransfer(), aTransfer({ payoutId: idOf(2), amount: m(1), bic: 'bnpa fr pp' })] })).text);
    const expected: Record<string, string[]> = {
      'Cdtr/PstlAdr/TwnNm': ['Paris', 'Paris'], 'Cdtr/PstlAdr/Ctry': ['FR', 'FR'], 'Dbtr/PstlAdr/TwnNm': ['Paris'], 'SvcLvl/Cd': ['SEPA'], ChrgBr: ['SLEV'], CtrlSum: ['858.01', '858.01'],
      'CdtrAgt/FinInstnId/BICFI': ['BNPAFRPP'], 'DbtrAgt/FinInstnId/BICFI': ['COBADEFFXXX'], 'ReqdExctnDt/Dt': ['2026-11-23'], CreDtTm: ['2026-11-22T09:30:00Z'], MsgId: [bankReferenceOf(idOf(900))],
    };
    expect(Object.fromEntries(Object.keys(expected).map((path) => [path, xml.texts(path)]))).toEqual(expected);
  });
  test('a debtor whose bank is not known says so', () => {
    using xml = reading(written(aRun({ debtor: { ...aRun().debtor, bic: null } })).text);
    expect(xml.texts('DbtrAgt/FinInstnId/Othr/Id')).toEqual(['NOTPROVIDED']);
  });
  test('the same run is the same file, with the same message id', () => expect(written(aRun()).text).toBe(written(aRun()).text));
  test('references have at most 35 signs and lead back', () =>
    fc.assert(fc.property(fc.uuid(), (id) => bankReferenceOf(id).length <= 35 && idOfBankReference(bankReferenceOf(id).toUpperCase()) === id)));
  test('a reference that is none of ours leads nowhere', () => expect(idOfBankReference('MUELL/FINP/RA12345')).toBeNull());
});

const schemas = realPaymentsFolder();
test.skipIf(schemas === null)('the schema of pain.001.001.09 accepts what is written, whatever is in it, and refuses an older one (needs COMPTOIR_DATA)', () => {
  using schema = XmlDocument.fromBuffer(readFileSync(join(schemas!, 'pain.001.001.09.xsd')));
  using validator = XsdValidator.fromDoc(schema);
  const isValid = (text: string): boolean => {
    using document = XmlDocument.fromString(text);
    try {
      validator.validate(document);
      return true;
    } catch {
      return false;
    }
  };
  expect(isValid(written(aRun()).text.replaceAll('pain.001.001.09', 'pain.001.001.03'))).toBe(false);
  expect(isValid(written(aRun()).text.replace(/<PmtMtd>.*<\/PmtMtd>\n/, ''))).toBe(false);
  fc.assert(fc.property(someRun, (run) => isValid(written(run).text)), { numRuns: 60 });
});

describe('what a bank would refuse is refused here, with its place', () => {
  const faultsOf = (order: CreditTransferOrder) => {
    const file = writePain001(order);
    return file.ok ? [] : file.error.map(({ rule, field }) => `${field}: ${rule}`);
  };
  const paying = (over: Parameters<typeof aTransfer>[0]) => aRun({ transfers: [aTransfer(over)] });
  const to = (address: Partial<CreditTransferOrder['debtor']['address']>) => paying({ creditor: aParty({ address: { town: 'Paris', country: 'FR', ...address } }) });
  test.each([
    { name: 'nothing to pay', order: aRun({ transfers: [] }), fault: 'transfers: bank-file-empty' },
    { name: 'one payout twice', order: aRun({ transfers: [aTransfer(), aTransfer()] }), fault: 'transfers/1: payout-twice' },
    { name: 'another currency', order: paying({ currency: 'MAD' as Currency }), fault: 'transfers/0/currency: sepa-currency' },
    { name: 'an amount of nothing', order: paying({ amount: m(0) }), fault: 'transfers/0/amount: sepa-amount' },
    { name: 'an amount above the limit of the scheme', order: paying({ amount: m(100_000_000_000) }), fault: 'transfers/0/amount: sepa-amount' },
    { name: 'an account outside of SEPA', order: paying({ account: 'MA64011519000001205000534921' }), fault: 'transfers/0/account: sepa-country' },
    { name: 'a wrong account', order: paying({ account: 'DE89370400440532013001' }), fault: 'transfers/0/account: iban-check-digits' },
    { name: 'a wrong bank', order: paying({ bic: 'BCMA' }), fault: 'transfers/0/bic: bic-length' },
    { name: 'no name', order: paying({ creditor: aParty({ name: ' ' }) }), fault: 'transfers/0/creditor/name: sepa-name' },
    { name: 'a name of 71 signs', order: paying({ creditor: aParty({ name: 'n'.repeat(71) }) }), fault: 'transfers/0/creditor/name: sepa-text-length' },
    { name: 'a name that grows too long as it is written', order: paying({ creditor: aParty({ name: 'œ'.repeat(36) }) }), fault: 'transfers/0/creditor/name: sepa-text-length' },
    { name: 'a name in Arabic', order: paying({ creditor: aParty({ name: 'أتوليي نور' }) }), fault: 'transfers/0/creditor/name: sepa-unwritable' },
    { name: 'no town', order: to({ town: '' }), fault: 'transfers/0/creditor/address/town: sepa-address-town' },
    { name: 'a country in words', order: to({ country: 'France' }), fault: 'transfers/0/creditor/address/country: sepa-address-country' },
    { name: 'three address lines', order: to({ lines: ['a', 'b', 'c'] }), fault: 'transfers/0/creditor/address/lines: sepa-address-lines' },
    { name: 'a street of 71 signs', order: to({ street: 's'.repeat(71) }), fault: 'transfers/0/creditor/address/street: sepa-text-length' },
    { name: 'a text of 141 signs', order: paying({ text: 't'.repeat(141) }), fault: 'transfers/0/text: sepa-text-length' },
    { name: 'a day that is over', order: aRun({ executionDate: '2026-11-20' }), fault: 'executionDate: execution-date-past' },
    { name: 'a debtor without a town', order: aRun({ debtor: { ...aRun().debtor, address: { town: ' ', country: 'FR' } } }), fault: 'debtor/address/town: sepa-address-town' },
  ])('$name', ({ order, fault }) => expect(faultsOf(order)).toEqual([fault]));

  test('all faults are told at once', () =>
    expect(faultsOf(aRun({ transfers: [aTransfer({ amount: m(-1) }), aTransfer({ payoutId: idOf(2), text: 'ن' })] }))).toEqual(['transfers/0/amount: sepa-amount', 'transfers/1/text: sepa-unwritable']));
});

describe('texts in the character set of SEPA', () => {
  test.each([
    { text: 'Étoile & Fils – 3 œufs', after: 'Etoile + Fils - 3 oeufs', signs: ['É', '&', '–', 'œ'] },
    { text: 'Straße 5', after: 'Strasse 5', signs: ['ß'] },
    { text: '//Réf/12//a/', after: 'Ref/12/a', signs: ['é', '/'] },
    { text: '  two   blanks\n', after: 'two blanks', signs: [] },
    { text: 'e\u0301te\u0301', after: 'ete', signs: ['é'] },
  ])('$text', ({ text, after, signs }) => expect(sepaText(text)).toEqual({ text: after, replaced: signs.map((from) => ({ from, to: expect.any(String) })), unwritable: [] }));
  test('what has no Latin writing is named, not dropped in silence', () => expect(sepaText('Nour نور').unwritable).toEqual(['ن', 'و', 'ر']));
  test('what was replaced in a file is told with its place', () =>
    expect(written(aRun({ transfers: [aTransfer({ creditor: aParty({ name: 'Café Müller' }) })] })).replaced).toEqual([{ field: 'transfers/0/creditor/name', before: 'Café Müller', after: 'Cafe Muller' }]));
  test('of any text, what is left is in the set, and writing it again changes nothing', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = sepaText(text).text;
      return /^[a-zA-Z0-9/\-?:().,'+ ]*$/.test(once) && sepaText(once).text === once && !once.includes('//');
    })));
});
