import Stripe from 'stripe';
import { currency as currencyOf, type Currency, type Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Clock, EpochMs } from '#shared/kernel/time.ts';
import { fromProviderUnits, STRIPE_DECIMALS, toProviderUnits } from './provider-money.ts';
import { REPLAY_WINDOW_MS, type PaymentProvider } from './provider.ts';
import { notSigned, notUnderstood, outOfTime, providerAway, providerRefused } from './refusals.ts';
import { eventsOfStripe, STRIPE_IDS } from './stripe-events.ts';

export type StripeSettings = {
  readonly secretKey: string;
  /** Of the endpoint that hears of the marketplace's own account, and of the one for connected accounts: Stripe signs each with its own. */
  readonly webhookSecrets: readonly string[];
  /** Where the API is, other than usual; for tests. */
  readonly api?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' };
};

/** `t=1790000000,v1=5257…,v0=6ffb…` */
const SIGNATURE = /^t=\d{1,12}(,v\d+=[0-9a-f]{64})+$/;

/** Stripe with Connect: customers pay the marketplace, sellers have accounts of their own (`acct_…`). */
export function stripeProvider({ secretKey, webhookSecrets, api }: StripeSettings, clock: Clock): PaymentProvider {
  const stripe = new Stripe(secretKey, { maxNetworkRetries: 2, timeout: 20_000, telemetry: false, ...api });

  return {
    name: 'stripe',

    createPayment: (asked) => withUnits(asked, async (amount) => {
      const intent = await stripe.paymentIntents.create({
        amount, currency: asked.currency.toLowerCase(), capture_method: asked.capture === 'later' ? 'manual' : 'automatic', automatic_payment_methods: { enabled: true },
        description: asked.label, metadata: { [STRIPE_IDS.payment]: asked.paymentId },
      }, { idempotencyKey: asked.key });
      return { paymentRef: intent.id, next: intent.client_secret === null ? { name: 'none' } : { name: 'form', clientSecret: intent.client_secret } };
    }),

    // Stripe reserves as soon as the buyer has confirmed.
    authorize: ({ paymentRef }) => Promise.resolve(ok({ authorizationRef: paymentRef })),

    capture: (asked) => withUnits(asked, async (amount) => {
      const intent = await stripe.paymentIntents.capture(asked.paymentRef, { amount_to_capture: amount }, { idempotencyKey: asked.key });
      return { captureRef: intent.id };
    }),

    void: ({ paymentRef, key }) => asking(async () => {
      await stripe.paymentIntents.cancel(paymentRef, {}, { idempotencyKey: key });
      return null;
    }),

    refund: (asked) => withUnits(asked, async (amount) => {
      const metadata = { [STRIPE_IDS.payment]: asked.paymentId, [STRIPE_IDS.refund]: asked.refundId };
      const refund = await stripe.refunds.create({ payment_intent: asked.captureRef, amount, metadata }, { idempotencyKey: asked.key });
      return { refundRef: refund.id };
    }),

    payOut: (asked) => withUnits(asked, async (amount) => {
      const transfer = await stripe.transfers.create({ amount, currency: asked.currency.toLowerCase(), destination: asked.accountRef, metadata: { [STRIPE_IDS.payout]: asked.payoutId } }, { idempotencyKey: asked.key });
      return { payoutRef: transfer.id };
    }),

    readDispute: (disputeRef) => asking(async () => {
      const dispute = await stripe.disputes.retrieve(disputeRef);
      const dueBy = dispute.evidence_details.due_by;
      return {
        disputeRef, paymentRef: typeof dispute.payment_intent === 'string' ? dispute.payment_intent : (dispute.payment_intent?.id ?? ''), reasonCode: dispute.reason,
        state: dispute.status === 'lost' ? 'lost' : dispute.status === 'won' || dispute.status === 'warning_closed' || dispute.status === 'prevented' ? 'won' : 'open',
        evidenceDueAt: dueBy === null ? null : (dueBy * 1_000 as EpochMs), ...read(dispute.amount, dispute.currency),
      };
    }),

    submitEvidence: (disputeRef, { text, carrier, tracking, shippedOn }, key) => asking(async () => {
      await stripe.disputes.update(disputeRef, {
        submit: true,
        evidence: { uncategorized_text: text, ...(carrier === null ? {} : { shipping_carrier: carrier }), ...(tracking === null ? {} : { shipping_tracking_number: tracking }), ...(shippedOn === null ? {} : { shipping_date: shippedOn }) },
      }, { idempotencyKey: key });
      return null;
    }),

    readSettlement: (settlementRef) => asking(async () => {
      let [collected, fee, currency] = [0, 0, ''];
      for await (const line of stripe.balanceTransactions.list({ payout: settlementRef, limit: 100 })) {
        // The payout itself is one of its lines; what is left is what it was made of.
        if (line.type === 'payout') continue;
        collected += line.amount;
        fee += line.fee;
        currency = line.currency;
      }
      return { ...read(collected, currency), fee: read(fee, currency).amount };
    }),

    async verifyWebhook(rawBody, headers) {
      const signature = headers['stripe-signature'];
      // The SDK throws errors of other kinds at what is no signature at all.
      if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return notSigned('no signature');
      const now = clock();
      for (const secret of webhookSecrets) {
        try {
          // The SDK compares in constant time; time is looked at here, because it lets messages from the future pass.
          const event = stripe.webhooks.constructEvent(rawBody, signature, secret, Number.MAX_SAFE_INTEGER, undefined, now);
          const sentAt = Number(signature.slice(2, signature.indexOf(','))) * 1_000;
          if (Math.abs(now - sentAt) > REPLAY_WINDOW_MS) return outOfTime(sentAt, now);
          const events = eventsOfStripe(event);
          return events === null ? notUnderstood(event.type) : ok({ eventId: event.id, type: event.type, at: (event.created * 1_000) as EpochMs, events });
        } catch (cause) {
          if (cause instanceof SyntaxError) return notUnderstood('body');
          if (!(cause instanceof Stripe.errors.StripeSignatureVerificationError)) throw cause;
        }
      }
      return notSigned('wrong signature');
    },
  };
}

/** @throws RangeError for an amount that is not in whole minor units: Stripe would have changed how it counts */
function read(units: number, code: string): { readonly amount: Minor; readonly currency: Currency } {
  const currency = currencyOf.parse(code.toUpperCase());
  const amount = fromProviderUnits(units, currency, STRIPE_DECIMALS);
  if (amount === null) throw new RangeError(`${units} ${code} is no amount`);
  return { amount, currency };
}

async function withUnits<T>({ amount, currency }: { readonly amount: Minor; readonly currency: Currency }, ask: (units: number) => Promise<T>): Promise<Result<T, AppError>> {
  const units = toProviderUnits(amount, currency, STRIPE_DECIMALS);
  return units === null ? err({ code: 'rule-broken', field: 'amount', rule: 'amount-not-payable', details: { provider: 'stripe', currency } }) : asking(() => ask(units));
}

/** What Stripe answers, or its refusal; mistakes of ours throw. */
async function asking<T>(ask: () => Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await ask());
  } catch (cause) {
    if (cause instanceof Stripe.errors.StripeConnectionError || cause instanceof Stripe.errors.StripeRateLimitError || cause instanceof Stripe.errors.StripeAPIError) return providerAway('stripe');
    // A wrong key is for whoever runs the server; asked again later it may be right.
    if (cause instanceof Stripe.errors.StripeAuthenticationError) return providerAway('stripe');
    if (cause instanceof Stripe.errors.StripeError) return providerRefused('stripe', cause.code ?? cause.type);
    throw cause;
  }
}
