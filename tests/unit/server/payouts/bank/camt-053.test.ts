import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { readXml } from '#server/payouts/bank/read-xml.ts';
import { toDecimal, type Currency, type Minor } from '#shared/kernel/money.ts';
import { readCamt053 } from '#shared/payouts/bank/camt-053.ts';
import { realPaymentsFolder } from '#tests/support/real-data.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const EUR = 'EUR' as Currency;

type Line = { readonly cents: number; readonly reference: string; readonly name: string; readonly returned: string | null };
const amount = (cents: number) => `<Amt Ccy="EUR">${toDecimal(Math.abs(cents) as Minor, EUR)}</Amt><CdtDbtInd>${cents < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
const balance = (kind: string, cents: number) => `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp>${amount(cents)}<Dt><Dt>2026-11-20</Dt></Dt></Bal>`;
/** A statement as a bank writes it; `<` and `&` of names go through the tools of the test, not ours. */
function aStatement({ version = '08', prefix = '', opening = 1_000, closing, lines }: { version?: '02' | '08'; prefix?: string; opening?: number; closing?: number; lines: readonly Line[] }): string {
  const party = (name: string) => (version === '08' ? `<Pty><Nm>${name}</Nm></Pty>` : `<Nm>${name}</Nm>`);
  const escaped = (text: string) => text.replaceAll('&', '&#38;').replaceAll('<', '&#60;');
  const entries = lines.map(({ cents, reference, name, returned }, index) => `<Ntry>${amount(cents)}<Sts>${version === '08' ? '<Cd>BOOK</Cd>' : 'BOOK'}</Sts>
    <BookgDt><DtTm>2026-11-21T23:30:00+01:00</DtTm></BookgDt><AcctSvcrRef>B${index}</AcctSvcrRef><BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>
    <NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs>${version === '08' ? amount(cents) : ''}
    <RltdPties><Cdtr>${party(escaped(name))}</Cdtr><CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct></RltdPties>
    ${returned === null ? '' : `<RtrInf><Rsn><Cd>${returned}</Cd></Rsn></RtrInf>`}</TxDtls></NtryDtls></Ntry>`);
  const text = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-22T06:00:00Z</CreDtTm></GrpHdr><Stmt><Id>S1</Id>
    <CreDtTm>2026-11-22T06:00:00Z</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>${balance('OPBD', opening)}${balance('CLBD', closing ?? lines.reduce((sum, { cents }) => sum + cents, opening))}
    ${entries.join('')}</Stmt></BkToCstmrStmt></Document>`;
  return prefix === '' ? text : text.replaceAll(/<(\/?)([A-Z])/g, `<$1${prefix}:$2`).replace('xmlns=', `xmlns:${prefix}=`);
}
const read = (text: string | Uint8Array) => {
  const xml = readXml(typeof text === 'string' ? bytes(text) : text);
  if (!xml.ok) return { fault: xml.error.rule };
  const statements = readCamt053(xml.value);
  return statements.ok ? { statements: statements.value } : { fault: statements.error.rule, field: statements.error.field };
};

const someLine = fc.record({ cents: fc.integer({ min: -1e12, max: 1e12 }).filter((cents) => cents !== 0), reference: fc.uuid().map((id) => id.replaceAll('-', '')), name: fc.constantFrom('Atelier Nour', 'Dupont & Fils', 'a < b', 'نور'), returned: fc.constant(null) });
const someStatement = fc.record({ version: fc.constantFrom('02' as const, '08' as const), prefix: fc.constantFrom('', 'ns2'), opening: fc.integer({ min: -1e9, max: 1e9 }), lines: fc.array(someLine, { maxLength: 6 }) });

describe('a statement', () => {
  test('of both versions, with and without a prefix, says what the bank booked, and adds up', () =>
    fc.assert(fc.property(someStatement, (asked) => {
      const [statement] = read(aStatement(asked)).statements!;
      expect(statement).toMatchObject({ account: 'DE89370400440532013000', adds: 'yes', opening: { amount: asked.opening, currency: 'EUR', date: '2026-11-20' } });
      expect(statement!.entries.map(({ amount: cents, booked, state, payments }) => ({ cents, booked, state, reference: payments[0]!.reference }))).toEqual(
        asked.lines.map(({ cents, reference }) => ({ cents, booked: '2026-11-21', state: 'booked', reference })));
      expect(statement!.entries.filter(({ amount: cents }) => cents < 0).map(({ payments }) => payments[0]!.name)).toEqual(asked.lines.filter(({ cents }) => cents < 0).map(({ name }) => name));
    }), { numRuns: 60 }));

  const paid: Line = { cents: -85_800, reference: '019384aa000070008000000000000001', name: 'Atelier Nour', returned: null };
  test('a payment that came back says why, and whose it was', () => {
    const [statement] = read(aStatement({ lines: [{ ...paid, cents: 85_800, returned: 'AC04' }] })).statements!;
    expect(statement!.entries[0]!.payments[0]).toEqual({ amount: 85_800, currency: 'EUR', reference: paid.reference, name: 'Atelier Nour', account: 'FR1420041010050500013M02606', text: '', returnReason: 'AC04' });
  });
  test('that does not add up says so', () => expect(read(aStatement({ lines: [paid], closing: 0 })).statements![0]!.adds).toBe('no'));
  test('NOTPROVIDED is no reference', () => expect(read(aStatement({ lines: [{ ...paid, reference: 'NOTPROVIDED' }] })).statements![0]!.entries[0]!.payments[0]!.reference).toBeNull());

  const valid = aStatement({ opening: 100_000, lines: [paid] });
  test.each([
    { name: 'another message', text: valid.replace('camt.053.001.08', 'camt.054.001.08'), says: { fault: 'camt-version', field: 'Document' } },
    { name: 'a version nobody asked for', text: valid.replace('camt.053.001.08', 'camt.053.001.99'), says: { fault: 'camt-version', field: 'Document' } },
    { name: 'an amount in words', text: valid.replace('>858.00<', '>many<'), says: { fault: 'camt-amount', field: 'Stmt/0/Ntry/0/Amt' } },
    { name: 'an amount with more decimals than its currency has', text: valid.replace('>858.00<', '>858.001<'), says: { fault: 'camt-amount', field: 'Stmt/0/Ntry/0/Amt' } },
    { name: 'a currency that is none', text: valid.replace('<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="EUX">'), says: { fault: 'camt-currency', field: 'Stmt/0/Ntry/0/Amt' } },
    { name: 'a day that is none', text: valid.replace('2026-11-21T', '2026-13-21T'), says: { fault: 'camt-date', field: 'Stmt/0/Ntry/0/BookgDt' } },
    { name: 'neither in nor out', text: valid.replace('DBIT', 'BOTH'), says: { fault: 'camt-direction', field: 'Stmt/0/Ntry/0/CdtDbtInd' } },
  ])('$name is refused with its place', ({ text, says }) => expect(read(text)).toEqual(says));
});

const folder = realPaymentsFolder();
describe.skipIf(folder === null)('statements of banks (need COMPTOIR_DATA)', () => {
  const file = (name: string) => readFileSync(join(folder!, name));
  const account = { account: 'NL26VAYB8060476890', opening: { amount: 1_815, currency: 'EUR' } };
  /** Its balances are in two currencies. */
  const mixed = { ...account, closing: { amount: -2_700, currency: 'SEK' }, adds: 'cannot-tell' };
  const adding = { ...account, closing: { amount: 2_700, currency: 'EUR' }, adds: 'yes' };
  test.each([
    { name: 'camt053.v2.minimal.xml', statements: 1, says: mixed, entry: { amount: 885, currency: 'EUR', payments: [{ reference: null, account: 'NL56AGDH9619008421' }] } },
    { name: 'camt053.v2.multi.statement.xml', statements: 2, says: adding, entry: { amount: 885 } },
    { name: 'camt053.v8.xml', statements: 1, says: mixed, entry: { amount: 885, currency: 'EUR', booked: '2014-12-31', payments: [{ reference: 'MUELL/FINP/RA12345', name: 'NAME NAME' }] } },
  ])('$name', ({ name, statements, says, entry }) => {
    const found = read(file(name)).statements!;
    expect(found).toHaveLength(statements);
    expect(found[0]).toMatchObject({ ...says, entries: [entry] });
  });
  test('a wrong one is refused', () => expect(read(file('camt053.v2.wrong.xml'))).toEqual({ fault: 'camt-no-statement', field: 'BkToCstmrStmt' }));
  test.each(['02', '08'] as const)('what this test writes of version %s is what the schema asks for', (version) => {
    using schema = XmlDocument.fromBuffer(file(`camt.053.001.${version}.xsd`));
    using validator = XsdValidator.fromDoc(schema);
    using document = XmlDocument.fromString(aStatement({ version, lines: [{ cents: 85_800, reference: 'R1', name: 'a & b', returned: 'AC04' }] }));
    expect(() => { validator.validate(document); }).not.toThrow();
  });
});

describe('XML of a stranger', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(10)}"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>`;
  test.each([
    { name: 'entities that grow', text: bomb, fault: 'xml-doctype' },
    { name: 'an entity that reads a file', text: '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>', fault: 'xml-doctype' },
    { name: 'a document type alone', text: '<!DOCTYPE html><html/>', fault: 'xml-doctype' },
    { name: 'an entity nobody declared', text: '<a>&b;</a>', fault: 'xml-malformed' },
    { name: 'a tag that is not closed', text: '<a><b></a>', fault: 'xml-malformed' },
    { name: 'an end that is missing', text: '<a><b/>', fault: 'xml-malformed' },
    { name: 'two roots', text: '<a/><b/>', fault: 'xml-malformed' },
    { name: 'a prefix nobody declared', text: '<x:a/>', fault: 'xml-malformed' },
    { name: 'one attribute twice', text: '<a b="1" b="2"/>', fault: 'xml-malformed' },
    { name: 'a control character', text: '<a>\u0001</a>', fault: 'xml-malformed' },
    { name: 'nothing', text: '', fault: 'xml-malformed' },
    { name: 'a table', text: 'a;b\r\n1;2', fault: 'xml-malformed' },
    { name: 'another encoding, as it says', text: '<?xml version="1.0" encoding="ISO-8859-1"?><a/>', fault: 'xml-encoding' },
    { name: '33 levels', text: '<a>'.repeat(33) + '</a>'.repeat(33), fault: 'xml-too-deep' },
  ])('$name is refused', ({ text, fault }) => expect(read(text)).toEqual({ fault }));
  test('bytes that are no UTF-8', () => expect(read(new Uint8Array([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e]))).toEqual({ fault: 'xml-encoding' }));
  test('more bytes, and more elements, than are allowed', () => {
    const limits = { bytes: 100, depth: 5, elements: 10 };
    expect(readXml(bytes(`<a>${' '.repeat(100)}</a>`), limits)).toMatchObject({ error: { rule: 'xml-too-large' } });
    expect(readXml(bytes(`<a>${'<b/>'.repeat(10)}</a>`), limits)).toMatchObject({ error: { rule: 'xml-too-many' } });
    expect(readXml(bytes(`<a>${'<b/>'.repeat(9)}</a>`), limits)).toMatchObject({ ok: true });
  });
  test('whatever is torn or turned in a statement is read or refused, never thrown', () => {
    const whole = bytes(aStatement({ lines: [{ cents: -5, reference: 'R', name: 'n', returned: null }] }));
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (place, value, torn) => {
      const damaged = torn ? whole.slice(0, place) : Uint8Array.from(whole, (byte, index) => (index === place ? value : byte));
      const result = read(damaged);
      return 'statements' in result || typeof result.fault === 'string';
    }), { numRuns: 400 });
  });
});
