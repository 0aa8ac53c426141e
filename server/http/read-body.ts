import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { RequestRefused } from './errors.ts';

/**
 * What must not get in, found in the text first, because that is cheap: keys that could reach an object's prototype once somebody
 * copies the object, and the character no PostgreSQL text can hold.
 */
const SUSPICIOUS = /"(?:_|\\u005f){2}(?:p|\\u0070)|"(?:c|\\u0063)(?:o|\\u006f)nstructor"\s*:\s*\{|\\u0000/i;

/**
 * Reads a JSON body of at most `limit` bytes (after unpacking), or says what is wrong with it: too large, not JSON, another type,
 * keys that aim at an object's prototype, or a NUL character.
 */
export function readBody(limit: number): RequestHandler {
  const parse = express.json({
    limit,
    strict: true,
    type: () => true,
    verify: (request, _response, text) => {
      if (SUSPICIOUS.test(text.toString('latin1'))) suspects.add(request);
    },
  });
  return (request: Request, response: Response, next: NextFunction) => {
    if (request.is('application/json') === false || request.headers['content-type'] === undefined) {
      return next(new RequestRefused({ code: 'invalid-input', field: 'content-type', rule: 'content-type', details: { expected: 'application/json' } }, 415));
    }
    parse(request, response, (cause?: unknown) => {
      if (cause !== undefined) return next(refusalOf(cause, limit));
      const found = suspects.has(request) ? findForbidden(request.body) : null;
      if (found !== null) return next(new RequestRefused({ code: 'invalid-input', ...found, details: { part: 'body' } }));
      return next();
    });
  };
}

/** Hands the body over as it arrives, unread: contents of files. */
export const takeStream: RequestHandler = (request, _response, next) => {
  if (request.headers['content-type'] !== 'application/octet-stream') {
    return next(new RequestRefused({ code: 'invalid-input', field: 'content-type', rule: 'content-type', details: { expected: 'application/octet-stream' } }, 415));
  }
  request.body = request;
  return next();
};

const suspects = new WeakSet<object>();

type Forbidden = { readonly field: string; readonly rule: 'forbidden-key' | 'forbidden-character' };

function findForbidden(root: unknown): Forbidden | null {
  const open: { path: string; value: unknown }[] = [{ path: '', value: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (typeof value === 'string' && value.includes('\0')) return { field: path || 'body', rule: 'forbidden-character' };
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') return { field: 'body', rule: 'forbidden-key' };
      if (key === 'constructor' && typeof inner === 'object' && inner !== null && Object.hasOwn(inner, 'prototype')) return { field: 'body', rule: 'forbidden-key' };
      if (key.includes('\0')) return { field: path || 'body', rule: 'forbidden-character' };
      open.push({ path: path === '' ? key : `${path}/${key}`, value: inner });
    }
  }
  return null;
}

/** What body-parser's failures mean to the caller; see the `type` of its errors. */
function refusalOf(cause: unknown, limit: number): unknown {
  const type = cause instanceof Error && 'type' in cause ? cause.type : '';
  switch (type) {
    case 'entity.too.large':
      return new RequestRefused({ code: 'too-large', field: 'body', details: { maxBytes: limit } }, undefined, { cause });
    case 'entity.parse.failed':
      return new RequestRefused({ code: 'invalid-input', field: 'body', rule: 'json', details: { part: 'body', expected: 'valid JSON' } }, undefined, { cause });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new RequestRefused({ code: 'invalid-input', field: 'body', rule: 'encoding', details: { part: 'body', expected: 'UTF-8, plain or gzip' } }, 415, { cause });
    case 'request.aborted':
    case 'request.size.invalid':
      return new RequestRefused({ code: 'invalid-input', field: 'body', rule: 'incomplete', details: { part: 'body' } }, undefined, { cause });
    default:
      // zlib's own complaints about a broken gzip stream arrive as they are.
      return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('Z_')
        ? new RequestRefused({ code: 'invalid-input', field: 'body', rule: 'encoding', details: { part: 'body' } }, undefined, { cause })
        : cause;
  }
}
