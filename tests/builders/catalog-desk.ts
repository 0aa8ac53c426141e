import { shopChannels } from '#shared/catalog/shop-contract.ts';
import { versionChannels } from '#shared/catalog/versions-contract.ts';
import { catalogChannels, productFilter, type ProductFilter, type ProductQuery, type ProductSort } from '#shared/catalog/contract.ts';
import { createCatalog, type CatalogService } from '#electron/catalog/handlers.ts';
import type { CatalogChanged } from '#electron/catalog/catalog.ts';
import type { Working } from '#electron/catalog/works.ts';
import { answer, type Answer, type Asked } from '#shared/contract/channel.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import type { Locale, Me, ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import { onTestFinished } from 'vitest';
import type { FetchJobs } from '#electron/catalog/fetch-jobs.ts';
import type { FetchHistory } from '#electron/catalog/history.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { at, shopIdOf, userIdOf } from './catalog.ts';

const declared = { ...catalogChannels, ...shopChannels, ...versionChannels };
type C = typeof declared;

export const aMe = (given: Partial<Me> = {}): Me => ({
  id: userIdOf(1), email: 'salma@example.com', name: 'Salma', role: 'vendor', locale: 'fr', shops: [{ id: shopIdOf(1), name: 'Shop 1', city: 'Casablanca', currency: 'MAD' as Currency }], ...given,
});

/** The catalogue's handlers over a cache, asked as a window asks: through the contract. Timers run only when the test says so. */
export function aDesk(cache: CacheDb | null, given: { me?: Me | null; fetchHistory?: FetchHistory; fetchJobs?: FetchJobs; locale?: Locale } = {}) {
  const timers: { ms: number; run: () => void }[] = [];
  const told: CatalogChanged[] = [];
  const working: Working[] = [];
  const broken: unknown[] = [];
  const failures: AppError[] = [];
  let now = 1_000_000;
  let seed = 1;
  let current = cache;
  let shop: ShopId | null = null;
  const me = given.me === undefined ? aMe() : given.me;
  const service: CatalogService = createCatalog({
    cache: () => current,
    me: () => me,
    locale: () => given.locale ?? 'fr',
    scheduler: {
      now: () => at(now++),
      after: (ms, run) => {
        const timer = { ms, run };
        timers.push(timer);
        return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
      },
    },
    random: (bytes) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
      return bytes;
    },
    fetchHistory: given.fetchHistory ?? (() => Promise.resolve(err<AppError>({ code: 'offline' }))),
    fetchJobs: given.fetchJobs ?? { list: () => Promise.resolve(err<AppError>({ code: 'offline' })), edits: () => Promise.resolve(err<AppError>({ code: 'offline' })) },
    chosenShop: () => shop,
    tell: (changed) => void told.push(changed),
    tellWorking: (one) => void working.push(one),
    onFailure: (error) => void failures.push(error),
  });
  onTestFinished(() => service.close());
  const raw = (message: unknown) => answer(declared, service.handlers, message, (_, cause) => void broken.push(cause));
  return {
    service, told, working, broken, failures, raw, timers,
    choose: (next: ShopId | null) => {
      shop = next;
      service.shopChosen();
    },
    swap: (next: CacheDb | null) => {
      current = next;
      service.cacheChanged();
    },
    ask: async <K extends keyof C & string>(channel: K, input: Asked<C, K>): Promise<Result<Answer<C, K>, AppError>> => {
      const { result } = await raw({ t: 'ask', id: 1, channel, input });
      return result as Result<Answer<C, K>, AppError>;
    },
    /** Housekeeping until there is nothing left to do. */
    quiet: () => {
      for (let turn = 0; timers.length > 0 && turn < 10_000; turn++) timers.shift()!.run();
    },
  };
}

/** The value of an answer, or a failed test that shows the refusal. */
export function valueOf<T>(result: Result<T, AppError>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
export function errorOf(result: Result<unknown, AppError>): AppError {
  if (result.ok) throw new Error(`expected a refusal, got ${JSON.stringify(result.value)}`);
  return result.error;
}

export const aFilter = (given: Partial<ProductFilter> = {}): ProductFilter => ({ ...productFilter.parse({}), ...given });
export const aQuery = (filter: Partial<ProductFilter> = {}, by: ProductSort['by'] = 'title', dir: ProductSort['dir'] = 'asc', locale: Locale = 'fr'): ProductQuery => ({ filter: aFilter(filter), sort: { by, dir }, locale });
