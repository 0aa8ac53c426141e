import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { BalanceFigure } from '#shared/payouts/balance/figures.ts';
import { accounts, type AccountCode } from '#shared/payouts/ledger/accounts.ts';
import type { LedgerEvent, LedgerRef } from '#shared/payouts/ledger/model.ts';

export type BalanceEntry = { readonly rid: number; readonly transactionId: string; readonly event: LedgerEvent; readonly ref: LedgerRef; readonly account: AccountCode; readonly amount: number; readonly postedAt: number; readonly availableAt: number };

/** The accounts behind each figure; what a shop owes stands on two. */
const behind: Readonly<Record<BalanceFigure, readonly AccountCode[]>> = { pending: ['2000'], available: ['2000', '1200'], negative: ['2000', '1200'], reserved: ['2010'], onHold: ['2030'], inTransit: ['2020'] };

type Asked = { readonly currency: Currency; readonly figure: BalanceFigure; /** As the figure stood then. */ readonly at: number; readonly before?: number | undefined; readonly limit: number };

/** The entries a figure of a shop is made of, newest first, a page at a time: all of them add up to what stands on its accounts. */
export async function entriesBehind(db: Kysely<ServerSchema>, shopId: ShopId, { currency, figure, at, before, limit }: Asked): Promise<{ entries: BalanceEntry[]; more: boolean }> {
  let query = db.selectFrom('ledger_entry as entry').innerJoin('ledger_transaction as posted', 'posted.id', 'entry.transaction_id')
    .select(['entry.rid', 'entry.transaction_id', 'entry.account', 'entry.debit', 'entry.credit', 'entry.available_at', 'posted.event', 'posted.ref_kind', 'posted.ref_id', 'posted.posted_at'])
    .where('entry.shop_id', '=', shopId).where('entry.currency', '=', currency).where('entry.account', 'in', [...behind[figure]]).orderBy('entry.rid', 'desc').limit(limit + 1);
  if (before !== undefined) query = query.where('entry.rid', '<', before);
  if (figure === 'pending') query = query.where('entry.available_at', '>', at);
  else if (figure === 'available' || figure === 'negative') query = query.where('entry.available_at', '<=', at);
  const rows = await query.execute();
  return {
    entries: rows.slice(0, limit).map((row) => ({
      rid: row.rid, transactionId: row.transaction_id, event: row.event, ref: { kind: row.ref_kind, id: row.ref_id }, account: row.account,
      // What a shop owes (1200) stands against it.
      amount: accounts[row.account].type === 'asset' ? -(row.debit - row.credit) : row.credit - row.debit, postedAt: row.posted_at, availableAt: row.available_at,
    })),
    more: rows.length > limit,
  };
}
