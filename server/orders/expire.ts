import { inTransaction } from '#server/db/transaction.ts';
import { leftOfPayment } from '#server/payments/refunds.ts';
import { idOfRef } from '#server/payments/settlement-id.ts';
import { announce } from '#server/sync/announce.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { piecesOf } from '#shared/orders/commands/lines.ts';
import { addFacts as factsOn } from '#shared/orders/commands/run.ts';
import type { Order } from '#shared/orders/model.ts';
import { leftToRefund } from '#shared/orders/refunds/left.ts';
import { planRefund } from '#shared/orders/refunds/plan.ts';
import type { RefundWish } from '#shared/orders/refunds/wish.ts';
import { statesOf } from '#shared/orders/states.ts';
import { addFacts, type FactsAdded, type KnownFact } from './add-facts.ts';
import { beginOnOrder, type MoneyDeps } from './money/make-refund.ts';
import { paidBy } from './money/work-out.ts';
import { orderStore } from './order-store.ts';

const SYSTEM = { id: null, role: 'system' } as const;
/** So many at one look: the rest comes with the next. */
const AT_ONCE = 200;
/** Why the buyer has their money back; it stands on the order, which people of several languages read. */
const REASON = 'Not accepted in time';

/** Cancels what no shop said yes to in time, and gives back what was paid for it. @returns how many orders */
export async function expireAcceptance(deps: MoneyDeps): Promise<number> {
  const late = await deps.db.kysely.selectFrom('orders').select('id').where('order_state', '=', 'awaiting_acceptance').where('due_at', '<=', deps.clock()).orderBy('due_at').limit(AT_ONCE).execute();
  let expired = 0;
  for (const { id } of late) {
    // One that cannot be cancelled keeps no other waiting.
    const added = await expireOne(deps, id).catch((cause: unknown) => {
      deps.log.error({ err: cause, order: id }, 'an order nobody accepted could not be cancelled; it is tried again');
      return null;
    });
    if (added === null) continue;
    expired++;
    await announce(deps, added.advanced, added.rows);
  }
  if (expired > 0) deps.jobs.nudge();
  return expired;
}

/** Cancellation and refund of one order are one transaction; null where somebody has answered meanwhile, or another server did it. */
function expireOne(deps: MoneyDeps, orderId: string): Promise<FactsAdded | null> {
  const { db } = deps;
  return inTransaction(db, async (trx) => {
    // The payment is held before the order, as everywhere.
    const source = await paidBy(trx, orderId);
    const payment = source && (await leftOfPayment(trx, db.dialect, source.paymentId, orderId));
    const order = (await orderStore.load(trx, db.dialect, [orderId])).get(orderId)?.doc as unknown as Order | undefined;
    const now = deps.clock();
    if (order?.acceptBy == null || order.acceptBy > now || statesOf(order).order !== 'awaiting_acceptance') return null;
    const pieces = piecesOf(order, ({ accepted, left }) => (accepted ? 0 : left));
    if (pieces === null) return null;
    const said = { kind: 'acceptance-expired', pieces } as const;
    const first: KnownFact = { orderId, id: idOfRef(`order:${orderId}/acceptance-expired/${order.acceptBy}`), at: now, say: () => said };
    const ran = factsOn(order, [said], { by: SYSTEM, at: now, newId: () => first.id });
    if (!ran.ok) return null;
    const after = ran.value.order;
    const shipping = statesOf(after).order === 'cancelled' ? leftToRefund(after).shipping : (0 as Minor);
    const wish: RefundWish = { by: 'parts', shipping, lines: Object.fromEntries(Object.entries(pieces).map(([id, quantity]) => [id, { quantity, amount: null }])) };
    const plan = planRefund(after, wish);
    const isPaid = source !== null && payment !== null && plan.ok && plan.value.amount <= payment.left;
    // Of what went back or is disputed already nothing may be left; anything else somebody has to look at.
    if (source !== null && !isPaid) deps.log.warn({ order: orderId, rule: plan.ok ? 'refund-over-captured' : plan.error.rule }, 'an order nobody accepted is cancelled, and nothing is given back for it');
    return isPaid ? beginOnOrder(trx, deps, { source, orderId, refundId: idOfRef(`order:${orderId}/expired-refund/${order.acceptBy}`), plan: plan.value, hash: '', reason: REASON, returnId: null, askId: null, by: SYSTEM, first: [first] }) : addFacts(trx, deps, [first]);
  });
}
