/**
 * What an order's money does to the books, one function per business event: the postings it leads to, each with the cause it is posted for once.
 * Everything a shop earns of an order becomes available with it, and what is taken off it comes off at the same time.
 */
import type { ShopId } from '../../auth/model.ts';
import type { Currency, Minor } from '../../kernel/money.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { commissionReturnedBy } from '../commission/rules.ts';
import type { LedgerEntry, LedgerEvent, LedgerRef, Posting } from './model.ts';
import * as does from './postings.ts';
import type { PaidFrom } from './postings.ts';

/** One shop's part of an order. @property source names the message or act it comes from: `stripe:evt_1` */
export type OrderPart = { readonly source: string; readonly orderId: string; readonly shopId: ShopId; readonly currency: Currency; /** From when its money may be paid out. */ readonly availableAt: EpochMs };
type Taken = { readonly lineId: string; readonly amount: Minor; readonly vat: Minor };

const some = (posting: Posting): Posting[] => (posting.entries.length === 0 ? [] : [posting]);
const postingOf = (part: Pick<OrderPart, 'currency' | 'availableAt'>, event: LedgerEvent, ref: LedgerRef, sourceKey: string, entries: LedgerEntry[]): Posting[] =>
  some({ event, ref, currency: part.currency, entries, sourceKey, availableAt: part.availableAt });

/** Commission and affiliate share belong to the order, not to the message that told of its payment: an order paid in two goes is charged once. */
function charges(part: OrderPart, lines: readonly Taken[], affiliate: Minor): Posting[] {
  const ref: LedgerRef = { kind: 'order', id: part.orderId };
  const { shopId } = part;
  return [
    ...lines.flatMap(({ lineId, amount, vat }) => postingOf(part, 'commission', ref, `order:${part.orderId}/commission/${lineId}`, does.commissionCharged({ shopId, commission: amount, vat }))),
    ...postingOf(part, 'affiliate-share', ref, `order:${part.orderId}/affiliate-share`, does.affiliateShare({ shopId, amount: affiliate })),
  ];
}

/**
 * A payment was captured: the shop is owed it, less commission with its VAT, the share of whoever brought the buyer, and what is kept as reserve.
 *
 * @property reserve minor units; 0: none
 */
export function saleCaptured(sale: OrderPart & { readonly amount: Minor; readonly lines: readonly Taken[]; readonly affiliate: Minor; readonly reserve: Minor }): Posting[] {
  const { source, orderId, shopId, amount, reserve } = sale;
  const ref: LedgerRef = { kind: 'order', id: orderId };
  return [
    ...postingOf(sale, 'captured', ref, `${source}/captured/${orderId}`, does.captured({ shopId, amount })),
    ...charges(sale, sale.lines, sale.affiliate),
    ...postingOf(sale, 'reserve-held', ref, `${source}/reserve/${orderId}`, does.reserveHeld({ shopId, amount: reserve })),
  ];
}

/** Cash was handed to the shop at the door: it owes us the commission, and nothing of it ever becomes available here. */
export function cashCollected(sale: OrderPart & { readonly lines: readonly Taken[]; readonly affiliate: Minor }): Posting[] {
  return charges(sale, sale.lines, sale.affiliate);
}

/** What of a line goes back now, and what went back before; `base` is what its commission was taken of. Minor units. */
export type RefundedLine = { readonly lineId: string; readonly commission: { readonly base: Minor; readonly amount: Minor; readonly vat: Minor }; readonly refunded: Minor; readonly before: Minor };

/**
 * Money goes back to a buyer at the shop's expense, and commission to the shop in proportion.
 *
 * @property from where it leaves; `shop`: the shop gave the cash back itself, only commission moves
 */
export function saleRefunded(refund: OrderPart & { readonly refundId: string; readonly amount: Minor; readonly from: PaidFrom | 'shop'; readonly lines: readonly RefundedLine[] }): Posting[] {
  const { refundId, shopId, amount, from } = refund;
  const ref: LedgerRef = { kind: 'refund', id: refundId };
  return [
    ...(from === 'shop' ? [] : postingOf(refund, 'refunded', ref, `refund:${refundId}/refunded`, does.refunded({ shopId, amount, from }))),
    ...refund.lines.flatMap(({ lineId, commission, refunded, before }) => {
      const back = commissionReturnedBy(commission, refunded, before);
      return postingOf(refund, 'commission-returned', ref, `refund:${refundId}/commission/${lineId}`, does.commissionReturned({ shopId, commission: back.amount, vat: back.vat }));
    }),
  ];
}

/** What happens to disputed money: frozen as the dispute opens, given back to the shop or to the buyer as it ends. */
export type DisputeStep = { readonly name: 'opened' } | { readonly name: 'won' } | { readonly name: 'lost'; readonly from: PaidFrom };

/** @returns the posting of one step; each step of a dispute is posted once */
export function disputeMoved(dispute: OrderPart & { readonly disputeId: string; readonly amount: Minor }, step: DisputeStep): Posting[] {
  const { disputeId, shopId, amount } = dispute;
  const entries = step.name === 'opened' ? does.chargebackOpened({ shopId, amount }) : step.name === 'won' ? does.chargebackWon({ shopId, amount }) : does.chargebackLost({ shopId, amount, from: step.from });
  return postingOf(dispute, `chargeback-${step.name}`, { kind: 'dispute', id: disputeId }, `dispute:${disputeId}/${step.name}`, entries);
}

/** The provider paid the marketplace what it had collected, less its fee. @property amount before the fee */
export function settlementArrived({ source, settlementId, currency, amount, fee, at }: { readonly source: string; readonly settlementId: string; readonly currency: Currency; readonly amount: Minor; readonly fee: Minor; readonly at: EpochMs }): Posting[] {
  return postingOf({ currency, availableAt: at }, 'provider-settled', { kind: 'settlement', id: settlementId }, `${source}/settled`, does.providerSettled({ amount, fee }));
}
