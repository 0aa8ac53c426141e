import { z } from 'zod';
import { uuid } from '#shared/kernel/ids.ts';
import { currency, type Currency } from '#shared/kernel/money.ts';
import { epochMs } from '#shared/kernel/time.ts';
import { paymentEvent, type PaymentEvent } from '#shared/payments/model.ts';
import { fromProviderDecimal } from './provider-money.ts';

const money = z.object({ currency_code: currency, value: z.string() });
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)).pipe(epochMs);
const links = z.array(z.object({ rel: z.string(), href: z.string() })).default([]);
const text = z.string().max(80);

/** Every message of PayPal's: what kind, when, and about what. */
export const payPalMessage = z.object({ id: z.string().min(1).max(120), event_type: z.string().max(120), create_time: moment, resource: z.record(z.string(), z.unknown()) });
export type PayPalMessage = z.infer<typeof payPalMessage>;

const ofPayment = { id: z.string(), amount: money, custom_id: z.string().optional() };
const authorization = z.object(ofPayment);
const capture = z.object({ ...ofPayment, seller_receivable_breakdown: z.object({ paypal_fee: money.optional() }).optional(), status_details: z.object({ reason: text.optional() }).optional() });
const refund = z.object({ ...ofPayment, links, status_details: z.object({ reason: text.optional() }).optional() });
const dispute = z.object({
  dispute_id: z.string(), dispute_amount: money, reason: text, seller_response_due_date: moment.optional(),
  disputed_transactions: z.array(z.object({ seller_transaction_id: z.string(), custom: z.string().optional() })).min(1),
  dispute_outcome: z.object({ outcome_code: text }).optional(),
});
const payoutItem = z.object({ payout_item_id: z.string(), payout_item: z.object({ amount: z.object({ currency, value: z.string() }), receiver: z.string().optional() }), errors: z.object({ name: text.optional() }).optional() });

/** Our id of a refund, as it travels in `custom_id`, told from that of the payment. */
export const REFUND_PREFIX = 'refund:';
const ours = (id: string | undefined): string | null => uuid.safeParse(id).data ?? null;
const minorOf = (value: string, code: Currency) => ({ amount: fromProviderDecimal(value, code), currency: code });
const amountOf = ({ currency_code, value }: z.infer<typeof money>) => minorOf(value, currency_code);
/** The payment a refund belongs to is only named by a link. */
const captureBehind = (found: z.infer<typeof links>): string => found.flatMap(({ rel, href }) => (rel === 'up' ? (/\/captures\/([A-Z0-9]+)$/.exec(href)?.[1] ?? []) : []))[0] ?? '';

const LOST = new Set(['RESOLVED_BUYER_FAVOUR', 'ACCEPTED']);

/** What one kind of PayPal's messages says, before it is checked; null: nothing we keep books on. @throws ZodError when it is one, and looks otherwise than we know */
function read({ event_type, resource, create_time: at }: PayPalMessage): object | null {
  const payment = ({ id, custom_id }: { id: string; custom_id?: string | undefined }) => ({ paymentRef: id, paymentId: ours(custom_id), at });
  switch (event_type) {
    case 'PAYMENT.AUTHORIZATION.CREATED': {
      const found = authorization.parse(resource);
      return { kind: 'authorized', ...payment(found), ...amountOf(found.amount) };
    }
    case 'PAYMENT.AUTHORIZATION.VOIDED':
      return { kind: 'voided', ...payment(authorization.parse(resource)) };
    case 'PAYMENT.CAPTURE.COMPLETED': {
      const found = capture.parse(resource);
      const fee = found.seller_receivable_breakdown?.paypal_fee;
      return { kind: 'captured', ...payment(found), ...amountOf(found.amount), fee: fee === undefined || fee.currency_code !== found.amount.currency_code ? null : amountOf(fee).amount };
    }
    case 'PAYMENT.CAPTURE.DENIED':
    case 'PAYMENT.CAPTURE.DECLINED': {
      const found = capture.parse(resource);
      return { kind: 'capture-failed', ...payment(found), code: found.status_details?.reason ?? 'DECLINED' };
    }
    case 'PAYMENT.CAPTURE.REFUNDED':
    case 'PAYMENT.REFUND.FAILED': {
      const found = refund.parse(resource);
      const custom = found.custom_id ?? '';
      const isOurs = custom.startsWith(REFUND_PREFIX);
      const of = { paymentRef: captureBehind(found.links), paymentId: isOurs ? null : ours(custom), refundRef: found.id, refundId: isOurs ? ours(custom.slice(REFUND_PREFIX.length)) : null, at, ...amountOf(found.amount) };
      return event_type === 'PAYMENT.REFUND.FAILED' ? { ...of, kind: 'refund-failed', code: found.status_details?.reason ?? 'FAILED' } : { ...of, kind: 'refunded' };
    }
    case 'CUSTOMER.DISPUTE.CREATED':
    case 'CUSTOMER.DISPUTE.RESOLVED': {
      const found = dispute.parse(resource);
      const [transaction] = found.disputed_transactions;
      const of = { paymentRef: transaction!.seller_transaction_id, paymentId: ours(transaction!.custom), disputeRef: found.dispute_id, at, ...amountOf(found.dispute_amount) };
      if (event_type === 'CUSTOMER.DISPUTE.CREATED') return { ...of, kind: 'dispute-opened', reasonCode: found.reason, evidenceDueAt: found.seller_response_due_date ?? null };
      return { ...of, kind: LOST.has(found.dispute_outcome?.outcome_code ?? '') ? 'dispute-lost' : 'dispute-won' };
    }
    case 'PAYMENT.PAYOUTS-ITEM.SUCCEEDED':
    case 'PAYMENT.PAYOUTS-ITEM.FAILED':
    case 'PAYMENT.PAYOUTS-ITEM.RETURNED':
    case 'PAYMENT.PAYOUTS-ITEM.BLOCKED':
    case 'PAYMENT.PAYOUTS-ITEM.DENIED': {
      const found = payoutItem.parse(resource);
      const of = { payoutRef: found.payout_item_id, accountRef: null, at, ...minorOf(found.payout_item.amount.value, found.payout_item.amount.currency) };
      return event_type.endsWith('SUCCEEDED') ? { ...of, kind: 'payout-paid' } : { ...of, kind: 'payout-failed', code: found.errors?.name ?? event_type.split('.').at(-1)! };
    }
    default:
      return null;
  }
}

/** What a message of PayPal's says in our words; none for kinds nobody keeps books on, null when one we do keep books on cannot be read. */
export function eventsOfPayPal(message: PayPalMessage): readonly PaymentEvent[] | null {
  try {
    const found = read(message);
    return found === null ? [] : [paymentEvent.parse({ provider: 'paypal', eventId: message.id, ...found })];
  } catch (cause) {
    if (cause instanceof z.ZodError) return null;
    throw cause;
  }
}
