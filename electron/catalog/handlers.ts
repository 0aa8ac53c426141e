import type { Locale, Me, ShopId } from '#shared/auth/model.ts';
import { productFilter, type catalogChannels, type ProductFilter, type ProductQuery } from '#shared/catalog/contract.ts';
import type { shopChannels } from '#shared/catalog/shop-contract.ts';
import type { versionChannels } from '#shared/catalog/versions-contract.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { failureOf } from '../db/failure.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import { Catalog, type CatalogChanged } from './catalog.ts';
import { checkCodes, duplicatesIn } from './duplicates.ts';
import { actorOf, type EditContext } from './edit.ts';
import { answered, createProduct, deleteProducts, editProducts, type Written } from './edits.ts';
import type { FetchJobs } from './fetch-jobs.ts';
import { historyBefore, historyOf, type FetchHistory } from './history.ts';
import { jobDetail, jobsOf, restoreJob } from './jobs.ts';
import { shopHandlers, type UndoHandler } from './shops.ts';
import { restoreVersion } from './versions.ts';
import { keepHouse } from './housekeeping.ts';
import { productDetail } from './product-detail.ts';
import { RecentEdits } from './recent-edits.ts';
import { recentEdits } from './recent-list.ts';
import { undoEdit } from './undo-edit.ts';
import { turning, waysBackOf, waysBackOfDeleted, type WayBack } from './way-back.ts';
import { countUndone } from './undo-steps.ts';
import { removeView, savedViews, saveView } from './views.ts';
import { Works, type Working } from './works.ts';
import { nextTurn } from '../runtime/next-turn.ts';

export type CatalogDeps = {
  /** The cache of whoever is signed in; another one after a sign-in, or when a fresh copy takes its place. */
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  /** The language titles are told in where a question does not say. */
  readonly locale: () => Locale;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly fetchHistory: FetchHistory;
  readonly fetchJobs: FetchJobs;
  /** The shop this person looks at, as they chose it; it counts while it is theirs. */
  readonly chosenShop: () => ShopId | null;
  readonly tell: (changed: CatalogChanged) => void;
  /** How far a long change is, a few times a second. */
  readonly tellWorking: (working: Working) => void;
  /** A step of housekeeping failed and is tried again: for the log. */
  readonly onFailure: (error: AppError) => void;
};

type CatalogChannels = typeof catalogChannels & typeof shopChannels & typeof versionChannels;

export type CatalogService = {
  readonly handlers: Handlers<CatalogChannels>;
  /** The one shop everything shows, of several this person works for; null: whatever is theirs. */
  shopShown(): ShopId | null;
  /** Row numbers of a list, within the one shop shown; null: there is nothing to look at. */
  listed(query: ProductQuery): Int32Array | null;
  /** The long changes of this window, by name: `catalog.cancel` stops them, whoever makes them. */
  readonly works: Works;
  /** Remembers what was done at once elsewhere, so that it can be taken back like any edit. */
  remember(written: Written, intent: string, ways: readonly WayBack[]): void;
  /** Call when another shop may have been chosen: lists show it, and nothing else. */
  shopChosen(): void;
  /** Call when `cache()` begins to answer another cache (or none): lists start anew, windows are told, housekeeping follows. */
  cacheChanged(): void;
  close(): void;
};

/** So long a batch of counts goes on before others get their turn, milliseconds. */
const TURN_MS = 8;

/** Everything a window asks about the catalogue, answered from the cache of whoever is signed in. */
export function createCatalog(deps: CatalogDeps): CatalogService {
  let open: { readonly catalog: Catalog; readonly stop: () => void } | null = null;
  // Above any revision told before, also by a data process that ran earlier.
  let revision = deps.scheduler.now() as number;

  const close = (): void => {
    if (open === null) return;
    revision = open.catalog.revision + 1;
    open.stop();
    open.catalog.close();
    open = null;
  };
  const current = (): Catalog | null => {
    const cache = deps.cache();
    if (open !== null && open.catalog.cache === cache && cache.isOpen) return open.catalog;
    close();
    if (cache === null || !cache.isOpen) return null;
    open = { catalog: new Catalog(cache, revision, deps.tell), stop: keepHouse(cache, deps.scheduler, deps.onFailure) };
    recent.soon();
    return open.catalog;
  };

  /** Answers with the catalogue, or says that nobody is signed in, or that the file turned out broken. */
  const withCatalog = <T>(work: (catalog: Catalog) => Result<T, AppError>): Result<T, AppError> => {
    try {
      const catalog = current();
      return catalog === null ? err({ code: 'signed-out' }) : work(catalog);
    } catch (cause) {
      const known = failureOf(cause);
      if (known === null) throw cause;
      deps.onFailure(known);
      return err(known);
    }
  };
  const answer = <T>(work: (catalog: Catalog) => T): Result<T, AppError> => withCatalog((catalog) => ok(work(catalog)));
  const change = async <T>(work: (cache: CacheDb, context: EditContext, me: Me) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const [catalog, me] = [current(), deps.me()];
    if (catalog === null || me === null) return err({ code: 'signed-out' });
    return work(catalog.cache, { actor: actorOf(me), at: deps.scheduler.now(), newId: () => uuidv7(deps.scheduler.now, deps.random) }, me);
  };

  const works = new Works(deps.scheduler, deps.tellWorking);
  const recent = new RecentEdits(() => current()?.cache ?? null, deps.scheduler, deps.onFailure);
  /** Whose edits these are: nobody takes back another account's. */
  let recentOf: string | null = deps.me()?.id ?? null;
  const remembered = async (intent: string, ways: readonly WayBack[], writing: Promise<Result<Written, AppError>>): Promise<Result<Written, AppError>> => {
    const written = await writing;
    if (written.ok) recent.remember(written.value, intent, ways);
    return written;
  };
  const undone: UndoHandler = ({ which, work }) => change((cache, context) => {
    let total = 0;
    return works.run(work, () => total, async (watch) => {
      await recent.written();
      total = countUndone(cache, which);
      return answered(undoEdit(cache, which, context, deps.locale(), watch));
    });
  });

  const shopShown = (): ShopId | null => {
    const chosen = deps.chosenShop();
    return chosen !== null && deps.me()?.shops.some(({ id }) => id === chosen) === true ? chosen : null;
  };
  const within = (filter: ProductFilter): ProductFilter => {
    const shopId = shopShown();
    return shopId === null ? filter : { ...filter, shopId };
  };
  const withinShop = (query: ProductQuery): ProductQuery => ({ ...query, filter: within(query.filter) });
  let shown = shopShown();

  const handlers: Handlers<CatalogChannels> = {
    ...shopHandlers({ change, fetchHistory: deps.fetchHistory, remember: recent.remember.bind(recent), undo: undone }),
    'catalog.page': ({ query: asked, offset, limit, hold }) => withCatalog((catalog) => {
      const query = withinShop(asked);
      const page = catalog.page(query, offset, limit, hold);
      deps.scheduler.after(0, () => {
        if (open?.catalog === catalog && catalog.cache.isOpen && catalog.revision === page.revision) catalog.foresee(query, offset + limit, Math.min(limit, 100));
      });
      return ok(page);
    }),
    'catalog.hold': ({ query }) => answer((catalog) => ({ hold: catalog.hold(withinShop(query)) })),
    'catalog.ids': ({ query }) => answer((catalog) => ({ ids: catalog.ids(withinShop(query)) })),
    'catalog.counts': async ({ filters }) => {
      const counts: number[] = [];
      let since = performance.now();
      for (const filter of filters) {
        if (performance.now() - since > TURN_MS) {
          await nextTurn();
          since = performance.now();
        }
        const catalog = current();
        if (catalog === null) return err({ code: 'signed-out' });
        counts.push(catalog.count(within(filter)));
      }
      return answer((catalog) => ({ total: shopShown() === null ? catalog.total() : catalog.count(within(productFilter.parse({}))), counts }));
    },
    'catalog.product': ({ id }) => withCatalog(({ cache }) => {
      const me = deps.me();
      return me === null ? err({ code: 'signed-out' }) : productDetail(cache, id, me);
    }),
    'catalog.history': ({ id, limit, before }) => change(async (cache, _, me) => {
      const of = { entity: 'product', id } as const;
      return ok(await (before === null ? historyOf(cache, of, limit, me.name, deps.fetchHistory) : historyBefore(cache, of, limit, before, deps.fetchHistory)));
    }),
    'catalog.edit': ({ edits, intent, work }) => change((cache, context) => remembered(intent, waysBackOf(cache, edits), works.run(work, edits.length, (watch) => editProducts(cache, edits, intent, context, watch)))),
    'catalog.create': ({ product }) => change((cache, context) => remembered('create', [{ what: 'create', product }], createProduct(cache, product, context))),
    'catalog.delete': ({ ids, work }) => change((cache, context) => remembered('delete', waysBackOfDeleted(cache, ids), works.run(work, ids.length, (watch) => deleteProducts(cache, ids, context, watch)))),
    'catalog.cancel': ({ work }) => ok({ cancelled: works.cancel(work) }),
    'catalog.undo': (asked) => undone({ which: 'group' in asked ? { what: 'group', group: asked.group } : { what: 'one', mid: asked.mid }, work: asked.work }),
    'catalog.recent': ({ offset, limit }) => change(async (cache) => {
      await recent.written();
      return ok(recentEdits(cache, shopShown(), deps.locale(), offset, limit));
    }),
    'catalog.check': (input) => answer(({ cache }) => checkCodes(cache, input, deps.locale())),
    'catalog.duplicates': (input) => answer(({ cache }) => duplicatesIn(cache, input)),
    'catalog.categories': ({ text, parentId, limit, ids }) =>
      answer((catalog) => ({ categories: ids ? catalog.categoriesById(ids) : catalog.categories(text, parentId, limit) })),
    'catalog.shops': () => answer((catalog) => ({ shops: catalog.shops() })),
    'catalog.brands': ({ text, limit }) => answer((catalog) => ({ brands: catalog.brands(text, limit, shopShown()) })),
    'catalog.views': () => answer(({ cache }) => ({ views: savedViews(cache) })),
    'catalog.saveView': ({ view }) => change(async (cache) => ok({ views: await saveView(cache, view) })),
    'catalog.removeView': ({ id }) => change(async (cache) => ok({ views: await removeView(cache, id) })),
    'catalog.find': ({ text, locale, limit }) => answer((catalog) => {
      const query: ProductQuery = { filter: within(productFilter.parse({ text })), sort: { by: 'relevance', dir: 'asc' }, locale };
      return catalog.find(query, limit);
    }),
    'catalog.restore': (input) => change(async (cache, context, me) => {
      const restored = await restoreVersion(cache, input, me.name, context, deps.fetchHistory);
      if (!restored.ok) return restored;
      const { written, ...told } = restored.value;
      recent.remember({ mids: told.mids, group: null }, 'restore-version', written.map(turning));
      return ok(told);
    }),
    'catalog.jobs': (input) => change(async (cache, _, me) => ok(await jobsOf(cache, input, shopShown(), me.name, deps.fetchJobs))),
    'catalog.job': (input) => change((cache) => jobDetail(cache, input, deps.fetchJobs)),
    'catalog.restoreJob': (input) => change(async (cache, context) => {
      const restored = await works.run(input.work, 0, (watch) => restoreJob(cache, input, context, deps.fetchJobs, watch));
      if (!restored.ok) return restored;
      const { written, ...told } = restored.value;
      recent.remember(told, 'restore-job', written);
      return ok(told);
    }),
  };

  return {
    handlers,
    shopShown,
    listed: (query) => {
      const catalog = current();
      return catalog === null ? null : catalog.places(withinShop(query));
    },
    works,
    remember: (written, intent, ways) => recent.remember(written, intent, ways),
    cacheChanged: () => {
      const catalog = current();
      const account = deps.me()?.id ?? null;
      if (account !== recentOf) recent.forget();
      recentOf = account;
      deps.tell({ revision: catalog?.revision ?? ++revision, ids: null, total: catalog?.total() ?? 0 });
    },
    shopChosen: () => {
      const next = shopShown();
      if (next === shown) return;
      shown = next;
      current()?.shownAnew();
    },
    close: () => {
      recent.close();
      close();
    },
  };
}
