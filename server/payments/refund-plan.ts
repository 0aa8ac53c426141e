import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Order } from '#shared/orders/model.ts';
import { planOfRefunded, type RefundPlan } from '#shared/orders/refunds/plan.ts';
import { NotYet, type Share } from './happened.ts';

/**
 * How an order's share of a refund falls on its lines, and what of the commission goes back: as it was confirmed before it was asked for; of one made at
 * the provider's own desk shared over what is left. Books and order ask the same, before either has changed.
 *
 * @throws NotYet for an order that is not here yet
 */
export async function planOfShare(trx: ServerTransaction, refundId: string, { orderId, amount }: Share): Promise<RefundPlan> {
  const asked = await trx.selectFrom('payment_refund').select('plan').where('id', '=', refundId).executeTakeFirst();
  const plan = asked?.plan ? (JSON.parse(asked.plan) as RefundPlan) : null;
  if (plan !== null && plan.amount === amount) return plan;
  const row = await trx.selectFrom('orders').select('doc').where('id', '=', orderId).executeTakeFirst();
  if (row === undefined) throw new NotYet({ code: 'not-found', field: 'order', rule: 'payment-before-order' });
  return planOfRefunded(JSON.parse(row.doc) as Order, amount);
}
