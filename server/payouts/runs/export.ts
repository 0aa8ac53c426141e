import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CalendarDate, EpochMs } from '#shared/kernel/time.ts';
import type { BankFile, CreditTransferOrder } from '#shared/payouts/bank/credit-transfer.ts';
import { madByRib } from '#shared/payouts/bank/domestic-ma.ts';
import { writePain001 } from '#shared/payouts/bank/pain-001.ts';
import { bankReferenceOf } from '#shared/payouts/bank/payment-ids.ts';
import type { Posting } from '#shared/payouts/ledger/model.ts';
import * as does from '#shared/payouts/ledger/postings.ts';
import { settingsOf } from '#shared/payouts/settings.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inBooks, note, oneAtATime, refuse, type PayoutDeps } from '../acts.ts';
import type { BankAccount } from '#shared/payouts/bank-account.ts';
import { post } from '../ledger/post.ts';
import { releaseAllOf } from '../reserves.ts';
import { readSettings } from '../settings.ts';
import type { PayoutRunTable } from '../tables.ts';
import { voidChanged } from './decide.ts';
import { holdRun, movePayouts, moveRun } from './run-row.ts';
import { snapshotOf, type Live, type Snapshot } from './snapshot.ts';

const ATTEMPTED = 'payouts.export';

/** A run's file. `again`: it was made before, and this is the same one: whoever hands it to the bank has to know. */
export type Exported = { readonly messageId: string; readonly fileName: string; readonly mediaType: string; readonly text: string; readonly again: boolean; readonly exports: number };

/**
 * Exports an approved run: reserves that are due, debts that are taken off, and the payouts go into the books, and the bank's file is made, all in one transaction.
 * Asked again it answers the same file under the same message id, and books nothing.
 *
 * @param executionDate the day the bank shall pay
 * @returns `run-changed` when something it pays is no longer as it was approved: the run is back with its maker
 */
export async function exportRun(deps: PayoutDeps, by: Actor, id: string, executionDate: CalendarDate): Promise<Result<Exported, AppError>> {
  const done = await inBooks(deps, async (trx): Promise<Result<Exported, AppError>> => {
    await oneAtATime(trx, deps);
    const run = await holdRun(trx, id);
    if (run.file_text !== null) return ok(await exportAgain(trx, deps, by, run));
    if (run.state !== 'approved') refuse('illegal-transition', ATTEMPTED, 'run-not-approved', { state: run.state });
    const snapshot = await snapshotOf(trx, deps, run);
    const voided = await voidChanged(trx, deps, run, snapshot, run.snapshot_hash!);
    if (voided !== null) return err(voided);

    const paid = snapshot.live.filter(({ payout }) => payout.state === 'ready');
    const file = await fileOf(trx, deps, run, paid, executionDate);
    for (const { payout } of snapshot.live) await releaseAllOf(trx, deps, run.cutoff, { shopId: payout.shop_id as ShopId, currency: run.currency as Currency });
    await post(trx, deps, postingsOf(run, snapshot));
    await movePayouts(trx, deps, paid.map(({ payout }) => payout), 'exported');
    await moveRun(trx, deps, run, 'exported', { exported_at: deps.clock(), exports: 1, file_name: file.fileName, file_type: file.mediaType, file_text: file.text });
    await note(trx, deps, by, { kind: 'run-exported', runId: id, details: { count: file.count, total: file.total, executionDate, replaced: file.replaced.length } });
    return ok({ messageId: bankReferenceOf(id), fileName: file.fileName, mediaType: file.mediaType, text: file.text, again: false, exports: 1 });
  });
  return done.ok ? done.value : done;
}

async function exportAgain(trx: ServerTransaction, deps: PayoutDeps, by: Actor, run: PayoutRunTable): Promise<Exported> {
  const exports = run.exports + 1;
  await trx.updateTable('payout_run').set({ exports }).where('id', '=', run.id).execute();
  await note(trx, deps, by, { kind: 'run-exported-again', runId: run.id, details: { exports } });
  return { messageId: bankReferenceOf(run.id), fileName: run.file_name!, mediaType: run.file_type!, text: run.file_text!, again: true, exports };
}

/** What a run does to the books, shop by shop: a debt is taken off or carried on, and the rest is on its way. */
function postingsOf(run: PayoutRunTable, { live }: Snapshot): Posting[] {
  const currency = run.currency as Currency;
  return live.flatMap(({ payout, standing, line }): Posting[] => {
    const shopId = payout.shop_id as ShopId;
    const of = (event: Posting['event'], what: string, entries: Posting['entries']): Posting[] => [{ event, ref: { kind: 'payout', id: payout.id }, currency, entries, sourceKey: `payout:${payout.id}/${what}` }];
    const debt = Math.max(0, -((standing?.available ?? 0) + (standing?.reserveDue ?? 0))) as Minor;
    const isPaid = payout.state === 'ready';
    return [
      // A second payment is not covered: what it takes the shop below zero is carried when the next run is exported.
      ...(payout.override_reason === null && line !== null && line.recovered > 0 ? of('receivable-recovered', 'recovered', does.receivableRecovered({ shopId, amount: line.recovered })) : []),
      ...(!isPaid && debt > 0 ? of('carried-as-receivable', 'carried', does.carriedAsReceivable({ shopId, amount: debt })) : []),
      ...(isPaid ? of('payout-exported', 'exported', does.payoutExported({ shopId, amount: payout.amount as Minor })) : []),
    ];
  });
}

async function fileOf(trx: ServerTransaction, deps: PayoutDeps, run: PayoutRunTable, paid: readonly Live[], executionDate: CalendarDate): Promise<BankFile> {
  const currency = run.currency as Currency;
  const own = settingsOf((await readSettings(trx)).settings, currency).account;
  if (own === null) return refuse('rule-broken', ATTEMPTED, 'own-account-missing', { currency });
  const order: CreditTransferOrder = {
    runId: run.id, createdAt: deps.clock() as EpochMs, executionDate, debtor: own,
    transfers: paid.map(({ payout, standing }) => {
      const { holder, account, bic, address } = JSON.parse(standing!.account!.doc) as BankAccount;
      return { payoutId: payout.id, amount: payout.amount as Minor, currency, creditor: { name: holder, address }, account, bic, text: `Payout ${bankReferenceOf(payout.id)}` };
    }),
  };
  const written = currency === 'EUR' ? writePain001(order) : currency === madByRib.currency ? madByRib.write(order) : null;
  if (written === null) return refuse('rule-broken', ATTEMPTED, 'no-bank-file', { currency });
  if (!written.ok) throw new AppFailure({ ...written.error[0]!, attempted: ATTEMPTED, details: { ...written.error[0]!.details, problems: written.error.length } });
  return written.value;
}
