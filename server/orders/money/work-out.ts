import { createHash } from 'node:crypto';
import { linesOfPlan } from '#server/payments/books.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Order } from '#shared/orders/model.ts';
import { planRefund, type RefundPlan } from '#shared/orders/refunds/plan.ts';
import type { RefundWish } from '#shared/orders/refunds/wish.ts';
import type { PaymentProviderName } from '#shared/payments/model.ts';
import { saleRefunded } from '#shared/payouts/ledger/sales.ts';
import type { LedgerEntry } from '#shared/payouts/ledger/model.ts';

/** The payment a refund of an order is taken out of. */
export type PaidBy = { readonly paymentId: string; readonly provider: PaymentProviderName };
export type WorkedOut = { readonly plan: RefundPlan; readonly entries: readonly LedgerEntry[]; /** Names plan, payment, what it has left, and entries: what is confirmed by it is exactly these, once. */ readonly hash: string };

/** The payment of an order with most left to give back; null: none was captured through a provider. */
export async function paidBy(trx: ServerTransaction, orderId: string): Promise<PaidBy | null> {
  const rows = await trx.selectFrom('payment_part').innerJoin('payment', 'payment.id', 'payment_part.payment_id').select(['payment.id', 'payment.provider', 'payment_part.amount', 'payment_part.refunded'])
    .where('payment_part.order_id', '=', orderId).where('payment.captured', '>', 0).orderBy('payment.id').execute();
  const [most] = rows.toSorted((a, b) => b.amount - b.refunded - (a.amount - a.refunded));
  return most === undefined ? null : { paymentId: most.id, provider: most.provider };
}

/** What a wish comes to as order and payment stand. @param left what the payment has left for this order */
export function workOut(order: Order, { paymentId }: PaidBy, left: number, wish: RefundWish): Result<WorkedOut, AppError> {
  const planned = planRefund(order, wish);
  if (!planned.ok) return planned;
  const plan = planned.value;
  if (plan.amount > left) return err({ code: 'rule-broken', field: 'amount', rule: 'refund-over-captured', details: { left, amount: plan.amount, currency: order.currency } });
  const { id: orderId, shopId, currency } = order;
  const entries = saleRefunded({ source: `payment:${paymentId}`, orderId, shopId, currency, availableAt: 0 as EpochMs, refundId: orderId, amount: plan.amount, from: 'provider', lines: linesOfPlan(plan) }).flatMap((posting) => posting.entries);
  const hash = createHash('sha256').update(JSON.stringify([orderId, paymentId, left, plan, entries])).digest('hex');
  return ok({ plan, entries, hash });
}
