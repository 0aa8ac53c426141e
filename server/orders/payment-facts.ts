import type { ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import { linesRefunded, partId } from '#server/payments/books.ts';
import type { Happened, PaymentListener, Share } from '#server/payments/happened.ts';
import { idOfRef } from '#server/payments/settlement-id.ts';
import { announce } from '#server/sync/announce.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { shareOut } from '#shared/kernel/share-out.ts';
import type { Said } from '#shared/orders/commands/said.ts';
import { linesOf } from '#shared/orders/lines.ts';
import type { Order } from '#shared/orders/model.ts';
import { refundsOf } from '#shared/orders/money.ts';
import { grossOf } from '#shared/orders/totals.ts';
import { commissionReturnedBy } from '#shared/payouts/commission/rules.ts';
import type { RefundedLine } from '#shared/payouts/ledger/sales.ts';
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
  // A settlement is of many payments at once; a refund that did not come off was never on the order.
  if (happened.kind === 'settled' || happened.kind === 'refund-failed') return [];
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
    default: return assertNever(happened);
  }
}

/** The fact has the id the books know this order's part of the refund by, and names their transaction. */
async function refundOf(trx: ServerTransaction, { paymentId, paymentRef, provider, refundId, shares, at }: Refunded, share: Share): Promise<KnownFact> {
  const { orderId, amount } = share;
  const id = partId(refundId, share, shares);
  const booked = await trx.selectFrom('ledger_transaction').select('id').where('ref_kind', '=', 'refund').where('ref_id', '=', id).where('event', '=', 'refunded').executeTakeFirst();
  const charges = await linesRefunded(trx, paymentId, share);
  return {
    orderId, id, at,
    // Nobody said why: whoever gave it back did so at the provider, or asked for it without a word.
    say: (order) => ({ kind: 'refund-made', amount, ...sharedOver(order, amount, charges), reason: provider, returnId: null, paymentId: paymentRef, transactionId: booked?.id ?? null }),
  };
}

/** A refund over an order's lines and shipping, by what was paid for each, cancelled or not, and not given back yet; commission as the books gave it back. */
function sharedOver(order: Order, amount: Minor, charges: readonly RefundedLine[]) {
  const lines = linesOf(order);
  const given = refundsOf(order);
  const left = (paid: Minor, back: readonly number[]) => Math.max(0, back.reduce((rest, one) => rest - one, paid as number)) as Minor;
  const parts = shareOut([...lines.map(({ id, line }) => left(grossOf(line), given.map((refund) => refund.lines[id]?.amount ?? 0))), left(order.shipping.amount, given.map(({ shipping }) => shipping))], amount);
  const back = new Map(charges.map(({ lineId, commission, refunded, before }) => [lineId, commissionReturnedBy(commission, refunded, before)]));
  return {
    shipping: parts.at(-1)!,
    lines: Object.fromEntries(lines.map(({ id }, i) => [id, { quantity: 0, amount: parts[i]!, commission: back.get(id)?.amount ?? (0 as Minor), vat: back.get(id)?.vat ?? (0 as Minor) }])),
  };
}
