import type { ReadableDb } from '../db/connection.ts';
import type { PlanSource } from './plan-source.ts';
import { noTally, type PlacedRow, type PlanStore, type Tally } from './plan-store.ts';
import type { Judge, PlannedRow } from './planned-row.ts';
import { nextTurn } from '../runtime/next-turn.ts';

/** So long the data process computes before others get their turn, milliseconds. */
const SLICE_MS = 8;
/** Rows that are there with the first answer, when they are quick. */
const FIRST_MS = 40;
const FIRST_ROWS = 60;

export type Computing = {
  readonly store: PlanStore;
  readonly plan: string;
  readonly run: number;
  readonly source: PlanSource;
  readonly judge: Judge;
  /** The cache as it is now; null when it was closed. */
  readonly db: () => ReadableDb | null;
  /** Asked between slices: a "no" leaves what is computed so far. */
  readonly wanted: () => boolean;
  readonly progress: (done: number) => void;
};

/**
 * Computes the rows of a preview in their order, in slices; of one that is there, those its source says are another now.
 *
 * @returns the first rows are on disk once it returns; `whole` resolves when all are, or with false when nobody wanted the rest
 */
export function computePlan(job: Computing): { whole: Promise<boolean> } {
  const { store, plan, run, source: { only, total }, source, judge } = job;
  const due = only?.length ?? total;
  const tally = only === undefined ? noTally() : store.plan(plan)!.tally;
  const shops = new Set(tally.shops);
  let done = 0;
  if (only !== undefined) for (const gone of store.cutOff(run, total)) count(tally, gone, -1);

  const slice = (ms: number, most: number): void => {
    const db = job.db();
    if (db === null) return;
    const rows: PlacedRow[] = [];
    const since = performance.now();
    while (done < due && rows.length < most && (rows.length === 0 || performance.now() - since < ms)) {
      const at = only?.[done] ?? done;
      const before = only === undefined ? undefined : store.countedRow(run, at);
      if (before !== undefined) count(tally, before, -1);
      const row = judge(db, source.intended(db, at));
      source.decided?.(row);
      count(tally, row, 1);
      if (row.shop !== null) shops.add(row.shop);
      rows.push({ at, row });
      done++;
    }
    tally.shops = [...shops];
    store.append(plan, run, rows, tally, done === due ? 'ready' : 'computing', source.noted?.bind(source));
    job.progress(done);
  };

  slice(FIRST_MS, only === undefined ? FIRST_ROWS : Infinity);
  const rest = async (): Promise<boolean> => {
    // Also when nothing is left: whoever asked hears that it began before they hear that it is over.
    await nextTurn();
    while (done < due) {
      if (!job.wanted() || job.db() === null) return false;
      slice(SLICE_MS, Infinity);
      await nextTurn();
    }
    return true;
  };
  return { whole: rest() };
}

/** A variant as a whole: without a value it goes. */
const aVariant = /^variants\/[^/]+$/;

/** @param sign 1: the row is there now; -1: no more */
function count(tally: Tally, { outcome, cells, replaces }: Pick<PlannedRow, 'outcome' | 'cells' | 'replaces'>, sign: 1 | -1): void {
  tally.done += sign;
  tally.counts[outcome] += sign;
  if (outcome !== 'updated') return;
  tally.cells += sign * cells.length;
  if (replaces) tally.replaced += sign;
  for (const { path, after } of cells) if (after === null && aVariant.test(path)) tally.variants += sign;
  for (const one of new Set(cells.flatMap(({ warnings }) => warnings))) tally.warnings[one] += sign;
}
