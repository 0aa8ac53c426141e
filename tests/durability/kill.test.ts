import Sqlite from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProductId } from '#shared/catalog/model.ts';
import type { EventMessage } from '#shared/contract/channel.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import { id, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aFolder, setPrice } from '../unit/electron/sync/support/cache.ts';
import { aProcess } from '../unit/electron/sync/support/process.ts';
import { aConsole, aServer, KARIM, PASSWORD, SALMA } from '../unit/electron/sync/support/world.ts';
import { seeded } from './crash-images.ts';

/** `COMPTOIR_KILLS=200 npx vitest run tests/durability` for a long look. */
const KILLS = Number(process.env['COMPTOIR_KILLS'] ?? 10);
const SEED = Number(process.env['COMPTOIR_SEED'] ?? 7);
const PRODUCTS = 2_500;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;

/** Where a console is met by its end: the phases of a first copy, then what comes every day. */
const phases = ['connecting', 'asking', 'downloading', 'downloading', 'building', 'publishing'];
const moments = ['sending', 'catching-up', 'online'];

/** Waits until the console has told that it is there; one that got further already, or is told too seldom to say so, is taken where it is. */
async function untilMet(events: readonly EventMessage[], where: string): Promise<void> {
  for (let waited = 0; waited < 400; waited++) {
    const told = events.filter(({ name }) => name === 'sync.state').map(({ payload }) => (payload as SyncState).connection);
    if (told.some((connection) => connection.name === where || (connection.name === 'bootstrapping' && connection.phase === where) || connection.name === 'online')) return;
    await pause(10);
  }
}

/**
 * One console is killed again and again, at any moment of its first copy, of sending and of receiving, while a colleague works on.
 * After each kill it starts by itself from what is on the disk. In the end both sides hold the same, and every movement of stock
 * that was acknowledged counts exactly once.
 */
test(`I10 I2 I3 killed ${KILLS} times (seed ${SEED}), it recovers unaided: nothing lost, nothing twice`, async () => {
  const random = seeded(SEED);
  const server = await aServer({ products: PRODUCTS, words: 'lin lavé à la main '.repeat(200) });
  const start = { dataDir: aFolder(), serverUrl: server.url };
  const karim = await aConsole(server.url);
  await karim.signIn(KARIM);
  await karim.online();

  const acked = new Map<number, number>();
  const tried = new Map<number, number>();
  const count = (counts: Map<number, number>, n: number, by: number) => void counts.set(n, (counts.get(n) ?? 0) + by);
  const prices = new Map<number, number>();
  const met = new Set<string>();

  for (let kill = 0; kill < KILLS; kill++) {
    const console = aProcess(start);
    await console.ready;
    if (kill === 0) expect(await console.ask('auth.signIn', { email: SALMA, password: PASSWORD })).toMatchObject({ ok: true });
    let alive = true;
    // The colleague changes what is to be received …
    const others = (async () => {
      for (let times = 0; times < 3; times++) {
        const edits = Array.from({ length: 20 }, () => 1 + Math.floor(random() * PRODUCTS)).filter((n, at, all) => all.indexOf(n) === at).map((n) => {
          const value = 1_001 + Math.floor(random() * 5_000);
          const base = prices.get(n) ?? 1_000;
          prices.set(n, value);
          return { id: id(n) as ProductId, ops: [setPrice(n, base, value)] };
        });
        await karim.must('catalog.edit', { edits, intent: 'price' });
        await pause(random() * 100);
      }
    })();
    // … and the console moves stock until it dies.
    const mine = (async () => {
      while (alive) {
        const n = 1 + Math.floor(random() * 40);
        const delta = 1 + Math.floor(random() * 3);
        count(tried, n, delta);
        const answered = await Promise.race([console.ask('catalog.edit', { edits: [{ id: id(n), ops: [{ op: 'add', path: stockPath(n), delta, reason: 'receipt' }] }], intent: 'stock' }), console.gone]);
        if (answered?.ok) count(acked, n, delta);
        // Not there yet: the first rows are still on their way.
        else if (answered && !answered.ok) {
          count(tried, n, -delta);
          await pause(5);
        }
        await pause(random() * 4);
      }
    })();
    await untilMet(console.events, kill < KILLS * 0.4 ? phases[kill % phases.length]! : moments[kill % moments.length]!);
    await pause(random() * 80);
    for (const event of console.events) if (event.name === 'sync.state') met.add((event.payload as { connection: { name: string } }).connection.name);
    alive = false;
    await console.kill();
    await Promise.all([mine, others]);
  }

  const last = aProcess(start);
  await last.ready;
  await last.until(({ connection, cacheReady, unsent }) => connection.name === 'online' && cacheReady && unsent === 0);
  await karim.online();
  await last.ask('sync.now', {});
  expect(await last.state()).toMatchObject({ rejected: 0, conflicts: 0 });
  await last.close();
  expect([...met]).toEqual(expect.arrayContaining(['bootstrapping']));
  expect(acked.size).toBeGreaterThan(0);

  const theirs = new Map((await server.running.deps.db.kysely.selectFrom('product').select(['id', 'version', 'doc', 'on_hand', 'price']).execute()).map((row) => [row.id, row]));
  for (let n = 1; n <= PRODUCTS; n++) {
    const { on_hand, price } = theirs.get(id(n))!;
    // What was not acknowledged may have been written a moment before the end; what was acknowledged must be there, once.
    expect(on_hand).toBeGreaterThanOrEqual(10 + (acked.get(n) ?? 0));
    expect(on_hand).toBeLessThanOrEqual(10 + (tried.get(n) ?? 0));
    expect(price).toBe(prices.get(n) ?? 1_000);
  }
  const folder = join(start.dataDir, 'cache');
  expect(readdirSync(folder).filter((name) => name.includes('.next') || name.includes('.broken'))).toEqual([]);
  const cache = new Sqlite(join(folder, readdirSync(folder).find((name) => name.endsWith('.db'))!));
  try {
    expect(cache.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(cache.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0);
    expect(cache.prepare('SELECT count(*) FROM shadow').pluck().get()).toBe(0);
    const here = cache.prepare<[], { id: string; version: number; doc: string }>('SELECT id, version, doc FROM product').all();
    expect(here).toHaveLength(PRODUCTS);
    for (const { id: product, version, doc } of here) {
      expect([product, version]).toEqual([product, theirs.get(product)!.version]);
      expect(JSON.parse(doc)).toEqual(JSON.parse(theirs.get(product)!.doc));
    }
  } finally {
    cache.close();
  }
}, 60_000 + KILLS * 10_000);
