import { leftOfPayment, askProvider, claimRefund } from '#server/payments/refunds.ts';
import { idOfRef } from '#server/payments/settlement-id.ts';
import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { Jobs } from '#server/jobs/jobs.ts';
import { announce } from '#server/sync/announce.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { FactActor, Order } from '#shared/orders/model.ts';
import type { RefundPlan } from '#shared/orders/refunds/plan.ts';
import { refundAsksOf } from '#shared/orders/refunds/under-way.ts';
import type { RefundWish } from '#shared/orders/refunds/wish.ts';
import { addFacts, type FactsAdded, type KnownFact } from '../add-facts.ts';
import { orderStore } from '../order-store.ts';
import { paidBy, workOut, type PaidBy } from './work-out.ts';

export type MoneyDeps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'live' | 'log'> & { readonly jobs: Jobs };
export type Confirmed = { readonly orderId: string; readonly refundId: string; readonly wish: RefundWish; readonly reason: string; readonly returnId: string | null; readonly askId: string | null; readonly hash: string };
type State = 'asked' | 'made' | 'failed';

/**
 * Gives back what was confirmed, or nothing: payment and order are held, the refund is worked out again, and is begun only if it is still the same.
 * Refund, the order's word of it and the work of telling the provider are one transaction; a process that ends after it is followed by another.
 *
 * @param confirmed.refundId sent again after a lost answer it is the same refund, and its state is answered
 */
export async function makeRefund(deps: MoneyDeps, by: FactActor, { orderId, refundId, wish, reason, returnId, askId, hash }: Confirmed): Promise<Result<{ readonly refundId: string; readonly state: State }, AppError>> {
  const { db, jobs } = deps;
  const done = await orRefusal(() => inTransaction(db, async (trx): Promise<Result<{ readonly state: State; readonly added: FactsAdded | null }, AppError>> => {
    const source = await paidBy(trx, orderId);
    const payment = source && (await leftOfPayment(trx, db.dialect, source.paymentId, orderId));
    const known = await trx.selectFrom('payment_refund').select(['order_id', 'state', 'plan']).where('id', '=', refundId).executeTakeFirst();
    if (known !== undefined) {
      const was = known.plan === null ? null : (JSON.parse(known.plan) as { hash?: string });
      return known.order_id === orderId && was?.hash === hash ? ok({ state: known.state, added: null }) : err({ code: 'conflict', field: 'refund', rule: 'number-used' });
    }
    const order = (await orderStore.load(trx, db.dialect, [orderId])).get(orderId)?.doc as unknown as Order | undefined;
    if (order === undefined) return err({ code: 'not-found', field: 'order' });
    if (!source || !payment) return err({ code: 'rule-broken', rule: 'refund-without-payment' });
    const worked = workOut(order, source, payment.left, wish);
    if (!worked.ok) return worked;
    if (worked.value.hash !== hash) return err({ code: 'conflict', rule: 'refund-changed-meanwhile' });
    // What somebody asked for is given back once, whoever else answers it too.
    if (askId !== null && !refundAsksOf(order).some(({ id, state }) => id === askId && state === 'open')) return err({ code: 'rule-broken', rule: 'refund-ask-over' });
    const added = await beginOnOrder(trx, deps, { source, orderId, refundId, plan: worked.value.plan, hash, reason, returnId, askId, by });
    return ok({ state: 'asked', added });
  }));
  if (!done.ok) return done;
  const { state, added } = done.value;
  jobs.nudge();
  if (added !== null) await announce(deps, added.advanced, added.rows);
  return ok({ refundId, state });
}

type Begun = Omit<Confirmed, 'wish'> & { readonly source: PaidBy; readonly plan: RefundPlan; readonly by: FactActor; /** What happened to the order first. */ readonly first?: readonly KnownFact[] };

/** Within a transaction that holds payment and order: the claim on the payment, what the order says, and the work. @throws AppFailure, so that all of it is taken back */
export async function beginOnOrder(trx: ServerTransaction, deps: Pick<MoneyDeps, 'db' | 'clock' | 'jobs'>, { source, orderId, refundId, plan, hash, reason, returnId, askId, by, first = [] }: Begun): Promise<FactsAdded> {
  const { amount, shipping, lines } = plan;
  const claimed = await claimRefund(trx, deps, { refundId, paymentId: source.paymentId, orderId, amount, plan: { ...plan, hash } as RefundPlan });
  if (!claimed.ok) throw new AppFailure(claimed.error);
  await askProvider(deps.jobs, trx, refundId);
  const added = await addFacts(trx, deps, [...first, {
    orderId, id: idOfRef(`refund:${refundId}/begun`), at: deps.clock(), by,
    say: () => ({ kind: 'refund-begun', refundId, askId, amount, shipping, lines, reason, returnId }),
  }]);
  const [refused] = added.refused;
  if (refused !== undefined) throw new AppFailure(refused.error);
  return added;
}

async function orRefusal<T>(work: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppFailure) return err(cause.error);
    throw cause;
  }
}
