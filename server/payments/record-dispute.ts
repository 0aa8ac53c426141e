import type { ServerTransaction } from '#server/db/transaction.ts';
import type { PaymentEventOf } from '#shared/payments/model.ts';
import { NotYet, type Happened } from './happened.ts';
import { newId, ofPayment, sharesOf, type KnownPayment, type RecordDeps } from './known-payment.ts';

/**
 * A buyer's bank asks money back, or has decided about it.
 *
 * @throws NotYet for a dispute over what was not captured yet, and for a decision over one nobody told of
 */
export async function recordDispute(trx: ServerTransaction, deps: RecordDeps, event: PaymentEventOf<'dispute-opened' | 'dispute-won' | 'dispute-lost'>, { row, parts }: KnownPayment): Promise<Happened | null> {
  const { provider, disputeRef } = event;
  const known = await trx.selectFrom('payment_dispute').selectAll().where('provider', '=', provider).where('dispute_ref', '=', disputeRef).executeTakeFirst();
  const base = { ...ofPayment(event, row), disputeRef };

  if (event.kind === 'dispute-opened') {
    if (known !== undefined) return null;
    if (row.captured === 0) throw new NotYet({ code: 'rule-broken', field: 'dispute', rule: 'dispute-before-capture', details: { provider } });
    const disputeId = newId(deps);
    await trx.insertInto('payment_dispute').values({ id: disputeId, payment_id: row.id, provider, dispute_ref: disputeRef, amount: event.amount, state: 'open', opened_at: event.at, ended_at: null, evidence_due_at: event.evidenceDueAt, evidence: null, evidence_sent_at: null }).execute();
    return { kind: 'dispute-opened', ...base, disputeId, shares: sharesOf(parts, event.amount), reasonCode: event.reasonCode, evidenceDueAt: event.evidenceDueAt };
  }

  if (known === undefined) throw new NotYet({ code: 'not-found', field: 'dispute', rule: 'dispute-unknown', details: { provider } });
  if (known.state !== 'open') return null;
  await trx.updateTable('payment_dispute').set({ state: event.kind === 'dispute-won' ? 'won' : 'lost', ended_at: event.at }).where('id', '=', known.id).execute();
  // What was frozen is let go of or lost, whatever amount the decision names.
  return { kind: event.kind, ...base, disputeId: known.id, shares: sharesOf(parts, known.amount as typeof event.amount) };
}
