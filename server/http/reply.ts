import { gzip, type ZlibOptions } from 'node:zlib';
import { promisify } from 'node:util';
import type { Request, Response } from 'express';
import type { AppError } from '#shared/kernel/errors.ts';
import { statusOf } from './errors.ts';

const pack = promisify<Buffer, ZlibOptions, Buffer>(gzip);

/** Below this, packing costs more than the bytes it saves. */
const WORTH_PACKING = 4 * 1024;

/** Answers with JSON; large answers travel packed to callers on other machines, where the network is the slow part. */
export async function sendJson(request: Request, response: Response, value: unknown): Promise<void> {
  const body = Buffer.from(JSON.stringify(value));
  response.type('application/json');
  if (body.length > WORTH_PACKING && !isLoopback(request) && acceptsGzip(request)) {
    response.setHeader('vary', 'accept-encoding');
    response.setHeader('content-encoding', 'gzip');
    response.end(await pack(body, { level: 1 }));
    return;
  }
  response.setHeader('content-length', body.length);
  response.end(body);
}

/**
 * Answers with a file as it is; chunks of snapshots are packed already.
 *
 * @param bytes not used by anybody afterwards: their memory is let go of when they are sent, because the garbage collector, which would look
 * through everything each time some megabytes of this size gather, takes longer than sending them
 */
export function sendBytes(response: Response, bytes: Uint8Array): void {
  response.type('application/octet-stream');
  response.setHeader('content-length', bytes.length);
  response.end(bytes, () => {
    const { buffer } = bytes;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) buffer.transfer(0);
  });
}

export function sendError(response: Response, error: AppError, status = statusOf(error.code)): void {
  const wait = error.details?.retryAfterSeconds;
  if (typeof wait === 'number') response.setHeader('retry-after', String(Math.ceil(wait)));
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  response.status(status).json({ error });
}

const acceptsGzip = (request: Request) => request.acceptsEncodings('gzip', 'identity') === 'gzip';

const isLoopback = (request: Request) => /^(::1|(::ffff:)?127\.)/.test(request.ip ?? '');
