import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { StoredPlan } from './plan-store.ts';

/** Something going on with a job right now. */
export type Running = { readonly what: 'computing' | 'applying'; cancelled: boolean; readonly since: number; done: number; readonly due: number };

/** With less than this behind it nobody can say how long the rest takes. */
const TELLING_MS = 500;

/** Where a job stands, for a screen. */
export function headOf({ id, selection, total, steps, limits, state, tally, result }: StoredPlan, running: Running | null, now: number, takenBack: boolean): PlanHead {
  const elapsed = running === null ? 0 : now - running.since;
  return {
    id, selection, total, steps: [...steps], limits, counts: tally.counts, warnings: tally.warnings, cells: tally.cells, asks: { deleted: tally.counts.deleted, replaced: tally.replaced, variants: tally.variants }, result, takenBack,
    state: running?.what ?? state,
    done: running?.done ?? tally.done,
    due: running?.due ?? total,
    remainingMs: running === null || running.done === 0 || elapsed < TELLING_MS ? null : Math.round((elapsed * (running.due - running.done)) / running.done),
  };
}
