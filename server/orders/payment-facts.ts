import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import { partId } from '#server/payments/books.ts';
import { planOfShare } from '#server/payments/refund-plan.ts';
import type { Happened, PaymentListener, Share } from '#server/payments/happened.ts';
import { idOfRef } from '#server/payments/settlement-id.ts';
import { announce } from '#server/sync/announce.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import { shareOut } from '#shared/kernel/share-out.ts';
import type { Said } from '#shared/orders/commands/said.ts';
import { refundsUnderWay } from '#shared/orders/refunds/under-way.ts';
import { addFacts, type KnownFact } from './add-facts.ts';

type Deps = Pick<ServerDeps, 'db' | 'clock' | 'live' | 'log'>;
type Refunded = Extract<Happened, { kind: 'refunded' }>;

/**
 * Tells orders what happened to the money paid for them, each its share, in the transaction in which the payment and the books change; consoles hear of it
 * once it is committed. Told after the books.
 *
 * Money that moved has moved: an order that is not here, or a rule that stands against it, is written to the log and keeps nothing from being booked.
 */
export function tellOrders(deps: Deps): PaymentListener {
  return async (trx, happened, afterCommit) => {
    const { refused, advanced, rows } = await addFacts(trx, deps, await factsFor(trx, happened));
    for (const { orderId, error } of refused) deps.log.warn({ order: orderId, kind: happened.kind, code: error.code, rule: error.rule }, 'an order does not show what happened to its payment');
    afterCommit(() => announce(deps, advanced, rows));
  };
}

async function factsFor(trx: ServerTransaction, happened: Happened): Promise<readonly KnownFact[]> {
  // A settlement is of many payments at once.
  if (happened.kind === 'settled') return [];
  if (happened.kind === 'refunded') {
    const refunds: KnownFact[] = [];
    for (const share of happened.shares) refunds.push(await refundOf(trx, happened, share));
    return refunds;
  }
  const { at, shares, provider, paymentRef: paymentId } = happened;
  const each = (cause: string, say: (share: Share, at: number) => Said): KnownFact[] =>
    shares.map((share, i) => ({ orderId: share.orderId, id: idOfRef(`${cause}/${happened.kind}/${share.orderId}`), at, say: () => say(share, i) }));
  const payment = `payment:${happened.paymentId}`;
  switch (happened.kind) {
    case 'authorized': return each(payment, ({ amount }) => ({ kind: 'payment-authorized', paymentId, provider, amount }));
    case 'captured': {
      const fees = happened.fee === null ? null : shareOut(shares.map(({ amount }) => amount), happened.fee);
      return each(payment, ({ amount }, i) => ({ kind: 'payment-captured', paymentId, provider, amount, fee: fees?.[i] ?? null }));
    }
    case 'capture-failed': return each(payment, () => ({ kind: 'payment-failed', paymentId, code: happened.code }));
    case 'voided': return each(payment, () => ({ kind: 'payment-voided', paymentId }));
    case 'dispute-opened': {
      const { disputeRef: disputeId, reasonCode, evidenceDueAt } = happened;
      return each(`dispute:${happened.disputeId}`, ({ amount }) => ({ kind: 'dispute-opened', disputeId, amount, reasonCode, evidenceDueAt }));
    }
    case 'dispute-won':
    case 'dispute-lost': {
      const { kind, disputeRef: disputeId } = happened;
      return each(`dispute:${happened.disputeId}`, () => ({ kind, disputeId }));
    }
    // One that nobody asked for here was never on the order, and the order says so.
    case 'refund-failed': {
      const { refundId, code } = happened;
      return each(`refund:${refundId}`, () => ({ kind: 'refund-failed', refundId, code }));
    }
    default: return assertNever(happened);
  }
}

/** The fact has the id the books know this order's part of the refund by, and names their transaction. */
async function refundOf(trx: ServerTransaction, { paymentRef, provider, refundId, shares, at }: Refunded, share: Share): Promise<KnownFact> {
  const { orderId, amount } = share;
  const id = partId(refundId, share, shares);
  const booked = await trx.selectFrom('ledger_transaction').select('id').where('ref_kind', '=', 'refund').where('ref_id', '=', id).where('event', '=', 'refunded').executeTakeFirst();
  const { shipping, lines } = await planOfShare(trx, refundId, share);
  return {
    orderId, id, at,
    say: (order) => {
      const begun = refundsUnderWay(order).find((one) => one.id === id);
      // Nobody said why where it was given back at the provider's own desk.
      return { kind: 'refund-made', amount, shipping, lines, reason: begun?.reason ?? provider, returnId: begun?.returnId ?? null, paymentId: paymentRef, transactionId: booked?.id ?? null };
    },
  };
}
