import type { ServerTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { approversNeeded } from '#shared/payouts/runs/four-eyes.ts';
import type { RunState } from '#shared/payouts/runs/states.ts';
import { APPROVAL_DAYS, settingsOf } from '#shared/payouts/settings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from '../acts.ts';
import { readSettings } from '../settings.ts';
import type { PayoutRunTable } from '../tables.ts';
import { backToDraft, holdRun, movePayouts, moveRun } from './run-row.ts';
import { paidOf as paid, snapshotOf, type Snapshot } from './snapshot.ts';
import { whoMayDecide } from './who-may.ts';

type Decided = { readonly state: RunState };

/** What a transaction decided, kept even where the answer is a refusal: a run that lapsed or changed is moved, and whoever asked is told why. */
type Kept = Result<Decided, AppError>;
const flat = async (done: Promise<Result<Kept, AppError>>): Promise<Kept> => {
  const outer = await done;
  return outer.ok ? outer.value : outer;
};

/** Asks for approval of a draft as it stands; whoever drew it up does, so that two people have to do with what is paid. Refused when the books have moved since it was drawn up (`run-changed`), or when it pays nobody (`run-empty`). */
export const submitRun = (deps: PayoutDeps, by: Actor, id: string): Promise<Result<Decided & { readonly hash: string }, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const run = await holdRun(trx, id);
    if (run.state !== 'draft') refuse('illegal-transition', 'payouts.submit', 'run-not-draft', { state: run.state });
    if (run.maker !== by.userId) refuse('forbidden', 'payouts.submit', 'run-of-another');
    const round = run.round + 1;
    const snapshot = await snapshotOf(trx, deps, { ...run, round });
    if (snapshot.total === 0) refuse('rule-broken', 'payouts.submit', 'run-empty');
    if (snapshot.changes.length > 0) refuse('conflict', 'payouts.submit', 'run-changed', told(snapshot));
    const { settings } = await readSettings(trx);
    const since = deps.clock() - settings.bankChangeWatchDays * DAY_MS;
    const needed = approversNeeded({
      total: snapshot.total, limit: settingsOf(settings, run.currency as Currency).twoApproversOver,
      hasNewAccount: paid(snapshot).some(({ standing }) => standing!.account!.changed_at > since), hasOverride: paid(snapshot).some(({ payout }) => payout.override_reason !== null),
    });
    const now = deps.clock();
    await moveRun(trx, deps, run, 'pending_approval', { round, snapshot_hash: snapshot.hash, total: snapshot.total, approvers_needed: needed, submitted_at: now, expires_at: now + APPROVAL_DAYS * DAY_MS });
    await note(trx, deps, by, { kind: 'run-submitted', runId: id, details: { hash: snapshot.hash, total: snapshot.total, approvers: needed } });
    return { state: 'pending_approval', hash: snapshot.hash };
  });

const told = ({ changes }: Snapshot): Record<string, Json> => ({ changes: changes.slice(0, 20).map((change) => ({ ...change })), count: changes.length });

/**
 * Approves or rejects a run. Who may not is refused here, whatever a screen offers: the maker, whoever works for a shop it pays or changed where it is paid to, and whoever approved it already.
 *
 * @param hash of the run the person has looked at; an approval counts for that alone. A run that changed since goes back to its maker.
 */
export const decideRun = (deps: PayoutDeps, by: Actor, id: string, decision: { readonly kind: 'approve' | 'reject'; readonly hash: string; readonly reason: string | null }): Promise<Kept> =>
  flat(inBooks(deps, async (trx): Promise<Kept> => {
    await oneAtATime(trx, deps);
    const run = await holdRun(trx, id);
    if (run.state !== 'pending_approval') refuse('illegal-transition', 'payouts.decide', 'run-not-waiting', { state: run.state });
    if (run.expires_at! <= deps.clock()) {
      await expire(trx, deps, run);
      return err({ code: 'conflict', attempted: 'payouts.decide', rule: 'approval-expired', details: { days: APPROVAL_DAYS } });
    }
    const snapshot = await snapshotOf(trx, deps, run);
    const { approvers, wrong } = await whoMayDecide(trx, deps, by, run, snapshot);
    if (wrong !== null) return err(wrong);
    const voided = await voidChanged(trx, deps, run, snapshot, decision.hash);
    if (voided !== null) return err(voided);

    await trx.insertInto('payout_approval').values({
      id: uuidv7(deps.clock, deps.random), run_id: id, maker: run.maker, approver: by.userId, decision: decision.kind, reason: decision.reason, snapshot_hash: snapshot.hash, decided_at: deps.clock(),
    }).execute();
    await note(trx, deps, by, { kind: decision.kind === 'approve' ? 'run-approved' : 'run-rejected', runId: id, details: { hash: snapshot.hash, reason: decision.reason } });
    if (decision.kind === 'reject') {
      await moveRun(trx, deps, run, 'rejected');
      return ok({ state: 'rejected' });
    }
    if (approvers.size + 1 < run.approvers_needed) return ok({ state: 'pending_approval' });
    await moveRun(trx, deps, run, 'approved');
    await movePayouts(trx, deps, paid(snapshot).map(({ payout }) => payout), 'ready');
    return ok({ state: 'approved' });
  }));

/** A run that is not what was approved, or cannot be paid as it was drawn up, goes back to be drawn up anew. @returns why, or null where nothing has changed */
export async function voidChanged(trx: ServerTransaction, deps: PayoutDeps, run: PayoutRunTable, snapshot: Snapshot, seenHash: string): Promise<AppError | null> {
  if (seenHash !== run.snapshot_hash) return { code: 'conflict', attempted: 'payouts.decide', rule: 'run-seen-old', details: { hash: run.snapshot_hash! } };
  if (snapshot.hash === run.snapshot_hash && snapshot.changes.length === 0) return null;
  await backToDraft(trx, deps, run);
  await note(trx, deps, null, { kind: 'run-voided', runId: run.id, details: told(snapshot) });
  return { code: 'conflict', attempted: 'payouts.decide', rule: 'run-changed', details: told(snapshot) };
}

async function expire(trx: ServerTransaction, deps: PayoutDeps, run: PayoutRunTable): Promise<void> {
  await moveRun(trx, deps, run, 'expired');
  await note(trx, deps, null, { kind: 'run-expired', runId: run.id });
}

/** Lets requests lapse that nobody answered for 30 days; part of housekeeping. @returns how many */
export async function expireRuns(deps: PayoutDeps): Promise<number> {
  const done = await inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    const runs = await trx.selectFrom('payout_run').selectAll().where('state', '=', 'pending_approval').where('expires_at', '<=', deps.clock()).execute();
    for (const run of runs) await expire(trx, deps, run);
    return runs.length;
  });
  return done.ok ? done.value : 0;
}

/** Takes a run back to be changed, gives it up before it is exported, or says that its file was handed to the bank. */
export const stepRun = (deps: PayoutDeps, by: Actor, id: string, step: { readonly kind: 'rework' | 'cancel' | 'sent'; readonly reason: string | null }): Promise<Result<Decided, AppError>> =>
  inBooks(deps, async (trx): Promise<Decided> => {
    await oneAtATime(trx, deps);
    const run = await holdRun(trx, id);
    const payouts = await trx.selectFrom('payout').select(['id', 'state']).where('run_id', '=', id).execute();
    const state = { rework: 'draft', cancel: 'cancelled', sent: 'settling' } as const;
    if (step.kind === 'rework' && run.state !== 'draft') await backToDraft(trx, deps, run);
    else await moveRun(trx, deps, run, state[step.kind]);
    if (step.kind === 'cancel') await movePayouts(trx, deps, payouts, 'dropped');
    if (step.kind === 'sent') await movePayouts(trx, deps, payouts.filter((payout) => payout.state === 'exported'), 'in_transit');
    await note(trx, deps, by, { kind: `run-${step.kind}`, runId: id, details: { reason: step.reason } });
    return { state: state[step.kind] };
  });
