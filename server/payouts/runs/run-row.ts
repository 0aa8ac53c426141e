import type { ServerTransaction } from '#server/db/transaction.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import { transition } from '#shared/kernel/state-machine.ts';
import { payoutTransitions, runTransitions, type PayoutState, type RunState } from '#shared/payouts/runs/states.ts';
import { refuse, type PayoutDeps } from '../acts.ts';
import type { PayoutRunTable, PayoutTable } from '../tables.ts';

/** A run as it stands; whoever changes it was let through alone. @throws AppFailure `not-found` */
export async function holdRun(trx: ServerTransaction, id: string): Promise<PayoutRunTable> {
  const run = await trx.selectFrom('payout_run').selectAll().where('id', '=', id).executeTakeFirst();
  return run ?? refuse('not-found', 'payouts.run', 'run-unknown');
}

/** Moves a run on, or notes that a draft has changed. @throws AppFailure `illegal-transition` with the states it may go to */
export async function moveRun(trx: ServerTransaction, _deps: PayoutDeps, run: PayoutRunTable, to: RunState, more: Partial<PayoutRunTable> = {}): Promise<void> {
  const legal = transition(runTransitions, run.state, to);
  if (!legal.ok && run.state !== to) throw new AppFailure({ code: 'illegal-transition', attempted: 'payouts.run', rule: 'run-state', details: { from: run.state, to, legal: [...legal.error.legal] } });
  await trx.updateTable('payout_run').set((eb) => ({ ...more, state: to, version: eb('version', '+', 1) })).where('id', '=', run.id).execute();
}

/** Moves payouts on, all of them or none. */
export async function movePayouts(trx: ServerTransaction, deps: PayoutDeps, payouts: readonly Pick<PayoutTable, 'id' | 'state'>[], to: PayoutState, more: Partial<PayoutTable> = {}): Promise<void> {
  for (const { state } of payouts) {
    const legal = transition(payoutTransitions, state, to);
    if (!legal.ok) throw new AppFailure({ code: 'illegal-transition', attempted: 'payouts.payout', rule: 'payout-state', details: { from: state, to, legal: [...legal.error.legal] } });
  }
  for (let at = 0; at < payouts.length; at += 500) {
    await trx.updateTable('payout').set({ ...more, state: to, changed_at: deps.clock() }).where('id', 'in', payouts.slice(at, at + 500).map(({ id }) => id)).execute();
  }
}

/** Brings a run back to be drawn up anew: what was approved of it counts for nothing. */
export async function backToDraft(trx: ServerTransaction, deps: PayoutDeps, run: PayoutRunTable): Promise<void> {
  await moveRun(trx, deps, run, 'draft', { snapshot_hash: null, submitted_at: null, expires_at: null });
  await movePayouts(trx, deps, await trx.selectFrom('payout').select(['id', 'state']).where('run_id', '=', run.id).where('state', '=', 'ready').execute(), 'included');
}
