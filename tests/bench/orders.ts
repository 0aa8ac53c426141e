import { join } from 'node:path';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { createOrders } from '#electron/orders/handlers.ts';
import { putOrder } from '#electron/orders/write-order.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { DEMO_SEED, generateMarketplace } from '#server/demo/generate.ts';
import { bestsellers, demoOrders } from '#server/demo/orders.ts';
import type { Me } from '#shared/auth/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import { orderFilter } from '#shared/orders/order-query.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { userIdOf } from '#tests/builders/catalog.ts';
import { orderQuestions, type OrderQuestion } from './order-queries.ts';
import { against, median, plain, type AreaReport, type Bar, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { folderFor, freshCache, random, timed } from './world.ts';

/** Offers of the demo vendor that are sold: it sells sixty of each shop, whatever else there is. */
const OFFERS = 2_000;
const WINDOW = 60;
const HELD = 200;
const BAR: Bar = { of: 'value', most: 50 };
const me: Me = { id: userIdOf(1), email: 'admin@comptoir.example', name: 'Admin', role: 'admin', locale: 'fr', shops: [] } as unknown as Me;

/** The list of orders of somebody who sees every shop: whatever can be asked of it, each question the first of a session. */
export async function benchOrders({ rounds, orders }: BenchOptions): Promise<AreaReport> {
  const cache = freshCache(join(folderFor('orders'), 'cache.db'), 'admin' as ScopeName);
  try {
    const filled = await timed(() => fill(cache, orders));
    await holdSome(cache);
    cache.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    // Every entry of the index, and nothing done with it but adding up one column.
    const scan = cache.sqlite.prepare('SELECT sum(gross) FROM orders INDEXED BY order_list').pluck();
    const rows: Measured[] = [plain('orders made and put into the cache', orders / (filled.ms / 1_000), 'orders/s')];
    for (const { group, offset, questions } of orderQuestions(cache)) {
      const times = questions.map(() => ({ ms: [] as number[], cpu: [] as number[] }));
      const raw = { ms: [] as number[], cpu: [] as number[] };
      for (let round = 0; round < rounds; round++) {
        for (const [at, question] of questions.entries()) {
          const bare = await spentOn(() => scan.get());
          raw.ms.push(bare.ms);
          raw.cpu.push(bare.cpu);
          const spent = await ask(cache, question, offset);
          times[at]!.ms.push(spent.ms);
          times[at]!.cpu.push(spent.cpu);
        }
      }
      const each = times.map(({ ms, cpu }, at) => ({ name: questions[at]!.name, ms: median(ms), cpu: median(cpu) }));
      const slowest = each.toSorted((a, b) => b.ms - a.ms)[0]!;
      const dearest = each.toSorted((a, b) => b.cpu - a.cpu)[0]!;
      rows.push(
        against(`${group}: median of ${questions.length}`, 'ms', each.map(({ ms }) => ms), raw.ms, BAR, `to the first ${WINDOW} lines and how many there are; against one scan of the index of all lists`),
        against(`${group}: slowest, "${slowest.name}"`, 'ms', [slowest.ms], raw.ms, BAR),
        against(`${group}: most CPU of its thread, "${dearest.name}"`, 'ms', [dearest.cpu], raw.cpu, BAR, 'what the elapsed time of a quiet machine is; Linux counts it in steps of up to 4 ms'),
      );
    }
    return { area: 'orders', rows, missing: [] };
  } finally {
    cache.close();
  }
}

/** The orders of the demo, as a pull writes them. */
function fill(cache: CacheDb, count: number): void {
  const market = generateMarketplace({ vendorProducts: OFFERS });
  const best = bestsellers();
  for (const _ of best.watch(market.products()));
  cache.now((db) => {
    for (const order of demoOrders({ shops: market.shops, offers: best.of, count, seed: DEMO_SEED })) putOrder(db, order as unknown as Json, 1);
  });
}

const serviceOf = (cache: CacheDb) => createOrders({ cache: () => cache, me: () => me, scheduler: systemScheduler, random, shopShown: () => null, tell: () => undefined });

async function must<T>(asked: Result<T, AppError> | Promise<Result<T, AppError>>): Promise<T> {
  const answered = await asked;
  assert(answered.ok, () => `an answer was refused: ${JSON.stringify(answered)}`);
  return answered.value;
}

/** Something waits to be sent, as on a working day. */
async function holdSome(cache: CacheDb): Promise<void> {
  const { handlers, close } = serviceOf(cache);
  const { ids } = await must(handlers['orders.ids']({ query: { filter: orderFilter.parse({ order: ['open'], fulfilment: ['unfulfilled'] }), sort: { by: 'placedAt', dir: 'desc' } } }));
  await must(handlers['orders.do']({ ids: ids.slice(0, HELD), command: { do: 'hold', reason: 'check' } }));
  close();
}

/** In a session of its own, so that no list is known beforehand. */
async function ask(cache: CacheDb, { name, query }: OrderQuestion, offset: number): Promise<{ ms: number; cpu: number }> {
  const { handlers, close } = serviceOf(cache);
  const { value, ...spent } = await spentOn(() => must(handlers['orders.page']({ query, offset, limit: WINDOW })));
  assert(value.rows.length === Math.min(WINDOW, Math.max(0, value.total - offset)), () => `"${name}" shows ${value.rows.length} of ${value.total}`);
  close();
  return spent;
}

async function spentOn<T>(work: () => T | Promise<T>): Promise<{ ms: number; cpu: number; value: Awaited<T> }> {
  const before = process.threadCpuUsage();
  const { ms, value } = await timed(work);
  const { user, system } = process.threadCpuUsage(before);
  return { ms, cpu: (user + system) / 1_000, value };
}
