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
