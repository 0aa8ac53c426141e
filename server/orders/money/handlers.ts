import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { may, mayNot, type Asking } from '#shared/auth/permissions.ts';
import type { ActionOn } from '#shared/auth/permission-table.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Evidence, OrderMoney, orderMoneyEndpoints } from '#shared/payments/order-money.ts';
import type { Actor } from '#shared/sync/model.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { sharesOf } from '#server/payments/known-payment.ts';
import { leftOfPayment } from '#server/payments/refunds.ts';
import { sendEvidence } from './evidence.ts';
import { makeRefund, type MoneyDeps } from './make-refund.ts';
import { previewRefund } from './preview-refund.ts';
import { paidBy } from './work-out.ts';

/** What is asked of the money of an order; who may do it is the matrix's to say. */
export function orderMoneyHandlers(deps: MoneyDeps): EndpointHandlers<typeof orderMoneyEndpoints> {
  const { db } = deps;
  const forShop = async <K extends 'refund' | 'dispute', T>(actor: Actor, id: string, of: K, action: ActionOn<K>, work: (shopId: string) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const order = await db.kysely.selectFrom('orders').select('shop_id').where('id', '=', id).executeTakeFirst();
    // Somebody else's order is as good as none.
    if (order === undefined || (actor.role === 'vendor' && !actor.shopIds.includes(order.shop_id as ShopId))) return err({ code: 'not-found', field: 'order' });
    const refused = mayNot(actor as Asking, action, { of, shopId: order.shop_id });
    return refused === null ? work(order.shop_id) : err(refused);
  };
  return {
    orderMoney: ({ params: { id } }, { actor }) => forShop(actor, id, 'refund', 'read', async (shopId) => {
      const left = await inTransaction(db, async (trx) => {
        const by = await paidBy(trx, id);
        return by && ((await leftOfPayment(trx, db.dialect, by.paymentId, id))?.left ?? null);
      });
      return ok({ left: left as Minor | null, disputes: may(actor as Asking, 'read', { of: 'dispute', shopId }).may ? await disputesAbout(db.kysely, actor, id) : [] });
    }),
    previewRefund: ({ params: { id }, body }, { actor }) => forShop(actor, id, 'refund', 'make', () => previewRefund(deps, id, body.wish)),
    makeRefund: ({ params: { id }, body }, { actor, log }) => forShop(actor, id, 'refund', 'make', async () => {
      const made = await makeRefund(deps, { id: actor.userId, role: actor.role }, { orderId: id, ...body });
      log.info({ order: id, refund: body.refundId, by: actor.userId, state: made.ok ? made.value.state : made.error.rule }, 'a refund was confirmed');
      return made;
    }),
    sendEvidence: ({ params: { id, dispute }, body }, { actor }) => forShop(actor, id, 'dispute', 'answer', () => sendEvidence(deps, { id: actor.userId, role: actor.role }, id, dispute, body)),
  };
}

/** The disputes over an order's payments, each with this order's share of it. A payment can be for orders of several shops: what one of them said in it no other shop reads. */
async function disputesAbout(db: Kysely<ServerSchema>, actor: Actor, orderId: string): Promise<OrderMoney['disputes']> {
  const rows = await db.selectFrom('payment_dispute').selectAll().where('payment_id', 'in', (eb) => eb.selectFrom('payment_part').select('payment_id').where('order_id', '=', orderId)).orderBy('opened_at').execute();
  const all = await db.selectFrom('payment_part').selectAll().where('payment_id', 'in', ['', ...rows.map(({ payment_id }) => payment_id)]).orderBy('order_id').execute();
  return rows.map((row) => {
    const parts = all.filter(({ payment_id }) => payment_id === row.payment_id);
    const isTheirs = actor.role !== 'vendor' || parts.every(({ shop_id }) => actor.shopIds.includes(shop_id as ShopId));
    return {
      disputeId: row.dispute_ref, amount: sharesOf(parts, row.amount as Minor).find((share) => share.orderId === orderId)?.amount ?? (0 as Minor), state: row.state, evidenceDueAt: row.evidence_due_at as EpochMs | null,
      evidence: isTheirs && row.evidence !== null ? (JSON.parse(row.evidence) as Evidence) : null, sentAt: row.evidence_sent_at as EpochMs | null,
    };
  });
}
