import { z } from 'zod';
import { currency, minor } from '../kernel/money.ts';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';

/** Who moves customers' money for the marketplace. `local` follows the same events without any account: for development, the demo and tests. */
export const paymentProviderName = z.enum(['stripe', 'paypal', 'local']);
export type PaymentProviderName = z.infer<typeof paymentProviderName>;

/** What a provider calls a payment, a refund, a dispute, a payout or an event: `pi_3…`, `5O190127TN364715T`. */
export const providerRef = z.string().min(1).max(120).regex(/^[\w:.-]+$/);

const happened = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) =>
  z.object({
    kind: z.literal(kind),
    provider: paymentProviderName,
    /** The provider's id of the message that told it; the same message may come several times. */
    eventId: providerRef,
    /** When it happened, as the provider says; not when we heard of it. */
    at: epochMs,
    ...shape,
  });

const amount = { amount: minor.min(0), currency };
/** Which payment it is about: as the provider calls it, and as we did when we made it (null: made elsewhere). */
const ofPayment = { paymentRef: providerRef, paymentId: uuid.nullable() };
const ofRefund = { refundRef: providerRef, refundId: uuid.nullable() };
/** The account of a seller at the provider (null: the marketplace's own). */
const ofPayout = { payoutRef: providerRef, accountRef: providerRef.nullable() };
/** The provider's own word for why, like `card_declined`. */
const code = z.string().max(80);

/**
 * What a provider says happened to money, in one language for all of them. Amounts are minor units by ISO 4217, whatever the provider counts in.
 * The same happening may be told by several messages, and later happenings before earlier ones.
 */
export const paymentEvent = z.discriminatedUnion('kind', [
  happened('authorized', { ...ofPayment, ...amount }),
  /** `fee` null: the provider tells it when it settles. */
  happened('captured', { ...ofPayment, ...amount, fee: minor.nullable() }),
  happened('capture-failed', { ...ofPayment, code }),
  happened('voided', ofPayment),
  happened('refunded', { ...ofPayment, ...ofRefund, ...amount }),
  happened('refund-failed', { ...ofPayment, ...ofRefund, ...amount, code }),
  happened('dispute-opened', { ...ofPayment, ...amount, disputeRef: providerRef, reasonCode: code, evidenceDueAt: epochMs.nullable() }),
  happened('dispute-won', { ...ofPayment, ...amount, disputeRef: providerRef }),
  happened('dispute-lost', { ...ofPayment, ...amount, disputeRef: providerRef }),
  /** What the provider had collected came to the marketplace's bank: `amount` arrived. The fee kept of it is asked for, `readSettlement`. */
  happened('settled', { settlementRef: providerRef, ...amount }),
  /** Money went to a seller through the provider, or came back. */
  happened('payout-paid', { ...ofPayout, ...amount }),
  happened('payout-failed', { ...ofPayout, ...amount, code }),
]);
export type PaymentEvent = z.infer<typeof paymentEvent>;
export type PaymentEventKind = PaymentEvent['kind'];
export type PaymentEventOf<K extends PaymentEventKind> = Extract<PaymentEvent, { kind: K }>;
export const paymentEventKinds: readonly PaymentEventKind[] = paymentEvent.options.map((option) => option.shape.kind.value);

/** A message of a provider: `received → handled`; it waits while what it builds on has not come, and is set aside when that never did. */
export const deliveryState = z.enum(['received', 'waiting', 'handled', 'ignored', 'set-aside']);
export type DeliveryState = z.infer<typeof deliveryState>;
