import type { DeliveryState, PaymentProviderName } from '#shared/payments/model.ts';

/** The tables of payments. Amounts are minor units of the payment's currency. */
export type PaymentTables = {
  webhook_delivery: WebhookDeliveryTable;
  payment: PaymentTable;
  payment_part: PaymentPartTable;
  payment_name: PaymentNameTable;
  payment_refund: PaymentRefundTable;
  payment_dispute: PaymentDisputeTable;
  local_provider_object: LocalProviderObjectTable;
};

/** A message of a provider, as it came (`body`, its text) and as it is read (`events`, JSON list of PaymentEvent). `payment_key`: the payment it is about, in the provider's words or ours, so that what waits for it is found. */
export type WebhookDeliveryTable = {
  id: string; provider: PaymentProviderName; event_id: string; type: string; state: DeliveryState; body: string; events: string; payment_key: string | null;
  happened_at: number; received_at: number; times: number; attempts: number; handled_at: number | null; error: string | null;
};

export type PaymentState = 'pending' | 'authorized' | 'captured' | 'failed' | 'voided';
/** What a customer pays at once, for one order over all shops (`group_id`). `captured`, `refunded`: what the provider has confirmed. */
export type PaymentTable = {
  id: string; provider: PaymentProviderName; group_id: string; currency: string; amount: number; state: PaymentState;
  authorized: number; captured: number; refunded: number; fee: number | null; created_at: number; changed_at: number;
};
/** How a payment is shared over the shops' parts of the order; `refunded`: what of a part went back. */
export type PaymentPartTable = { payment_id: string; order_id: string; shop_id: string; amount: number; refunded: number };
/** What a provider calls a payment: PayPal has a name for the order, one for the authorization and one for the capture. */
export type PaymentNameTable = { provider: PaymentProviderName; ref: string; payment_id: string; role: 'payment' | 'authorization' | 'capture' };
/** Money that goes back to the buyer. `order_id` null: of the whole payment, shared over its parts. `refund_ref` null: the provider was not heard of yet. */
export type PaymentRefundTable = { id: string; payment_id: string; order_id: string | null; refund_ref: string | null; amount: number; state: 'asked' | 'made' | 'failed'; asked_at: number; ended_at: number | null; /** What was worked out and confirmed before it was asked for (`RefundPlan`, JSON); null: shared out when it is made. */ plan: string | null };
export type PaymentDisputeTable = { id: string; payment_id: string; provider: PaymentProviderName; dispute_ref: string; amount: number; state: 'open' | 'won' | 'lost'; opened_at: number; ended_at: number | null; evidence_due_at: number | null; /** What the shop says (`Evidence`, JSON), and when the provider was told. */ evidence: string | null; evidence_sent_at: number | null };
/** What the local provider remembers: payments, settlements and disputes by its own names for them, as JSON. It stands for the world outside and reads no other table. */
export type LocalProviderObjectTable = { ref: string; doc: string };
