import { hash } from 'node:crypto';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { payoutLine, type LeftOutReason, type PayoutLine } from '#shared/payouts/runs/preview.ts';
import { settingsOf } from '#shared/payouts/settings.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { PayoutDeps } from '../acts.ts';
import { readSettings } from '../settings.ts';
import type { PayoutRunTable, PayoutTable } from '../tables.ts';
import { standings, type Standing } from './positions.ts';

/** Why a payout cannot go as it was drawn up. */
export type Change = { readonly shopId: string; readonly reason: LeftOutReason | 'less-available' | 'bank-changed'; readonly amount: number; readonly now: number };
/** A payout as it stands in its run, and how its shop stands at this moment. */
export type Live = { readonly payout: PayoutTable; readonly standing: Standing | null; readonly line: PayoutLine | null };
export type Snapshot = { readonly hash: string; readonly total: Minor; readonly live: readonly Live[]; readonly changes: readonly Change[] };

/**
 * A run as it would be paid at this moment. The hash covers which asking for approval it is, who is paid how much, for which payout, and to which account with whose name: an approval is for that and nothing else.
 *
 * @returns `changes`: what speaks against paying it as it was drawn up; empty: nothing
 */
export async function snapshotOf(trx: ServerTransaction, deps: PayoutDeps, run: Pick<PayoutRunTable, 'id' | 'currency' | 'cutoff' | 'round' | 'minimum'>): Promise<Snapshot> {
  const payouts = await trx.selectFrom('payout').selectAll().where('run_id', '=', run.id).orderBy('shop_id').execute();
  const found = new Map((await standings(trx, run.currency as Currency, run.cutoff, payouts.map(({ shop_id }) => shop_id as ShopId))).map((standing) => [standing.shopId as string, standing]));
  const minimum = run.minimum === null ? settingsOf((await readSettings(trx)).settings, run.currency as Currency).minimum : (run.minimum as Minor);
  const now = deps.clock();
  const live = payouts.map((payout): Live => {
    const standing = found.get(payout.shop_id) ?? null;
    return { payout, standing, line: standing === null ? null : payoutLine(standing, minimum, now) };
  });
  const paid = paidOf({ live });
  return {
    hash: hash('sha256', JSON.stringify([run.id, run.round, run.currency, run.cutoff, ...paid.map(({ payout, standing }) =>
      [payout.id, payout.shop_id, payout.amount, payout.original_payout_id, payout.override_reason, standing?.account?.id ?? null, standing?.account?.account ?? null, standing?.account?.doc ?? null])])),
    total: paid.reduce((sum, { payout }) => sum + payout.amount, 0) as Minor,
    live,
    changes: paid.flatMap((one) => changeOf(one, now) ?? []),
  };
}

/** What of a run is paid, or will be. */
export const paidOf = ({ live }: Pick<Snapshot, 'live'>): readonly Live[] => live.filter(({ payout }) => payout.state === 'included' || payout.state === 'ready');

function changeOf({ payout, standing, line }: Live, now: EpochMs): Change | null {
  const because = (reason: Change['reason']): Change => ({ shopId: payout.shop_id, reason, amount: payout.amount, now: line?.payable ?? 0 });
  if (standing === null || line === null) return because('nothing-due');
  if (standing.account?.id !== payout.bank_account_id) return because('bank-changed');
  if (payout.override_reason !== null) {
    // A second payment on somebody's responsibility need not be covered; where it goes is looked at all the same.
    const { leftOut } = payoutLine({ ...standing, available: payout.amount as Minor, receivable: 0 as Minor, reserveDue: 0 as Minor, holds: [] }, 0 as Minor, now);
    return leftOut === null ? null : because(leftOut);
  }
  if (line.leftOut !== null) return because(line.leftOut);
  return line.payable < payout.amount ? because('less-available') : null;
}
