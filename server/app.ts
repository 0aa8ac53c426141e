import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { httpEndpoints, type HttpEndpoints } from '#shared/contract/endpoints.ts';
import type { Endpoints } from '#shared/contract/http.ts';
import { mediaAddresses } from '#shared/media/upload-contract.ts';
import { paymentAddresses } from '#shared/payments/contract.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { ServerDb } from './db/open.ts';
import { accessLog } from './http/access-log.ts';
import { docsRouter } from './http/docs.ts';
import { RequestRefused } from './http/errors.ts';
import type { Authenticate, EndpointHandlers } from './http/handler.ts';
import { healthRouter, type Draining } from './http/health.ts';
import type { Address } from './http/openapi.ts';
import { mayComeFrom } from './http/origin.ts';
import { answerFailures, endpointRouter } from './http/router.ts';

export type AppDeps<E extends Endpoints = HttpEndpoints> = {
  readonly db: ServerDb;
  readonly clock: Clock;
  readonly random: (bytes: Uint8Array) => Uint8Array;
  readonly log: Logger;
  readonly handlers: EndpointHandlers<E>;
  readonly authenticate: Authenticate;
  readonly draining: Draining;
  /** Web origins that may call; none by default, because consoles are no web pages. */
  readonly origins: readonly string[];
  /** How many proxies stand before the server and may say where a call came from. */
  readonly trustProxy: number;
  /** Answer by standards of their own (`mediaAddresses`). */
  readonly routers?: readonly Router[];
  readonly timeoutMs?: number;
  readonly checkReplies?: boolean;
};

/** The companion server's HTTP side, without a port: the contract's endpoints, health, and its own description. */
export function createApp(deps: AppDeps): Express {
  return appOf(httpEndpoints, deps, [...mediaAddresses, ...paymentAddresses]);
}

/** The same around any set of endpoints; the tests of the router declare their own. */
export function appOf<E extends Endpoints>(declared: E, deps: AppDeps<E>, addresses: readonly Address[] = []): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.trustProxy);

  app.use(accessLog(deps.log, () => uuidv7(deps.clock, deps.random)));
  app.use(helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] } },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
  }));
  app.use((request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    if (deps.draining.now) response.setHeader('connection', 'close');
    if (!mayComeFrom(request.headers.origin, deps.origins)) return next(new RequestRefused({ code: 'unknown-origin' }));
    next();
  });
  app.use(healthRouter(deps.db, deps.draining, deps.log));
  app.use(docsRouter(declared, addresses));
  for (const router of deps.routers ?? []) app.use(router);
  app.use(endpointRouter(declared, deps.handlers, {
    authenticate: deps.authenticate, log: deps.log, timeoutMs: deps.timeoutMs ?? 60_000, checkReplies: deps.checkReplies ?? false,
  }));
  app.use((_request, _response, next) => next(new RequestRefused({ code: 'not-found', rule: 'unknown-address' })));
  app.use(answerFailures(deps.log, deps.db.dialect.isDiskFull));
  return app;
}
