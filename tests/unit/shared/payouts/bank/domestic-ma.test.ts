import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { CreditTransferOrder } from '#shared/payouts/bank/credit-transfer.ts';
import { madByRib } from '#shared/payouts/bank/domestic-ma.ts';
import { idOfBankReference } from '#shared/payouts/bank/payment-ids.ts';
import { ribKey } from '#shared/payouts/bank/rib.ts';
import { aParty, aRun, aTransfer, idOf } from './build.ts';

const MAD = 'MAD' as Currency;
const ACCOUNT = '011519000001205000534921';
const debtor = { ...aRun().debtor, account: '001810007800020110620318', bic: null };
const paying = (...transfers: Parameters<typeof aTransfer>[0][]) => aRun({ debtor, transfers: transfers.map((over, index) => aTransfer({ payoutId: idOf(index), currency: MAD, account: ACCOUNT, ...over })) });
const someAccount = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 22, maxLength: 22 }).map((body) => `${body}${ribKey(body)}`);
const someTransfers = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 1e12 }).map((amount) => amount as Minor), account: someAccount, text: fc.string(), name: fc.constantFrom('Atelier Nour', 'أتوليي نور', '=1+1', 'Café "Le Coin", SARL', 'deux\nlignes') }), { minLength: 1, maxLength: 8 });

test('another reader finds every payout, and sums that are those of the lines', () =>
  fc.assert(fc.property(someTransfers, (transfers) => {
    const file = madByRib.write(paying(...transfers.map(({ name, ...rest }) => ({ ...rest, creditor: aParty({ name }) }))));
    if (!file.ok) throw new Error(JSON.stringify(file.error));
    const rows: Record<string, string>[] = parse(file.value.text, { columns: true });
    const [sums, lines] = [rows.at(-1)!, rows.slice(0, -1)];
    expect(lines.map(({ reference, rib, montant, devise }) => ({ id: idOfBankReference(reference!), rib, cents: Number(montant!.replace('.', '')), devise }))).toEqual(
      transfers.map(({ account, amount }, index) => ({ id: idOf(index), rib: account, cents: amount, devise: 'MAD' })));
    const total = transfers.reduce((sum, { amount }) => sum + amount, 0);
    expect([sums['reference'], sums['beneficiaire'], sums['montant']!.replace('.', '')]).toEqual(['TOTAL', String(transfers.length), String(total).padStart(3, '0')]);
    expect(lines.every(({ beneficiaire }) => !/^[=+\-@]|\n/.test(beneficiaire!))).toBe(true);
  }), { numRuns: 60 }));

describe('refused with its place', () => {
  const faultsOf = (order: CreditTransferOrder) => {
    const file = madByRib.write(order);
    return file.ok ? [] : file.error.map(({ rule, field }) => `${field}: ${rule}`);
  };
  test.each([
    { name: 'nothing to pay', order: paying(), fault: 'transfers: bank-file-empty' },
    { name: 'euro', order: paying({ currency: 'EUR' as Currency }), fault: 'transfers/0/currency: domestic-currency' },
    { name: 'nothing', order: paying({ amount: 0 as Minor }), fault: 'transfers/0/amount: domestic-amount' },
    { name: 'a wrong key', order: paying({}, { account: '011519000001205000534922' }), fault: 'transfers/1/account: rib-key' },
    { name: 'one payout twice', order: paying({ payoutId: idOf(1) }, {}), fault: 'transfers/1: payout-twice' },
    { name: 'no name', order: paying({ creditor: aParty({ name: ' ' }) }), fault: 'transfers/0/creditor/name: sepa-name' },
    { name: 'an account of ours that is none', order: { ...paying({}), debtor: { ...debtor, account: '1' } }, fault: 'debtor/account: rib-length' },
  ])('$name', ({ order, fault }) => expect(faultsOf(order)).toEqual([fault]));
});
