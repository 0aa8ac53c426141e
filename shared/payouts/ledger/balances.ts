import type { ShopId } from '../../auth/model.ts';
import type { Currency } from '../../kernel/money.ts';
import { accounts, type AccountCode } from './accounts.ts';
import type { LedgerEntry, LedgerTransaction } from './model.ts';

/** How much stands on one account, in its own direction: what a shop is owed is positive on 2000, and negative when it owes. Minor units, exact at any size. */
export type Balance = { readonly account: AccountCode; readonly shopId: ShopId | null; readonly currency: Currency; readonly amount: bigint };

const inOwnDirection = (account: AccountCode, { debit, credit }: LedgerEntry): bigint => {
  const { type } = accounts[account];
  return type === 'asset' || type === 'expense' ? BigInt(debit) - BigInt(credit) : BigInt(credit) - BigInt(debit);
};

/** The balance of every account that was ever touched, in the order of the chart. */
export function balancesOf(transactions: Iterable<Pick<LedgerTransaction, 'currency' | 'entries'>>): Balance[] {
  const found = new Map<string, Balance>();
  for (const { currency, entries } of transactions) {
    for (const entry of entries) {
      const { account, shopId } = entry;
      const key = `${account} ${shopId ?? ''} ${currency}`;
      const amount = (found.get(key)?.amount ?? 0n) + inOwnDirection(account, entry);
      found.set(key, { account, shopId, currency, amount });
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, balance]) => balance);
}

/** Debits less credits of all accounts together, for each currency: 0 in books that are in order, on any day. */
export function trialBalance(transactions: Iterable<Pick<LedgerTransaction, 'currency' | 'entries'>>): ReadonlyMap<Currency, bigint> {
  const sums = new Map<Currency, bigint>();
  for (const { currency, entries } of transactions) {
    for (const { debit, credit } of entries) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(debit) - BigInt(credit));
  }
  return sums;
}
