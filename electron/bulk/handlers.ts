import type { Me } from '#shared/auth/model.ts';
import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { prepareSteps } from '#shared/bulk/steps/prepare-steps.ts';
import type { Step } from '#shared/bulk/model.ts';
import type { WarnLimits } from '#shared/bulk/warnings.ts';
import type { Handlers, Heard } from '#shared/contract/channel.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { actorOf } from '../catalog/edit.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { failureOf } from '../db/failure.ts';
import { applyPlan } from './apply-plan.ts';
import type { BulkDeps, BulkService } from './bulk-service.ts';
import { computePlan } from './compute-plan.ts';
import { importDrafts } from './import/import-drafts.ts';
import type { ImportDeps } from './import/import-deps.ts';
import { importFiles } from './import/import-files.ts';
import { importFixes } from './import/import-fixes.ts';
import { importHandlers } from './import/import-handlers.ts';
import { StagedImport } from './import/staged-import.ts';
import { OpenPlans } from './open-plans.ts';
import { patternEngine } from './pattern-engine.ts';
import { hasPlanFile } from './plan-file.ts';
import { dueRows, rowsOf } from './plan-rows.ts';
import type { PlanSource } from './plan-source.ts';
import type { StoredPlan } from './plan-store.ts';
import { judging } from './planned-row.ts';
import { recipeHandlers } from './recipe-handlers.ts';
import { planGone, RunningJobs } from './running-jobs.ts';
import { stepsSource } from './steps-source.ts';

type C = typeof bulkChannels;

/** Changes of many products: chosen, computed as a preview, applied as one. */
export function createBulk(deps: BulkDeps): BulkService {
  let open: OpenPlans | null = null;
  let heard: { readonly cache: CacheDb; readonly deaf: () => void } | null = null;
  /** Files that are being read: the job of each draft, which its window does not know of yet. */
  const beingRead = new Map<string, string>();
  /** Goes on with every change of products, shops or categories: what was worked out before may be another now. */
  let catalogueTurn = 0;

  const closePlans = (): void => {
    running.haltAll();
    open?.close();
    open = null;
  };
  /** Hears of shops that are no longer this person's, also when nobody has looked at a preview yet. */
  const listen = (cache: CacheDb | null): void => {
    if (heard?.cache === cache) return;
    heard?.deaf();
    heard = cache === null ? null : { cache, deaf: cache.onChange(({ everything, parts, products }) => {
      if (everything || products.size > 0 || parts.has('shop')) catalogueTurn++;
      if ((everything || parts.has('shop')) && (open !== null || hasPlanFile(cache.file))) forgetShops(cache);
    }) };
  };
  const forgetShops = (cache: CacheDb): void => {
    const now = current();
    if (now === null) return;
    now.plans.forget(cache);
    drafts.forget(now.plans, cache);
  };
  const looked = (): CacheDb | null => {
    const cache = deps.cache();
    const usable = cache?.isOpen === true ? cache : null;
    listen(usable);
    // A fresh copy that takes the place of the old one has its file: the same account, the same jobs.
    if (open !== null && (open.file !== usable?.file || !open.isOpen)) closePlans();
    return usable;
  };
  const running = new RunningJobs(deps, looked);
  const current = (): { plans: OpenPlans; cache: CacheDb } | null => {
    const cache = looked();
    return cache === null ? null : { plans: (open ??= new OpenPlans(cache)), cache };
  };
  const withPlan = <T>(id: string, work: (plan: StoredPlan, plans: OpenPlans, cache: CacheDb, me: Me) => T): T | Result<never, AppError> => {
    const [now, me] = [current(), deps.me()];
    if (now === null || me === null) return err({ code: 'signed-out' });
    const plan = now.plans.store.plan(id);
    return plan === null ? err(planGone) : work(plan, now.plans, now.cache, me);
  };

  const compute = (plans: OpenPlans, { id }: StoredPlan, me: Me, steps: readonly Step[], limits: WarnLimits): Result<PlanHead, AppError> => {
    const ready = prepareSteps(steps, patternEngine);
    if (!ready.ok) return ready;
    return computeFrom(plans, id, me, steps, limits, steps.length === 0 ? null : () => stepsSource(plans.store.idsOf(id), ready.value));
  };
  /** Computes the preview of a job anew; an earlier computing of it ends. Without steps, and without a file, there is nothing to compute. `goesOn`: only some rows of the one that is there. */
  const computeFrom = (plans: OpenPlans, id: string, me: Me, steps: readonly Step[], limits: WarnLimits, sourceOf: (() => PlanSource) | null, goesOn = false): Result<PlanHead, AppError> => {
    running.halt(id);
    const run = goesOn ? plans.store.goOn(id) : plans.store.startRun(id, steps, limits);
    void plans.tidy();
    if (sourceOf === null) {
      plans.store.setState(id, 'open');
      return running.head(plans, id);
    }
    const source = sourceOf();
    const mine = running.begin(id, 'computing', source.only?.length ?? source.total);
    const { whole } = computePlan({
      store: plans.store, plan: id, run, source, judge: judging({ actor: actorOf(me), limits, locale: deps.locale() }),
      db: () => {
        const cache = looked();
        return open === plans && plans.isOpen ? cache : null;
      },
      wanted: () => !mine.cancelled,
      progress: (done) => {
        mine.done = done;
        running.tell(plans, id);
      },
    });
    void whole.then((isWhole) => {
      // Whoever computes anew has put another run in the place of this one.
      if (!isWhole && plans.isOpen && running.of(id) === mine) plans.store.setState(id, 'stopped');
    }, (cause: unknown) => {
      const known = cause instanceof AppFailure ? cause.error : failureOf(cause);
      if (known === null) throw cause;
      if (plans.isOpen) plans.store.setState(id, 'stopped');
      deps.onFailure(known);
    }).finally(() => running.end(plans, id, mine));
    return running.head(plans, id);
  };

  const importing: ImportDeps = {
    importsOf: deps.importsOf, intake: deps.intake, locale: deps.locale, now: deps.scheduler.now, newId: () => uuidv7(deps.scheduler.now, deps.random), current,
    me: deps.me,
    reading: (id, draft) => {
      const mine = running.begin(id, 'computing', 0);
      if (draft !== null) beingRead.set(draft, id);
      return {
        wanted: () => !mine.cancelled,
        over: () => {
          if (running.of(id) === mine) running.halt(id);
          if (draft !== null && beingRead.get(draft) === id) beingRead.delete(draft);
        },
      };
    },
    isApplying: (id) => running.of(id)?.what === 'applying',
    halt: (id) => running.halt(id),
    catalogueTurn: () => catalogueTurn,
    drop: (plans, id) => {
      running.halt(id);
      plans.store.drop(id);
    },
    compute: (plans, id, me, limits, sourceOf, goesOn) => computeFrom(plans, id, me, [], limits, sourceOf, goesOn),
  };
  const drafts = importDrafts(importing);
  const imports = importFiles(importing, drafts);

  const apply = async ({ plan: id, changed, allOrNothing }: Heard<C, 'bulk.apply'>): Promise<Result<PlanHead, AppError>> =>
    withPlan(id, async (plan, plans, cache, me): Promise<Result<PlanHead, AppError>> => {
      if (running.of(id)?.what === 'applying') return err({ code: 'not-ready', rule: 'plan-at-work' });
      if (plan.state === 'applied' && (plan.result?.left ?? 0) === 0) return err({ code: 'rule-broken', rule: 'plan-done' });
      if (plan.state !== 'ready' && plan.state !== 'applied') return err({ code: 'not-ready', rule: 'plan-not-ready' });
      if (allOrNothing && plan.tally.counts.failed > 0) return err({ code: 'rule-broken', rule: 'all-or-nothing', details: { failed: plan.tally.counts.failed } });
      const mine = running.begin(id, 'applying', dueRows(plans.store, plan).length);
      running.tell(plans, id, true);
      const newId = (): string => uuidv7(deps.scheduler.now, deps.random);
      const progress = (done: number): void => {
        mine.done = done;
        running.tell(plans, id);
      };
      try {
        const group = newId();
        const intent = plan.selection.how === 'file' ? 'import' : 'bulk-change';
        const { mids } = await applyPlan(cache, plans.store, { plan, group, intent, changedToo: changed === 'change', allOrNothing }, { actor: actorOf(me), at: deps.scheduler.now(), newId }, { progress, cancelled: () => mine.cancelled });
        deps.applied({ mids: [...mids], group: mids.length > 0 ? group : null }, intent);
      } catch (cause) {
        if (!(cause instanceof AppFailure)) throw cause;
        return err(cause.error);
      } finally {
        running.end(plans, id, mine);
      }
      return running.head(plans, id);
    });

  const handlers: Handlers<C> = {
    'bulk.begin': ({ ids, selection }) => {
      const now = current();
      if (now === null || deps.me() === null) return err({ code: 'signed-out' });
      for (const old of now.plans.store.outdated(deps.scheduler.now())) if (running.of(old) === undefined) now.plans.store.drop(old);
      const id = uuidv7(deps.scheduler.now, deps.random);
      now.plans.store.begin(id, deps.scheduler.now(), selection, [...new Set(ids)]);
      return running.head(now.plans, id);
    },
    'bulk.compute': ({ plan: id, steps, limits }) => withPlan(id, (plan, plans, _, me) => {
      if (running.of(id)?.what === 'applying') return err<AppError>({ code: 'not-ready', rule: 'plan-at-work' });
      return plan.state === 'applied' ? err<AppError>({ code: 'rule-broken', rule: 'plan-done' }) : compute(plans, plan, me, steps, limits);
    }),
    'bulk.look': ({ plan: id }) => withPlan(id, (plan, plans, cache, me) => {
      if (plan.state !== 'computing' || running.of(id) !== undefined) return running.head(plans, id);
      return plan.selection.how === 'file' ? imports.resume(plans, plan, cache, me) : compute(plans, plan, me, plan.steps, plan.limits);
    }),
    ...importHandlers({ files: imports, fixes: importFixes(importing, imports), drafts, current, withPlan }),
    'bulk.rows': (asked) => withPlan(asked.plan, (plan, plans, cache) => ok(rowsOf(plans.store, plan, asked, cache))),
    'bulk.stop': ({ plan }) => withPlan(beingRead.get(plan) ?? plan, ({ id }, plans) => {
      running.stop(id);
      return running.head(plans, id);
    }),
    'bulk.apply': apply,
    ...recipeHandlers(() => current()?.cache ?? null),
  };
  return {
    handlers,
    cacheChanged: () => void looked(),
    fromFile: (id) => {
      const plans = current()?.plans;
      const plan = plans?.store.plan(id);
      return plans === undefined || plan == null || plan.selection.how !== 'file' ? null : { staged: new StagedImport(plans.store, id), run: plan.run };
    },
    close: () => {
      listen(null);
      closePlans();
    },
  };
}
