import ky from 'ky';
import { z } from 'zod';
import { httpEndpoints, type HttpEndpoints } from '#shared/contract/endpoints.ts';
import { errorCodes } from '#shared/contract/error-codes.ts';
import type { Endpoint, Replied, Sent } from '#shared/contract/http.ts';
import { appError, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { networkFailure } from './network-failure.ts';

/** Where the access token comes from. */
export type TokenSource = {
  /** The token to try first; null when nobody is signed in. */
  current(): string | null;
  /** Called when the server refused `spent`: answers a newer one. However many calls ask at once, one request is made. */
  renew(spent: string | null): Promise<Result<string, AppError>>;
};

export type CallOptions = {
  /** How long the server may stay silent, before and within its answer, milliseconds. */
  readonly silenceMs?: number;
  readonly signal?: AbortSignal;
  /** Told about every block of the answer that arrives, bytes. */
  readonly onBytes?: (count: number) => void;
  /** Where the bytes of the answer are put while they fit; the answer is then a part of it. Spares much memory to whoever asks for a lot. */
  readonly into?: Uint8Array;
  /** Of a file only the part from `from` to `to` (excluded). */
  readonly range?: { readonly from: number; readonly to: number };
};

/** The companion server as typed calls: one per endpoint of the contract. Never throws for what the network or the server does. */
export type HttpClient = <K extends keyof HttpEndpoints>(name: K, sent: Sent<HttpEndpoints[K]>, options?: CallOptions) => Promise<Result<Replied<HttpEndpoints[K]>, AppError>>;

export type HttpClientOptions = {
  readonly serverUrl: string;
  /** Left out for a client that only signs in and refreshes. */
  readonly tokens?: TokenSource;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly fetch: typeof globalThis.fetch;
  /** Ids and codes of every call, for the log. */
  readonly onCall?: (call: { endpoint: string; requestId: string; status: number | null; code: string | null; ms: number }) => void;
};

const SILENCE_MS = 20 * SECOND_MS;
const errorReply = z.object({ error: appError });

export type Answered = { readonly status: number; readonly body: Uint8Array };

/**
 * Makes the client. Nothing is retried by itself, with one exception that cannot do anything twice: after a 401 the token is
 * renewed and the same request, which the server has refused unread, is sent once more.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { scheduler, random, tokens, onCall } = options;
  const http = ky.create({
    prefix: options.serverUrl,
    fetch: options.fetch,
    retry: 0,
    // Time limits come from the scheduler, see `exchange`.
    timeout: false,
    throwHttpErrors: false,
    redirect: 'error',
    cache: 'no-store',
  });

  /** One request and the whole of its answer, or the failure that came instead. */
  const exchange = async (endpoint: Endpoint, sent: Sent<Endpoint>, token: string | null, requestId: string, how: CallOptions): Promise<Result<Answered, AppError>> => {
    const stop = new AbortController();
    let silent = false;
    let cancel: () => void = () => undefined;
    const heard = () => {
      cancel();
      cancel = scheduler.after(how.silenceMs ?? SILENCE_MS, () => {
        silent = true;
        stop.abort();
      });
    };
    const signal = how.signal ? AbortSignal.any([how.signal, stop.signal]) : stop.signal;
    heard();
    try {
      const response = await http(pathOf(endpoint, sent.params), {
        method: endpoint.method,
        headers: {
          'x-request-id': requestId,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(how.range ? { range: `bytes=${how.range.from}-${how.range.to - 1}` } : {}),
          ...(endpoint.body === 'stream' ? { 'content-type': 'application/octet-stream' } : {}),
        },
        ...(sent.query === undefined ? {} : { searchParams: queryOf(sent.query) }),
        ...(sent.body === undefined ? {} : endpoint.body === 'stream' ? { body: sent.body as Uint8Array<ArrayBuffer> } : { json: sent.body }),
        signal,
      });
      const body = gather(how.into);
      if (response.body) {
        for await (const block of response.body) {
          heard();
          how.onBytes?.(block.byteLength);
          body.add(block);
        }
      }
      return ok({ status: response.status, body: body.whole() });
    } catch (cause) {
      return err(silent ? { code: 'timeout' } : how.signal?.aborted ? { code: 'offline', rule: 'cancelled' } : networkFailure(cause));
    } finally {
      cancel();
    }
  };

  const call = async (name: keyof HttpEndpoints, sent: Sent<Endpoint>, how: CallOptions): Promise<Result<unknown, AppError>> => {
    const endpoint: Endpoint = httpEndpoints[name];
    const attempted = `${name}`;
    const once = async (token: string | null) => {
      const requestId = uuidv7(scheduler.now, random);
      const began = scheduler.now();
      const answered = await exchange(endpoint, sent, token, requestId, how);
      const read = answered.ok ? readAnswer(endpoint, answered.value) : answered;
      onCall?.({ endpoint: attempted, requestId, status: answered.ok ? answered.value.status : null, code: read.ok ? null : read.error.code, ms: scheduler.now() - began });
      return { read, status: answered.ok ? answered.value.status : null };
    };
    const named = (result: Result<unknown, AppError>) => (result.ok ? result : err({ attempted, ...result.error }));

    if (endpoint.auth === 'anyone' || !tokens) return named((await once(null)).read);
    let token = tokens.current();
    if (token === null) {
      const renewed = await tokens.renew(null);
      if (!renewed.ok) return named(renewed);
      token = renewed.value;
    }
    const first = await once(token);
    if (first.status !== 401) return named(first.read);
    const renewed = await tokens.renew(token);
    if (!renewed.ok) return named(renewed);
    return named((await once(renewed.value)).read);
  };

  return ((name, sent, how = {}) => call(name, sent as Sent<Endpoint>, how)) as HttpClient;
}

/**
 * Lets go of a block that was copied. Left to the garbage collector, the blocks of 190 MB cause 15 full collections, which take as much
 * time as receiving them.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** Puts the blocks of an answer together: in the place that was given while there is room, else in a place of their own. */
function gather(into: Uint8Array | undefined): { add(block: Uint8Array): void; whole(): Uint8Array } {
  const blocks: Uint8Array[] = [];
  let used = 0;
  return {
    add: (block) => {
      if (into !== undefined && blocks.length === 0 && used + block.byteLength <= into.byteLength) {
        into.set(block, used);
        used += block.byteLength;
        giveBack(block);
        return;
      }
      if (into !== undefined && used > 0 && blocks.length === 0) blocks.push(into.slice(0, used));
      blocks.push(block);
    },
    whole: () => (blocks.length === 0 ? (into ?? new Uint8Array(0)).subarray(0, used) : blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)),
  };
}

const pathOf = (endpoint: Endpoint, params: unknown): string =>
  endpoint.path.slice(1).replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String((params as Record<string, unknown>)[key])));

export const queryOf = (query: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== undefined).map(([key, value]) => [key, String(value)]));

/** Turns an answer into the value the contract promises, or into the reason why it is none. */
export function readAnswer(endpoint: Endpoint, { status, body }: Answered): Result<unknown, AppError> {
  const success = status >= 200 && status < 300;
  if (success && (endpoint.reply === 'bytes' || endpoint.reply === 'stream')) return ok(body);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Something between us and the server answered in its place: a sign-in page of a hotel, a proxy without a server behind it.
    return err({ code: 'offline', rule: 'not-json', details: { status } });
  }
  if (!success) {
    const refused = errorReply.safeParse(value);
    return err(refused.success && refused.data.error.code in errorCodes ? (refused.data.error as AppError) : { code: 'internal', rule: 'unknown-error', details: { status } });
  }
  if (endpoint.reply === 'bytes' || endpoint.reply === 'stream') return ok(body);
  const parsed = endpoint.reply.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0]!;
  return err({ code: 'internal', rule: 'wrong-shape', field: issue.path.join('/'), details: { expected: issue.message } });
}
