import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Poke } from '#shared/sync/contract.ts';
import { aCategory, aProduct, aShop, id, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aRunningServer, type TestServer } from '#tests/support/running-server.ts';

const PASSWORD = 'a password that is long';

describeOnEachDatabase('consoles on the whole server', (_open, databases) => {
  let server: TestServer;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    server = await aRunningServer(await databases.place());
    await importAggregates(server.deps.db, { shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [aCategory()], products: [aProduct({ n: 1 }), aProduct({ n: 2, shopId: shopIdOf(2) })] });
    for (const [email, shop] of [['salma@nour.example', 1], ['karim@nour.example', 1], ['yann@legoff.example', 2]] as const) {
      expect((await createAccount(server.auth, { email, name: email, role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [shopIdOf(shop)] })).ok).toBe(true);
    }
  });
  afterAll(() => sockets.forEach((socket) => socket.close()));

  /** A console: signed in, listening, with its own client id. */
  async function aConsole(email: string) {
    const client = id(Math.floor(Math.random() * 2 ** 40));
    const post = async (path: string, body: object, token?: string) => {
      const answer = await fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    };
    const { accessToken } = (await post('/auth/sign-in', { email, password: PASSWORD, device: 'counter' })).json as { accessToken: string };
    const get = async (path: string) => {
      const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${accessToken}` } });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    };
    const socket = io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token: accessToken } });
    sockets.push(socket);
    const pokes: Poke[] = [];
    socket.on('poke', (poke: Poke) => void pokes.push(poke));
    await new Promise((resolve) => socket.once('heads', resolve));
    return {
      pokes, get, socket,
      settled: () => socket.emitWithAck('anything-unknown'),
      pull: (scope: string, cursor = '') => get(`/sync/pull?${new URLSearchParams({ scope, cursor, client, schema: String(CACHE_SCHEMA) })}`),
      setPrice: (cseq: number, product: number, base: number, value: number) =>
        post('/sync/push', {
          client, schema: CACHE_SCHEMA, ackedThrough: 0,
          mutations: [{ mid: randomUUID(), cseq, group: null, entity: 'product', id: productIdOf(product), baseVersion: 1, action: 'patch', ops: [{ op: 'set', path: `variants/${variantIdOf(product)}/price`, base, value }], intent: 'edit-price', madeAt: 1 }],
        }, accessToken),
    };
  }

  test('SYN-10 what one vendor changes reaches the other over the live line, and a third shop never', async () => {
    const [salma, karim, yann] = [await aConsole('salma@nour.example'), await aConsole('karim@nour.example'), await aConsole('yann@legoff.example')];
    const heard = new Promise<Poke>((resolve) => karim.socket.once('poke', resolve));
    const pushed = await salma.setPrice(1, 1, 1_000, 1_250);
    expect(pushed).toMatchObject({ status: 200, json: { outcomes: [{ kind: 'applied' }] } });

    const poke = await heard;
    expect(poke.scope).toBe(`vendor:${shopIdOf(1)}`);
    // The news carries the record, and leads exactly from where a console stood to where the pull leads.
    expect(JSON.stringify(poke.rows)).toContain('1250');
    const pulled = await karim.pull(poke.scope, poke.prev);
    expect(pulled.json.rows).toEqual(poke.rows);
    expect(pulled.json.cursor).toBe(poke.next);

    await yann.settled();
    expect(yann.pokes).toEqual([]);
  });

  test('SEC-04 another shop’s scope, history and records stay shut', async () => {
    const yann = await aConsole('yann@legoff.example');
    expect(await yann.pull(`vendor:${shopIdOf(1)}`)).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } });
    expect(await yann.pull('admin')).toMatchObject({ status: 403 });
    expect((await yann.get(`/catalog/products/${productIdOf(1)}/history`)).status).toBe(404);
    const refused = await yann.setPrice(1, 1, 1_250, 1);
    expect(JSON.stringify(refused.json)).not.toContain('1250');
    expect(refused.json).toMatchObject({ outcomes: [{ kind: 'rejected' }] });
    const own = await yann.pull(`vendor:${shopIdOf(2)}`);
    expect(JSON.stringify(own.json)).not.toContain(productIdOf(1));
    expect(JSON.stringify(own.json)).toContain(productIdOf(2));
  });
});
