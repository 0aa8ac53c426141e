import { sql, type Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { accounts, type AccountCode } from '#shared/payouts/ledger/accounts.ts';
import type { Balance } from '#shared/payouts/ledger/balances.ts';

/**
 * What stands on every account at the end of a day, each in its own direction: from the closing balance of the last closed day on, and from the entries after it.
 *
 * @param day in UTC; null: now
 * @param shopId only the accounts of this shop
 * @returns in the order of the chart; accounts that were never touched until then are left out. Sums are exact at any size.
 */
export async function balancesAt(db: Kysely<ServerSchema>, { day = null, shopId = null }: { readonly day?: string | null; readonly shopId?: ShopId | null } = {}): Promise<Balance[]> {
  const until = day ?? '9999-12-31';
  const ofShop = shopId === null ? sql`1 = 1` : sql`shop_id = ${shopId}`;
  const closed = sql`(SELECT closed_through FROM ledger_closing)`;
  const { rows } = await sql<{ account: AccountCode; shop_id: string; currency: string; balance: string }>`
    SELECT account, shop_id, currency, CAST(SUM(balance) AS TEXT) AS balance FROM (
      SELECT kept.account, kept.shop_id, kept.currency, kept.balance FROM ledger_day AS kept
      JOIN (SELECT account, shop_id, currency, MAX(day) AS day FROM ledger_day WHERE day <= ${until} AND ${ofShop} GROUP BY account, shop_id, currency) AS latest
        ON latest.account = kept.account AND latest.shop_id = kept.shop_id AND latest.currency = kept.currency AND latest.day = kept.day
      UNION ALL
      SELECT account, COALESCE(shop_id, '') AS shop_id, currency, SUM(debit - credit) AS balance FROM ledger_entry
      WHERE day > ${closed} AND day <= ${until} AND ${ofShop} GROUP BY account, COALESCE(shop_id, ''), currency
    ) AS parts GROUP BY account, shop_id, currency ORDER BY account, shop_id, currency`.execute(db);
  return rows.map(({ account, shop_id, currency, balance }) => {
    const { type } = accounts[account];
    return { account, shopId: shop_id === '' ? null : (shop_id as ShopId), currency: currency as Currency, amount: type === 'asset' || type === 'expense' ? BigInt(balance) : -BigInt(balance) };
  });
}

/** Debits less credits of all accounts at the end of a day, for each currency: 0 in books that are in order. */
export async function trialBalanceAt(db: Kysely<ServerSchema>, day: string | null = null): Promise<ReadonlyMap<Currency, bigint>> {
  const sums = new Map<Currency, bigint>();
  for (const { account, currency, amount } of await balancesAt(db, { day })) {
    const { type } = accounts[account];
    sums.set(currency, (sums.get(currency) ?? 0n) + (type === 'asset' || type === 'expense' ? amount : -amount));
  }
  return sums;
}
