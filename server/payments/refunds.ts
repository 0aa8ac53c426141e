import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { JobHandler, Jobs } from '#server/jobs/jobs.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { RefundPlan } from '#shared/orders/refunds/plan.ts';
import { z } from 'zod';
import type { PaymentListener } from './happened.ts';
import { sharesOf } from './known-payment.ts';
import type { PaymentsDeps } from './payments.ts';
import type { PaymentRefundTable } from './tables.ts';

/** @property orderId null: of the whole payment, shared over what is left of its orders @property plan what was confirmed; null: it is shared out when it is made */
export type AskedRefund = { readonly refundId: string; readonly paymentId: string; readonly orderId: string | null; readonly amount: Minor; readonly plan?: RefundPlan | null };

/** What a payment, or one order's part of it, has left to give back: what was asked for counts as gone. Nobody else takes of it until the transaction ends. */
export async function leftOfPayment(trx: ServerTransaction, dialect: Dialect, paymentId: string, orderId: string | null): Promise<{ readonly left: number; readonly refunds: readonly PaymentRefundTable[] } | null> {
  const payment = await dialect.lockRows(trx.selectFrom('payment').selectAll().where('id', '=', paymentId)).executeTakeFirst();
  const part = orderId === null ? null : await trx.selectFrom('payment_part').selectAll().where('payment_id', '=', paymentId).where('order_id', '=', orderId).executeTakeFirst();
  if (payment === undefined || part === undefined) return null;
  const refunds = await trx.selectFrom('payment_refund').selectAll().where('payment_id', '=', paymentId).execute();
  const open = refunds.filter(({ state }) => state === 'asked');
  const sumOf = (some: readonly { readonly amount: number }[]) => some.reduce((sum, refund) => sum + refund.amount, 0);
  const ofPart = part === null ? Infinity : part.amount - part.refunded - sumOf(open.filter(({ order_id }) => order_id === orderId));
  return { left: Math.min(payment.captured - payment.refunded - sumOf(open), ofPart), refunds };
}

/**
 * Writes down that money is to go back, within the caller's transaction. It counts against what is left from then on: two who refund the same at once
 * do not give it back twice.
 *
 * @returns `isNew` false: asked for before under the same number; refused where another refund has it, or less is left
 */
export async function claimRefund(trx: ServerTransaction, { db, clock }: Pick<PaymentsDeps, 'clock'> & { readonly db: { readonly dialect: Dialect } }, { refundId, paymentId, orderId, amount, plan = null }: AskedRefund): Promise<Result<{ readonly isNew: boolean }, AppError>> {
  const found = await leftOfPayment(trx, db.dialect, paymentId, orderId);
  if (found === null) return err({ code: 'not-found', field: 'payment' });
  const known = found.refunds.find(({ id }) => id === refundId);
  if (known !== undefined) return known.amount === amount && known.order_id === orderId ? ok({ isNew: false }) : err({ code: 'conflict', field: 'refund', rule: 'number-used' });
  if (amount <= 0 || amount > found.left) return err({ code: 'rule-broken', field: 'amount', rule: 'refund-over-captured', details: { left: found.left, amount } });
  await trx.insertInto('payment_refund').values({ id: refundId, payment_id: paymentId, order_id: orderId, refund_ref: null, amount, state: 'asked', asked_at: clock(), ended_at: null, plan: plan === null ? null : JSON.stringify(plan) }).execute();
  return ok({ isNew: true });
}

/** The work of telling a provider; its key is the refund's id. */
export const ASK_REFUND = 'payments.ask-refund';
export const askProvider = (jobs: Jobs, trx: ServerTransaction, refundId: string): Promise<void> => jobs.add(trx, { type: ASK_REFUND, key: refundId, payload: { refund: refundId }, mostAttempts: 84 });
const payload = z.object({ refund: z.string() });

type SendDeps = PaymentsDeps & { readonly listeners: readonly PaymentListener[] };

/**
 * Tells the provider of a refund that was written down. Told twice it is one refund; the books follow when the provider says that it was made.
 *
 * What it refuses for good is free again and everybody is told; what it did not answer may have been done, and stays asked. One it has taken, or that is over,
 * is not told of again.
 */
export async function sendRefund(deps: SendDeps, refundId: string): Promise<Result<{ readonly refundRef: string }, AppError>> {
  const { db, providers } = deps;
  const refund = await db.kysely.selectFrom('payment_refund').innerJoin('payment', 'payment.id', 'payment_refund.payment_id')
    .select(['payment_refund.payment_id', 'payment_refund.amount', 'payment_refund.refund_ref', 'payment_refund.state', 'payment.provider', 'payment.currency']).where('payment_refund.id', '=', refundId).executeTakeFirst();
  const provider = refund && providers.get(refund.provider);
  if (refund === undefined || provider === undefined) return err({ code: 'not-found', field: 'payment' });
  // Providers know a wish again for a day or some weeks: the work started again after that would give the money back a second time.
  if (refund.refund_ref !== null) return ok({ refundRef: refund.refund_ref });
  if (refund.state !== 'asked') return err({ code: 'conflict', field: 'refund', rule: 'number-used' });
  const paymentId = refund.payment_id;
  const names = await db.kysely.selectFrom('payment_name').select(['ref', 'role']).where('payment_id', '=', paymentId).execute();
  const captureRef = (names.find(({ role }) => role === 'capture') ?? names.find(({ role }) => role === 'payment'))?.ref;
  if (captureRef === undefined) return err({ code: 'not-found', field: 'payment' });
  const made = await provider.refund({ captureRef, refundId, paymentId, amount: refund.amount as Minor, currency: refund.currency as Currency, key: `refund-${refundId}` });
  if (made.ok) await db.kysely.updateTable('payment_refund').set({ refund_ref: made.value.refundRef }).where('id', '=', refundId).where('refund_ref', 'is', null).execute();
  else if (made.error.code === 'rule-broken') await giveUp(deps, refundId, captureRef, String(made.error.details?.['code'] ?? 'refused'));
  return made;
}

async function giveUp({ db, clock, listeners }: SendDeps, refundId: string, paymentRef: string, code: string): Promise<void> {
  const acts: (() => Promise<unknown>)[] = [];
  await inTransaction(db, async (trx) => {
    acts.length = 0;
    const row = await db.dialect.lockRows(trx.selectFrom('payment_refund').selectAll().where('id', '=', refundId)).executeTakeFirstOrThrow();
    if (row.state !== 'asked') return;
    await trx.updateTable('payment_refund').set({ state: 'failed', ended_at: clock() }).where('id', '=', refundId).execute();
    const payment = await trx.selectFrom('payment').selectAll().where('id', '=', row.payment_id).executeTakeFirstOrThrow();
    const parts = await trx.selectFrom('payment_part').selectAll().where('payment_id', '=', row.payment_id).orderBy('order_id').execute();
    const shares = sharesOf(parts.filter(({ order_id }) => row.order_id === null || order_id === row.order_id), row.amount as Minor);
    const happened = { kind: 'refund-failed', provider: payment.provider, at: clock(), currency: payment.currency as Currency, paymentId: payment.id, paymentRef, refundId, shares, code } as const;
    for (const listener of listeners) await listener(trx, happened, (act) => acts.push(act));
  });
  for (const act of acts) await act().catch(() => undefined);
}

/** Tells providers of refunds that were confirmed, and again while they do not answer. */
export function refundSender(deps: SendDeps & Pick<ServerDeps, 'log'>): JobHandler {
  return async (asked) => {
    const { refund } = payload.parse(asked);
    const sent = await sendRefund(deps, refund);
    if (sent.ok) return { name: 'done' };
    deps.log.info({ refund, code: sent.error.code, rule: sent.error.rule }, 'a provider did not take a refund');
    return sent.error.code === 'rule-broken' || sent.error.code === 'conflict' ? { name: 'done' } : { name: 'again', error: sent.error };
  };
}

/** Writes a refund down and tells the provider at once. @param asked.refundId made by whoever asks: asked again with the same one, it is the same refund */
export async function beginRefund(deps: PaymentsDeps, asked: AskedRefund): Promise<Result<{ readonly refundRef: string }, AppError>> {
  const claimed = await inTransaction(deps.db, (trx) => claimRefund(trx, deps, asked));
  return claimed.ok ? sendRefund({ ...deps, listeners: [] }, asked.refundId) : claimed;
}
