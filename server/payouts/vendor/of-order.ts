import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { expectedRun, utcDay } from '#shared/payouts/balance/rhythm.ts';
import type { OrderPayout } from '#shared/payouts/vendor-contract.ts';
import { lastRuns } from './payouts.ts';

/**
 * When the money of an order is paid out: it is in the first payout whose cut-off its availability does not miss. Without one, it waits for the day it becomes available, and
 * then for the next run.
 */
export async function orderPayout(db: Kysely<ServerSchema>, shopId: ShopId, orderId: string, now: EpochMs): Promise<OrderPayout> {
  const captured = await db.selectFrom('ledger_transaction as posted').innerJoin('ledger_entry as entry', 'entry.transaction_id', 'posted.id').select(['posted.available_at', 'posted.currency'])
    .where('posted.ref_id', '=', orderId).where('posted.event', '=', 'captured').where('entry.shop_id', '=', shopId).orderBy('posted.available_at', 'desc').executeTakeFirst();
  if (captured === undefined) return { state: 'none', availableAt: null, on: null, payoutId: null };
  const availableAt = captured.available_at as EpochMs;
  const payout = await db.selectFrom('payout').innerJoin('payout_run as run', 'run.id', 'payout.run_id').select(['payout.id', 'payout.state', 'payout.changed_at'])
    .where('payout.shop_id', '=', shopId).where('payout.currency', '=', captured.currency).where('payout.state', 'in', ['exported', 'in_transit', 'paid']).where('run.cutoff', '>=', availableAt)
    .orderBy('run.cutoff').orderBy('payout.id').executeTakeFirst();
  if (payout !== undefined) return { state: payout.state === 'paid' ? 'paid' : 'in-payout', availableAt, on: payout.state === 'paid' ? utcDay(payout.changed_at) : null, payoutId: payout.id };
  const next = expectedRun(await lastRuns(db, captured.currency), availableAt, now);
  return { state: availableAt > now ? 'pending' : 'available', availableAt, on: next === null ? null : utcDay(next), payoutId: null };
}
