import { z } from 'zod';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { bookCapture, bookDispute, bookRefund, bookSettlement } from '#server/payouts/ledger/sales.ts';
import type { LedgerDeps } from '#server/payouts/ledger/post.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import { minor, type Minor } from '#shared/kernel/money.ts';
import type { RefundPlan } from '#shared/orders/refunds/plan.ts';
import type { RefundedLine } from '#shared/payouts/ledger/sales.ts';
import { NotYet, type Happened, type PaymentListener, type Share } from './happened.ts';
import { planOfShare } from './refund-plan.ts';
import { idOfRef } from './settlement-id.ts';

/** Of an order only what was agreed on as commission when it was placed. */
const charged = z.object({ lines: z.record(z.string(), z.object({ commission: z.object({ base: minor, amount: minor, vat: minor }) })) });
type Charge = { readonly lineId: string; readonly base: Minor; readonly amount: Minor; readonly vat: Minor };

/**
 * Keeps the books on what happens to payments: what shops earn and owe, what providers owe the marketplace.
 *
 * @throws NotYet for a payment of an order that is not here yet
 */
export function bookPayments(deps: LedgerDeps): PaymentListener {
  return async (trx, happened) => {
    switch (happened.kind) {
      case 'captured': return bookCaptured(trx, deps, happened);
      case 'refunded': return bookRefunded(trx, deps, happened);
      case 'dispute-opened':
      case 'dispute-won':
      case 'dispute-lost': return bookDisputed(trx, deps, happened);
      case 'settled': return void (await bookSettlement(trx, deps, { ...happened, source: `settlement:${happened.settlementId}` }));
      // Money that is only reserved, or did not move, is in no books.
      case 'authorized':
      case 'voided':
      case 'capture-failed':
      case 'refund-failed': return;
      default: return assertNever(happened);
    }
  };
}

async function bookCaptured(trx: ServerTransaction, deps: LedgerDeps, { paymentId, currency, at, shares }: Extract<Happened, { kind: 'captured' }>): Promise<void> {
  for (const { orderId, shopId, amount } of shares) {
    const lines = await chargesOf(trx, orderId);
    await bookCapture(trx, deps, { source: `payment:${paymentId}`, orderId, shopId, currency, amount, at, lines, affiliate: 0 as Minor });
  }
}

async function bookRefunded(trx: ServerTransaction, deps: LedgerDeps, { paymentId, refundId, currency, shares }: Extract<Happened, { kind: 'refunded' }>): Promise<void> {
  for (const share of shares) {
    const { orderId, shopId, amount } = share;
    // The provider takes refunds out of what it still owes us.
    await bookRefund(trx, deps, { source: `payment:${paymentId}`, orderId, shopId, currency, refundId: partId(refundId, share, shares), amount, from: 'provider', lines: linesOfPlan(await planOfShare(trx, refundId, share)) });
  }
}

async function bookDisputed(trx: ServerTransaction, deps: LedgerDeps, { kind, paymentId, disputeId, currency, shares }: Extract<Happened, { kind: 'dispute-opened' | 'dispute-won' | 'dispute-lost' }>): Promise<void> {
  const step = kind === 'dispute-opened' ? ({ name: 'opened' } as const) : kind === 'dispute-won' ? ({ name: 'won' } as const) : ({ name: 'lost', from: 'provider' } as const);
  for (const share of shares) {
    const { orderId, shopId, amount } = share;
    await bookDispute(trx, deps, { source: `payment:${paymentId}`, orderId, shopId, currency, disputeId: partId(disputeId, share, shares), amount }, step);
  }
}

/** What concerns several orders at once is one thing for the buyer and several in the books. */
export const partId = (id: string, { orderId }: Share, shares: readonly Share[]): string => (shares.length === 1 ? id : idOfRef(`${id}/${orderId}`));

async function chargesOf(trx: ServerTransaction, orderId: string): Promise<Charge[]> {
  const row = await trx.selectFrom('orders').select('doc').where('id', '=', orderId).executeTakeFirst();
  if (row === undefined) throw new NotYet({ code: 'not-found', field: 'order', rule: 'payment-before-order' });
  return Object.entries(charged.parse(JSON.parse(row.doc)).lines).map(([lineId, { commission }]) => ({ lineId, ...commission }));
}

/** What a plan gives back of each line's commission, as the books take it: all that was charged on this part of the line. */
export const linesOfPlan = ({ lines }: RefundPlan): RefundedLine[] =>
  Object.entries(lines).map(([lineId, { amount, commission, vat }]) => ({ lineId, commission: { base: amount, amount: commission, vat }, refunded: amount, before: 0 as Minor }));
