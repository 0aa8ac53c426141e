import type { IncomingHttpHeaders } from 'node:http';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { PaymentEvent, PaymentProviderName } from '#shared/payments/model.ts';

/** An amount in minor units by ISO 4217; adapters turn it into what their provider counts in. */
type Amount = { readonly amount: Minor; readonly currency: Currency };
/** Names the wish: asked twice with the same key it is done once, also when the first answer was lost. */
type Keyed = { readonly key: string };

export type NewPayment = Amount & Keyed & {
  /** Our id of the payment; the provider gives it back with everything it tells of it. */
  readonly paymentId: string;
  /** What the buyer reads on the statement or the payment page: the number of the order. */
  readonly label: string;
  /** Where the buyer comes back to after paying elsewhere. */
  readonly returnUrl: string;
  /** `later`: the amount is only reserved until `capture`. */
  readonly capture: 'at-once' | 'later';
};
/** How the buyer goes on: with a form of the provider on our page, or on a page of the provider. `none`: there is nothing to do. */
export type NextStep = { readonly name: 'form'; readonly clientSecret: string } | { readonly name: 'page'; readonly url: string } | { readonly name: 'none' };

/** What a dispute asks for and until when. */
export type DisputeAtProvider = Amount & { readonly disputeRef: string; readonly paymentRef: string; readonly state: 'open' | 'won' | 'lost'; readonly reasonCode: string; readonly evidenceDueAt: EpochMs | null };
/** What speaks for the shop, in words and with the numbers a carrier gave. */
export type DisputeEvidence = { readonly text: string; readonly carrier: string | null; readonly tracking: string | null; readonly shippedOn: string | null };

/** What a message says, once it is known to be the provider's own; a kind nobody asked for has no events. */
export type VerifiedWebhook = { readonly eventId: string; readonly type: string; readonly at: EpochMs; readonly events: readonly PaymentEvent[] };
export type WebhookHeaders = Readonly<IncomingHttpHeaders>;

/**
 * One provider of payments. What it is asked for is only *wished*: that money moved is believed when its signed message says so.
 *
 * Refusals are `not-ready` when asking later can help (`provider-away`), `rule-broken` with `provider-refused` and the provider's code when not.
 */
export type PaymentProvider = {
  readonly name: PaymentProviderName;
  createPayment(asked: NewPayment): Promise<Result<{ readonly paymentRef: string; readonly next: NextStep }, AppError>>;
  /** Reserves what the buyer agreed to on the provider's page; a provider that does so by itself answers the payment's own name. */
  authorize(asked: Keyed & { readonly paymentRef: string }): Promise<Result<{ readonly authorizationRef: string }, AppError>>;
  /** Takes what was reserved, or what the buyer agreed to on the provider's page. @param asked.authorizationRef null: nothing was reserved before */
  capture(asked: Amount & Keyed & { readonly paymentRef: string; readonly authorizationRef: string | null }): Promise<Result<{ readonly captureRef: string }, AppError>>;
  /** Lets go of what was reserved. */
  void(asked: Keyed & { readonly paymentRef: string; readonly authorizationRef: string | null }): Promise<Result<null, AppError>>;
  /** @param asked.captureRef what `capture` or the message of the capture named */
  refund(asked: Amount & Keyed & { readonly captureRef: string; readonly refundId: string; readonly paymentId: string }): Promise<Result<{ readonly refundRef: string }, AppError>>;
  /** Pays a seller through the provider: `accountRef` is their account there. */
  payOut(asked: Amount & Keyed & { readonly accountRef: string; readonly payoutId: string }): Promise<Result<{ readonly payoutRef: string }, AppError>>;
  readDispute(disputeRef: string): Promise<Result<DisputeAtProvider, AppError>>;
  submitEvidence(disputeRef: string, evidence: DisputeEvidence, key: string): Promise<Result<null, AppError>>;
  /** What a settlement was made of: what had been collected, and the fee that was kept of it. */
  readSettlement(settlementRef: string): Promise<Result<Amount & { readonly fee: Minor }, AppError>>;
  /**
   * Whether a message is the provider's own, unchanged and sent within the last five minutes, and what it says.
   *
   * @param rawBody the bytes as they came; parsed and written anew they would not match their signature
   * @returns the refusal with `webhook-signature`, `webhook-late` (a true signature out of its time) or `webhook-malformed` as rule
   */
  verifyWebhook(rawBody: Buffer, headers: WebhookHeaders): Promise<Result<VerifiedWebhook, AppError>>;
};

/** How long a signed message may be on its way, and how far a provider's clock may be ahead of ours, milliseconds. */
export const REPLAY_WINDOW_MS = 5 * 60_000;
