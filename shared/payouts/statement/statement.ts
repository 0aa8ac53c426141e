import type { ShopId } from '../../auth/model.ts';
import type { Currency } from '../../kernel/money.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { accounts, type AccountCode } from '../ledger/accounts.ts';
import type { Balance } from '../ledger/balances.ts';
import type { LedgerEntry, LedgerEvent, LedgerTransaction, LedgerTransactionId } from '../ledger/model.ts';

/** The accounts a shop sees of itself, in the order it reads them: what it is owed, what is kept, what is on its way, what is disputed, what it owes. */
export const statementAccounts = ['2000', '2010', '2020', '2030', '1200'] as const satisfies readonly AccountCode[];
export type StatementAccount = (typeof statementAccounts)[number];

/** From the first moment to the last, the end itself not in it. */
export type StatementPeriod = { readonly from: EpochMs; readonly until: EpochMs };

/** An order as people call it. */
export type OrderNamed = { readonly id: string; readonly number: string };

/** One entry of the books, seen from the shop. Amounts are minor units, exact at any size. */
export type StatementLine = {
  readonly transactionId: LedgerTransactionId;
  readonly at: EpochMs;
  readonly event: LedgerEvent;
  readonly ref: LedgerTransaction['ref'];
  /** The order it belongs to, where that was looked up. */
  readonly order?: OrderNamed | null;
  readonly account: StatementAccount;
  /** What it adds to what the shop has; taken away: negative. */
  readonly amount: bigint;
  /** What stands on that account after it. */
  readonly balance: bigint;
};

export type StatementSums = { readonly opening: bigint; readonly movements: bigint; readonly closing: bigint };

export type Statement = {
  readonly shopId: ShopId;
  readonly currency: Currency;
  readonly period: StatementPeriod;
  readonly lines: readonly StatementLine[];
  readonly accounts: Readonly<Record<StatementAccount, StatementSums>>;
  /** All accounts together: what the shop has with the marketplace. */
  readonly total: StatementSums;
};

const isOfShop = (account: AccountCode): account is StatementAccount => (statementAccounts as readonly AccountCode[]).includes(account);

/** A credit is the shop's gain on every one of its accounts: those it is owed grow by it, what it owes shrinks. */
const gainOf = ({ debit, credit }: LedgerEntry): bigint => BigInt(credit) - BigInt(debit);

/**
 * The statement of a shop in one currency for a period: every entry of its accounts, and per account opening + movements = closing. It is a view on the books, nothing of it is stored.
 *
 * @param opening the balances at `period.from`, as `balancesOf` gives them for everything posted before; those of others and other currencies are passed over
 * @param transactions what was posted in the period, in the order of posting; those of others are passed over
 *
 * Source: DOMAIN 3.
 */
export function statementOf(shopId: ShopId, currency: Currency, period: StatementPeriod, opening: Iterable<Balance>, transactions: Iterable<LedgerTransaction>): Statement {
  const openings = new Map<StatementAccount, bigint>(statementAccounts.map((account) => [account, 0n]));
  for (const { account, amount, ...of } of opening) {
    if (of.shopId !== shopId || of.currency !== currency || !isOfShop(account)) continue;
    openings.set(account, accounts[account].type === 'asset' ? -amount : amount);
  }
  const standing = new Map(openings);
  const lines: StatementLine[] = [];
  for (const { id, postedAt, event, ref, entries, ...of } of transactions) {
    if (of.currency !== currency || postedAt < period.from || postedAt >= period.until) continue;
    for (const entry of entries) {
      if (entry.shopId !== shopId || !isOfShop(entry.account)) continue;
      const amount = gainOf(entry);
      const balance = standing.get(entry.account)! + amount;
      standing.set(entry.account, balance);
      lines.push({ transactionId: id, at: postedAt, event, ref, account: entry.account, amount, balance });
    }
  }
  const sums = (account: StatementAccount): StatementSums => ({ opening: openings.get(account)!, movements: standing.get(account)! - openings.get(account)!, closing: standing.get(account)! });
  const perAccount = { 2000: sums('2000'), 2010: sums('2010'), 2020: sums('2020'), 2030: sums('2030'), 1200: sums('1200') };
  const all = Object.values(perAccount);
  const sum = (key: keyof StatementSums): bigint => all.reduce((total, one) => total + one[key], 0n);
  return { shopId, currency, period, lines, accounts: perAccount, total: { opening: sum('opening'), movements: sum('movements'), closing: sum('closing') } };
}
