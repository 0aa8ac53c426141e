import { randomFillSync } from 'node:crypto';
import { createServer, connect as connectTo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { fileSecrets } from '#electron/auth/secret-store.ts';
import { createDataProcess, type DataProcessOptions } from '#electron/data-process/create-data-process.ts';
import { createAccount } from '#server/auth/accounts.ts';
import { passwordsWith } from '#server/auth/passwords.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { startServer, type RunningServer } from '#server/start-server.ts';
import type { Session } from '#shared/auth/contract.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Answer, Asked, EventMessage } from '#shared/contract/channel.ts';
import type { IpcChannels } from '#shared/contract/ipc.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aCategory, aProduct, aShop, shopIdOf } from '#tests/builders/catalog.ts';
import { aFolder, type AtEnd } from './cache.ts';

export const PASSWORD = 'correct horse battery';
export const SALMA = 'salma@atelier.test';
export const KARIM = 'karim@atelier.test';
export const YANN = 'yann@other.test';
const silent = pino({ enabled: false });
/** argon2id at its cheapest: these tests are about what comes after. */
const cheap = passwordsWith({ memoryCost: 8, timeCost: 1, parallelism: 1 }, 2);

export type TestServer = { readonly url: string; readonly running: RunningServer; stop(): Promise<void>; again(): Promise<void> };

/** A real companion server with one shop of `products` (Salma and Karim work there) and a second shop (Yann) with one product. `words` makes descriptions as long as one likes. */
export async function aServer({ products = 30, categories = 3, words = '', atEnd = onTestFinished as AtEnd } = {}): Promise<TestServer> {
  const dataDir = aFolder(atEnd);
  const config = {
    host: '127.0.0.1', port: 0, dataDir, database: { kind: 'sqlite' as const, file: join(dataDir, 'server.db') }, redisUrl: null, demo: { kind: 'none' as const }, secret: null,
    production: false, logLevel: 'silent' as const, origins: [], trustProxy: 0,
    media: { storage: { kind: 'folder' as const }, known: [{ kind: 'folder' as const }], clamd: null },
    payments: { stripe: null, paypal: null, local: false },
  };
  const options = { log: silent, passwords: cheap, graceMs: 200, checkReplies: true };
  let running = await startServer(config, options);
  const { db } = running.deps;
  await importAggregates(db, {
    shops: [aShop({ n: 1 }), aShop({ n: 2 })],
    categories: Array.from({ length: categories }, (_, n) => aCategory({ n: n + 1 })),
    products: [...Array.from({ length: products }, (_, n) => aProduct(words === '' ? { n: n + 1 } : { n: n + 1, texts: { fr: { title: `Article ${n + 1}`, description: `${n} ${words}` } } })), aProduct({ n: 900_001, shopId: shopIdOf(2), title: 'Secret of another shop' })],
  });
  const deps = { db, clock: running.deps.clock, random: (bytes: Uint8Array) => randomFillSync(bytes), passwords: cheap };
  for (const [email, name, shop] of [[SALMA, 'Salma', 1], [KARIM, 'Karim', 1], [YANN, 'Yann', 2]] as const) {
    await createAccount(deps, { email, name, role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [shopIdOf(shop)] });
  }
  const server: TestServer = {
    get url() {
      return running.url;
    },
    get running() {
      return running;
    },
    stop: () => running.close(),
    again: async () => {
      running = await startServer({ ...config, port: Number(new URL(running.url).port) }, options);
    },
  };
  atEnd(() => running.close());
  return server;
}

/** What stands between a console and its server: may be cut, and may lose answers. */
export async function aProxy(target: () => string) {
  const sockets = new Set<Socket>();
  const mode = { down: false, /** Bytes of answers that still pass before every line is cut. */ budget: Infinity };
  const server: Server = createServer((near) => {
    if (mode.down) return near.destroy();
    const far = connectTo(Number(new URL(target()).port), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (block: Buffer) => {
      mode.budget -= block.length;
      if (mode.budget >= 0) return void near.write(block);
      near.write(block.subarray(0, Math.max(0, block.length + mode.budget)));
      cut();
    });
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    cut();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, mode, cut };
}

export type TestConsole = Awaited<ReturnType<typeof aConsole>>;

/** A whole data process, as a window sees it. */
export async function aConsole(serverUrl: string, { dataDir = aFolder(), ...more }: Partial<DataProcessOptions> = {}) {
  const events: EventMessage[] = [];
  const process = await createDataProcess({ dataDir, serverUrl, secrets: fileSecrets(dataDir), log: silent, ...more });
  process.onEvent((event) => events.push(event));
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await process.close();
  };
  onTestFinished(close);
  let lastId = 0;
  const ask = async <K extends keyof IpcChannels>(channel: K, input: Asked<IpcChannels, K>): Promise<Result<Answer<IpcChannels, K>, AppError>> => {
    const reply = await process.answer({ t: 'ask', id: ++lastId, channel, input });
    return reply.result as Result<Answer<IpcChannels, K>, AppError>;
  };
  const must = async <K extends keyof IpcChannels>(channel: K, input: Asked<IpcChannels, K>): Promise<Answer<IpcChannels, K>> => {
    const result = await ask(channel, input);
    if (!result.ok) throw new Error(`${channel}: ${JSON.stringify(result.error)}`);
    return result.value;
  };
  const state = (): Promise<SyncState> => must('sync.state', {});
  /** Waits until the state is as wished; says what it was when that does not happen. */
  const until = async (wished: (state: SyncState) => boolean, ms = 25_000): Promise<SyncState> => {
    const end = Date.now() + ms;
    for (;;) {
      const now = await state();
      if (wished(now)) return now;
      if (Date.now() > end) throw new Error(`still ${JSON.stringify(now)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return {
    dataDir, events, process, ask, must, state, until, close,
    signIn: async (email = SALMA): Promise<Session> => must('auth.signIn', { email, password: PASSWORD }),
    online: () => until(({ connection, cacheReady, unsent }) => connection.name === 'online' && cacheReady && unsent === 0),
    edit: (id: string, ...ops: FieldOp[]) => ask('catalog.edit', { edits: [{ id: id as ProductId, ops }], intent: 'test' }),
    product: async (id: string): Promise<Product> => (await must('catalog.product', { id: id as ProductId })).product,
    total: async (): Promise<number> => (await must('catalog.counts', { filters: [], locale: 'fr' })).total,
  };
}
