import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { LedgerTransactionId, Posting } from '#shared/payouts/ledger/model.ts';
import * as does from '#shared/payouts/ledger/postings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from '../acts.ts';
import { post, reverse } from '../ledger/post.ts';
import type { PayoutTable } from '../tables.ts';
import { holdRun, movePayouts, moveRun } from './run-row.ts';

const bookingOf = (payout: PayoutTable, event: Posting['event'], what: string, entries: Posting['entries']): Posting => ({ event, ref: { kind: 'payout', id: payout.id }, currency: payout.currency as Currency, entries, sourceKey: `payout:${payout.id}/${what}` });
const of = ({ shop_id, amount }: PayoutTable) => ({ shopId: shop_id as ShopId, amount: amount as Minor });

/** A payout that was sent. @throws AppFailure `not-found` */
export async function holdPayout(trx: ServerTransaction, id: string): Promise<PayoutTable> {
  return (await trx.selectFrom('payout').selectAll().where('id', '=', id).executeTakeFirst()) ?? refuse('not-found', 'payouts.payout', 'payout-unknown');
}

/** The bank has booked a payout: it arrived. Inside a transaction that lets one through at a time. */
export async function confirmPayout(trx: ServerTransaction, deps: PayoutDeps, by: Actor | null, payout: PayoutTable): Promise<void> {
  await movePayouts(trx, deps, [payout], 'paid');
  await post(trx, deps, [bookingOf(payout, 'payout-confirmed', 'confirmed', does.payoutConfirmed(of(payout)))]);
  await note(trx, deps, by, { kind: 'payout-paid', runId: payout.run_id, payoutId: payout.id, shopId: payout.shop_id });
  await moveOn(trx, deps, payout.run_id);
}

/**
 * A payout failed, or came back: the shop is owed it again, by a new entry. One the bank had booked as paid is first taken back as such.
 *
 * @param code why, as the bank codes it (`AC04`: the account is closed)
 */
export async function returnPayout(trx: ServerTransaction, deps: PayoutDeps, by: Actor | null, payout: PayoutTable, state: 'failed' | 'returned', code: string): Promise<void> {
  await movePayouts(trx, deps, [payout], state, { failure_code: code });
  if (payout.state === 'paid') {
    const { transaction_id } = await trx.selectFrom('ledger_source').select('transaction_id').where('source_key', '=', `payout:${payout.id}/confirmed`).executeTakeFirstOrThrow();
    await reverse(trx, deps, transaction_id as LedgerTransactionId);
  }
  await post(trx, deps, [bookingOf(payout, 'payout-returned', 'returned', does.payoutReturned(of(payout)))]);
  await movePayouts(trx, deps, [{ id: payout.id, state }], 'reversed');
  await note(trx, deps, by, { kind: `payout-${state}`, runId: payout.run_id, payoutId: payout.id, shopId: payout.shop_id, details: { code } });
  await moveOn(trx, deps, payout.run_id);
}

/** A run is settled when the last of its payouts is. */
async function moveOn(trx: ServerTransaction, deps: PayoutDeps, runId: string): Promise<void> {
  const run = await holdRun(trx, runId);
  const sent = (await trx.selectFrom('payout').select('state').where('run_id', '=', runId).execute()).map(({ state }) => state).filter((state) => state !== 'on_hold');
  const isOver = sent.every((state) => state === 'paid' || state === 'reversed');
  const to = !isOver ? 'settling' : sent.includes('reversed') ? 'partly_settled' : 'settled';
  if (to !== run.state) await moveRun(trx, deps, run, to);
}

/** Somebody says what the bank told by another road: a payout was refused, or came back. */
export const failPayout = (deps: PayoutDeps, by: Actor, id: string, told: { readonly state: 'failed' | 'returned'; readonly code: string }): Promise<Result<null, AppError>> =>
  inBooks(deps, async (trx) => {
    await oneAtATime(trx, deps);
    await returnPayout(trx, deps, by, await holdPayout(trx, id), told.state, told.code);
    return null;
  });
