import { randomUUID } from 'node:crypto';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from '#server/auth/access-token.ts';
import { disableAccount, signIn, signOut } from '#server/auth/auth-service.ts';
import { actorOf, sessionOf } from '#server/auth/sessions.ts';
import { socketServer, type SocketServer } from '#server/socket/socket-server.ts';
import { readHeads } from '#server/sync/pull.ts';
import { scopesOf } from '#server/sync/scopes.ts';
import type { Poke } from '#shared/sync/contract.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { anAccount, authOn, PASSWORD, type TestAuth } from '#tests/support/accounts.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { listening } from '#tests/support/http-server.ts';

const NOUR = '01900000-0000-7000-8000-000000000001';
const LEGOFF = '01900000-0000-7000-8000-000000000002';
const scope = (text: string) => text as ScopeName;
const aPoke = (of: string): Poke => ({ scope: scope(of), prev: 'a', next: 'b', schema: 1, rows: null });

describeOnEachDatabase('the live line', (open) => {
  let auth: TestAuth;
  let server: SocketServer;
  let url = '';
  let sockets: Socket[] = [];
  const refusals: { code: string }[] = [];

  beforeEach(async () => {
    auth = authOn(await open());
    refusals.length = 0;
    const { server: http, url: at } = await listening((_request, response) => void response.end());
    url = at;
    server = socketServer(http, {
      clock: auth.clock, log: auth.log, origins: ['https://console.example'], scopesOf,
      sessionOf: (token) => sessionOf(auth, token), actorOf: (id) => actorOf(auth.db, id), nameOf: () => Promise.resolve('Salma'), headsOf: (scopes) => readHeads(auth, scopes), headsEveryMs: 3_600_000,
    });
    await anAccount(auth, { email: 'salma@atelier.example', shopIds: [NOUR] });
    await anAccount(auth, { email: 'yann@legoff.example', shopIds: [LEGOFF] });
    await anAccount(auth, { email: 'admin@comptoir.example', role: 'admin' });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.close();
    sockets = [];
    await server.close();
  });

  const tokensOf = async (email: string) => {
    const result = await signIn(auth, { email, password: PASSWORD, device: 'counter' }, '203.0.113.9');
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };

  /** A console that keeps what it hears. */
  const connect = (token: unknown, options: Partial<ManagerOptions & SocketOptions> = {}) => {
    const heard: { event: string; payload: unknown }[] = [];
    const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token }, ...options });
    sockets.push(socket);
    socket.onAny((event: string, payload: unknown) => void heard.push({ event, payload }));
    const connected = new Promise<'connected' | string>((resolve) => {
      socket.on('connect', () => resolve('connected'));
      socket.on('connect_error', (cause: Error & { data?: { error?: { code: string; rule?: string } } }) => resolve(cause.data?.error === undefined ? 'refused' : `${cause.data.error.code} ${cause.data.error.rule ?? ''}`.trim()));
    });
    const disconnected = new Promise<string>((resolve) => socket.on('disconnect', resolve));
    const next = (event: string) => new Promise<unknown>((resolve) => socket.once(event, resolve));
    /** Everything sent to this socket before now has been heard once its own answer comes back. */
    const settled = () => socket.emitWithAck('anything-unknown');
    return { socket, heard, connected, disconnected, next, settled };
  };

  test('SYN-10 a poke reaches those who read the scope, and nobody else', async () => {
    const [salma, yann, admin] = [connect((await tokensOf('salma@atelier.example')).accessToken), connect((await tokensOf('yann@legoff.example')).accessToken), connect((await tokensOf('admin@comptoir.example')).accessToken)];
    await Promise.all([salma.connected, yann.connected, admin.connected]);
    for (const of of [`vendor:${NOUR}`, `vendor:${LEGOFF}`, 'admin', 'common']) server.live.poke(aPoke(of));
    await Promise.all([salma.settled(), yann.settled(), admin.settled()]);
    const scopesHeard = (console: typeof salma) => console.heard.filter(({ event }) => event === 'poke').map(({ payload }) => (payload as Poke).scope);
    expect(scopesHeard(salma)).toEqual([`vendor:${NOUR}`, 'common']);
    expect(scopesHeard(yann)).toEqual([`vendor:${LEGOFF}`, 'common']);
    expect(scopesHeard(admin)).toEqual(['admin', 'common']);
  });

  test('SYN-10 heads come on connect and when they are told, for one’s own scopes only', async () => {
    await auth.db.kysely.insertInto('sync_scope').values([`vendor:${NOUR}`, `vendor:${LEGOFF}`, 'common'].map((name) => ({ scope: name, seq: 7, floor: 0, epoch: 'e1' }))).execute();
    const salma = connect((await tokensOf('salma@atelier.example')).accessToken);
    const first = (await salma.next('heads')) as { heads: { scope: string; head: string }[] };
    expect(first.heads.map((head) => head.scope).sort()).toEqual(['common', `vendor:${NOUR}`]);
    salma.heard.length = 0;
    await server.tellHeads();
    await salma.settled();
    expect(salma.heard.map(({ payload }) => (payload as typeof first).heads.map((head) => head.scope)).flat().sort()).toEqual(['common', `vendor:${NOUR}`]);
  });

  test.each<[string, () => unknown | Promise<unknown>, string]>([
    ['no token', () => undefined, 'signed-out malformed'],
    ['an object for a token', () => ({ $ne: '' }), 'signed-out malformed'],
    ['an endless token', () => 'a'.repeat(5_000), 'signed-out malformed'],
    ['nonsense', () => 'nonsense', 'signed-out malformed'],
    ['a token of a session that never was', () => signAccessToken(auth.keys.accessToken, auth.clock, randomUUID(), randomUUID()), 'signed-out ended'],
    ['a token that ran out', async () => { const { accessToken } = await tokensOf('salma@atelier.example'); auth.pass((ACCESS_TOKEN_SECONDS + 10) * 1_000); return accessToken; }, 'signed-out expired'],
  ])('%s is refused', async (_name, token, answer) => {
    expect(await connect(await token()).connected).toBe(answer);
  });

  test('a page of another site is refused before anything is read, a listed one is not', async () => {
    const { accessToken } = await tokensOf('salma@atelier.example');
    expect(await connect(accessToken, { extraHeaders: { origin: 'https://evil.example' } }).connected).toBe('refused');
    expect(await connect(accessToken, { extraHeaders: { origin: 'https://console.example' } }).connected).toBe('connected');
  });

  test('long polling is not spoken here', async () => {
    const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(answer.status).toBe(400);
  });

  test('signing out closes the line of that session only', async () => {
    const [one, other] = [await tokensOf('salma@atelier.example'), await tokensOf('salma@atelier.example')];
    const [first, second] = [connect(one.accessToken), connect(other.accessToken)];
    await Promise.all([first.connected, second.connected]);
    await signOut({ ...auth, onSessionEnded: (session) => server.endSession(session) }, one.refreshToken);
    expect(await first.disconnected).toBe('io server disconnect');
    await second.settled();
    expect(second.socket.connected).toBe(true);
  });

  test('a session that ends while its line is opening does not stay open', async () => {
    const { accessToken, refreshToken } = await tokensOf('salma@atelier.example');
    let checks = 0;
    const slow = await listening((_request, response) => void response.end());
    const racing = socketServer(slow.server, {
      clock: auth.clock, log: auth.log, origins: [], scopesOf, actorOf: (id) => actorOf(auth.db, id), nameOf: () => Promise.resolve('Salma'), headsOf: (scopes) => readHeads(auth, scopes),
      sessionOf: async (token) => {
        const session = await sessionOf(auth, token);
        // Right after the first check, before the rooms are entered.
        if (checks++ === 0) await signOut({ ...auth, onSessionEnded: (ended) => racing.endSession(ended) }, refreshToken);
        return session;
      },
    });
    const socket = io(slow.url, { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token: accessToken } });
    sockets.push(socket);
    expect(await new Promise((resolve) => socket.once('disconnect', resolve))).toBe('io server disconnect');
    await racing.close();
  });

  test('disabling an account closes all its lines', async () => {
    const tokens = await tokensOf('salma@atelier.example');
    const [first, second] = [connect(tokens.accessToken), connect(tokens.accessToken)];
    await Promise.all([first.connected, second.connected]);
    await disableAccount({ ...auth, onSessionEnded: (session) => server.endSession(session) }, tokens.me.id);
    await Promise.all([first.disconnected, second.disconnected]);
  });

  test('a shop that is taken away is not heard any more, one that is given is', async () => {
    const { accessToken, me } = await tokensOf('salma@atelier.example');
    const salma = connect(accessToken);
    await salma.connected;
    await auth.db.kysely.deleteFrom('membership').where('user_id', '=', me.id).execute();
    await auth.db.kysely.insertInto('membership').values({ user_id: me.id, shop_id: LEGOFF, role: 'orders' }).execute();
    server.live.grants(me.id, 2);
    expect(await salma.next('grants')).toEqual({ grantsEpoch: 2 });
    server.live.poke(aPoke(`vendor:${NOUR}`));
    server.live.poke(aPoke(`vendor:${LEGOFF}`));
    await salma.settled();
    expect(salma.heard.filter(({ event }) => event === 'poke').map(({ payload }) => (payload as Poke).scope)).toEqual([`vendor:${LEGOFF}`]);
  });

  test('a fresh token prolongs the line, a stranger’s or a broken one does not', async () => {
    const { accessToken } = await tokensOf('salma@atelier.example');
    const salma = connect(accessToken);
    await salma.connected;
    expect(await salma.socket.emitWithAck('auth', { token: accessToken })).toEqual({ ok: true, value: {} });
    expect(await salma.socket.emitWithAck('auth', { token: 5 })).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(await salma.socket.emitWithAck('auth', { token: (await tokensOf('yann@legoff.example')).accessToken })).toMatchObject({ ok: false, error: { code: 'signed-out', rule: 'other-user' } });
    expect(await salma.disconnected).toBe('io server disconnect');
  });

  test('a line ends with its token', async () => {
    const { accessToken } = await tokensOf('salma@atelier.example');
    auth.pass(ACCESS_TOKEN_SECONDS * 1_000 - 300);
    const salma = connect(accessToken);
    await salma.connected;
    auth.pass(1_000);
    expect(await salma.disconnected).toBe('io server disconnect');
  });

  test('unknown events are answered, and whoever talks without end is disconnected', async () => {
    const salma = connect((await tokensOf('salma@atelier.example')).accessToken);
    await salma.connected;
    for (const event of ['poke', 'join', '__proto__', 'constructor', 'x'.repeat(500)]) {
      expect(await salma.socket.emitWithAck(event, { room: 'scope admin' })).toMatchObject({ ok: false, error: { code: 'invalid-input', rule: 'unknown-event' } });
    }
    for (let i = 0; i < 80; i++) salma.socket.emit('hello');
    await salma.disconnected;
  });

  test('a message that is too large ends the line, and only that one', async () => {
    const [salma, yann] = [connect((await tokensOf('salma@atelier.example')).accessToken), connect((await tokensOf('yann@legoff.example')).accessToken)];
    await Promise.all([salma.connected, yann.connected]);
    salma.socket.emit('auth', { token: 'x'.repeat(100_000) });
    await salma.disconnected;
    await yann.settled();
  });

  test.each(['4', '40{"token":', '42["auth"', '42{"not":"a list"}', '2probe', '45-["x"]', '\u0000\u0001', '42[]', '43["ack"]', '421[null]'])('the raw frame %j harms nobody', async (frame) => {
    const yann = connect((await tokensOf('yann@legoff.example')).accessToken);
    await yann.connected;
    const { accessToken } = await tokensOf('salma@atelier.example');
    const raw = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((resolve) => raw.once('close', resolve));
    await new Promise((resolve) => raw.once('message', resolve));
    raw.send(`40${JSON.stringify({ token: accessToken })}`);
    await new Promise((resolve) => raw.once('message', resolve));
    raw.send(frame);
    raw.close();
    await closed;
    await yann.settled();
    expect(yann.socket.connected).toBe(true);
  });

  test('the log names nobody and no token', async () => {
    const { accessToken } = await tokensOf('salma@atelier.example');
    const salma = connect(accessToken);
    await salma.connected;
    await salma.socket.emitWithAck('auth', { token: accessToken });
    for (const word of [accessToken, 'salma@', 'Salma', '127.0.0.1']) expect(auth.logText()).not.toContain(word);
  });
});
