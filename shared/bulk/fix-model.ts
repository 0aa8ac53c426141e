import { z } from 'zod';
import { epochMs } from '../kernel/time.ts';
import { rowProblem } from './problem.ts';

/** Longer a corrected cell cannot be, characters: as long as the longest text a product has, and room. */
const longCell = z.string().max(30_000);
const column = z.int().min(0).max(2_000);
export const MOST_FIXED_AT_ONCE = 1_000;

/**
 * A correction of cells of a file before it is imported. The file itself stays as it came.
 * - `cells` these · `alike` every cell of a column that says one of `from` (in a column of lists: every such entry), whatever its case and blanks around
 * - `suggestions` what the problems of one rule in a column suggest, wherever they do
 */
export const fixAsked = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('cells'), cells: z.array(z.strictObject({ line: z.int().min(1), column, value: longCell })).min(1).max(MOST_FIXED_AT_ONCE) }),
  z.strictObject({ what: z.literal('alike'), column, from: z.array(longCell).min(1).max(MOST_FIXED_AT_ONCE), to: longCell }),
  z.strictObject({ what: z.literal('suggestions'), rule: z.string().max(100), column }),
]);
export type FixAsked = z.infer<typeof fixAsked>;

/** A correction that was made, in the words of a list: what, in which column, how many cells; `from` and `to` where they are the same for all. */
export const fixStep = z.object({
  step: z.int(), madeAt: epochMs, what: z.enum(['cells', 'alike', 'suggestions']), column: z.string().nullable(), cells: z.int(), from: z.array(z.string()), to: z.string().nullable(), rule: z.string().nullable(),
});
export type FixStep = z.infer<typeof fixStep>;

/** One row of a file as it will be imported; `was`: what the file says where a correction stands. */
export const importCells = z.object({ line: z.int(), at: z.int(), cells: z.array(z.object({ column: z.int(), header: z.string(), value: z.string(), was: z.string().nullable() })) });
export type ImportCells = z.infer<typeof importCells>;

/** Problems of one rule in one column, counted; `suggested`: so many bring along what could stand there. */
export const problemGroup = z.object({ rule: z.string(), column: z.string().nullable(), severity: rowProblem.shape.severity, count: z.int(), suggested: z.int() });
export type ProblemGroup = z.infer<typeof problemGroup>;

/** A problem with the place of its cell in the row, null where it is about the row; and the place of its product in the preview, null where the file itself is at fault. */
export const placedProblem = rowProblem.extend({ place: z.int().nullable(), at: z.int().nullable() });
export type PlacedProblem = z.infer<typeof placedProblem>;
