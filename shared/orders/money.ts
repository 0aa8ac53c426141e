import type { Minor } from '../kernel/money.ts';
import type { EpochMs } from '../kernel/time.ts';
import { happenedTo, ofKind } from './happened.ts';
import type { LineId, Order } from './model.ts';

export type DisputeState = 'open' | 'evidence_sent' | 'won' | 'lost';
/** A payment the buyer's bank asks back. */
export type Dispute = { readonly id: string; readonly amount: Minor; readonly reasonCode: string; readonly evidenceDueAt: EpochMs | null; readonly openedAt: EpochMs; readonly state: DisputeState };

/** An order's disputes, the first one first. A decision counts whatever is told after it. */
export function disputesOf(order: Pick<Order, 'facts'>): readonly Dispute[] {
  const all = happenedTo(order);
  return ofKind(all, 'dispute-opened').map(({ fact: { disputeId: id, amount, reasonCode, evidenceDueAt, at } }) => {
    const about = (kind: 'dispute-won' | 'dispute-lost' | 'dispute-evidence-sent'): boolean => ofKind(all, kind).some(({ fact }) => fact.disputeId === id);
    return { id, amount, reasonCode, evidenceDueAt, openedAt: at, state: about('dispute-lost') ? 'lost' : about('dispute-won') ? 'won' : about('dispute-evidence-sent') ? 'evidence_sent' : 'open' };
  });
}

/** Money as it came and went, minor units: what was let go of is not `authorized`, and it is `voided` where nothing else was; a failed refund counts for nothing, cash collected at the door counts as captured. */
export type Received = { readonly authorized: Minor; readonly captured: Minor; readonly refunded: Minor; readonly fees: Minor; readonly lostInDisputes: Minor; readonly voided: boolean };

/** What was paid for an order and given back. Providers tell a thing twice: a payment counts once for each thing told of it. */
export function receivedFor(order: Pick<Order, 'facts'>): Received {
  const all = happenedTo(order);
  const once = <T extends { readonly paymentId: string }>(facts: readonly T[]): readonly T[] => [...new Map(facts.map((fact) => [fact.paymentId, fact])).values()];
  const sum = (amounts: readonly (number | null)[]): Minor => amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0) as Minor;
  const captures = once(ofKind(all, 'payment-captured').map(({ fact }) => fact));
  const settled = once(ofKind(all, 'payment-settled').map(({ fact }) => fact));
  const cash = ofKind(all, 'cash-collected').map(({ fact }) => fact.amount);
  const letGo = new Set(ofKind(all, 'payment-voided').map(({ fact }) => fact.paymentId));
  const reserved = once(ofKind(all, 'payment-authorized').map(({ fact }) => fact)).filter(({ paymentId }) => !letGo.has(paymentId));
  const toldLater = new Set(settled.map(({ paymentId }) => paymentId));
  return {
    authorized: sum(reserved.map(({ amount }) => amount)),
    captured: sum([...captures.map(({ amount }) => amount), ...cash]),
    refunded: sum(refundsOf(order).map(({ amount }) => amount)),
    fees: sum([...captures.filter(({ paymentId }) => !toldLater.has(paymentId)).map(({ fee }) => fee), ...settled.map(({ fee }) => fee)]),
    lostInDisputes: sum(disputesOf(order).filter(({ state }) => state === 'lost').map(({ amount }) => amount)),
    voided: letGo.size > 0 && reserved.length === 0,
  };
}

export type RefundPart = { readonly quantity: number; readonly amount: Minor; readonly commission: Minor; readonly vat: Minor };
/** A refund that was made; `commission` and `vat` of each line came back to the shop with it. */
export type Refund = { readonly id: string; readonly at: EpochMs; readonly amount: Minor; readonly shipping: Minor; readonly reason: string; readonly returnId: string | null; readonly lines: Readonly<Record<LineId, RefundPart>> };

/** The refunds of an order that came off, the first one first. */
export function refundsOf(order: Pick<Order, 'facts'>): readonly Refund[] {
  const all = happenedTo(order);
  const failed = new Set(ofKind(all, 'refund-failed').map(({ fact }) => fact.refundId));
  return ofKind(all, 'refund-made').filter(({ id }) => !failed.has(id)).map(({ id, fact: { at, amount, shipping, reason, returnId, lines } }) => ({ id, at, amount, shipping, reason, returnId, lines }));
}
