import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpClient, type TokenSource } from '#electron/http/client.ts';
import { wasNeverSent } from '#electron/http/network-failure.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { err, ok } from '#shared/kernel/result.ts';

const random = (bytes: Uint8Array) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function aServer(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  const server = createServer((request, response) => {
    const blocks: Buffer[] = [];
    request.on('data', (block: Buffer) => blocks.push(block)).on('end', () => answer(request, response, Buffer.concat(blocks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const json = (response: ServerResponse, status: number, value: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
const aClient = (serverUrl: string, tokens?: TokenSource) => createHttpClient({ serverUrl, ...(tokens ? { tokens } : {}), scheduler: systemScheduler, random, fetch: globalThis.fetch });
const token = (text: string): TokenSource => ({ current: () => text, renew: async () => err({ code: 'signed-out' }) });
const scopesReply = { scopes: [], grantsEpoch: 1, lastCseq: 0, protocol: 1 };

describe('what comes back when things go wrong', () => {
  test('the server is not there: offline, and known never to have been sent', async () => {
    const url = await aServer(() => undefined);
    closers.splice(0).forEach((close) => close());
    const result = await aClient(url, token('a'))('scopes', { query: {} });
    expect(result).toMatchObject({ ok: false, error: { code: 'offline', rule: 'not-sent', attempted: 'scopes' } });
    expect(!result.ok && wasNeverSent(result.error)).toBe(true);
  });

  test('the line breaks while the answer is on its way: offline, and nobody knows whether it was done', async () => {
    const url = await aServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"scopes":');
      setTimeout(() => request.socket.destroy(), 20);
    });
    const result = await aClient(url, token('a'))('scopes', { query: {} });
    expect(result).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(!result.ok && wasNeverSent(result.error)).toBe(false);
  });

  test('the server stays silent: timeout', async () => {
    const url = await aServer(() => undefined);
    expect(await aClient(url, token('a'))('scopes', { query: {} }, { silenceMs: 50 })).toMatchObject({ ok: false, error: { code: 'timeout' } });
  });

  test('an answer that keeps trickling is not silence', async () => {
    const url = await aServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const text = JSON.stringify(scopesReply);
      let sent = 0;
      const drip = setInterval(() => {
        response.write(text.slice(sent, sent + 8));
        sent += 8;
        if (sent >= text.length) {
          clearInterval(drip);
          response.end();
        }
      }, 40);
    });
    expect(await aClient(url, token('a'))('scopes', { query: {} }, { silenceMs: 150 })).toEqual(ok(scopesReply));
  });

  test.each([
    { name: 'a sign-in page in between', status: 200, body: '<html>Welcome to our hotel</html>', error: { code: 'offline', rule: 'not-json' } },
    { name: 'a proxy without a server', status: 502, body: 'Bad gateway', error: { code: 'offline', rule: 'not-json', details: { status: 502 } } },
    { name: 'another shape than promised', status: 200, body: '{"scopes":7}', error: { code: 'internal', rule: 'wrong-shape', field: 'scopes' } },
    { name: 'an error of ours', status: 403, body: '{"error":{"code":"forbidden","field":"scope"}}', error: { code: 'forbidden', field: 'scope' } },
    { name: 'an error nobody knows', status: 418, body: '{"error":{"code":"teapot"}}', error: { code: 'internal', rule: 'unknown-error', details: { status: 418 } } },
  ])('$name', async ({ status, body, error }) => {
    const url = await aServer((_, response) => response.writeHead(status).end(body));
    expect(await aClient(url, token('a'))('scopes', { query: {} })).toMatchObject({ ok: false, error });
  });

  test('a redirect to somewhere else is not followed with the token', async () => {
    let leaked = false;
    const elsewhere = await aServer((_, response) => {
      leaked = true;
      json(response, 200, scopesReply);
    });
    const url = await aServer((_, response) => response.writeHead(302, { location: `${elsewhere}/sync/scopes` }).end());
    expect(await aClient(url, token('a'))('scopes', { query: {} })).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(leaked).toBe(false);
  });
});

describe('the access token', () => {
  test('a 401 renews it once, however many calls there are, and each call is repeated once', async () => {
    let current = 'old';
    let renewals = 0;
    const url = await aServer((request, response) =>
      request.headers.authorization === 'Bearer new' ? json(response, 200, scopesReply) : json(response, 401, { error: { code: 'signed-out' } }));
    let renewing: Promise<ReturnType<typeof ok<string>>> | null = null;
    const tokens: TokenSource = {
      current: () => current,
      renew: (spent) => {
        if (spent !== current) return Promise.resolve(ok(current));
        renewing ??= new Promise((resolve) => setTimeout(() => {
          renewals++;
          current = 'new';
          resolve(ok(current));
        }, 30));
        return renewing;
      },
    };
    const client = aClient(url, tokens);
    const answers = await Promise.all(Array.from({ length: 8 }, () => client('scopes', { query: {} })));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(renewals).toBe(1);
  });

  test('a push is sent exactly once when its answer is lost', async () => {
    let pushes = 0;
    const url = await aServer((request) => {
      pushes++;
      request.socket.destroy();
    });
    const body = { client: '00000000-0000-7000-8000-000000000000', schema: 1, ackedThrough: 0, mutations: [] };
    expect(await aClient(url, token('a'))('push', { body })).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(pushes).toBe(1);
  });
});

test.each([{ name: 'fits', room: 400_000 }, { name: 'is too short', room: 100_000 }, { name: 'is nothing', room: 0 }])('bytes come into the place they were given; one that $name changes nothing about them', async ({ room }) => {
  const sent = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
  const url = await aServer((_, response) => void response.writeHead(200).end(sent));
  const into = new Uint8Array(room);
  const result = await aClient(url, token('a'))('chunk', { params: { id: '0123456789abcdef', chunk: 3 } }, { into });
  expect(result.ok && sent.equals(result.value)).toBe(true);
  expect(result.ok && result.value.buffer === into.buffer).toBe(room === 400_000);
});

test('requests carry an id, parameters and query go where the contract says, bytes come back as bytes', async () => {
  const seen: { url: string | undefined; id: unknown }[] = [];
  const url = await aServer((request, response) => {
    seen.push({ url: request.url, id: request.headers['x-request-id'] });
    response.writeHead(200).end(Buffer.from([0, 255, 7]));
  });
  let bytes = 0;
  const result = await aClient(url, token('a'))('chunk', { params: { id: '0123456789abcdef', chunk: 3 } }, { onBytes: (count) => (bytes += count) });
  expect(result.ok && [...result.value]).toEqual([0, 255, 7]);
  expect(bytes).toBe(3);
  expect(seen[0]?.url).toBe('/sync/snapshot/0123456789abcdef/3');
  expect(seen[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
});
