import type { ReadableDb } from '../db/connection.ts';
import type { PlanSource } from './plan-source.ts';
import { noTally, type PlanStore, type Tally } from './plan-store.ts';
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
  readonly progress: (tally: Tally) => void;
};

/**
 * Computes the rows of a preview in their order, in slices.
 *
 * @returns the first rows are on disk once it returns; `whole` resolves when all are, or with false when nobody wanted the rest
 */
export function computePlan(job: Computing): { whole: Promise<boolean> } {
  const { store, plan, run, source, judge } = job;
  const tally = noTally();
  const shops = new Set<string>();

  const slice = (ms: number, most: number): void => {
    const db = job.db();
    if (db === null) return;
    const rows: PlannedRow[] = [];
    const from = tally.done;
    const since = performance.now();
    while (tally.done < source.total && rows.length < most && (rows.length === 0 || performance.now() - since < ms)) {
      const row = judge(db, source.intended(db, tally.done));
      source.decided?.(row);
      count(tally, row);
      if (row.shop !== null) shops.add(row.shop);
      rows.push(row);
    }
    tally.shops = [...shops];
    store.append(plan, run, from, rows, tally, tally.done === source.total ? 'ready' : 'computing', source.noted?.bind(source));
    job.progress(tally);
  };

  slice(FIRST_MS, FIRST_ROWS);
  const rest = async (): Promise<boolean> => {
    // Also when nothing is left: whoever asked hears that it began before they hear that it is over.
    await nextTurn();
    while (tally.done < source.total) {
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

function count(tally: Tally, { outcome, cells, replaces }: PlannedRow): void {
  tally.done++;
  tally.counts[outcome]++;
  if (outcome !== 'updated') return;
  tally.cells += cells.length;
  if (replaces) tally.replaced++;
  for (const { path, after } of cells) if (after === null && aVariant.test(path)) tally.variants++;
  for (const one of new Set(cells.flatMap(({ warnings }) => warnings))) tally.warnings[one]++;
}
