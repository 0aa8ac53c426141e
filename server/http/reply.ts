import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip, type ZlibOptions } from 'node:zlib';
import type { Request, Response } from 'express';
import type { AppError } from '#shared/kernel/errors.ts';
import type { FileReply } from '#shared/contract/http.ts';
import { RequestRefused, statusOf } from './errors.ts';
import { jsonOf } from './ready-json.ts';

const pack = promisify<Buffer, ZlibOptions, Buffer>(gzip);

/** Below this, packing costs more than the bytes it saves. */
const WORTH_PACKING = 4 * 1024;

/** Answers with JSON; large answers travel packed to callers on other machines, where the network is the slow part. */
export async function sendJson(request: Request, response: Response, value: unknown): Promise<void> {
  const body = Buffer.from(jsonOf(value));
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

/**
 * Answers with a file, or with the one part a Range header asks for, as fast as the caller reads it. Never shown by a browser, only saved:
 * what is in it is a stranger's.
 */
export async function sendFile(request: Request, response: Response, file: FileReply): Promise<void> {
  response.type('application/octet-stream');
  response.setHeader('content-disposition', 'attachment');
  await sendRange(request, response, file);
}

/** Sends a content whose headers are set, or the one part a Range header asks for. */
export async function sendRange(request: Request, response: Response, file: FileReply): Promise<void> {
  response.setHeader('accept-ranges', 'bytes');
  const asked = request.range(file.bytes);
  if (asked === -1) {
    response.setHeader('content-range', `bytes */${file.bytes}`);
    throw new RequestRefused({ code: 'invalid-input', field: 'range', rule: 'malformed', details: { bytes: file.bytes } }, 416);
  }
  // Several parts at once, or what is no range at all: the whole file is a lawful answer.
  const part = Array.isArray(asked) && asked.type === 'bytes' && asked.length === 1 ? asked[0]! : null;
  const [from, to] = part ? [part.start, part.end + 1] : [0, file.bytes];
  if (part) response.status(206).setHeader('content-range', `bytes ${from}-${to - 1}/${file.bytes}`);
  response.setHeader('content-length', to - from);
  if (request.method === 'HEAD') return void response.end();
  await pipeline(Readable.from(file.open(from, to)), response).catch((cause: NodeJS.ErrnoException) => {
    // The caller went away in the middle: nothing to answer, nothing wrong here.
    if (cause.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw cause;
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
