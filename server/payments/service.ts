import type { Router } from 'express';
import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { JobHandler, Jobs } from '#server/jobs/jobs.ts';
import type { paymentEndpoints } from '#shared/payments/contract.ts';
import type { PaymentProviderName } from '#shared/payments/model.ts';
import { bookPayments } from './books.ts';
import type { PaymentListener } from './happened.ts';
import { webhookHandler } from './handle.ts';
import { paymentHandlers } from './handlers.ts';
import { HANDLE_WEBHOOK } from './inbox.ts';
import { localProvider, LOCAL_SEND, type LocalManners } from './local.ts';
import { localSender } from './local-send.ts';
import { payPalProvider } from './paypal.ts';
import type { PaymentProvider } from './provider.ts';
import { ASK_REFUND, refundSender } from './refunds.ts';
import type { PaymentSettings } from './settings.ts';
import { stripeProvider } from './stripe.ts';
import { webhookRouter } from './webhook-router.ts';

export type PaymentServiceDeps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'log'> & {
  readonly settings: PaymentSettings;
  readonly jobs: Jobs;
  /** Signs the local provider's messages. */
  readonly localKey: Uint8Array;
  readonly localManners?: LocalManners;
  /** Who else is told what happens to money, besides the books. */
  readonly listeners?: readonly PaymentListener[];
};

export type PaymentService = {
  readonly handlers: EndpointHandlers<typeof paymentEndpoints>;
  readonly routers: readonly Router[];
  readonly providers: ReadonlyMap<PaymentProviderName, PaymentProvider>;
  /** What is done beside requests. @param address where this server is reached, for the local provider */
  workers(address: string): Readonly<Record<string, JobHandler>>;
};

/** Everything about payments on the server: the providers that are set up, their messages, and what follows from them. */
export function paymentService(deps: PaymentServiceDeps): PaymentService {
  const { db, clock, random, settings, localKey, jobs } = deps;
  const all: readonly (PaymentProvider | null)[] = [
    settings.stripe && stripeProvider(settings.stripe, clock),
    settings.paypal && payPalProvider(settings.paypal, clock),
    settings.local ? localProvider({ db, clock, random, jobs, key: localKey, ...(deps.localManners ? { manners: deps.localManners } : {}) }) : null,
  ];
  const providers = new Map(all.flatMap((provider) => (provider === null ? [] : [[provider.name, provider] as const])));
  const listeners: readonly PaymentListener[] = [bookPayments(deps), ...(deps.listeners ?? [])];
  return {
    handlers: paymentHandlers({ db, jobs }),
    routers: [webhookRouter({ ...deps, providers })],
    providers,
    workers: (address) => ({
      [HANDLE_WEBHOOK]: webhookHandler({ ...deps, providers, listeners }),
      [ASK_REFUND]: refundSender({ ...deps, providers, listeners }),
      ...(settings.local ? { [LOCAL_SEND]: localSender({ key: localKey, clock, address }) } : {}),
    }),
  };
}
