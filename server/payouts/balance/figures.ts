import { sql, type Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { AccountCode } from '#shared/payouts/ledger/accounts.ts';
import { figuresOf, type ShopFigures } from '#shared/payouts/balance/figures.ts';
import { exact } from '../runs/positions.ts';

/** How a shop stands at a moment, one set of figures per currency it ever earned or owed something in. */
export async function shopFigures(db: Kysely<ServerSchema>, shopId: ShopId, at: number): Promise<ShopFigures[]> {
  const { rows } = await sql<{ currency: Currency; account: AccountCode; is_pending: number; balance: string }>`
    SELECT currency, account, CASE WHEN available_at > ${at} THEN 1 ELSE 0 END AS is_pending, CAST(SUM(credit - debit) AS TEXT) AS balance
    FROM ledger_entry WHERE shop_id = ${shopId} GROUP BY 1, 2, 3`.execute(db);
  const holds = await db.selectFrom('payout_hold').select(['currency', 'amount']).where('shop_id', '=', shopId).where('released_at', 'is', null).execute();
  return [...new Set(rows.map(({ currency }) => currency))].sort().map((currency) => {
    const of = (account: AccountCode, isPending?: 0 | 1): Minor =>
      rows.filter((row) => row.currency === currency && row.account === account && (isPending === undefined || Number(row.is_pending) === isPending)).reduce((sum, { balance }) => sum + exact(balance), 0) as Minor;
    return figuresOf(currency, {
      pending: of('2000', 1), payable: of('2000', 0), receivable: -of('1200') as Minor, reserved: of('2010'), disputed: of('2030'), inTransit: of('2020'),
      holds: holds.filter((hold) => hold.currency === currency).map(({ amount }) => amount as Minor | null),
    });
  });
}
