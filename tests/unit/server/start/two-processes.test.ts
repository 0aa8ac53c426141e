import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import type { DatabaseConfig } from '#server/db/open.ts';
import { StartRefused } from '#server/start-server.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Poke } from '#shared/sync/contract.ts';
import { aCategory, aProduct, aShop, id, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aCutLine, aRedis, redisInstalled, type CutLine, type TestRedis } from '#tests/support/redis.ts';
import { aFolder, aRunningServer, type TestServer } from '#tests/support/running-server.ts';

const PASSWORD = 'a password that is long';
const SECRET = 'one secret for all processes of this test';
const MAIN = fileURLToPath(new URL('../../../../server/main.ts', import.meta.url));
const VENDOR = `vendor:${shopIdOf(1)}`;

/** Waits for something that will be so, and says what was missing when the test runs out of time. */
const until = async (so: () => boolean | Promise<boolean>) => {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 5));
};

const title = `several server processes on one database and one Redis${redisInstalled ? '' : ' (skipped: no redis-server on this machine)'}`;
describe.skipIf(!redisInstalled)(title, () => {
  describeOnEachDatabase('pokes across processes', (_open, databases) => {
    // Several processes on one SQLite file are not a way to run Comptoir.
    if (databases.name === 'sqlite') return void test('wrong credentials for Redis are one clear line', wrongPassword);

    let place: DatabaseConfig;
    let redis: TestRedis;
    let line: CutLine;
    let here: TestServer;
    let there: TestServer;
    const sockets: Socket[] = [];
    let price = 1_000;

    beforeAll(async () => {
      place = await databases.place();
      redis = await aRedis();
      line = await aCutLine(redis.port);
      here = await aRunningServer(place, { config: { secret: SECRET, redisUrl: redis.url } });
      there = await aRunningServer(place, { config: { secret: SECRET, redisUrl: `redis://127.0.0.1:${line.port}` } });
      await importAggregates(here.deps.db, { shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [aCategory()], products: [aProduct({ n: 1 })] });
      for (const [email, role, shopIds] of [['salma@nour.example', 'vendor', [shopIdOf(1)]], ['karim@nour.example', 'vendor', [shopIdOf(1), shopIdOf(2)]], ['admin@comptoir.example', 'admin', []]] as const) {
        expect((await createAccount(here.auth, { email, name: email, role, locale: 'fr', password: PASSWORD, shopIds: [...shopIds] })).ok).toBe(true);
      }
    });
    afterAll(async () => {
      for (const socket of sockets) socket.close();
      await Promise.all([here.close(), there.close()]);
      await line.close();
      await redis.kill();
    });

    async function aConsole(email: string, url: string) {
      const post = async (path: string, body: object, token?: string) => {
        const answer = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
        return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
      };
      const { accessToken, me } = (await post('/auth/sign-in', { email, password: PASSWORD, device: 'counter' })).json as { accessToken: string; me: { id: string } };
      const client = id(Math.floor(Math.random() * 2 ** 40));
      const pokes: Poke[] = [];
      const heads: string[] = [];
      const heard: string[] = [];
      const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token: accessToken } });
      sockets.push(socket);
      socket.on('poke', (poke: Poke) => void pokes.push(poke));
      socket.on('heads', (told: { heads: { scope: string; head: string }[] }) => void heads.push(...told.heads.filter(({ scope }) => scope === VENDOR).map(({ head }) => head)));
      socket.onAny((event: string) => void heard.push(event));
      socket.on('disconnect', (reason) => void heard.push(reason));
      await new Promise((resolve) => socket.once('heads', resolve));
      let cseq = 0;
      return {
        userId: me.id, pokes, heads, heard, socket,
        raisePrice: async () => {
          const answer = await post('/sync/push', {
            client, schema: CACHE_SCHEMA, ackedThrough: cseq,
            mutations: [{ mid: randomUUID(), cseq: ++cseq, group: null, entity: 'product', id: productIdOf(1), baseVersion: price - 999, action: 'patch', ops: [{ op: 'set', path: `variants/${variantIdOf(1)}/price`, base: price, value: ++price }], intent: 'edit-price', madeAt: 1 }],
          }, accessToken);
          expect(answer).toMatchObject({ status: 200, json: { outcomes: [{ kind: 'applied' }] } });
          return (answer.json as { steps: { scope: string; next: string }[] }).steps.find(({ scope }) => scope === VENDOR)!.next;
        },
        take: (userId: string, body: object) => post(`/people/${userId}/grants`, body, accessToken),
      };
    }

    test('SYN-10 what is pushed to one process reaches consoles of the other, through a cut line without a gap, through a dead Redis with a delay', async () => {
      const writer = await aConsole('salma@nour.example', here.url);
      const near = await aConsole('karim@nour.example', here.url);
      const far = await aConsole('karim@nour.example', there.url);

      await writer.raisePrice();
      await until(() => far.pokes.length === 1 && near.pokes.length === 1);
      expect(far.pokes).toEqual(near.pokes);

      // The other process loses its line to Redis in the middle of a stream of changes.
      let last = '';
      for (let i = 0; i < 120; i++) {
        if (i === 30) line.cut();
        if (i === 90) line.mend();
        last = await writer.raisePrice();
      }
      await until(() => far.pokes.at(-1)?.next === last);
      expect(far.pokes.map(({ next }) => next)).toEqual(near.pokes.map(({ next }) => next));
      // Each begins where the one before ended: nothing has to be pulled.
      expect(far.pokes.slice(1).every((poke, i) => poke.prev === far.pokes[i]!.next)).toBe(true);

      // Redis dies and comes back empty. Consoles of the writer's own process notice nothing; the others are told where they should be.
      await redis.kill();
      const before = near.pokes.length;
      for (let i = 0; i < 10; i++) last = await writer.raisePrice();
      expect(near.pokes.length).toBe(before + 10);
      await redis.startAgain();
      await until(() => far.pokes.at(-1)?.next === last || far.heads.at(-1) === last);
      // And the line is whole again.
      last = await writer.raisePrice();
      await until(() => far.pokes.at(-1)?.next === last);
    });

    test('SEC-04 a shop taken from somebody leaves the consoles of every process', async () => {
      const admin = await aConsole('admin@comptoir.example', here.url);
      const near = await aConsole('karim@nour.example', here.url);
      const far = await aConsole('karim@nour.example', there.url);
      expect((await near.take(near.userId, { shopIds: [] })).status).toBe(403);
      expect(await admin.take(admin.userId, { role: 'vendor' })).toMatchObject({ status: 403, json: { error: { rule: 'own-grants' } } });
      expect(await admin.take(near.userId, { shopIds: [shopIdOf(9)] })).toMatchObject({ status: 404, json: { error: { field: 'shopIds' } } });

      expect(await admin.take(near.userId, { shopIds: [shopIdOf(2)] })).toMatchObject({ status: 200, json: { shopIds: [shopIdOf(2)], grantsEpoch: 2 } });
      await until(() => near.heard.includes('grants') && far.heard.includes('io server disconnect'));
      const again = await aConsole('karim@nour.example', there.url);
      const writer = await aConsole('salma@nour.example', here.url);
      const heardBefore = near.pokes.length;
      const last = await writer.raisePrice();
      const witness = await aConsole('admin@comptoir.example', there.url);
      expect(witness.heads).toBeDefined();
      await near.socket.emitWithAck('anything-unknown');
      await again.socket.emitWithAck('anything-unknown');
      expect([near.pokes.length, again.pokes.length]).toEqual([heardBefore, 0]);
      expect(last).not.toBe('');
    });

    test('as real processes: the second to start finds tables and secret in place, and hears what the first is told', async () => {
      const database = await databases.place();
      if (database.kind !== 'postgres') throw new Error('two processes need PostgreSQL');
      const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, COMPTOIR_SECRET: SECRET };
      const processes = await Promise.all([aProcess(env), aProcess(env)]);
      try {
        const server = await aRunningServer(database, { config: { secret: SECRET, redisUrl: redis.url } });
        await importAggregates(server.deps.db, { shops: [aShop({ n: 1 })], categories: [aCategory()], products: [aProduct({ n: 1 })] });
        expect((await createAccount(server.auth, { email: 'salma@nour.example', name: 'Salma', role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [shopIdOf(1)] })).ok).toBe(true);
        price = 1_000;
        const writer = await aConsole('salma@nour.example', processes[0].url);
        const reader = await aConsole('salma@nour.example', processes[1].url);
        const last = await writer.raisePrice();
        await until(() => reader.pokes.at(-1)?.next === last);
      } finally {
        for (const { child } of processes) child.kill('SIGTERM');
        expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0]);
      }
    });
  });
});

async function wrongPassword() {
  const redis = await aRedis();
  try {
    const starting = aRunningServer({ kind: 'sqlite', file: ':memory:' }, { config: { redisUrl: `redis://someone:wrong@127.0.0.1:${redis.port}` } });
    await expect(starting).rejects.toThrow(StartRefused);
    await expect(starting).rejects.toThrow(/Redis at 127\.0\.0\.1:\d+ refused this server .*REDIS_URL/);
    await expect(starting).rejects.not.toThrow(/wrong@/);
  } finally {
    await redis.kill();
  }
}

/** A server as it runs in production: its own process. */
async function aProcess(env: Record<string, string>): Promise<{ child: ChildProcess; url: string; ended: Promise<number | null> }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(COMPTOIR_|DATABASE_URL|REDIS_URL|NODE_ENV)/.test(name)));
  const child = fork(MAIN, ['--port', '0', '--data', aFolder()], { silent: true, env: { ...clean, ...env } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: { t: string; url?: string }) => {
      if (message.t === 'ready') resolve(message.url!);
      else if (message.t === 'refused') reject(new Error(printed));
    });
    void ended.then(() => reject(new Error(`the server ended: ${printed}`)));
  });
  return { child, url, ended };
}
