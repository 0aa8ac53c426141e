import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { idOfRef } from '#server/payments/settlement-id.ts';
import { bulkInsert } from '#server/sync/bulk-insert.ts';
import { happenedTo, ofKind } from '#shared/orders/happened.ts';
import type { Order } from '#shared/orders/model.ts';
import { disputesOf, receivedFor } from '#shared/orders/money.ts';

const putPayments = bulkInsert('payment', ['id', 'provider', 'group_id', 'currency', 'amount', 'state', 'authorized', 'captured', 'refunded', 'fee', 'created_at', 'changed_at']);
const putParts = bulkInsert('payment_part', ['payment_id', 'order_id', 'shop_id', 'amount', 'refunded']);
const putNames = bulkInsert('payment_name', ['provider', 'ref', 'payment_id', 'role']);
const putObjects = bulkInsert('local_provider_object', ['ref', 'doc']);
const putDisputes = bulkInsert('payment_dispute', ['id', 'payment_id', 'provider', 'dispute_ref', 'amount', 'state', 'opened_at', 'ended_at', 'evidence_due_at', 'evidence', 'evidence_sent_at']);
const AT_ONCE = 500;

/** Makes the demo's payments known to the payments and to the local provider, as if it had taken them: only what was paid through a provider can go back through it. */
export async function seedPayments(trx: ServerTransaction, dialect: Dialect): Promise<void> {
  for (let after = ''; ;) {
    const rows = await trx.selectFrom('orders').select(['id', 'doc']).where('id', '>', after).orderBy('id').limit(AT_ONCE).execute();
    const paid = rows.flatMap(({ doc }) => paymentOf(JSON.parse(doc) as Order));
    await putPayments(trx, dialect, paid.map(({ payment }) => payment));
    await putParts(trx, dialect, paid.map(({ part }) => part));
    await putNames(trx, dialect, paid.map(({ name }) => name));
    await putDisputes(trx, dialect, paid.flatMap(({ disputes }) => disputes));
    await putObjects(trx, dialect, paid.flatMap(({ objects }) => objects));
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1)!.id;
  }
}

function paymentOf(order: Order) {
  const [capture] = ofKind(happenedTo(order), 'payment-captured');
  if (capture?.fact.provider !== 'local') return [];
  const { paymentId: ref, amount, fee, at } = capture.fact;
  const { currency } = order;
  const { refunded } = receivedFor(order);
  const id = idOfRef(`demo-payment:${ref}`);
  const disputes = disputesOf(order);
  return [{
    payment: { id, provider: 'local' as const, group_id: order.groupId, currency, amount, state: 'captured' as const, authorized: amount, captured: amount, refunded, fee, created_at: at, changed_at: at },
    part: { payment_id: id, order_id: order.id, shop_id: order.shopId, amount, refunded },
    name: { provider: 'local' as const, ref, payment_id: id, role: 'capture' as const },
    disputes: disputes.map(({ id: disputeRef, amount: disputed, state, openedAt, evidenceDueAt }) => ({
      id: idOfRef(`demo-dispute:${disputeRef}`), payment_id: id, provider: 'local' as const, dispute_ref: disputeRef, amount: disputed, state: state === 'won' || state === 'lost' ? state : ('open' as const),
      opened_at: openedAt, ended_at: null, evidence_due_at: evidenceDueAt, evidence: null, evidence_sent_at: null,
    })),
    objects: [
      { ref, doc: JSON.stringify({ kind: 'payment', paymentId: id, amount, currency, state: 'captured', captured: amount, refunded }) },
      ...disputes.filter(({ state }) => state === 'open').map(({ id: disputeRef, amount: disputed, reasonCode, evidenceDueAt }) => ({ ref: disputeRef, doc: JSON.stringify({ kind: 'dispute', paymentId: id, disputeRef, paymentRef: ref, amount: disputed, currency, state: 'open', reasonCode, evidenceDueAt }) })),
    ],
  }];
}
