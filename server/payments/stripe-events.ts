import type Stripe from 'stripe';
import { uuid } from '#shared/kernel/ids.ts';
import { currency, type Currency } from '#shared/kernel/money.ts';
import { paymentEvent, type PaymentEvent } from '#shared/payments/model.ts';
import { fromProviderUnits, STRIPE_DECIMALS } from './provider-money.ts';

/** Under these keys our own ids travel with what Stripe keeps for us. */
export const STRIPE_IDS = { payment: 'comptoir_payment', refund: 'comptoir_refund', payout: 'comptoir_payout' } as const;

const idOf = (value: string | { readonly id: string } | null | undefined): string | null => (typeof value === 'string' ? value : (value?.id ?? null));
const ours = (metadata: Readonly<Record<string, string>> | null | undefined, key: string): string | null => uuid.safeParse(metadata?.[key]).data ?? null;

/** An amount of Stripe's in ours; what cannot be read is found out when the whole event is. */
function amountOf(units: number, code: string): { readonly amount: number | null; readonly currency: Currency } {
  const known = currency.safeParse(code.toUpperCase());
  return { amount: known.success ? fromProviderUnits(units, known.data, STRIPE_DECIMALS) : null, currency: code.toUpperCase() as Currency };
}

/** What one kind of Stripe's messages says, before it is checked; null: nothing we keep books on. */
function read(event: Stripe.Event): object | null {
  const at = event.created * 1_000;
  switch (event.type) {
    case 'payment_intent.amount_capturable_updated':
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled': {
      const intent = event.data.object;
      const of = { paymentRef: intent.id, paymentId: ours(intent.metadata, STRIPE_IDS.payment), at };
      if (event.type === 'payment_intent.succeeded') return { ...of, kind: 'captured', ...amountOf(intent.amount_received, intent.currency), fee: null };
      if (event.type === 'payment_intent.amount_capturable_updated') return { ...of, kind: 'authorized', ...amountOf(intent.amount_capturable, intent.currency) };
      if (event.type === 'payment_intent.canceled') return { ...of, kind: 'voided' };
      return { ...of, kind: 'capture-failed', code: (intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? 'unknown').slice(0, 80) };
    }
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated': {
      const refund = event.data.object;
      const of = { paymentRef: idOf(refund.payment_intent), paymentId: ours(refund.metadata, STRIPE_IDS.payment), refundRef: refund.id, refundId: ours(refund.metadata, STRIPE_IDS.refund), at, ...amountOf(refund.amount, refund.currency) };
      if (refund.status === 'succeeded') return { ...of, kind: 'refunded' };
      // `pending` and `requires_action` are told again when they are over.
      return refund.status === 'failed' || refund.status === 'canceled' ? { ...of, kind: 'refund-failed', code: refund.failure_reason ?? refund.status } : null;
    }
    case 'charge.dispute.created':
    case 'charge.dispute.closed': {
      const dispute = event.data.object;
      const of = { paymentRef: idOf(dispute.payment_intent), paymentId: null, disputeRef: dispute.id, at, ...amountOf(dispute.amount, dispute.currency) };
      // An inquiry (`warning_…`) takes no money away; if it becomes a chargeback, that is told as one that was created.
      if (dispute.status.startsWith('warning_')) return null;
      const dueBy = dispute.evidence_details.due_by;
      if (event.type === 'charge.dispute.created') return { ...of, kind: 'dispute-opened', reasonCode: dispute.reason, evidenceDueAt: dueBy === null ? null : dueBy * 1_000 };
      return { ...of, kind: dispute.status === 'lost' ? 'dispute-lost' : 'dispute-won' };
    }
    case 'payout.paid':
    case 'payout.failed': {
      const payout = event.data.object;
      const amount = amountOf(payout.amount, payout.currency);
      // Without an account it is the marketplace's own money that comes to its bank.
      if (event.account === undefined) return event.type === 'payout.paid' ? { kind: 'settled', settlementRef: payout.id, at, ...amount } : null;
      const of = { payoutRef: payout.id, accountRef: event.account, at, ...amount };
      return event.type === 'payout.paid' ? { ...of, kind: 'payout-paid' } : { ...of, kind: 'payout-failed', code: payout.failure_code ?? 'unknown' };
    }
    default:
      return null;
  }
}

/**
 * What a message of Stripe's says in our words.
 *
 * @returns no events for kinds nobody keeps books on; null when one we do keep books on cannot be read
 */
export function eventsOfStripe(event: Stripe.Event): readonly PaymentEvent[] | null {
  const found = read(event);
  if (found === null) return [];
  const parsed = paymentEvent.safeParse({ provider: 'stripe', eventId: event.id, ...found });
  return parsed.success ? [parsed.data] : null;
}
