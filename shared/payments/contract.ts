import { z } from 'zod';
import { endpoints } from '../contract/http.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { deliveryState, paymentProviderName } from './model.ts';

/** A message a provider sent us about money, and what became of it. Its content stays on the server. */
export const webhookDelivery = z.object({
  id: uuid,
  provider: paymentProviderName,
  eventId: z.string(),
  /** As the provider calls it: `charge.dispute.created`. */
  type: z.string(),
  state: deliveryState,
  /** When it happened, by the provider's clock. */
  at: epochMs,
  receivedAt: epochMs,
  /** How often the same message came. */
  times: z.int().min(1),
  /** How often it was tried to do what it asks for. */
  attempts: z.int().min(0),
  /** When the next try is due; null: none. */
  nextAt: epochMs.nullable(),
  handledAt: epochMs.nullable(),
  /** Why it waits or was set aside. */
  error: appError.nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

/** Where providers send their messages: the raw bytes are checked before anything reads them, so it is no endpoint with a parsed body. */
export const WEBHOOKS_PATH = '/payments/webhooks/:provider';
export const paymentAddresses = [
  { name: 'paymentWebhook', method: 'post', path: WEBHOOKS_PATH, auth: 'anyone', summary: 'Messages of payment providers, signed by each one’s own scheme (Stripe-Signature, PAYPAL-TRANSMISSION-SIG).', statuses: [200, 400, 404, 405, 413, 429, 503] },
] as const;

export const paymentEndpoints = endpoints({
  webhookDeliveries: {
    method: 'get', path: '/payments/deliveries', auth: 'signed-in', summary: 'The messages of payment providers and what became of them, newest first. For administrators.',
    query: z.strictObject({
      state: deliveryState.optional(), provider: paymentProviderName.optional(),
      /** From here on back: the id of the last one of the page before. */
      before: uuid.optional(), limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ deliveries: z.array(webhookDelivery) }),
    errors: ['signed-out', 'forbidden'],
  },
  replayWebhook: {
    method: 'post', path: '/payments/deliveries/:id/replay', auth: 'signed-in', summary: 'Does again what a message asks for; what it did already is not done twice. For administrators.',
    params: z.strictObject({ id: uuid }), body: z.strictObject({}), reply: webhookDelivery, errors: ['signed-out', 'forbidden', 'not-found', 'conflict'],
  },
});
