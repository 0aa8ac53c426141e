import { sql, type Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { maskedAccount } from '#shared/payouts/bank-account.ts';
import { LOOKED_AT, nextRun, utcDay } from '#shared/payouts/balance/rhythm.ts';
import type { PayoutLine } from '#shared/payouts/runs/preview.ts';
import type { VendorEntry, VendorPayout } from '#shared/payouts/vendor-contract.ts';
import { exact } from '../runs/positions.ts';
import { ordersOf } from './orders-of.ts';

/** Payouts that left the marketplace, whatever became of them. */
const SENT = ['exported', 'in_transit', 'paid', 'failed', 'returned', 'reversed'] as const;

const payoutsOf = (db: Kysely<ServerSchema>, shopId: ShopId) => db.selectFrom('payout').innerJoin('payout_run as run', 'run.id', 'payout.run_id').leftJoin('payout_bank_account as bank', 'bank.id', 'payout.bank_account_id')
  .select(['payout.id', 'payout.currency', 'payout.amount', 'payout.state', 'payout.line', 'payout.original_payout_id', 'payout.failure_code', 'payout.changed_at', 'run.state as run_state', 'run.created_at', 'run.cutoff', 'run.exported_at', 'bank.account'])
  // What a run that was given up would have paid is nobody's payout.
  .where('payout.shop_id', '=', shopId).where('payout.state', '<>', 'dropped');
type Row = Awaited<ReturnType<ReturnType<typeof payoutsOf>['execute']>>[number];

async function named(db: Kysely<ServerSchema>, rows: readonly Row[]): Promise<VendorPayout[]> {
  const retries = await db.selectFrom('payout').select(['id', 'original_payout_id']).where('original_payout_id', 'in', ['', ...rows.map(({ id }) => id)]).where('state', '<>', 'dropped').execute();
  const retryOf = new Map(retries.map(({ id, original_payout_id }) => [original_payout_id, id]));
  return rows.map((row) => {
    const line = JSON.parse(row.line) as PayoutLine;
    return {
      id: row.id, currency: row.currency, amount: row.amount, state: row.state, runState: row.run_state, drawnAt: row.created_at, cutoff: row.cutoff, exportedAt: row.exported_at, changedAt: row.changed_at,
      account: row.account === null ? null : maskedAccount(row.account), opening: line.opening, released: line.released, recovered: line.recovered, held: line.held, carried: line.carried, leftOut: line.leftOut,
      failureCode: row.failure_code, originalId: row.original_payout_id, retryId: retryOf.get(row.id) ?? null,
    } as VendorPayout;
  });
}

/** Payouts of a shop, newest first; ids are made in the order of time. */
export async function shopPayouts(db: Kysely<ServerSchema>, shopId: ShopId, { currency, before, limit }: { readonly currency?: Currency | undefined; readonly before?: string | undefined; readonly limit: number }): Promise<{ payouts: VendorPayout[]; more: boolean }> {
  let query = payoutsOf(db, shopId).orderBy('payout.id', 'desc').limit(limit + 1);
  if (currency !== undefined) query = query.where('payout.currency', '=', currency);
  if (before !== undefined) query = query.where('payout.id', '<', before);
  const rows = await query.execute();
  return { payouts: await named(db, rows.slice(0, limit)), more: rows.length > limit };
}

/** Moments of the last runs of a currency that were sent. */
export const lastRuns = async (db: Kysely<ServerSchema>, currency: string): Promise<number[]> =>
  (await db.selectFrom('payout_run').select('created_at').where('currency', '=', currency).where('exported_at', 'is not', null).orderBy('id', 'desc').limit(LOOKED_AT).execute()).map(({ created_at }) => created_at);

/** When the next run of each currency is expected. */
export async function nextPayouts(db: Kysely<ServerSchema>, currencies: readonly Currency[], now: EpochMs) {
  return Promise.all(currencies.map(async (currency) => {
    const next = nextRun(await lastRuns(db, currency), now);
    return { currency, on: next === null ? null : utcDay(next) };
  }));
}

/** What a payout paid: the entries that became available between the payout before and its own cut-off. Null: it is not this shop's. */
export async function payoutEntries(db: Kysely<ServerSchema>, shopId: ShopId, id: string, { before, limit }: { readonly before?: number | undefined; readonly limit: number }): Promise<{ payout: VendorPayout; leftBefore: number; total: number; entries: VendorEntry[]; more: boolean } | null> {
  const row = await payoutsOf(db, shopId).where('payout.id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  const earlier = await db.selectFrom('payout').innerJoin('payout_run as run', 'run.id', 'payout.run_id').select((eb) => eb.fn.max('run.cutoff').as('cutoff'))
    .where('payout.shop_id', '=', shopId).where('payout.currency', '=', row.currency).where('payout.state', 'in', [...SENT]).where('run.cutoff', '<', row.cutoff).executeTakeFirst();
  const since = earlier?.cutoff ?? 0;
  const within = db.selectFrom('ledger_entry as entry').innerJoin('ledger_transaction as posted', 'posted.id', 'entry.transaction_id')
    .where('entry.shop_id', '=', shopId).where('entry.currency', '=', row.currency).where('entry.account', '=', '2000').where('entry.available_at', '>', since).where('entry.available_at', '<=', row.cutoff)
    // The payout before is not what this one paid; what came back of it is.
    .where('posted.event', '<>', 'payout-exported');
  const { total: sum } = await within.select(sql<string>`CAST(COALESCE(SUM(entry.credit - entry.debit), 0) AS TEXT)`.as('total')).executeTakeFirstOrThrow();
  let query = within.select(['entry.rid', 'entry.transaction_id', 'entry.account', 'entry.debit', 'entry.credit', 'entry.available_at', 'posted.event', 'posted.ref_kind', 'posted.ref_id', 'posted.posted_at']).orderBy('entry.rid', 'desc').limit(limit + 1);
  if (before !== undefined) query = query.where('entry.rid', '<', before);
  const rows = await query.execute();
  const [payout] = await named(db, [row]);
  const orders = await ordersOf(db, rows.map(({ ref_kind, ref_id }) => ({ kind: ref_kind, id: ref_id })));
  const total = exact(sum);
  return {
    payout: payout!, total, leftBefore: payout!.opening - total,
    entries: rows.slice(0, limit).map((entry) => ({
      rid: entry.rid, transactionId: entry.transaction_id, event: entry.event, ref: { kind: entry.ref_kind, id: entry.ref_id }, account: entry.account, order: orders.get(entry.ref_id) ?? null,
      amount: entry.credit - entry.debit, postedAt: entry.posted_at, availableAt: entry.available_at,
    }) as VendorEntry),
    more: rows.length > limit,
  };
}
