import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { accounts } from '#shared/payouts/ledger/accounts.ts';
import { balancesOf } from '#shared/payouts/ledger/balances.ts';
import type { LedgerEntry, LedgerEvent, LedgerTransaction, LedgerTransactionId } from '#shared/payouts/ledger/model.ts';
import * as post from '#shared/payouts/ledger/postings.ts';
import { statementAccounts, statementOf } from '#shared/payouts/statement/statement.ts';
import { statementCsv } from '#shared/payouts/statement/statement-csv.ts';

const [shop, other] = ['00000000-0000-7000-8000-000500000001', '00000000-0000-7000-8000-000500000002'] as ShopId[] as [ShopId, ShopId];
const [MAD, EUR] = ['MAD', 'EUR'] as Currency[] as [Currency, Currency];
const m = (amount: number) => amount as Minor;
const ms = (time: number) => time as EpochMs;
const posted = (number: number, at: number, event: LedgerEvent, entries: LedgerEntry[], currency = MAD): LedgerTransaction => ({
  id: `019384aa-0000-7000-8000-${String(number).padStart(12, '0')}` as LedgerTransactionId, event, ref: { kind: 'order', id: '019384aa-0000-7000-8000-000000000900' }, currency, entries, postedAt: ms(at), availableAt: ms(at), reversesId: null,
});

/** The worked example: sold on day 1, paid on day 2, refunded on day 3. */
const example = [
  posted(1, 10, 'captured', post.captured({ shopId: shop, amount: m(100_000) })), posted(2, 10, 'commission', post.commissionCharged({ shopId: shop, commission: m(3_500), vat: m(700) })),
  posted(3, 11, 'reserve-held', post.reserveHeld({ shopId: shop, amount: m(10_000) })), posted(4, 20, 'payout-exported', post.payoutExported({ shopId: shop, amount: m(85_800) })),
  posted(5, 21, 'payout-confirmed', post.payoutConfirmed({ shopId: shop, amount: m(85_800) })), posted(6, 30, 'refunded', post.refunded({ shopId: shop, amount: m(20_000), from: 'bank' })),
  posted(7, 30, 'commission-returned', post.commissionReturned({ shopId: shop, commission: m(700), vat: m(140) })), posted(8, 31, 'carried-as-receivable', post.carriedAsReceivable({ shopId: shop, amount: m(19_160) })),
];
const of = (transactions: readonly LedgerTransaction[], from: number, until: number, currency = MAD) =>
  statementOf(shop, currency, { from: ms(from), until: ms(until) }, balancesOf(transactions.filter(({ postedAt }) => postedAt < from)), transactions);

test('the worked example: paid out, refunded, in debt, and the debt carried changes nothing', () => {
  const { accounts: sums, total, lines } = of(example, 20, 40);
  expect(sums['2000']).toEqual({ opening: 85_800n, movements: -85_800n, closing: 0n });
  expect(sums['2010']).toEqual({ opening: 10_000n, movements: 0n, closing: 10_000n });
  expect(sums['2020']).toEqual({ opening: 0n, movements: 0n, closing: 0n });
  expect(sums['1200']).toEqual({ opening: 0n, movements: -19_160n, closing: -19_160n });
  expect(total).toEqual({ opening: 95_800n, movements: -104_960n, closing: -9_160n });
  expect(lines.filter(({ account }) => account === '2000').map(({ event, amount, balance }) => ({ event, amount, balance }))).toEqual([
    { event: 'payout-exported', amount: -85_800n, balance: 0n }, { event: 'refunded', amount: -20_000n, balance: -20_000n },
    { event: 'commission-returned', amount: 840n, balance: -19_160n }, { event: 'carried-as-receivable', amount: 19_160n, balance: 0n },
  ]);
});
test('the moment it begins is in it, the one it ends is not', () => expect(of(example, 11, 20).lines.map(({ event, account }) => `${event} ${account}`)).toEqual(['reserve-held 2000', 'reserve-held 2010']));
test('another currency is another statement', () => expect(of(example, 0, 40, EUR)).toMatchObject({ lines: [], total: { opening: 0n, movements: 0n, closing: 0n } }));

const someEvent = fc.constantFrom<{ event: LedgerEvent; entries: (of: { shopId: ShopId; amount: Minor }) => LedgerEntry[] }>(
  { event: 'captured', entries: post.captured }, { event: 'reserve-held', entries: post.reserveHeld }, { event: 'payout-exported', entries: post.payoutExported }, { event: 'payout-returned', entries: post.payoutReturned },
  { event: 'chargeback-opened', entries: post.chargebackOpened }, { event: 'carried-as-receivable', entries: post.carriedAsReceivable },
  { event: 'commission', entries: ({ shopId, amount }) => post.commissionCharged({ shopId, commission: amount, vat: m(Math.round(amount / 5)) }) },
);
const someBooks = fc.array(fc.record({ at: fc.integer({ min: 0, max: 90 }), what: someEvent, shopId: fc.constantFrom(shop, other), amount: fc.integer({ min: 1, max: 2 ** 51 }).map(m), currency: fc.constantFrom(MAD, EUR) }), { maxLength: 40 })
  .map((events) => events.sort((a, b) => a.at - b.at).map(({ at, what, shopId, amount, currency }, number) => posted(number, at, what.event, what.entries({ shopId, amount }), currency)));

test('of any books: opening + movements = closing = the ledger, each period opens as the one before closed, and the file says the same', () =>
  fc.assert(fc.property(someBooks, fc.integer({ min: 0, max: 50 }), fc.integer({ min: 50, max: 100 }), (books, from, until) => {
    const statement = of(books, from, until);
    const ledger = balancesOf(books.filter(({ postedAt }) => postedAt < until)).filter((balance) => balance.shopId === shop && balance.currency === MAD);
    const rows: Record<string, string>[] = parse(statementCsv(statement), { columns: true });
    const next = of(books, until, 200);
    for (const account of statementAccounts) {
      const sums = statement.accounts[account];
      const inBooks = ledger.find((balance) => balance.account === account)?.amount ?? 0n;
      const closing = accounts[account].type === 'asset' ? -inBooks : inBooks;
      const inLines = statement.lines.filter((line) => line.account === account).reduce((sum, { amount }) => sum + amount, 0n);
      expect([sums.closing, sums.opening + inLines, sums.opening + sums.movements, next.accounts[account].opening]).toEqual([closing, closing, closing, closing]);
      const ofAccount = rows.filter((row) => row['account'] === accounts[account].name);
      const cents = (text: string) => BigInt(text.replace('.', ''));
      const inFile = ofAccount.filter(({ kind }) => kind === 'entry').reduce((sum, { amount }) => sum + cents(amount!), 0n);
      expect(cents(ofAccount[0]!['balance']!) + inFile).toBe(cents(ofAccount.at(-1)!['balance']!));
    }
    expect(statement.total.closing).toBe(statementAccounts.reduce((sum, account) => sum + statement.accounts[account].closing, 0n));
  }), { numRuns: 80 }));
