import { DetailedError, Upload } from 'tus-js-client';
import { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import { appError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { UPLOADS_PATH } from '#shared/media/upload-contract.ts';
import type { TokenSource } from '../http/client.ts';
import { networkFailure } from '../http/network-failure.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { Pace } from './upload-pace.ts';
import type { UploadRow } from './upload-rows.ts';

export type TusDeps = {
  readonly serverUrl: string;
  readonly tokens: TokenSource;
  readonly scheduler: Scheduler;
  readonly pace: Pace;
};
export type TusCall = {
  readonly signal: AbortSignal;
  /** Address of an upload that was begun before; null: a new one. */
  readonly url: string | null;
  /** The upload has this address; told before its first byte goes. */
  readonly onUrl: (url: string) => void;
  /** So many bytes are known to be on the server. */
  readonly onHeld: (bytes: number) => void;
};

/** The line may say nothing and take nothing so long; then it is cut. */
const SILENCE_MS = 60 * SECOND_MS;
const refused = z.object({ error: appError });

/**
 * Sends one picture by tus 1.0.0, from where the server says it stands. One try: what fails is answered, and the queue tries again.
 *
 * @param content all of it; pictures are small enough
 */
export function sendByTus({ serverUrl, tokens, scheduler, pace }: TusDeps) {
  const once = (row: UploadRow, content: Buffer, token: string, { signal, url, onUrl, onHeld }: TusCall): Promise<Result<void, AppError>> =>
    new Promise((resolve) => {
      let cancelSilence: () => void = () => undefined;
      const end = (result: Result<void, AppError>) => {
        cancelSilence();
        signal.removeEventListener('abort', stop);
        resolve(result);
      };
      const giveUp = (error: AppError) => {
        pace.broke();
        void upload.abort();
        end(err(error));
      };
      const stop = () => giveUp({ code: 'offline', rule: 'cancelled' });
      const heard = () => {
        cancelSilence();
        cancelSilence = scheduler.after(SILENCE_MS, () => giveUp({ code: 'timeout' }));
      };
      const upload: Upload = new Upload(content, {
        endpoint: new URL(UPLOADS_PATH, serverUrl).href,
        uploadUrl: url === null ? null : new URL(url, serverUrl).href,
        metadata: { shop: row.shopId, sha256: row.sha256, role: JSON.stringify(row.role) },
        headers: { authorization: `Bearer ${token}` },
        chunkSize: pace.chunkBytes(),
        // The queue decides when to try again, and it remembers the address in the cache.
        retryDelays: null,
        storeFingerprintForResuming: false,
        onBeforeRequest: async (request) => {
          if (request.getMethod() === 'PATCH') await pace.turn(Math.min(pace.chunkBytes(), content.byteLength), signal);
          if (!signal.aborted) heard();
        },
        onUploadUrlAvailable: () => onUrl(new URL(upload.url!).pathname),
        onProgress: heard,
        onChunkComplete: () => {
          pace.arrived();
          upload.options.chunkSize = pace.chunkBytes();
        },
        onAfterResponse: (_request, answer) => {
          heard();
          const offset = Number(answer.getHeader('Upload-Offset') ?? Number.NaN);
          if (Number.isSafeInteger(offset)) onHeld(offset);
        },
        onSuccess: () => end(ok(undefined)),
        onError: (cause) => {
          pace.broke();
          end(err(failureOf(cause)));
        },
      });
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop);
      heard();
      upload.start();
    });

  return async (row: UploadRow, content: Buffer, call: TusCall): Promise<Result<void, AppError>> => {
    let token = tokens.current();
    if (token === null) {
      const renewed = await tokens.renew(null);
      if (!renewed.ok) return renewed;
      token = renewed.value;
    }
    const first = await once(row, content, token, call);
    if (first.ok || first.error.code !== 'signed-out') return first;
    const renewed = await tokens.renew(token);
    return renewed.ok ? once(row, content, renewed.value, call) : renewed;
  };
}

/** What a failed upload means: the server's own words where it said any. */
function failureOf(cause: Error): AppError {
  const answer = cause instanceof DetailedError ? cause.originalResponse : null;
  if (!answer) return networkFailure(cause instanceof DetailedError ? (cause as Error & { causingError?: Error }).causingError : cause);
  const status = answer.getStatus();
  const said = refused.safeParse(jsonOf(answer.getBody()));
  if (said.success) return said.data.error;
  // Another part is still being written, or the offset moved on: asked again, the server says where it stands.
  return { code: status >= 400 && status < 500 && status !== 409 && status !== 423 ? 'invalid-input' : 'not-ready', rule: 'http', details: { status } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
