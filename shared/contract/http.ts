import type { z } from 'zod';
import type { ErrorCode } from './error-codes.ts';

/**
 * One endpoint of the companion server, declared once: the router, the typed client and the OpenAPI page all read it.
 *
 * - `auth` who may call: anyone, or anyone signed in; what they may see is decided by the service
 * - `reply` JSON by schema, or `bytes` for files
 */
export type Endpoint = {
  readonly method: 'get' | 'post';
  readonly path: `/${string}`;
  readonly summary: string;
  readonly auth: 'anyone' | 'signed-in';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly reply: z.ZodType | 'bytes';
  readonly errors: readonly ErrorCode[];
  /** Largest accepted body, bytes; 64 KiB when left out. */
  readonly bodyLimit?: number;
};
export type Endpoints = Readonly<Record<string, Endpoint>>;
export const endpoints = <const E extends Endpoints>(declared: E): E => declared;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Written<S> = S extends z.ZodType ? z.input<S> : undefined;
/** What the server's handler receives, already parsed. */
export type Call<E extends Endpoint> = { readonly params: Parsed<E['params']>; readonly query: Parsed<E['query']>; readonly body: Parsed<E['body']> };
/** What a client passes in; parts that the endpoint does not declare stay away. */
export type Sent<E extends Endpoint> = { readonly params?: Written<E['params']>; readonly query?: Written<E['query']>; readonly body?: Written<E['body']> };
export type Replied<E extends Endpoint> = E['reply'] extends z.ZodType ? z.output<E['reply']> : Uint8Array;
