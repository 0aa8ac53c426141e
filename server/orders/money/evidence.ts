import { idOfRef } from '#server/payments/settlement-id.ts';
import type { PaymentProvider } from '#server/payments/provider.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { JobHandler } from '#server/jobs/jobs.ts';
import { announce } from '#server/sync/announce.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { FactActor } from '#shared/orders/model.ts';
import type { Evidence } from '#shared/payments/order-money.ts';
import type { PaymentProviderName } from '#shared/payments/model.ts';
import { z } from 'zod';
import { addFacts, type FactsAdded } from '../add-facts.ts';
import type { MoneyDeps } from './make-refund.ts';

/** The work of telling a provider what a shop says; its key is the dispute's id. */
export const SEND_EVIDENCE = 'payments.send-evidence';
const payload = z.object({ dispute: z.string() });

/**
 * Takes what speaks for the shop in a dispute of an order's payment. It is said once: providers look at the first word only.
 *
 * @returns when it was taken; refused after the deadline, once it is decided, or when something else was said before
 */
export async function sendEvidence(deps: MoneyDeps, by: FactActor, orderId: string, disputeRef: string, said: Evidence): Promise<Result<{ readonly sentAt: EpochMs }, AppError>> {
  const { db, clock, jobs } = deps;
  const done = await inTransaction(db, async (trx): Promise<Result<{ sentAt: EpochMs; added: FactsAdded | null }, AppError>> => {
    const parts = trx.selectFrom('payment_part').select('payment_id').where('order_id', '=', orderId);
    const row = await db.dialect.lockRows(trx.selectFrom('payment_dispute').selectAll().where('dispute_ref', '=', disputeRef).where('payment_id', 'in', parts)).executeTakeFirst();
    if (row === undefined) return err({ code: 'not-found', field: 'dispute' });
    const text = JSON.stringify(said);
    if (row.evidence_sent_at !== null) return row.evidence === text ? ok({ sentAt: row.evidence_sent_at as EpochMs, added: null }) : err({ code: 'conflict', rule: 'evidence-said-already' });
    if (row.state !== 'open') return err({ code: 'rule-broken', rule: 'dispute-decided' });
    const now = clock();
    if (row.evidence_due_at !== null && row.evidence_due_at < now) return err({ code: 'rule-broken', rule: 'evidence-too-late', details: { lateMs: now - row.evidence_due_at } });
    await trx.updateTable('payment_dispute').set({ evidence: text, evidence_sent_at: now }).where('id', '=', row.id).execute();
    await jobs.add(trx, { type: SEND_EVIDENCE, key: row.id, payload: { dispute: row.id }, mostAttempts: 84 });
    // The payment is one for all its orders, and so is the dispute.
    const orders = await trx.selectFrom('payment_part').select('order_id').where('payment_id', '=', row.payment_id).orderBy('order_id').execute();
    const added = await addFacts(trx, deps, orders.map(({ order_id }) => ({ orderId: order_id, id: idOfRef(`dispute:${row.id}/evidence/${order_id}`), at: now, by, say: () => ({ kind: 'dispute-evidence-sent', disputeId: disputeRef }) })));
    return ok({ sentAt: now, added });
  });
  if (!done.ok) return done;
  const { sentAt, added } = done.value;
  jobs.nudge();
  if (added !== null) await announce(deps, added.advanced, added.rows);
  return ok({ sentAt });
}

/** Tells the provider, and again while it does not answer. */
export function evidenceSender({ db, log, providers }: Pick<ServerDeps, 'db' | 'log'> & { readonly providers: ReadonlyMap<PaymentProviderName, PaymentProvider> }): JobHandler {
  return async (asked) => {
    const { dispute } = payload.parse(asked);
    const row = await db.kysely.selectFrom('payment_dispute').selectAll().where('id', '=', dispute).executeTakeFirst();
    const provider = row && providers.get(row.provider);
    if (row?.evidence == null || provider === undefined) return { name: 'done' };
    const sent = await provider.submitEvidence(row.dispute_ref, JSON.parse(row.evidence) as Evidence, `evidence-${dispute}`);
    if (sent.ok) return { name: 'done' };
    log.warn({ dispute, code: sent.error.code, rule: sent.error.rule }, 'a provider did not take evidence');
    return { name: 'again', error: sent.error };
  };
}
