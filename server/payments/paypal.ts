import type { Agent } from 'node:https';
import { ApiError, CheckoutPaymentIntent, Client, Environment, OrdersController, PaymentsController } from '@paypal/paypal-server-sdk';
import { z } from 'zod';
import { assert } from '#shared/kernel/assert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { currency as currencyOf, type Currency, type Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Clock, EpochMs } from '#shared/kernel/time.ts';
import { eventsOfPayPal, payPalMessage, REFUND_PREFIX } from './paypal-events.ts';
import { payPalCertificates } from './paypal-certificates.ts';
import { payPalRest } from './paypal-rest.ts';
import { checkSignature, checkTime, transmissionOf, type Transmission } from './paypal-signature.ts';
import { fromProviderDecimal, PAYPAL_DECIMALS, toProviderDecimal } from './provider-money.ts';
import type { PaymentProvider } from './provider.ts';
import { notSigned, notUnderstood, providerAway, providerRefused } from './refusals.ts';

export type PayPalSettings = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The id of our webhook: it is signed along with each message. */
  readonly webhookId: string;
  readonly isLive: boolean;
  /** `postback`: PayPal is asked about each message, instead of checking its certificate here. */
  readonly verify: 'certificate' | 'postback';
  /** Where PayPal is, other than usual, and whom to trust; for tests. */
  readonly stand?: { readonly api: string; readonly agent: Agent; readonly fetch: typeof fetch; readonly roots: readonly string[] };
};

const disputeAnswer = z.object({
  dispute_amount: z.object({ currency_code: currencyOf, value: z.string() }), reason: z.string(), status: z.string(), seller_response_due_date: z.iso.datetime({ offset: true }).optional(),
  dispute_outcome: z.object({ outcome_code: z.string() }).optional(), disputed_transactions: z.array(z.object({ seller_transaction_id: z.string() })).min(1),
});
const payoutAnswer = z.object({ batch_header: z.object({ payout_batch_id: z.string() }) });

/** PayPal: orders, captures and refunds by its SDK; disputes and payouts, which the SDK does not know, by the same account's token. */
export function payPalProvider(settings: PayPalSettings, clock: Clock): PaymentProvider {
  const client = new Client({
    clientCredentialsAuthCredentials: { oAuthClientId: settings.clientId, oAuthClientSecret: settings.clientSecret },
    environment: settings.isLive ? Environment.Production : Environment.Sandbox,
    timeout: 20_000,
    ...(settings.stand ? { httpClientOptions: { httpsAgent: settings.stand.agent } } : {}),
  });
  const orders = new OrdersController(client);
  const payments = new PaymentsController(client);
  const fetchFrom = settings.stand?.fetch ?? fetch;
  const rest = payPalRest({ client, api: settings.stand?.api ?? (settings.isLive ? 'https://api-m.paypal.com' : 'https://api-m.sandbox.paypal.com'), fetch: fetchFrom });
  const certificates = payPalCertificates({ clock, fetch: fetchFrom, ...(settings.stand ? { roots: settings.stand.roots } : {}) });

  const isSigned = async (rawBody: Buffer, transmission: Transmission): Promise<Result<null, AppError>> => {
    if (settings.verify === 'certificate') return checkSignature(rawBody, transmission, settings.webhookId, certificates);
    // It is put into our question as it came: what is no single JSON value could ask another question than ours.
    if (jsonOf(rawBody) === null) return notSigned('body');
    const answer = await rest.verifyByPostback(rawBody, transmission, settings.webhookId);
    return answer.ok ? (answer.value ? ok(null) : notSigned('postback')) : answer;
  };

  return {
    name: 'paypal',

    createPayment: (asked) => withDecimal(asked, async (value) => {
      const { result } = await orders.createOrder({
        paypalRequestId: asked.key, prefer: 'return=representation',
        body: {
          intent: asked.capture === 'later' ? CheckoutPaymentIntent.Authorize : CheckoutPaymentIntent.Capture,
          purchaseUnits: [{ amount: { currencyCode: asked.currency, value }, customId: asked.paymentId, description: asked.label.slice(0, 127) }],
          paymentSource: { paypal: { experienceContext: { returnUrl: asked.returnUrl, cancelUrl: asked.returnUrl } } },
        },
      });
      const page = result.links?.find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href;
      return { paymentRef: present(result.id), next: page === undefined ? { name: 'none' } : { name: 'page', url: page } };
    }),

    authorize: ({ paymentRef, key }) => asking(async () => {
      const { result } = await orders.authorizeOrder({ id: paymentRef, paypalRequestId: key, prefer: 'return=representation' });
      return { authorizationRef: present(result.purchaseUnits?.[0]?.payments?.authorizations?.[0]?.id) };
    }),

    capture: (asked) => withDecimal(asked, async (value) => {
      if (asked.authorizationRef !== null) {
        const { result } = await payments.captureAuthorizedPayment({ authorizationId: asked.authorizationRef, paypalRequestId: asked.key, prefer: 'return=representation', body: { amount: { currencyCode: asked.currency, value }, finalCapture: true } });
        return { captureRef: present(result.id) };
      }
      const { result } = await orders.captureOrder({ id: asked.paymentRef, paypalRequestId: asked.key, prefer: 'return=representation' });
      return { captureRef: present(result.purchaseUnits?.[0]?.payments?.captures?.[0]?.id) };
    }),

    void: ({ authorizationRef, key }) => asking(async () => {
      // An order nobody reserved money for ends by itself.
      if (authorizationRef !== null) await payments.voidPayment({ authorizationId: authorizationRef, paypalRequestId: key });
      return null;
    }),

    refund: (asked) => withDecimal(asked, async (value) => {
      const { result } = await payments.refundCapturedPayment({ captureId: asked.captureRef, paypalRequestId: asked.key, prefer: 'return=representation', body: { amount: { currencyCode: asked.currency, value }, customId: `${REFUND_PREFIX}${asked.refundId}` } });
      return { refundRef: present(result.id) };
    }),

    async payOut(asked) {
      const value = toProviderDecimal(asked.amount, asked.currency, PAYPAL_DECIMALS);
      if (value === null) return notPayable(asked.currency);
      const made = await rest.call('POST', '/v1/payments/payouts', {
        // PayPal refuses a batch number it has seen in the last thirty days: its own way of doing a thing once.
        sender_batch_header: { sender_batch_id: asked.key.slice(0, 256) },
        items: [{ recipient_type: 'PAYPAL_ID', receiver: asked.accountRef, sender_item_id: asked.payoutId, amount: { currency: asked.currency, value } }],
      }, payoutAnswer);
      return made.ok ? ok({ payoutRef: made.value.batch_header.payout_batch_id }) : made;
    },

    async readDispute(disputeRef) {
      const found = await rest.call('GET', `/v1/customer/disputes/${encodeURIComponent(disputeRef)}`, null, disputeAnswer);
      if (!found.ok) return found;
      const { dispute_amount: { currency_code: currency, value }, disputed_transactions: [transaction], reason, status, seller_response_due_date: due, dispute_outcome: outcome } = found.value;
      const amount = fromProviderDecimal(value, currency);
      assert(amount !== null, () => `PayPal’s dispute ${disputeRef} has no amount`);
      const state = status !== 'RESOLVED' ? 'open' : outcome !== undefined && ['RESOLVED_BUYER_FAVOUR', 'ACCEPTED'].includes(outcome.outcome_code) ? 'lost' : 'won';
      return ok({ disputeRef, paymentRef: transaction!.seller_transaction_id, amount, currency, reasonCode: reason, state, evidenceDueAt: due === undefined ? null : (Date.parse(due) as EpochMs) });
    },

    submitEvidence: (disputeRef, { text, carrier, tracking }, key) => rest.provideEvidence(disputeRef, {
      evidences: [{
        evidence_type: tracking === null ? 'OTHER' : 'PROOF_OF_FULFILLMENT', notes: text.slice(0, 2_000),
        ...(tracking === null ? {} : { evidence_info: { tracking_info: [{ carrier_name: 'OTHER', carrier_name_other: carrier ?? '', tracking_number: tracking }] } }),
      }],
    }, key),

    // PayPal tells its fee with each capture; what it sends to the bank is one's own withdrawal, of which no message tells.
    readSettlement: () => Promise.resolve(err({ code: 'not-found', field: 'settlement' })),

    async verifyWebhook(rawBody, headers) {
      const transmission = transmissionOf(headers);
      if (transmission === null) return notSigned('no signature');
      const signed = await isSigned(rawBody, transmission);
      if (!signed.ok) return signed;
      const inTime = checkTime(transmission, clock);
      if (!inTime.ok) return inTime;
      const message = payPalMessage.safeParse(jsonOf(rawBody));
      if (!message.success) return notUnderstood('body');
      const events = eventsOfPayPal(message.data);
      return events === null ? notUnderstood(message.data.event_type) : ok({ eventId: message.data.id, type: message.data.event_type, at: message.data.create_time, events });
    },
  };
}

function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return null;
  }
}

function present(ref: string | undefined): string {
  assert(ref !== undefined && ref !== '', () => 'PayPal’s answer names nothing');
  return ref;
}

const notPayable = (currency: Currency) => err({ code: 'rule-broken', field: 'amount', rule: 'amount-not-payable', details: { provider: 'paypal', currency } });

async function withDecimal<T>({ amount, currency }: { readonly amount: Minor; readonly currency: Currency }, ask: (value: string) => Promise<T>): Promise<Result<T, AppError>> {
  const value = toProviderDecimal(amount, currency, PAYPAL_DECIMALS);
  return value === null ? notPayable(currency) : asking(() => ask(value));
}

/** What PayPal answers, or its refusal: what it says of its own trouble and of a wrong key may be better later. */
async function asking<T>(ask: () => Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await ask());
  } catch (cause) {
    if (!(cause instanceof ApiError)) return providerAway('paypal');
    if (cause.statusCode === 401 || cause.statusCode === 429 || cause.statusCode >= 500) return providerAway('paypal');
    const { details, name } = (cause.result ?? {}) as { details?: { issue?: string }[]; name?: string };
    return providerRefused('paypal', details?.[0]?.issue ?? name ?? String(cause.statusCode));
  }
}
