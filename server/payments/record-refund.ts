import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { PaymentEventOf } from '#shared/payments/model.ts';
import { NotYet, type Happened } from './happened.ts';
import { newId, ofPayment, sharesOf, type KnownPayment, type RecordDeps } from './known-payment.ts';
import type { PaymentRefundTable } from './tables.ts';

/**
 * A refund that was made or did not come off. One that was asked for here is known by our id; one made at the provider's own desk gets one, and is
 * shared over what is left of each order.
 *
 * @throws NotYet for a refund of more than was captured so far: its capture is on its way
 */
export async function recordRefund(trx: ServerTransaction, deps: RecordDeps, event: PaymentEventOf<'refunded' | 'refund-failed'>, { row, parts }: KnownPayment): Promise<Happened | null> {
  const now = deps.clock();
  const known = await findRefund(trx, row.id, event);
  if (known?.state === 'made' && event.kind === 'refunded') return null;
  if (known?.state === 'failed') return null;
  // A refund nobody here knows of and that failed has changed nothing.
  if (known === null && event.kind === 'refund-failed') return null;
  const refundId = known?.id ?? newId(deps);
  const of = { ...ofPayment(event, row), refundId };

  if (event.kind === 'refund-failed') {
    // A bank can send back what was refunded days ago; then it counts as if it had never left, and needs somebody to look at it.
    if (known!.state === 'made') throw new NotYet({ code: 'conflict', field: 'refund', rule: 'refund-came-back', details: { refundId } });
    await trx.updateTable('payment_refund').set({ state: 'failed', refund_ref: event.refundRef, ended_at: now }).where('id', '=', refundId).execute();
    return { kind: 'refund-failed', ...of, shares: sharesOf(ofOrder(parts, known!.order_id), event.amount), code: event.code };
  }

  if (row.refunded + event.amount > row.captured) {
    throw new NotYet({ code: 'rule-broken', field: 'refund', rule: 'refund-before-capture', details: { captured: row.captured, refunded: row.refunded, amount: event.amount } });
  }
  const shares = sharesOf(ofOrder(parts, known?.order_id ?? null), event.amount, (part) => Math.max(0, part.amount - part.refunded));
  if (known === null) {
    await trx.insertInto('payment_refund').values({ id: refundId, payment_id: row.id, order_id: null, refund_ref: event.refundRef, amount: event.amount, state: 'made', asked_at: now, ended_at: now, plan: null }).execute();
  } else await trx.updateTable('payment_refund').set({ state: 'made', refund_ref: event.refundRef, amount: event.amount, ended_at: now }).where('id', '=', refundId).execute();
  await trx.updateTable('payment').set({ refunded: row.refunded + event.amount, changed_at: now }).where('id', '=', row.id).execute();
  for (const { orderId, amount } of shares) {
    await trx.updateTable('payment_part').set((part) => ({ refunded: part('refunded', '+', amount as Minor) })).where('payment_id', '=', row.id).where('order_id', '=', orderId).execute();
  }
  return { kind: 'refunded', ...of, shares };
}

const ofOrder = <P extends { readonly order_id: string }>(parts: readonly P[], orderId: string | null): readonly P[] => (orderId === null ? parts : parts.filter((part) => part.order_id === orderId));

async function findRefund(trx: ServerTransaction, paymentId: string, { refundId, refundRef }: PaymentEventOf<'refunded' | 'refund-failed'>): Promise<PaymentRefundTable | null> {
  const ofThis = trx.selectFrom('payment_refund').selectAll().where('payment_id', '=', paymentId);
  const byName = await ofThis.where('refund_ref', '=', refundRef).executeTakeFirst();
  if (byName !== undefined || refundId === null) return byName ?? null;
  return (await ofThis.where('id', '=', refundId).executeTakeFirst()) ?? null;
}
