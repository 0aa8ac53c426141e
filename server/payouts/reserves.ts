import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Posting } from '#shared/payouts/ledger/model.ts';
import { reserveReleased } from '#shared/payouts/ledger/postings.ts';
import { inBooks, type PayoutDeps } from './acts.ts';
import { post } from './ledger/post.ts';

const AT_ONCE = 500;

/**
 * Gives back what was kept as reserve and is due.
 *
 * @param until due by then, epoch milliseconds
 * @param of only this shop's in this currency
 * @returns how many parts were given back, 500 at most
 */
export async function releaseDue(trx: ServerTransaction, deps: PayoutDeps, until: number, of?: { readonly shopId: ShopId; readonly currency: Currency }): Promise<number> {
  let due = trx.selectFrom('payout_reserve').selectAll().where('released_at', 'is', null).where('release_at', '<=', until).orderBy('release_at').orderBy('id').limit(AT_ONCE);
  if (of !== undefined) due = due.where('shop_id', '=', of.shopId).where('currency', '=', of.currency);
  const rows = await deps.db.dialect.lockRows(due).execute();
  await post(trx, deps, rows.map((row): Posting => ({
    event: 'reserve-released', ref: { kind: 'reserve', id: row.id }, currency: row.currency as Currency, sourceKey: `reserve:${row.id}/released`, entries: reserveReleased({ shopId: row.shop_id as ShopId, amount: row.amount as Minor }),
  })));
  if (rows.length > 0) await trx.updateTable('payout_reserve').set({ released_at: deps.clock() }).where('id', 'in', rows.map(({ id }) => id)).execute();
  return rows.length;
}

/** Gives back everything that is due to one shop in one currency, however many sales it was kept of. */
export async function releaseAllOf(trx: ServerTransaction, deps: PayoutDeps, until: number, of: { readonly shopId: ShopId; readonly currency: Currency }): Promise<void> {
  for (;;) if ((await releaseDue(trx, deps, until, of)) < AT_ONCE) return;
}

/** Gives back all reserves that are due; part of housekeeping. */
export async function releaseReserves(deps: PayoutDeps): Promise<void> {
  for (;;) {
    const done = await inBooks(deps, (trx) => releaseDue(trx, deps, deps.clock()));
    if (!done.ok || done.value < AT_ONCE) return;
  }
}
