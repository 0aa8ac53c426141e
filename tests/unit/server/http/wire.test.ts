import { randomFillSync } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appOf } from '#server/app.ts';
import { openDatabase } from '#server/db/open.ts';
import { answerBrokenRequests } from '#server/http/client-errors.ts';
import { endpoints } from '#shared/contract/http.ts';
import { ok } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { keptLog, listening, rawCall } from '#tests/support/http-server.ts';

const declared = endpoints({
  page: { method: 'get', path: '/probe/page', auth: 'anyone', summary: 'Much text.', reply: z.object({ rows: z.array(z.string()) }), errors: [] },
  small: { method: 'get', path: '/probe/small', auth: 'anyone', summary: 'Where from.', reply: z.object({ from: z.string() }), errors: [] },
});
const rows = Array.from({ length: 500 }, (_, at) => `row ${at} é ع`);

async function aServer(trustProxy: number) {
  const { port, server } = await listening(appOf(declared, {
    db: await openDatabase({ kind: 'sqlite', file: ':memory:' }),
    handlers: { page: () => ok({ rows }), small: (_call, { address }) => ok({ from: address }) },
    log: keptLog().log, clock: () => Date.now() as EpochMs, random: (bytes) => randomFillSync(bytes),
    authenticate: () => Promise.reject(new Error('not asked here')), draining: { now: false }, origins: [], trustProxy,
  }));
  answerBrokenRequests(server);
  return port;
}

let direct = 0;
let proxied = 0;
beforeAll(async () => {
  [direct, proxied] = [await aServer(0), await aServer(1)];
});
const FAR = { 'x-forwarded-for': '203.0.113.9' };

describe('packing', () => {
  test.each([
    { name: 'a large answer to another machine is packed', port: () => proxied, path: '/probe/page', headers: { ...FAR, 'accept-encoding': 'gzip, br' }, packed: true },
    { name: 'not where the caller cannot unpack', port: () => proxied, path: '/probe/page', headers: FAR, packed: false },
    { name: 'not where the caller says no', port: () => proxied, path: '/probe/page', headers: { ...FAR, 'accept-encoding': 'gzip;q=0' }, packed: false },
    { name: 'not when it is small', port: () => proxied, path: '/probe/small', headers: { ...FAR, 'accept-encoding': 'gzip' }, packed: false },
    { name: 'not on the same machine, where it only costs time', port: () => direct, path: '/probe/page', headers: { 'accept-encoding': 'gzip' }, packed: false },
  ])('$name', async ({ port, path, headers, packed }) => {
    const answer = await fetchRaw(port(), path, headers as Record<string, string>);
    expect(answer.encoding).toBe(packed ? 'gzip' : undefined);
    if (path === '/probe/page') expect(JSON.parse((packed ? gunzipSync(answer.body) : answer.body).toString())).toEqual({ rows });
  });
});

/** `fetch` would unpack behind our back. */
function fetchRaw(port: number, path: string, headers: Record<string, string>): Promise<{ encoding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks) }));
    }).on('error', reject).end();
  });
}

describe('where a call comes from', () => {
  test('without a proxy, nobody can pretend to come from elsewhere', async () => {
    expect((await rawCall(direct, { method: 'GET', path: '/probe/small', headers: FAR })).json).toEqual({ from: '127.0.0.1' });
  });
  test('behind one proxy, what that proxy says counts, and what it was told does not', async () => {
    expect((await rawCall(proxied, { method: 'GET', path: '/probe/small', headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' } })).json).toEqual({ from: '203.0.113.9' });
  });
});

describe('bytes that are no request', () => {
  const speak = (port: number, text: string) =>
    new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
      socket.on('close', () => resolve(heard));
      socket.on('error', reject);
    });

  test.each([
    { name: 'nonsense', text: 'HELO server\r\n\r\n', status: 400, code: 'invalid-input' },
    { name: 'a head without end', text: `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`, status: 431, code: 'too-large' },
    { name: 'two lengths at once', text: 'POST /probe/page HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', status: 400, code: 'invalid-input' },
    { name: 'a line break hidden in a header', text: 'GET /probe/small HTTP/1.1\r\nhost: x\r\nx-a: b\rc\r\n\r\n', status: 400, code: 'invalid-input' },
  ])('$name gets a refusal in the usual words and the connection is closed', async ({ text, status, code }) => {
    const heard = await speak(direct, text);
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4))).toMatchObject({ error: { code } });
    expect((await rawCall(direct, { method: 'GET', path: '/health' })).status).toBe(200);
  });
});
