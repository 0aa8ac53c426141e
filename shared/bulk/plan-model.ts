import { z } from 'zod';
import { productId } from '../catalog/model.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { json } from '../kernel/json.ts';
import { currency } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';
import { steps } from './model.ts';
import { warning, warnLimits } from './warnings.ts';

/** What becomes of one row of a job: every row has exactly one, so that their counts add up to the rows. */
export const rowOutcome = z.enum(['created', 'updated', 'deleted', 'unchanged', 'skipped', 'failed']);
export type RowOutcome = z.infer<typeof rowOutcome>;

/** How a row came through when the job was applied: `left` some of its cells had changed since the preview and stayed as they are. */
export const rowResult = z.enum(['applied', 'left', 'refused']);
export type RowResult = z.infer<typeof rowResult>;
/** The same as it is now: `undone` it came through, and all of it is as it was before again. */
export const shownResult = z.enum([...rowResult.options, 'undone']);

/** How the products of a job were chosen: one by one, all that match, all there are, or those of a file (`text`: its name). `parts`: filters beside the words. */
export const selectionName = z.strictObject({ how: z.enum(['all', 'matching', 'chosen', 'file']), text: z.string().max(200), parts: z.int().min(0).max(100) });
export type SelectionName = z.infer<typeof selectionName>;

/** One cell of a preview: before, after, what to look at; `now` once the job was applied and somebody had changed it since. */
export const planCell = z.object({ path: z.string(), before: json, after: json, warnings: z.array(warning), now: json.optional() });
export type PlanCell = z.infer<typeof planCell>;

/** One row of a preview. Of products with very many variants only the first cells come along; `cellCount` says how many there are. */
export const planRow = z.object({
  /** Its place among the rows, from 0. */
  at: z.int(),
  record: productId,
  title: z.string(),
  sku: z.string().nullable(),
  /** Null: there is no such product, a row of a file has only called it so. */
  currency: currency.nullable(),
  outcome: rowOutcome,
  cells: z.array(planCell),
  cellCount: z.int(),
  problem: appError.nullable(),
  result: shownResult.nullable(),
  /** Whether the catalogue has the product now: one that is not made yet, or was taken back, is nowhere to go to. */
  isHere: z.boolean(),
});
export type PlanRow = z.infer<typeof planRow>;

/**
 * Where a job stands.
 * - `open` products are chosen, nothing is computed · `computing` · `stopped` computing was cancelled half way · `ready` the preview is complete
 * - `applying` · `applied`
 */
export const planState = z.enum(['open', 'computing', 'stopped', 'ready', 'applying', 'applied']);
export type PlanState = z.infer<typeof planState>;

export const planResult = z.object({
  /** Its groups in the outbox, by which it is taken back, the latest last; none when nothing had to be changed. */
  groups: z.array(uuid),
  at: epochMs,
  /** Products and cells changed. */
  products: z.int(),
  cells: z.int(),
  /** Products with cells that stayed because somebody had changed them, and products a rule refused by now. */
  left: z.int(),
  refused: z.int(),
});
export type PlanResult = z.infer<typeof planResult>;

export const planHead = z.object({
  id: uuid,
  selection: selectionName,
  /** Products chosen: the rows of the job. */
  total: z.int(),
  steps,
  limits: warnLimits,
  state: planState,
  /** Rows that are computed, or applied, so far, and how long the rest will take; null while nobody can know. */
  done: z.int(),
  /** What `done` counts up to: all rows while they are computed, those that change while they are applied. */
  due: z.int(),
  remainingMs: z.int().nullable(),
  counts: z.record(rowOutcome, z.int()),
  /** Rows with at least one such warning; a row may have several. */
  warnings: z.record(warning, z.int()),
  /** What a person is asked about once before it is done: products that go, products made as the file says (REPLACE), and variants that go. */
  asks: z.object({ deleted: z.int(), replaced: z.int(), variants: z.int() }),
  /** Cells that will be, or were, changed. */
  cells: z.int(),
  result: planResult.nullable(),
  /** It was applied, and all of it taken back since. */
  takenBack: z.boolean(),
});
export type PlanHead = z.infer<typeof planHead>;

export const noCounts = (): Record<RowOutcome, number> => ({ created: 0, updated: 0, deleted: 0, unchanged: 0, skipped: 0, failed: 0 });
