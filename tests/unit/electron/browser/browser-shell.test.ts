import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import fc from 'fast-check';
import { startBrowserShell, type BrowserShell, type BrowserShellOptions } from '#electron/browser/browser-shell.ts';
import { forkLife } from '#electron/ipc/fork-life.ts';
import { quietLog } from '#tests/support/quiet-log.ts';

const double = fileURLToPath(import.meta.resolve('#tests/support/data-process-double.ts'));
const folder = mkdtempSync(join(tmpdir(), 'comptoir-browser-'));
const windowDir = join(folder, 'window');
let shell: BrowserShell;
let port: number;
const downs: { code: number | null; againInMs: number }[] = [];

const optionsOf = (over: Partial<BrowserShellOptions> = {}): BrowserShellOptions => ({
  port: 0,
  windowDir,
  fork: () => forkLife(double),
  start: { dataDir: folder, serverUrl: 'http://127.0.0.1:1/', shell: 'browser', secrets: 'file', demoAccountsFile: null },
  log: quietLog(),
  pausesMs: [30],
  ...over,
});
const started = async (over: Partial<BrowserShellOptions> = {}) => {
  let up = () => {};
  const isUp = new Promise<void>((resolve) => (up = resolve));
  const made = await startBrowserShell(optionsOf({ ...over, onState: { up, down: (why) => void downs.push(why) } }));
  await isUp;
  return made;
};

type Answered = { status: number; headers: IncomingHttpHeaders; body: string };
const get = (path: string, headers: Record<string, string> = {}, method = 'GET', at = port) =>
  new Promise<Answered>((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: at, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
const keyPath = (link: string) => new URL(link).pathname + new URL(link).search;
const cookieFrom = (answered: Answered) => answered.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
const letIn = async (at = shell, on = port) => cookieFrom(await get(keyPath(at.newLink()), {}, 'GET', on));

const sockets: WebSocket[] = [];
const open = (options: ClientOptions, at = port, protocol: string[] = ['comptoir'], path = '/channel') => {
  const socket = new WebSocket(`ws://127.0.0.1:${at}${path}`, protocol, { origin: `http://127.0.0.1:${at}`, ...options });
  sockets.push(socket);
  socket.on('error', () => undefined);
  return socket;
};
/** What came of it: `open`, or the status the handshake was refused with. */
const outcome = (socket: WebSocket) =>
  new Promise<'open' | number>((resolve) => {
    socket.once('open', () => resolve('open'));
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
  });
const closeCode = async (socket: WebSocket) => (await once(socket, 'close'))[0] as number;
const next = async (socket: WebSocket) => JSON.parse(String((await once(socket, 'message'))[0])) as { t: string; id: number; result: { ok: boolean; value: Record<string, unknown>; error: Record<string, unknown> }; name?: string; payload?: unknown };
const ask = async (socket: WebSocket, channel: string, input: unknown, id = 1) => {
  const reply = next(socket);
  socket.send(JSON.stringify({ t: 'ask', id, channel, input }));
  return reply;
};
const windowOf = async (at = port, on = shell) => {
  const socket = open({ headers: { cookie: await letIn(on, at) } }, at);
  expect(await outcome(socket)).toBe('open');
  return socket;
};

beforeAll(async () => {
  mkdirSync(join(windowDir, 'assets'), { recursive: true });
  writeFileSync(join(windowDir, 'index.html'), '<!doctype html><title>the window</title>');
  writeFileSync(join(windowDir, 'assets', 'index-a1.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), 'outside');
  shell = await started();
  port = Number(new URL(shell.origin).port);
});
afterEach(() => sockets.splice(0).forEach((socket) => socket.terminate()));
afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the key', () => {
  test('a link opens once: it leaves a cookie no script can read, and a clean address', async () => {
    const path = keyPath(shell.newLink());
    const first = await get(path);
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(first.headers['set-cookie']?.[0]).toMatch(new RegExp(`^comptoir-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
    expect((await get(path)).status).toBe(403);
    const page = await get('/', { cookie: cookieFrom(first) });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('the window') as string });
  });

  test('a used key still lets a browser through that holds a session: going back in history works', async () => {
    const path = keyPath(shell.newLink());
    const cookie = cookieFrom(await get(path));
    expect(await get(path, { cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
  });

  test('a link followed on a foreign page steps inside from a page of our own, because a strict cookie would miss the redirect', async () => {
    const answered = await get(keyPath(shell.newLink()), { 'sec-fetch-site': 'cross-site' });
    expect(answered).toMatchObject({ status: 200, body: expect.stringContaining('http-equiv="refresh"') as string });
    expect((await get('/', { cookie: cookieFrom(answered) })).status).toBe(200);
  });

  test('a link that is loaded ahead of the click is not spent', async () => {
    const path = keyPath(shell.newLink());
    expect((await get(path, { 'sec-purpose': 'prefetch;prerender' })).status).toBe(503);
    expect((await get(path)).status).toBe(303);
  });

  test.each([
    { name: 'no key', path: '/', status: 401, says: 'Cette page s’ouvre' },
    { name: 'a wrong key', path: '/?key=nonsense', status: 403, says: 'each link opens the console once' },
    { name: 'an empty key', path: '/?key=', status: 403, says: 'each link opens the console once' },
    { name: 'a key on another path', path: '/assets/index-a1.js?key=x', status: 401, says: 'terminal' },
  ])('$name: a clear page in three languages, and nothing of the window', async ({ path, status, says }) => {
    const answered = await get(path);
    expect(answered.status).toBe(status);
    expect(answered.body).toContain(says);
    for (const lang of ['fr', 'en', 'ar']) expect(answered.body).toContain(`<section lang="${lang}"`);
    expect(answered.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  test.each(['fr-MA,fr;q=0.9', 'en-GB', 'ar-MA'])('the page greets in the language of the browser (%s)', async (language) => {
    const { body } = await get('/', { 'accept-language': language });
    expect(/<section lang="(..)"/.exec(body)?.[1]).toBe(language.slice(0, 2));
  });
});

describe('Host and Origin', () => {
  test.each([
    { name: 'a name that was made to point here (DNS rebinding)', headers: { host: 'evil.example' } },
    { name: 'another port', headers: { host: '127.0.0.1:1' } },
    { name: 'no port', headers: { host: '127.0.0.1' } },
    { name: 'a look-alike', headers: { host: '127.0.0.1.evil.example' } },
  ])('refused although the session is right: $name', async ({ headers }) => {
    expect((await get('/', { ...headers, cookie: await letIn() })).status).toBe(403);
  });

  test('localhost is the same place as 127.0.0.1', async () => {
    expect((await get('/', { host: `localhost:${port}`, cookie: await letIn() })).status).toBe(200);
  });

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])('a request from %s is refused', async (origin) => {
    expect((await get('/', { origin, cookie: await letIn() })).status).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('%s is not answered', async (method) => {
    expect((await get('/', { cookie: await letIn() }, method)).status).toBe(405);
  });
});

describe('the window’s files', () => {
  test('carry the strict policy and the headers that keep others out', async () => {
    const { headers } = await get('/', { cookie: await letIn() });
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", `connect-src 'self' ws://127.0.0.1:${port}`, "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]) {
      expect(policy.split('; ')).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'no-store',
    });
  });

  test('built files may be kept by the browser, and HEAD answers without a body', async () => {
    const cookie = await letIn();
    const file = await get('/assets/index-a1.js', { cookie });
    expect(file).toMatchObject({ status: 200, body: 'export {};', headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    expect(file.headers['cache-control']).toContain('immutable');
    expect(await get('/assets/index-a1.js', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test.each(['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/assets/..%5c..%5csecret.json', '/assets/%00', '//secret.json', '/%', '/assets', '/index.html/', '/./secret.json', '/C:/secret.json', '/assets/index-a1.js::$DATA'])(
    'no way out of the folder: %s',
    async (path) => {
      const answered = await get(path, { cookie: await letIn() });
      expect(answered.status).toBe(404);
      expect(answered.body).not.toContain('outside');
    },
  );

  test('SEC-05 no path, however written, reads a file outside the window’s folder', async () => {
    const cookie = await letIn();
    const piece = fc.constantFrom('..', '.', '%2e', '%2e%2e', '%2f', '%5c', '\\', '/', 'secret.json', 'assets', '%00', ';', '%25', '~', 'a');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 10 }), async (pieces) => {
        const answered = await get(`/${pieces.join('')}`, { cookie });
        expect(answered.body).not.toContain('outside');
        expect([200, 400, 404]).toContain(answered.status);
      }),
      { numRuns: 300 },
    );
  });

  test('noise instead of HTTP gets a 400 and the console stays up', async () => {
    const noisy = connect(port, '127.0.0.1');
    noisy.end('\x16\x03\x01 not http at all\r\n\r\n');
    expect(String((await once(noisy, 'data'))[0])).toContain('400 Bad Request');
    expect((await get('/', { cookie: await letIn() })).status).toBe(200);
  });
});

describe('the channel', () => {
  test.each([
    { name: 'without a cookie', options: {}, status: 401 },
    { name: 'with a made-up cookie', options: { headers: { cookie: `comptoir-0=x; comptoir=y` } }, status: 401 },
    { name: 'from a foreign page', options: { origin: 'http://evil.example' }, status: 403, cookie: true },
    { name: 'from nowhere', options: { origin: undefined }, status: 403, cookie: true },
    { name: 'under a foreign name', options: { headers: { host: 'evil.example' } }, status: 403, cookie: true },
  ])('stays closed $name', async ({ options, status, cookie }) => {
    const headers = { ...('headers' in options ? options.headers : {}), ...(cookie ? { cookie: await letIn() } : {}) };
    expect(await outcome(open({ ...options, headers } as ClientOptions))).toBe(status);
  });

  test.each([
    { name: 'another path', path: '/other', protocol: ['comptoir'] },
    { name: 'another protocol', path: '/channel', protocol: ['chat'] },
  ])('is not found under $name', async ({ path, protocol }) => {
    expect(await outcome(open({ headers: { cookie: await letIn() } }, port, protocol, path))).toBe(404);
  });

  test('carries questions and answers unread, and each window hears its own', async () => {
    const [first, second] = [await windowOf(), await windowOf()];
    const answers = await Promise.all([ask(first, 'double.echo', { text: 'one' }, 7), ask(second, 'double.echo', { text: 'two' }, 7)]);
    expect(answers.map((answer) => [answer.id, answer.result.value['text']])).toEqual([[7, 'one'], [7, 'two']]);
  });

  test('announcements reach every window', async () => {
    const [first, second] = [await windowOf(), await windowOf()];
    const heard = next(second);
    first.send(JSON.stringify({ t: 'ask', id: 1, channel: 'double.announce', input: { text: 'hello' } }));
    expect(await heard).toEqual({ t: 'event', name: 'double.announced', payload: { text: 'hello' } });
  });

  test.each([
    { name: 'text that is not JSON', text: '{{{', rule: 'not-json' },
    { name: 'an unknown channel', text: JSON.stringify({ t: 'ask', id: 3, channel: 'no.such', input: {} }), rule: 'unknown-channel' },
    { name: 'a channel that every object has', text: JSON.stringify({ t: 'ask', id: 3, channel: '__proto__', input: {} }), rule: 'unknown-channel' },
  ])('garbage is answered as invalid-input: $name', async ({ text, rule }) => {
    const socket = await windowOf();
    const reply = next(socket);
    socket.send(text);
    expect((await reply).result).toMatchObject({ ok: false, error: { code: 'invalid-input', rule } });
  });

  test('bytes instead of text end the line', async () => {
    const socket = await windowOf();
    socket.send(Buffer.from([1, 2, 3]));
    expect(await closeCode(socket)).toBe(1003);
  });

  test('when the data process dies windows are told, and a new one answers soon', async () => {
    const socket = await windowOf();
    const before = (await ask(socket, 'double.where', {})).result.value['pid'];
    socket.send(JSON.stringify({ t: 'ask', id: 2, channel: 'double.die', input: {} }));
    expect(await closeCode(socket)).toBe(1012);
    expect(downs.at(-1)).toMatchObject({ againInMs: 30 });
    const cookie = await letIn();
    let again = open({ headers: { cookie } });
    while ((await outcome(again)) !== 'open') again = open({ headers: { cookie } });
    const after = await ask(again, 'double.where', {});
    expect(after.result.value).toMatchObject({ dataDir: folder, shell: 'browser' });
    expect(after.result.value['pid']).not.toBe(before);
  });
});

describe('limits of the channel', () => {
  test('a message over the limit ends that line and only that', async () => {
    const small = await started({ channel: { maxPayload: 1_000 } });
    const at = Number(new URL(small.origin).port);
    const [big, calm] = [await windowOf(at, small), await windowOf(at, small)];
    big.send(JSON.stringify({ t: 'ask', id: 1, channel: 'double.echo', input: { text: 'x'.repeat(2_000) } }));
    expect(await closeCode(big)).toBe(1009);
    expect((await ask(calm, 'double.echo', { text: 'still here' })).result.value['text']).toBe('still here');
    await small.close();
  });

  test('a window that does not read is not listened to until it catches up, and then hears everything', async () => {
    const tight = await started({ channel: { pauseAtBytes: 200_000 } });
    const socket = await windowOf(Number(new URL(tight.origin).port), tight);
    const got: number[] = [];
    socket.on('message', (data: Buffer) => got.push((JSON.parse(data.toString()) as { id: number }).id));
    socket.pause();
    for (let id = 1; id <= 40; id++) socket.send(JSON.stringify({ t: 'ask', id, channel: 'double.big', input: { bytes: 500_000 } }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(got).toEqual([]);
    socket.resume();
    while (got.length < 40) await once(socket, 'message');
    expect(got).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    await tight.close();
  });

  test('a window that stops reading for good is cut off before it fills the memory', async () => {
    const tight = await started({ channel: { pauseAtBytes: 8_000_000_000, dropAtBytes: 1_000_000 } });
    const at = Number(new URL(tight.origin).port);
    const [socket, calm] = [await windowOf(at, tight), await windowOf(at, tight)];
    let got = 0;
    socket.on('message', () => got++);
    socket.pause();
    for (let id = 1; id <= 20; id++) socket.send(JSON.stringify({ t: 'ask', id, channel: 'double.big', input: { bytes: 3_000_000 } }));
    // All answers come down one line in order: when this window hears that twenty were made, they have reached the other.
    while ((await ask(calm, 'double.bigOnes', {})).result.value['count'] !== 20);
    const cut = closeCode(socket);
    socket.resume();
    expect(await cut).toBe(1006);
    expect(got).toBeLessThan(20);
    await tight.close();
  });

  test('a window that stopped answering the heartbeat is let go', async () => {
    const brisk = await started({ channel: { heartbeatMs: 30 } });
    const at = Number(new URL(brisk.origin).port);
    const deaf = open({ headers: { cookie: await letIn(brisk, at) }, autoPong: false }, at);
    expect(await outcome(deaf)).toBe('open');
    expect(await closeCode(deaf)).toBe(1006);
    await brisk.close();
  });

  test('a port that is taken is refused with the reason', async () => {
    await expect(startBrowserShell(optionsOf({ port }))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('closing says goodbye to windows and ends the data process', async () => {
    const closing = await started();
    const socket = await windowOf(Number(new URL(closing.origin).port), closing);
    const pid = (await ask(socket, 'double.where', {})).result.value['pid'] as number;
    const code = closeCode(socket);
    await closing.close();
    expect(await code).toBe(1001);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
