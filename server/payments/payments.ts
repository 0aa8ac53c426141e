import { inTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { PaymentProviderName } from '#shared/payments/model.ts';
import type { NextStep, PaymentProvider } from './provider.ts';

export type PaymentsDeps = Pick<ServerDeps, 'db' | 'clock' | 'random'> & { readonly providers: ReadonlyMap<PaymentProviderName, PaymentProvider> };

/** What a customer pays for one order over all shops. @property parts the orders of each shop; their amounts are what is paid */
export type AskedPayment = {
  readonly provider: PaymentProviderName; readonly groupId: string; readonly currency: Currency; readonly label: string; readonly returnUrl: string; readonly capture: 'at-once' | 'later';
  readonly parts: readonly { readonly orderId: string; readonly shopId: ShopId; readonly amount: Minor }[];
};

/**
 * Asks a provider for a payment. It is written down first, so that whatever the provider tells of it, however early, is about something we know.
 *
 * @returns refused as the provider refuses; the payment is then kept as failed
 */
export async function beginPayment({ db, clock, random, providers }: PaymentsDeps, asked: AskedPayment): Promise<Result<{ readonly paymentId: string; readonly next: NextStep }, AppError>> {
  const provider = providers.get(asked.provider);
  if (provider === undefined) return err({ code: 'not-found', field: 'provider' });
  const paymentId = uuidv7(clock, random);
  const amount = asked.parts.reduce((sum, part) => sum + part.amount, 0) as Minor;
  const now = clock();
  await inTransaction(db, async (trx) => {
    await trx.insertInto('payment').values({ id: paymentId, provider: asked.provider, group_id: asked.groupId, currency: asked.currency, amount, state: 'pending', authorized: 0, captured: 0, refunded: 0, fee: null, created_at: now, changed_at: now }).execute();
    await trx.insertInto('payment_part').values(asked.parts.map(({ orderId, shopId, amount: part }) => ({ payment_id: paymentId, order_id: orderId, shop_id: shopId, amount: part, refunded: 0 }))).execute();
  });
  const { currency, label, returnUrl, capture } = asked;
  const made = await provider.createPayment({ paymentId, key: `payment-${paymentId}`, amount, currency, label, returnUrl, capture });
  if (!made.ok) {
    await db.kysely.updateTable('payment').set({ state: 'failed', changed_at: clock() }).where('id', '=', paymentId).where('state', '=', 'pending').execute();
    return made;
  }
  await db.kysely.insertInto('payment_name').values({ provider: asked.provider, ref: made.value.paymentRef, payment_id: paymentId, role: 'payment' }).onConflict((on) => on.columns(['provider', 'ref']).doNothing()).execute();
  return ok({ paymentId, next: made.value.next });
}

/** @property orderId null: of the whole payment, shared over what is left of its orders */
export type AskedRefund = { readonly refundId: string; readonly paymentId: string; readonly orderId: string | null; readonly amount: Minor };

/**
 * Asks a provider to give money back. What was asked for is kept first, and counts against what is left: two who refund the same at once do not give it
 * back twice. The books follow when the provider says that it was made.
 *
 * @param asked.refundId made by whoever asks: asked again with the same one, it is the same refund
 */
export async function beginRefund({ db, clock, providers }: PaymentsDeps, asked: AskedRefund): Promise<Result<{ readonly refundRef: string }, AppError>> {
  const { refundId, paymentId, orderId, amount } = asked;
  const claimed = await inTransaction(db, async (trx): Promise<Result<{ provider: PaymentProvider; currency: Currency; captureRef: string }, AppError>> => {
    const payment = await db.dialect.lockRows(trx.selectFrom('payment').selectAll().where('id', '=', paymentId)).executeTakeFirst();
    const provider = payment && providers.get(payment.provider);
    if (payment === undefined || provider === undefined) return err({ code: 'not-found', field: 'payment' });
    const names = await trx.selectFrom('payment_name').select(['ref', 'role']).where('payment_id', '=', paymentId).execute();
    const captureRef = (names.find(({ role }) => role === 'capture') ?? names.find(({ role }) => role === 'payment'))?.ref;
    const parts = await trx.selectFrom('payment_part').selectAll().where('payment_id', '=', paymentId).execute();
    const refunds = await trx.selectFrom('payment_refund').selectAll().where('payment_id', '=', paymentId).execute();
    const known = refunds.find(({ id }) => id === refundId);
    if (known !== undefined && (known.amount !== amount || known.order_id !== orderId)) return err({ code: 'conflict', field: 'refund', rule: 'number-used' });
    if (known === undefined) {
      const open = refunds.filter(({ state }) => state === 'asked');
      const sumOf = (some: readonly { readonly amount: number }[]) => some.reduce((sum, refund) => sum + refund.amount, 0);
      const part = parts.find(({ order_id }) => order_id === orderId);
      if (orderId !== null && part === undefined) return err({ code: 'not-found', field: 'order' });
      const left = Math.min(payment.captured - payment.refunded - sumOf(open), part === undefined ? Infinity : part.amount - part.refunded - sumOf(open.filter(({ order_id }) => order_id === orderId)));
      if (amount <= 0 || amount > left) return err({ code: 'rule-broken', field: 'amount', rule: 'refund-over-captured', details: { left, amount } });
      await trx.insertInto('payment_refund').values({ id: refundId, payment_id: paymentId, order_id: orderId, refund_ref: null, amount, state: 'asked', asked_at: clock(), ended_at: null, plan: null }).execute();
    }
    return captureRef === undefined ? err({ code: 'not-found', field: 'payment' }) : ok({ provider, currency: payment.currency as Currency, captureRef });
  });
  if (!claimed.ok) return claimed;
  const { provider, currency, captureRef } = claimed.value;
  const made = await provider.refund({ captureRef, refundId, paymentId, amount, currency, key: `refund-${refundId}` });
  // What the provider refuses for good is free again; what it did not answer may have been done, and stays asked.
  if (!made.ok && made.error.code === 'rule-broken') await db.kysely.updateTable('payment_refund').set({ state: 'failed', ended_at: clock() }).where('id', '=', refundId).where('state', '=', 'asked').execute();
  if (made.ok) await db.kysely.updateTable('payment_refund').set({ refund_ref: made.value.refundRef }).where('id', '=', refundId).where('refund_ref', 'is', null).execute();
  return made;
}
