import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { maskedAccount } from '#shared/payouts/bank-account.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import type { PayoutLine } from '#shared/payouts/runs/preview.ts';
import type { RunState } from '#shared/payouts/runs/states.ts';
import type { PayoutDeps } from '../acts.ts';
import type { PayoutRunTable } from '../tables.ts';
import { snapshotOf } from './snapshot.ts';

type Summary = Omit<PayoutRun, 'payouts' | 'approvals' | 'events' | 'changes'>;

const summaryOf = (run: PayoutRunTable): Summary => ({
  id: run.id, currency: run.currency, cutoff: run.cutoff, state: run.state, maker: run.maker, total: run.total, approversNeeded: run.approvers_needed, hash: run.snapshot_hash, submittedAt: run.submitted_at,
  expiresAt: run.expires_at, createdAt: run.created_at, exportedAt: run.exported_at, exports: run.exports,
}) as Summary;

/** Runs, newest first; ids are made in the order of time, so they lead the pages. */
export async function listRuns(db: Kysely<ServerSchema>, { state, before, limit }: { readonly state?: RunState | undefined; readonly before?: string | undefined; readonly limit: number }): Promise<{ runs: Summary[]; more: boolean }> {
  let query = db.selectFrom('payout_run').selectAll().orderBy('id', 'desc').limit(limit + 1);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.execute();
  return { runs: rows.slice(0, limit).map(summaryOf), more: rows.length > limit };
}

/** A run as whoever shall approve it has to see it: lines, approvals that were given, what happened, and what is not as it was drawn up. */
export const readRun = (deps: PayoutDeps, id: string): Promise<Result<PayoutRun, AppError>> =>
  inTransaction(deps.db, async (trx) => {
    const run = await trx.selectFrom('payout_run').selectAll().where('id', '=', id).executeTakeFirst();
    if (run === undefined) return err({ code: 'not-found', attempted: 'payouts.run', field: 'id' });
    const { live, changes } = await snapshotOf(trx, deps, run);
    const names = new Map((await trx.selectFrom('shop').select(['id', 'name']).where('id', 'in', ['', ...live.map(({ payout }) => payout.shop_id)]).execute()).map(({ id: shop, name }) => [shop, name]));
    const accounts = new Map((await trx.selectFrom('payout_bank_account').select(['id', 'account', 'changed_at']).where('id', 'in', ['', ...live.flatMap(({ payout }) => payout.bank_account_id ?? [])]).execute()).map((row) => [row.id, row]));
    const approvals = await trx.selectFrom('payout_approval').selectAll().where('run_id', '=', id).orderBy('decided_at').orderBy('id').execute();
    const events = await trx.selectFrom('payout_event').selectAll().where('run_id', '=', id).orderBy('rid').execute();
    return ok({
      ...summaryOf(run),
      payouts: live.map(({ payout }) => {
        const account = accounts.get(payout.bank_account_id ?? '');
        return {
          id: payout.id, shopId: payout.shop_id, shopName: names.get(payout.shop_id) ?? '', state: payout.state, amount: payout.amount, line: JSON.parse(payout.line) as PayoutLine,
          account: account === undefined ? null : maskedAccount(account.account), accountChangedAt: account?.changed_at ?? null,
          originalId: payout.original_payout_id, overrideReason: payout.override_reason, failureCode: payout.failure_code,
        };
      }),
      approvals: approvals.map(({ approver, decision, reason, snapshot_hash, decided_at }) => ({ by: approver, decision, reason, hash: snapshot_hash, at: decided_at })),
      events: events.map(({ id: event, kind, actor_id, at }) => ({ id: event, kind, by: actor_id, at })),
      changes: ['draft', 'pending_approval', 'approved'].includes(run.state) ? changes : [],
    } as PayoutRun);
  });
