import type { ServerTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { mayDecide } from '#shared/payouts/runs/four-eyes.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { PayoutDeps } from '../acts.ts';
import { readSettings } from '../settings.ts';
import type { PayoutRunTable } from '../tables.ts';
import { paidOf, type Snapshot } from './snapshot.ts';

/** Who has approved a run as it was asked for last, and what speaks against this person deciding on it; null: nothing. */
export async function whoMayDecide(trx: ServerTransaction, deps: PayoutDeps, by: Actor, run: PayoutRunTable, snapshot: Snapshot): Promise<{ readonly approvers: ReadonlySet<string>; readonly wrong: AppError | null }> {
  const shopIds = new Set(paidOf(snapshot).map(({ payout }) => payout.shop_id));
  const { settings } = await readSettings(trx);
  const given = await trx.selectFrom('payout_approval').select('approver').where('run_id', '=', run.id).where('snapshot_hash', '=', run.snapshot_hash ?? '').where('decision', '=', 'approve').execute();
  const approvers = new Set(given.map(({ approver }) => approver));
  return {
    approvers,
    wrong: mayDecide(by.userId, {
      maker: run.maker, approvers, beneficiaries: await worksFor(trx, shopIds, by.userId),
      bankChangers: await changedAccounts(trx, shopIds, run.currency, deps.clock() - settings.bankChangeWatchDays * DAY_MS),
    }),
  };
}

async function worksFor(trx: ServerTransaction, shopIds: ReadonlySet<string>, userId: string): Promise<ReadonlySet<string>> {
  const shops = await trx.selectFrom('membership').select('shop_id').where('user_id', '=', userId).execute();
  return new Set(shops.some(({ shop_id }) => shopIds.has(shop_id)) ? [userId] : []);
}

/** Whoever changed an account of these shops lately, also one that was replaced since. */
async function changedAccounts(trx: ServerTransaction, shopIds: ReadonlySet<string>, currency: string, since: number): Promise<ReadonlySet<string>> {
  const rows = await trx.selectFrom('payout_bank_account').select(['shop_id', 'changed_by']).where('currency', '=', currency).where('changed_at', '>', since).execute();
  return new Set(rows.filter(({ shop_id }) => shopIds.has(shop_id)).map(({ changed_by }) => changed_by));
}
