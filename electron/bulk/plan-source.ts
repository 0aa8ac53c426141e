import type { ReadableDb } from '../db/connection.ts';
import type { Intended } from './intended.ts';
import type { PlannedRow } from './planned-row.ts';

/** Where the rows of a job come from; asked for each once, in order. */
export type PlanSource = {
  readonly total: number;
  /** Of the preview that is there only the rows at these places are another now, in their order; what lies behind `total` is no more. Without: all are computed. */
  readonly only?: readonly number[];
  intended(db: ReadableDb, at: number): Intended;
  /** Hears what was decided of the row asked for last. */
  decided?(row: PlannedRow): void;
  /** Writes down what it noticed about the rows asked for since the last time, in the transaction that keeps them. */
  noted?(): void;
};
