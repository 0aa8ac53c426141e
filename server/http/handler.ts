import type { Logger } from 'pino';
import type { Call, Endpoint, Endpoints, FileReply, Replied } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { Actor } from '#shared/sync/model.ts';

/** What a handler knows about who is calling, besides the call itself. */
export type CallContext<A extends Actor | null = Actor | null> = {
  readonly actor: A;
  readonly requestId: string;
  /** Writes the request id with every line. */
  readonly log: Logger;
  /** Where the call came from, for rate limits; never logged. */
  readonly address: string;
};
export type SignedInContext = CallContext<Actor>;

/** Endpoints for people who are signed in get an actor; the router answered everybody else. */
export type ContextOf<E extends Endpoint> = E['auth'] extends 'signed-in' ? SignedInContext : CallContext;

type Answered<E extends Endpoint> = Result<E['reply'] extends 'stream' ? FileReply : Replied<E>, AppError>;
export type EndpointHandler<E extends Endpoint> = (call: Call<E>, context: ContextOf<E>) => Answered<E> | Promise<Answered<E>>;

/** One handler for every endpoint: leaving one out does not compile. */
export type EndpointHandlers<E extends Endpoints> = { readonly [K in keyof E]: EndpointHandler<E[K]> };

/** Finds out who a token belongs to, as they stand now: role and shops come from the database, never from the message. */
export type Authenticate = (accessToken: string) => Promise<Result<Actor, AppError>>;
