import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { accountCodes, accounts, type AccountCode } from '#shared/payouts/ledger/accounts.ts';
import { balancesOf, trialBalance } from '#shared/payouts/ledger/balances.ts';
import type { LedgerEntry, LedgerTransaction, LedgerTransactionId } from '#shared/payouts/ledger/model.ts';
import * as post from '#shared/payouts/ledger/postings.ts';
import { checkEntries, reversalOf } from '#shared/payouts/ledger/rules.ts';
import { anyEvent } from '#tests/builders/ledger.ts';

const shop = '00000000-0000-7000-8000-000500000001' as ShopId;
const other = '00000000-0000-7000-8000-000500000002' as ShopId;
const MAD = 'MAD' as Currency;
const m = (amount: number) => amount as Minor;
const books = (...events: LedgerEntry[][]) => events.map((entries) => ({ currency: MAD, entries }));
const on = (account: AccountCode, transactions: ReturnType<typeof books>, shopId: ShopId | null = null): number =>
  Number(balancesOf(transactions).find((balance) => balance.account === account && balance.shopId === shopId)?.amount ?? 0n);

describe('the worked example: 1 000.00 MAD, 3.5 %, VAT 20 % on it, reserve 10 %', () => {
  const sold = books(
    post.captured({ shopId: shop, amount: m(100_000) }), post.commissionCharged({ shopId: shop, commission: m(3_500), vat: m(700) }),
    post.reserveHeld({ shopId: shop, amount: m(10_000) }), post.providerSettled({ amount: m(100_000), fee: m(1_400) }),
  );
  const paid = [...sold, ...books(post.payoutExported({ shopId: shop, amount: m(85_800) }), post.payoutConfirmed({ shopId: shop, amount: m(85_800) }))];
  const refunded = [...paid, ...books(post.refunded({ shopId: shop, amount: m(20_000), from: 'bank' }), post.commissionReturned({ shopId: shop, commission: m(700), vat: m(140) }))];

  test.each([
    { name: 'the shop is owed what is left', books: sold, account: '2000', shopId: shop, amount: 85_800 },
    { name: 'the reserve is kept', books: sold, account: '2010', shopId: shop, amount: 10_000 },
    { name: 'the provider has paid, less its fee', books: sold, account: '1000', shopId: null, amount: 98_600 },
    { name: 'the provider owes nothing any more', books: sold, account: '1100', shopId: null, amount: 0 },
    { name: 'the fee is our expense', books: sold, account: '5000', shopId: null, amount: 1_400 },
    { name: 'paid out, nothing is owed', books: paid, account: '2000', shopId: shop, amount: 0 },
    { name: 'paid out, nothing is on its way', books: paid, account: '2020', shopId: shop, amount: 0 },
    { name: 'a refund after the payout leaves the shop in debt', books: refunded, account: '2000', shopId: shop, amount: -19_160 },
    { name: 'income is what was kept', books: refunded, account: '4000', shopId: null, amount: 2_800 },
    { name: 'the debt is carried', books: [...refunded, ...books(post.carriedAsReceivable({ shopId: shop, amount: m(19_160) }))], account: '1200', shopId: shop, amount: 19_160 },
    { name: 'and the shop stands at nothing', books: [...refunded, ...books(post.carriedAsReceivable({ shopId: shop, amount: m(19_160) }))], account: '2000', shopId: shop, amount: 0 },
    { name: 'a dispute freezes its amount', books: [...sold, ...books(post.chargebackOpened({ shopId: shop, amount: m(30_000) }))], account: '2030', shopId: shop, amount: 30_000 },
    { name: 'a payout that came back is owed again', books: [...sold, ...books(post.payoutExported({ shopId: shop, amount: m(85_800) }), post.payoutReturned({ shopId: shop, amount: m(85_800) }))], account: '2000', shopId: shop, amount: 85_800 },
  ] as const)('$name', ({ books: transactions, account, shopId, amount }) => expect(on(account, [...transactions], shopId)).toBe(amount));

  test('the books balance at every step', () => refunded.forEach((_, until) => expect([...trialBalance(refunded.slice(0, until + 1)).values()]).toEqual([0n])));
});

test.each([
  { name: 'debits above credits', rule: 'unbalanced', entries: [{ account: '1000', shopId: null, debit: 2, credit: 0 }, { account: '4000', shopId: null, debit: 0, credit: 1 }] },
  { name: 'nothing at all', rule: 'unbalanced', entries: [] },
  { name: 'both sides on one entry', rule: 'one-side', entries: [{ account: '1000', shopId: null, debit: 1, credit: 1 }, { account: '4000', shopId: null, debit: 0, credit: 1 }] },
  { name: 'an entry of nothing', rule: 'one-side', entries: [{ account: '1000', shopId: null, debit: 0, credit: 0 }, { account: '4000', shopId: null, debit: 0, credit: 0 }] },
  { name: 'a negative debit', rule: 'one-side', entries: [{ account: '1000', shopId: null, debit: -1, credit: 0 }, { account: '4000', shopId: null, debit: 0, credit: -1 }] },
  { name: 'what a shop is owed, without the shop', rule: 'account-owner', entries: [{ account: '1100', shopId: null, debit: 1, credit: 0 }, { account: '2000', shopId: null, debit: 0, credit: 1 }] },
  { name: 'the bank account of a shop', rule: 'account-owner', entries: [{ account: '1000', shopId: shop, debit: 1, credit: 0 }, { account: '4000', shopId: null, debit: 0, credit: 1 }] },
] as const)('checkEntries refuses $name', ({ rule, entries }) => expect(checkEntries(entries as unknown as LedgerEntry[])?.rule).toBe(rule));

const anyEntries = anyEvent([shop, other]).map(({ entries }) => entries);

test('whatever happens, every event may be posted and the books balance', () =>
  fc.assert(fc.property(fc.array(anyEntries, { minLength: 1, maxLength: 200 }), (events) => {
    for (const entries of events) expect(checkEntries(entries)).toBeNull();
    expect(trialBalance(books(...events)).get(MAD)).toBe(0n);
  })));

test('PAY-04 a hundred thousand events keep the trial balance, at every thousandth too', () =>
  fc.assert(fc.property(fc.array(anyEntries, { minLength: 100_000, maxLength: 100_000 }), (events) => {
    let sum = 0n;
    events.forEach((entries, at) => {
      sum += trialBalance(books(entries)).get(MAD)!;
      if (at % 1_000 === 0) expect(sum).toBe(0n);
    });
    expect([events.length, events.filter((entries) => checkEntries(entries) !== null), trialBalance(books(...events)).get(MAD)]).toEqual([100_000, [], 0n]);
  }), { numRuns: 1, endOnFailure: true }));

test('what is taken back leaves every account as it was', () =>
  fc.assert(fc.property(fc.array(anyEntries, { maxLength: 20 }), anyEntries, (events, mistaken) => {
    const posted: LedgerTransaction = { id: '1' as LedgerTransactionId, event: 'captured', ref: { kind: 'order', id: '00000000-0000-7000-8000-000000000001' as never }, currency: MAD, entries: mistaken, postedAt: 1 as EpochMs, availableAt: 1 as EpochMs, reversesId: null };
    const back = reversalOf(posted, '2' as LedgerTransactionId, 2 as EpochMs);
    expect(checkEntries(back.entries)).toBeNull();
    expect(() => reversalOf(back, '3' as LedgerTransactionId, 3 as EpochMs)).toThrow(RangeError);
    const amounts = (transactions: readonly Pick<LedgerTransaction, 'currency' | 'entries'>[]) => balancesOf(transactions).filter((balance) => balance.amount !== 0n);
    expect(amounts([...books(...events), posted, back])).toEqual(amounts(books(...events)));
  })));

test('every account of the chart is moved by some event', () => {
  const touched = new Set(fc.sample(anyEntries, { numRuns: 2_000, seed: 7 }).flat().map(({ account }) => account));
  expect(accountCodes.filter((code) => !touched.has(code)).map((code) => accounts[code].name)).toEqual([]);
});
