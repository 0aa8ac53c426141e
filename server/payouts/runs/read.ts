import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { maskedAccount } from '#shared/payouts/bank-account.ts';
import { bankReferenceOf } from '#shared/payouts/bank/payment-ids.ts';
import type { PayoutRun, RunSummary } from '#shared/payouts/contract.ts';
import type { PayoutLine } from '#shared/payouts/runs/preview.ts';
import type { RunState } from '#shared/payouts/runs/states.ts';
import { settingsOf } from '#shared/payouts/settings.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { PayoutDeps } from '../acts.ts';
import { readSettings } from '../settings.ts';
import type { PayoutRunTable, PayoutTable } from '../tables.ts';
import { snapshotOf } from './snapshot.ts';
import { whoMayDecide } from './who-may.ts';

type Summary = RunSummary;

const summaryOf = (run: PayoutRunTable, more: Pick<Summary, 'makerName' | 'paid'>): Summary => ({
  ...more,
  id: run.id, currency: run.currency, cutoff: run.cutoff, state: run.state, maker: run.maker, total: run.total, approversNeeded: run.approvers_needed, hash: run.snapshot_hash, submittedAt: run.submitted_at,
  expiresAt: run.expires_at, createdAt: run.created_at, exportedAt: run.exported_at, exports: run.exports,
}) as Summary;

/** Runs, newest first; ids are made in the order of time, so they lead the pages. */
export async function listRuns(db: Kysely<ServerSchema>, { state, before, limit }: { readonly state?: RunState | undefined; readonly before?: string | undefined; readonly limit: number }): Promise<{ runs: Summary[]; more: boolean }> {
  let query = db.selectFrom('payout_run').selectAll().orderBy('id', 'desc').limit(limit + 1);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.execute();
  const shown = rows.slice(0, limit);
  const names = await namesOf(db, shown.map(({ maker }) => maker));
  const counts = await db.selectFrom('payout').select(['run_id', (eb) => eb.fn.countAll<number>().as('paid')]).where('run_id', 'in', ['', ...shown.map(({ id }) => id)]).where('state', 'not in', ['on_hold', 'dropped']).groupBy('run_id').execute();
  const paid = new Map(counts.map((row) => [row.run_id, Number(row.paid)]));
  return { runs: shown.map((run) => summaryOf(run, { makerName: names[run.maker] ?? '', paid: paid.get(run.id) ?? 0 })), more: rows.length > limit };
}

/** Names of people, by id; whoever is not there any more has none. */
export async function namesOf(db: Kysely<ServerSchema>, ids: readonly string[]): Promise<Record<string, string>> {
  const rows = await db.selectFrom('app_user').select(['id', 'name']).where('id', 'in', ['', ...new Set(ids)]).execute();
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

/** The runs of payouts that are linked with these: of the one a payout pays again, and of the one that pays it again. */
async function linkedRuns(db: Kysely<ServerSchema>, payouts: readonly Pick<PayoutTable, 'id' | 'original_payout_id'>[]): Promise<{ readonly runOf: ReadonlyMap<string, string>; readonly retryOf: ReadonlyMap<string, string> }> {
  const originals = payouts.flatMap(({ original_payout_id }) => original_payout_id ?? []);
  const runs = await db.selectFrom('payout').select(['id', 'run_id']).where('id', 'in', ['', ...originals]).execute();
  const retries = await db.selectFrom('payout').select(['original_payout_id', 'run_id']).where('original_payout_id', 'in', ['', ...payouts.map(({ id }) => id)]).where('state', '<>', 'dropped').execute();
  return { runOf: new Map(runs.map(({ id, run_id }) => [id, run_id])), retryOf: new Map(retries.map(({ original_payout_id, run_id }) => [original_payout_id!, run_id])) };
}

/** A run as whoever shall approve it has to see it: lines, approvals that were given, what happened, and what is not as it was drawn up. */
export const readRun = (deps: PayoutDeps, by: Actor, id: string): Promise<Result<PayoutRun, AppError>> =>
  inTransaction(deps.db, async (trx) => {
    const run = await trx.selectFrom('payout_run').selectAll().where('id', '=', id).executeTakeFirst();
    if (run === undefined) return err({ code: 'not-found', attempted: 'payouts.run', field: 'id' });
    const snapshot = await snapshotOf(trx, deps, run);
    const { live, changes } = snapshot;
    const names = new Map((await trx.selectFrom('shop').select(['id', 'name']).where('id', 'in', ['', ...live.map(({ payout }) => payout.shop_id)]).execute()).map(({ id: shop, name }) => [shop, name]));
    const accounts = new Map((await trx.selectFrom('payout_bank_account').select(['id', 'account', 'changed_at']).where('id', 'in', ['', ...live.flatMap(({ payout }) => payout.bank_account_id ?? [])]).execute()).map((row) => [row.id, row]));
    const approvals = await trx.selectFrom('payout_approval').selectAll().where('run_id', '=', id).orderBy('decided_at').orderBy('id').execute();
    const events = await trx.selectFrom('payout_event').selectAll().where('run_id', '=', id).orderBy('rid').execute();
    const people = await namesOf(trx, [run.maker, ...approvals.map(({ approver }) => approver), ...events.flatMap(({ actor_id }) => actor_id ?? [])]);
    const links = await linkedRuns(trx, live.map(({ payout }) => payout));
    const { wrong } = await whoMayDecide(trx, deps, by, run, snapshot);
    return ok({
      ...summaryOf(run, { makerName: people[run.maker] ?? '', paid: live.filter(({ payout }) => payout.state !== 'on_hold' && payout.state !== 'dropped').length }),
      people, messageId: bankReferenceOf(id), mayNotDecide: wrong?.rule ?? null,
      minimum: run.minimum ?? settingsOf((await readSettings(trx)).settings, run.currency as Currency).minimum,
      payouts: live.map(({ payout }) => {
        const account = accounts.get(payout.bank_account_id ?? '');
        return {
          id: payout.id, shopId: payout.shop_id, shopName: names.get(payout.shop_id) ?? '', state: payout.state, amount: payout.amount, line: JSON.parse(payout.line) as PayoutLine,
          account: account === undefined ? null : maskedAccount(account.account), accountChangedAt: account?.changed_at ?? null,
          originalId: payout.original_payout_id, originalRunId: links.runOf.get(payout.original_payout_id ?? '') ?? null, retryRunId: links.retryOf.get(payout.id) ?? null, overrideReason: payout.override_reason, failureCode: payout.failure_code,
        };
      }),
      approvals: approvals.map(({ approver, decision, reason, snapshot_hash, decided_at }) => ({ by: approver, decision, reason, hash: snapshot_hash, at: decided_at })),
      events: events.map(({ id: event, kind, actor_id, at }) => ({ id: event, kind, by: actor_id, at })),
      changes: ['draft', 'pending_approval', 'approved'].includes(run.state) ? changes : [],
    } as PayoutRun);
  });
