import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { assert } from '#shared/kernel/assert.ts';
import type { Endpoint, Endpoints, FileReply } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import type { Actor } from '#shared/sync/model.ts';
import { invalidInput, RequestRefused } from './errors.ts';
import type { Authenticate, CallContext, EndpointHandlers } from './handler.ts';
import { readBody, takeStream } from './read-body.ts';
import { sendBytes, sendError, sendFile, sendJson } from './reply.ts';

export type RouterOptions = {
  readonly authenticate: Authenticate;
  readonly log: Logger;
  /** Longest a handler may take before the caller is told to try again, milliseconds. */
  readonly timeoutMs: number;
  /** Holds handlers to the declared reply and errors; for tests, because parsing pages of products costs time. */
  readonly checkReplies: boolean;
};

/** What the access log tells about a call, left on the response by the router. */
export type CallNotes = { route?: string; code?: string; actor?: string };

const BODY_LIMIT = 64 * 1024;
/** Whatever an endpoint declares, a request can always fail in these ways. */
const ALWAYS_POSSIBLE = ['invalid-input', 'signed-out', 'too-large', 'timeout', 'not-ready', 'internal', 'disk-full'];

/** A handler once its endpoint's own types are behind it: the schemas have been applied. */
type LooseHandler = (call: { params: unknown; query: unknown; body: unknown }, context: CallContext) => Promise<Result<unknown, AppError>> | Result<unknown, AppError>;

/**
 * Builds the routes of every declared endpoint: sign-in first, then the parts of the request parsed by their schemas, then the handler.
 * Handlers only see what fits the contract.
 */
export function endpointRouter<E extends Endpoints>(declared: E, handlers: EndpointHandlers<E>, options: RouterOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const [name, endpoint] of Object.entries(declared)) {
    const attempted = `${endpoint.path.split('/')[1]}.${name}`;
    const steps: RequestHandler[] = [noteRoute(endpoint), identify(endpoint, options)];
    if (endpoint.body === 'stream') steps.push(takeStream);
    else if (endpoint.body !== undefined) steps.push(readBody(endpoint.bodyLimit ?? BODY_LIMIT));
    steps.push(answerWith(attempted, endpoint, handlers[name] as unknown as LooseHandler, options));
    router[endpoint.method](endpoint.path, ...steps);
  }
  for (const path of new Set(Object.values(declared).map((endpoint) => endpoint.path))) {
    const methods = Object.values(declared).filter((endpoint) => endpoint.path === path).map((endpoint) => endpoint.method.toUpperCase());
    router.all(path, methodNotAllowed(methods));
  }
  return router;
}

export const notesOf = (response: Response): CallNotes => (response.locals.notes ??= {}) as CallNotes;

/** Answers a known address that was called in another way. */
export function methodNotAllowed(methods: readonly string[]): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('allow', methods.join(', '));
    next(new RequestRefused({ code: 'invalid-input', field: 'method', rule: 'method-not-allowed', details: { allowed: [...methods] } }, 405));
  };
}

export function noteRoute(endpoint: Pick<Endpoint, 'path'>): RequestHandler {
  return (_request, response, next) => {
    notesOf(response).route = endpoint.path;
    next();
  };
}

/** Before the body is read: a stranger's megabytes are not worth reading. */
export function identify(endpoint: Pick<Endpoint, 'auth'>, options: Pick<RouterOptions, 'authenticate'>): RequestHandler {
  return async (request, response, next) => {
    const token = /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (endpoint.auth === 'anyone') return next();
    if (token === undefined) return next(new RequestRefused({ code: 'signed-out' }));
    const actor = await options.authenticate(token);
    if (!actor.ok) return next(new RequestRefused(actor.error));
    response.locals.actor = actor.value;
    notesOf(response).actor = actor.value.userId;
    next();
  };
}

function answerWith(attempted: string, endpoint: Endpoint, handler: LooseHandler, options: RouterOptions): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    const call = parseCall(endpoint, request);
    if (!call.ok) return next(new RequestRefused({ attempted, ...call.error }));
    const requestId = String(request.id);
    const actor = (response.locals.actor ?? null) as Actor | null;
    const context: CallContext = { actor, requestId, log: options.log.child({ requestId }), address: request.ip ?? '' };
    const work = handler(call.value, context);
    // How long a content takes to arrive is the connection's matter; Node ends one that takes too long.
    const result = await (endpoint.body === 'stream' ? work : withinTime(work, options.timeoutMs));
    if (options.checkReplies) checkReply(attempted, endpoint, result);
    if (!result.ok) return next(new RequestRefused({ attempted, ...result.error }));
    // A content that was there already is not read to its end.
    if (endpoint.body === 'stream' && !request.complete) response.setHeader('connection', 'close');
    if (endpoint.reply === 'stream') return sendFile(request, response, result.value as FileReply);
    if (endpoint.reply === 'bytes') return sendBytes(response, result.value as Uint8Array);
    return sendJson(request, response, result.value);
  };
}

/** The parts of a request by the schemas of its endpoint, or what is wrong with them; also for whoever calls a handler without HTTP. */
export function parseCall(endpoint: Endpoint, request: Pick<Request, 'params' | 'query' | 'body'>): Result<{ params: unknown; query: unknown; body: unknown }, AppError> {
  const parts = { params: undefined as unknown, query: undefined as unknown, body: undefined as unknown };
  for (const part of ['params', 'query', 'body'] as const) {
    const schema: z.ZodType | 'stream' | undefined = endpoint[part];
    // Bodies were looked through when they were read.
    if (part !== 'body' && Object.values(request[part]).some((value) => typeof value === 'string' && value.includes('\0'))) {
      return err({ code: 'invalid-input', field: part, rule: 'forbidden-character', details: { part } });
    }
    if (schema === undefined) {
      if (part === 'query' && Object.keys(request.query).length > 0) return err({ code: 'invalid-input', field: 'query', rule: 'unrecognized_keys', details: { part } });
      continue;
    }
    if (schema === 'stream') {
      parts[part] = request.body as unknown;
      continue;
    }
    // Express hands over params and query without a prototype; zod wants ordinary objects.
    const parsed = schema.safeParse(part === 'body' ? request.body : { ...request[part] });
    if (!parsed.success) return err(invalidInput(part, parsed.error));
    parts[part] = parsed.data;
  }
  return { ok: true, value: parts };
}

async function withinTime<T>(work: Promise<T> | T, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RequestRefused({ code: 'timeout', details: { afterMs: timeoutMs } })), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Holds an answer to what the contract promises. */
export function checkReply(attempted: string, endpoint: Endpoint, result: Result<unknown, AppError>): void {
  if (!result.ok) {
    const known: readonly string[] = [...endpoint.errors, ...ALWAYS_POSSIBLE];
    assert(known.includes(result.error.code), () => `${attempted} answered ${result.error.code}, which the contract does not name`);
  } else if (endpoint.reply === 'stream') {
    assert(typeof (result.value as Partial<FileReply>).open === 'function', () => `${attempted} must answer a file`);
  } else if (endpoint.reply !== 'bytes') {
    const parsed = endpoint.reply.safeParse(result.value);
    assert(parsed.success, () => `${attempted} broke its contract: ${parsed.error?.issues.map((issue) => `${issue.path.join('/')} ${issue.message}`).join('; ')}`);
  } else {
    assert(result.value instanceof Uint8Array, () => `${attempted} must answer bytes`);
  }
}

/** The last handler: every failure becomes `{ error }`; what we did not expect goes to the log with its cause and out as `internal`. */
export function answerFailures(log: Logger, isDiskFull: (cause: unknown) => boolean) {
  return (cause: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(cause);
    const refusal = cause instanceof RequestRefused ? cause : refusalOfUnexpected(cause, isDiskFull);
    notesOf(response).code = refusal.error.code;
    if (refusal.status >= 500) log.error({ requestId: String(request.id), route: notesOf(response).route, code: refusal.error.code, err: cause }, 'request failed');
    // A body nobody will read must not keep the connection busy.
    if (!request.complete) response.setHeader('connection', 'close');
    sendError(response, refusal.error, refusal.status);
  };
}

function refusalOfUnexpected(cause: unknown, isDiskFull: (cause: unknown) => boolean): RequestRefused {
  if (isDiskFull(cause)) return new RequestRefused({ code: 'disk-full' });
  // Express could not decode the address: `/%`.
  if (cause instanceof URIError) return new RequestRefused({ code: 'invalid-input', field: 'path', rule: 'encoding' });
  return new RequestRefused({ code: 'internal' });
}
