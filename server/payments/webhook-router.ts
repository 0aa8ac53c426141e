import express, { type Request, type RequestHandler, type Router } from 'express';
import type { Logger } from 'pino';
import { RequestRefused } from '#server/http/errors.ts';
import { methodNotAllowed, noteRoute } from '#server/http/router.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { WEBHOOKS_PATH } from '#shared/payments/contract.ts';
import { paymentProviderName, type PaymentProviderName } from '#shared/payments/model.ts';
import { takeIn, type InboxDeps } from './inbox.ts';
import type { PaymentProvider } from './provider.ts';

/** The largest message of a provider is a fraction of this. */
const MOST_BYTES = 256 * 1024;
/** A character no PostgreSQL text can hold; signed or not, a message with one is none of a provider's. */
const NUL = 0;

export type WebhookRouterDeps = InboxDeps & { readonly log: Logger; readonly providers: ReadonlyMap<PaymentProviderName, PaymentProvider> };

/**
 * Takes messages of payment providers: the bytes as they came, their signature, the table, and the answer. What they ask for is done afterwards, so
 * that a provider never waits for our books. Any answer but 200 makes the provider send it again.
 */
export function webhookRouter(deps: WebhookRouterDeps): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  // Bytes as they are, packed or not by their own type: parsed and written anew they would not match their signature.
  const raw = express.raw({ limit: MOST_BYTES, type: () => true, inflate: false });
  router.post(WEBHOOKS_PATH, noteRoute({ path: WEBHOOKS_PATH }), findProvider(deps), readRaw(raw), take(deps));
  router.all(WEBHOOKS_PATH, methodNotAllowed(['POST']));
  return router;
}

/** Before anything is read: a provider that is not set up has nothing to tell. */
const findProvider = ({ providers }: WebhookRouterDeps): RequestHandler => (request, response, next) => {
  const name = paymentProviderName.safeParse(request.params['provider']);
  const provider = name.success ? providers.get(name.data) : undefined;
  if (provider === undefined) return next(new RequestRefused({ code: 'not-found', field: 'provider' }));
  response.locals['provider'] = provider;
  next();
};

const readRaw = (raw: RequestHandler): RequestHandler => (request, response, next) => {
  raw(request, response, (cause?: unknown) => (cause === undefined ? next() : next(refusalOf(cause))));
};

function refusalOf(cause: unknown): unknown {
  const type = cause instanceof Error && 'type' in cause ? cause.type : '';
  switch (type) {
    case 'entity.too.large': return new RequestRefused({ code: 'too-large', field: 'body', details: { maxBytes: MOST_BYTES } }, undefined, { cause });
    case 'encoding.unsupported': return new RequestRefused({ code: 'invalid-input', field: 'body', rule: 'encoding' }, 415, { cause });
    case 'request.aborted':
    case 'request.size.invalid': return new RequestRefused({ code: 'invalid-input', field: 'body', rule: 'incomplete' }, undefined, { cause });
    default: return cause;
  }
}

const take = (deps: WebhookRouterDeps): RequestHandler => async (request: Request, response, next) => {
  const provider = response.locals['provider'] as PaymentProvider;
  const requestId = String(request.id);
  const body: unknown = request.body;
  const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const verified = rawBody.includes(NUL) ? ({ ok: false, error: { code: 'invalid-input', field: 'body', rule: 'forbidden-character' } } as const) : await provider.verifyWebhook(rawBody, request.headers);
  if (!verified.ok) {
    // Neither the body nor a header: whoever sends this may put anything into them.
    deps.log.warn({ requestId, provider: provider.name, code: verified.error.code, rule: verified.error.rule, ...verified.error.details, bytes: rawBody.length }, 'a payment message was refused');
    return next(new RequestRefused(withoutWhy(verified.error)));
  }
  const { eventId, type } = verified.value;
  const { id, isNew } = await takeIn(deps, provider.name, rawBody, verified.value);
  deps.log.info({ requestId, provider: provider.name, delivery: id, eventId, type, isNew }, 'a payment message was taken');
  response.json({});
};

/** A forger learns nothing of how near they came. */
const withoutWhy = ({ code, field, rule }: AppError): AppError => ({ code, field, rule });
