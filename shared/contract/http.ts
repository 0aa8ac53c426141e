import type { z } from 'zod';
import type { ErrorCode } from './error-codes.ts';

/**
 * One endpoint of the companion server, declared once: the router, the typed client and the OpenAPI page all read it.
 *
 * - `auth` who may call: anyone, or anyone signed in; what they may see is decided by the service
 * - `body` JSON by schema, or `stream` for contents of any length that are taken in as they arrive
 * - `reply` JSON by schema, `bytes` for what is at hand, or `stream` for files of any length, of which a caller may ask a part
 */
export type Endpoint = {
  readonly method: 'get' | 'post' | 'put';
  readonly path: `/${string}`;
  readonly summary: string;
  readonly auth: 'anyone' | 'signed-in';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType | 'stream';
  readonly reply: z.ZodType | 'bytes' | 'stream';
  readonly errors: readonly ErrorCode[];
  /** Largest accepted body, bytes; 64 KiB when left out. */
  readonly bodyLimit?: number;
};
export type Endpoints = Readonly<Record<string, Endpoint>>;
export const endpoints = <const E extends Endpoints>(declared: E): E => declared;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Written<S> = S extends z.ZodType ? z.input<S> : undefined;
/** What the server's handler receives, already parsed. */
export type Call<E extends Endpoint> = { readonly params: Parsed<E['params']>; readonly query: Parsed<E['query']>; readonly body: E['body'] extends 'stream' ? AsyncIterable<Uint8Array> : Parsed<E['body']> };
/** What a client passes in; parts that the endpoint does not declare stay away. */
export type Sent<E extends Endpoint> = { readonly params?: Written<E['params']>; readonly query?: Written<E['query']>; readonly body?: E['body'] extends 'stream' ? Uint8Array : Written<E['body']> };
export type Replied<E extends Endpoint> = E['reply'] extends z.ZodType ? z.output<E['reply']> : Uint8Array;
/** A file as a handler answers it: its length, and how to read the part from `from` to `to` (excluded). */
export type FileReply = { readonly bytes: number; open(from: number, to: number): AsyncIterable<Uint8Array> };
