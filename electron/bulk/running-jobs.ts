import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { ReadableDb } from '../db/connection.ts';
import type { BulkDeps } from './bulk-service.ts';
import type { OpenPlans } from './open-plans.ts';
import { headOf, type Running } from './plan-heads.ts';
import { isTakenBack } from './standing.ts';

const TELL_EVERY_MS = 100;
export const planGone: AppError = { code: 'not-found', rule: 'plan-gone' };

/** What goes on with jobs right now, and whoever watches them is told of it. */
export class RunningJobs {
  readonly #jobs = new Map<string, Running>();
  readonly #deps: Pick<BulkDeps, 'scheduler' | 'tell'>;
  readonly #cache: () => ReadableDb | null;
  #toldAt = -Infinity;

  constructor(deps: Pick<BulkDeps, 'scheduler' | 'tell'>, cache: () => ReadableDb | null) {
    this.#deps = deps;
    this.#cache = cache;
  }

  of(id: string): Running | undefined {
    return this.#jobs.get(id);
  }
  begin(id: string, what: Running['what'], due: number): Running {
    const now: Running = { what, cancelled: false, since: this.#deps.scheduler.now(), done: 0, due };
    this.#jobs.set(id, now);
    return now;
  }
  /** Asks what goes on with a job to come to its end. */
  stop(id: string): void {
    const mine = this.#jobs.get(id);
    if (mine) mine.cancelled = true;
  }
  /** Ends what goes on with a job: something else takes its place, or nothing. */
  halt(id: string): void {
    this.stop(id);
    this.#jobs.delete(id);
  }
  haltAll(): void {
    for (const id of [...this.#jobs.keys()]) this.halt(id);
  }
  end(plans: OpenPlans, id: string, mine: Running): void {
    if (this.#jobs.get(id) !== mine) return;
    this.#jobs.delete(id);
    this.tell(plans, id, true);
  }

  head(plans: OpenPlans, id: string): Result<PlanHead, AppError> {
    const plan = plans.store.plan(id);
    if (plan === null) return err(planGone);
    const [now, cache] = [this.#jobs.get(id) ?? null, this.#cache()];
    return ok(headOf(plan, now, this.#deps.scheduler.now(), now === null && cache !== null && isTakenBack(cache, plans.store, plan)));
  }
  /** Tells of a job, some times a second at most, and of its end always. */
  tell(plans: OpenPlans, id: string, isLast = false): void {
    const now = this.#deps.scheduler.now();
    if (!plans.isOpen || (!isLast && now - this.#toldAt < TELL_EVERY_MS)) return;
    this.#toldAt = now;
    const told = this.head(plans, id);
    if (told.ok) this.#deps.tell(told.value);
  }
}
