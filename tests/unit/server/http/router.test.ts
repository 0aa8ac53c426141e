import { randomFillSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appOf } from '#server/app.ts';
import { openDatabase } from '#server/db/open.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import { endpoints } from '#shared/contract/http.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { keptLog, listening, rawCall } from '#tests/support/http-server.ts';

const declared = endpoints({
  echo: {
    method: 'post', path: '/probe/echo', auth: 'anyone', summary: 'Says it back.', bodyLimit: 2_000,
    body: z.strictObject({ text: z.string().max(20), at: z.record(z.string(), z.json()).optional() }), reply: z.object({ text: z.string() }), errors: ['invalid-input'],
  },
  search: {
    method: 'get', path: '/probe/:id/search', auth: 'signed-in', summary: 'Finds.',
    params: z.strictObject({ id: z.coerce.number().int() }), query: z.strictObject({ limit: z.coerce.number().int().max(5).default(3) }),
    reply: z.object({ id: z.int(), limit: z.int(), user: z.string() }), errors: ['signed-out', 'not-found'],
  },
  file: { method: 'get', path: '/probe/file', auth: 'anyone', summary: 'Bytes.', reply: 'bytes', errors: ['gone'] },
  plain: { method: 'get', path: '/probe/plain', auth: 'anyone', summary: 'No parts.', reply: z.object({ ok: z.boolean() }), errors: [] },
  breaks: { method: 'get', path: '/probe/breaks', auth: 'anyone', summary: 'Throws.', reply: z.object({}), errors: [] },
  hangs: { method: 'get', path: '/probe/hangs', auth: 'anyone', summary: 'Never answers.', reply: z.object({}), errors: [] },
  lies: { method: 'get', path: '/probe/lies', auth: 'anyone', summary: 'Answers something else than declared.', reply: z.object({ n: z.int() }), errors: [] },
  waits: { method: 'get', path: '/probe/waits', auth: 'anyone', summary: 'Too many.', reply: z.object({}), errors: ['too-many-tries'] },
});

const handlers: EndpointHandlers<typeof declared> = {
  echo: ({ body }) => ok({ text: body.text }),
  search: ({ params, query }, { actor }) => (params.id === 404 ? err({ code: 'not-found' }) : ok({ id: params.id, limit: query.limit, user: actor.userId })),
  file: () => ok(new Uint8Array([0, 1, 255])),
  plain: () => ok({ ok: true }),
  breaks: () => {
    throw new Error('the secret ingredient is mail@person.example', { cause: Object.assign(new Error('inner'), { detail: 'Key (email)=(mail@person.example)' }) });
  },
  hangs: () => new Promise(() => undefined),
  lies: () => ok({ n: 'one' } as unknown as { n: number }),
  waits: () => err({ code: 'too-many-tries', details: { retryAfterSeconds: 12.2 } }),
};

const kept = keptLog();
let port = 0;
beforeAll(async () => {
  const db = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  const app = appOf(declared, {
    db, handlers, log: kept.log, clock: () => Date.now() as EpochMs, random: (bytes) => randomFillSync(bytes),
    authenticate: async (token) => (token === 'good-token' ? ok({ userId: 'u1', role: 'vendor', shopIds: [] }) : err({ code: 'signed-out', rule: 'malformed' })),
    draining: { now: false }, origins: ['https://console.example'], trustProxy: 0, timeoutMs: 200, checkReplies: true,
  });
  ({ port } = await listening(app));
});

const json = { 'content-type': 'application/json' };
const call = (method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer) => rawCall(port, { method, path, headers, ...(body === undefined ? {} : { body }) });
const errorOf = (answer: { json: unknown }) => (answer.json as { error: Record<string, unknown> }).error;

describe('a call that fits the contract', () => {
  test('body, params and query arrive parsed, defaults filled in', async () => {
    expect((await call('POST', '/probe/echo', json, '{"text":"é"}')).json).toEqual({ text: 'é' });
    expect((await call('GET', '/probe/7/search', { authorization: 'Bearer good-token' })).json).toEqual({ id: 7, limit: 3, user: 'u1' });
    expect((await call('GET', '/probe/7/search?limit=5', { authorization: 'bearer good-token' })).json).toEqual({ id: 7, limit: 5, user: 'u1' });
  });

  test('bytes travel as they are', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/probe/file`);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([0, 1, 255]));
  });

  test('a packed body is unpacked', async () => {
    const answer = await call('POST', '/probe/echo', { ...json, 'content-encoding': 'gzip' }, gzipSync('{"text":"packed"}'));
    expect(answer.json).toEqual({ text: 'packed' });
  });
});

describe('a call that does not fit', () => {
  const big = JSON.stringify({ text: 'x'.repeat(3_000) });
  test.each([
    { name: 'no content type', headers: {}, body: '{"text":"a"}', status: 415, field: 'content-type', rule: 'content-type' },
    { name: 'a form', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'text=a', status: 415, field: 'content-type', rule: 'content-type' },
    { name: 'text that a page may send unasked', headers: { 'content-type': 'text/plain' }, body: '{"text":"a"}', status: 415, field: 'content-type', rule: 'content-type' },
    { name: 'no body at all', headers: json, body: '', status: 400, field: 'text', rule: 'invalid_type' },
    { name: 'broken JSON', headers: json, body: '{"text":', status: 400, field: 'body', rule: 'json' },
    { name: 'a bare string', headers: json, body: '"text"', status: 400, field: 'body', rule: 'json' },
    { name: 'a list', headers: json, body: '[]', status: 400, field: 'body', rule: 'invalid_type' },
    { name: 'a wrong type', headers: json, body: '{"text":5}', status: 400, field: 'text', rule: 'invalid_type' },
    { name: 'a text that is too long', headers: json, body: `{"text":"${'x'.repeat(21)}"}`, status: 400, field: 'text', rule: 'too_big' },
    { name: 'an unknown field', headers: json, body: '{"text":"a","admin":true}', status: 400, field: 'body', rule: 'unrecognized_keys' },
    { name: 'a key that aims at the prototype', headers: json, body: '{"text":"a","__proto__":{"admin":true}}', status: 400, field: 'body', rule: 'forbidden-key' },
    { name: 'the same, written in escapes', headers: json, body: '{"text":"a","\\u005f_proto__":{"admin":true}}', status: 400, field: 'body', rule: 'forbidden-key' },
    { name: 'the same, deep inside a free part', headers: json, body: '{"text":"a","at":{"x":[{"constructor":{"prototype":{"admin":true}}}]}}', status: 400, field: 'body', rule: 'forbidden-key' },
    { name: 'a body over the limit', headers: json, body: big, status: 413, field: 'body', rule: undefined },
    { name: 'a small packed body that unpacks over the limit', headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(big), status: 413, field: 'body', rule: undefined },
    { name: 'a body that is not packed as it says', headers: { ...json, 'content-encoding': 'gzip' }, body: '{"text":"a"}', status: 400, field: 'body', rule: 'encoding' },
    { name: 'a packing nobody knows', headers: { ...json, 'content-encoding': 'rot13' }, body: '{"text":"a"}', status: 415, field: 'body', rule: 'encoding' },
    { name: 'an alphabet nobody knows', headers: { 'content-type': 'application/json; charset=klingon' }, body: '{"text":"a"}', status: 415, field: 'body', rule: 'encoding' },
  ])('$name', async ({ headers, body, status, field, rule }) => {
    const answer = await call('POST', '/probe/echo', { ...headers, 'content-length': String(Buffer.byteLength(body)) } as Record<string, string>, body);
    expect({ status: answer.status, ...errorOf(answer) }).toMatchObject({ status, code: status === 413 ? 'too-large' : 'invalid-input', field });
    expect(errorOf(answer).rule).toBe(rule);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('a field called constructor that is only a word is welcome', async () => {
    expect((await call('POST', '/probe/echo', json, '{"text":"a","at":{"constructor":"Dior"}}')).status).toBe(200);
  });

  test.each([
    { name: 'an id that is no number', path: '/probe/abc/search', field: 'id' },
    { name: 'a limit over the bound', path: '/probe/1/search?limit=6', field: 'limit' },
    { name: 'one parameter twice', path: '/probe/1/search?limit=1&limit=2', field: 'limit' },
    { name: 'an unknown parameter', path: '/probe/1/search?sort=up', field: 'query' },
    { name: 'a nested parameter', path: '/probe/1/search?limit[gt]=1', field: 'query' },
  ])('$name', async ({ path, field }) => {
    const answer = await call('GET', path, { authorization: 'Bearer good-token' });
    expect({ status: answer.status, ...errorOf(answer) }).toMatchObject({ status: 400, code: 'invalid-input', field });
  });

  test('a parameter where none is declared', async () => {
    expect(errorOf(await call('GET', '/probe/plain?x=1'))).toMatchObject({ code: 'invalid-input', attempted: 'probe.plain', field: 'query' });
  });

  test('an address that cannot be decoded', async () => {
    expect(await call('GET', '/probe/%E0%A4%A/search', { authorization: 'Bearer good-token' })).toMatchObject({ status: 400, json: { error: { code: 'invalid-input', field: 'path' } } });
  });
});

describe('who and where', () => {
  test.each([
    { name: 'no token', headers: {} },
    { name: 'a wrong token', headers: { authorization: 'Bearer bad-token' } },
    { name: 'another scheme', headers: { authorization: 'Basic good-token' } },
    { name: 'a token with spaces', headers: { authorization: 'Bearer good token' } },
    { name: 'an endless token', headers: { authorization: `Bearer ${'a'.repeat(5_000)}` } },
  ])('$name is answered 401', async ({ headers }) => {
    const answer = await call('GET', '/probe/1/search', headers as Record<string, string>);
    expect({ status: answer.status, code: errorOf(answer).code }).toEqual({ status: 401, code: 'signed-out' });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  test('a stranger with a broken id is told to sign in, not what is wrong with the id', async () => {
    expect((await call('GET', '/probe/abc/search')).status).toBe(401);
  });

  test('an unknown address, and a known one in another method', async () => {
    expect(await call('GET', '/probe/nowhere')).toMatchObject({ status: 404, json: { error: { code: 'not-found' } } });
    const wrong = await call('DELETE', '/probe/echo');
    expect({ status: wrong.status, allow: wrong.headers.allow, code: errorOf(wrong).code }).toEqual({ status: 405, allow: 'POST', code: 'invalid-input' });
    expect((await call('GET', '/PROBE/plain')).status).toBe(404);
    expect((await call('GET', '/probe/plain/')).status).toBe(404);
    expect((await call('POST', '/health')).status).toBe(405);
  });

  test('a page of another site is refused, a listed one is not', async () => {
    expect(await call('GET', '/probe/plain', { origin: 'https://evil.example' })).toMatchObject({ status: 403, json: { error: { code: 'unknown-origin' } } });
    expect((await call('GET', '/probe/plain', { origin: 'https://console.example' })).status).toBe(200);
    expect((await call('GET', '/probe/plain', { origin: 'null' })).status).toBe(403);
  });

  test('headers forbid everything a page could do with an answer', async () => {
    const { headers } = await call('GET', '/probe/plain');
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'strict-transport-security': 'max-age=31536000; includeSubDomains' });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('request ids', () => {
  test.each([
    { name: 'a good one is taken', sent: 'abcDEF-12345', taken: true },
    { name: 'one with a line break in disguise is replaced', sent: 'abc%0d%0adef', taken: false },
    { name: 'one with a blank is replaced', sent: 'abc def ghi', taken: false },
    { name: 'an endless one is replaced', sent: 'a'.repeat(65), taken: false },
    { name: 'a short one is replaced', sent: 'abc', taken: false },
  ])('$name', async ({ sent, taken }) => {
    const id = (await call('GET', '/probe/plain', { 'x-request-id': sent })).headers['x-request-id'];
    if (taken) expect(id).toBe(sent);
    else expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('SRV-05 the id stands in the access line with route, status and code', async () => {
    const id = 'find-me-in-the-log';
    await call('GET', '/probe/404/search?limit=2', { authorization: 'Bearer good-token', 'x-request-id': id });
    expect(kept.lines().find((line) => line.requestId === id)).toMatchObject({ route: '/probe/:id/search', status: 404, code: 'not-found', actor: 'u1', method: 'GET' });
  });
});

describe('what goes wrong on our side', () => {
  test('an exception is answered as internal, without its words, and logged with its cause', async () => {
    const answer = await call('GET', '/probe/breaks', { 'x-request-id': 'broken-call-1' });
    expect(answer).toMatchObject({ status: 500, json: { error: { code: 'internal' } } });
    expect(answer.text).not.toContain('ingredient');
    const line = kept.lines().find((one) => one.requestId === 'broken-call-1' && one.msg === 'request failed');
    expect(line).toMatchObject({ level: 'error', route: '/probe/breaks', err: { cause: { message: 'inner' } } });
    // What drivers hang on their errors are values of rows.
    expect(kept.text()).not.toContain('Key (email)');
  });

  test('a handler that never answers becomes a timeout', async () => {
    expect(await call('GET', '/probe/hangs')).toMatchObject({ status: 504, json: { error: { code: 'timeout', details: { afterMs: 200 } } } });
  });

  test('in tests, a reply that breaks the contract is an error of ours', async () => {
    expect((await call('GET', '/probe/lies')).status).toBe(500);
    expect(kept.text()).toContain('probe.lies broke its contract');
  });

  test('whoever must wait is told how long', async () => {
    const answer = await call('GET', '/probe/waits');
    expect({ status: answer.status, wait: answer.headers['retry-after'] }).toEqual({ status: 429, wait: '13' });
  });

  test('logs hold no header, query, address or body', async () => {
    await call('POST', '/probe/echo?email=someone@person.example', { ...json, authorization: 'Bearer top-secret-token', cookie: 'k=top-secret-cookie', 'user-agent': 'Agent Smith' }, '{"text":"top-secret-text"}');
    await call('GET', '/reset/someone@person.example');
    const text = kept.text();
    for (const word of ['top-secret', 'someone@person', 'Agent Smith', '127.0.0.1']) expect(text).not.toContain(word);
  });
});
