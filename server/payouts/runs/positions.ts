import { sql } from 'kysely';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ShopPosition } from '#shared/payouts/runs/preview.ts';
import type { BankAccountTable } from '../tables.ts';

/** How a shop stands, and the account it would be paid to. */
export type Standing = ShopPosition & { readonly account: BankAccountTable | null };

const onlyShops = (shopIds: readonly ShopId[] | null) => (shopIds === null ? sql`shop_id IS NOT NULL` : shopIds.length === 0 ? sql`1 = 0` : sql`shop_id IN (${sql.join(shopIds)})`);

/**
 * How shops stand in one currency: what may be paid out by the cut-off, what they owe, reserves due, holds, and where it would go.
 *
 * @param shopIds null: all that ever earned or owed something in it
 */
export async function standings(trx: ServerTransaction, currency: Currency, cutoff: number, shopIds: readonly ShopId[] | null): Promise<Standing[]> {
  const { rows } = await sql<{ shop_id: ShopId; available: string; receivable: string }>`
    SELECT shop_id, CAST(SUM(CASE WHEN account = '2000' THEN credit - debit ELSE 0 END) AS TEXT) AS available, CAST(SUM(CASE WHEN account = '1200' THEN debit - credit ELSE 0 END) AS TEXT) AS receivable
    FROM ledger_entry WHERE currency = ${currency} AND account IN ('2000', '1200') AND available_at <= ${cutoff} AND ${onlyShops(shopIds)} GROUP BY shop_id ORDER BY shop_id`.execute(trx);
  const due = await sql<{ shop_id: ShopId; amount: string }>`SELECT shop_id, CAST(SUM(amount) AS TEXT) AS amount FROM payout_reserve WHERE currency = ${currency} AND released_at IS NULL AND release_at <= ${cutoff} AND ${onlyShops(shopIds)} GROUP BY shop_id`.execute(trx);
  const reserves = new Map(due.rows.map(({ shop_id, amount }) => [shop_id, Number(amount)]));
  const holds = await trx.selectFrom('payout_hold').select(['shop_id', 'amount']).where('currency', '=', currency).where('released_at', 'is', null).execute();
  const paid = new Set((await trx.selectFrom('payout_standing').select('shop_id').where('may_be_paid', '=', 1).execute()).map(({ shop_id }) => shop_id));
  const accounts = new Map((await trx.selectFrom('payout_bank_account').selectAll().where('currency', '=', currency).where('replaced_at', 'is', null).execute()).map((row) => [row.shop_id, row]));
  return rows.map(({ shop_id, available, receivable }) => {
    const account = accounts.get(shop_id) ?? null;
    return {
      shopId: shop_id, available: exact(available), receivable: exact(receivable), reserveDue: (reserves.get(shop_id) ?? 0) as Minor,
      holds: holds.filter((hold) => hold.shop_id === shop_id).map(({ amount }) => amount as Minor | null), mayBePaid: paid.has(shop_id), account,
      bank: account === null ? null : { verified: account.verified_at !== null, coolingUntil: account.cooling_until as EpochMs },
    };
  });
}

/** A sum the database gave as text, so that none is rounded on the way. */
export function exact(text: string): Minor {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`the sum ${text} does not fit an amount`);
  return value as Minor;
}
