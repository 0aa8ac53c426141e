import { z } from 'zod';
import { productId } from '../catalog/model.ts';
import { channels, events } from '../contract/channel.ts';
import { uuid } from '../kernel/ids.ts';
import { importAsked, importReport } from './import-model.ts';
import { recipe, steps } from './model.ts';
import { planHead, planRow, rowOutcome, rowResult, selectionName } from './plan-model.ts';
import { warning, warnLimits } from './warnings.ts';

/** As many products as one job may be about. */
export const MOST_CHOSEN = 200_000;
export const MOST_RECIPES = 100;

export const bulkChannels = channels({
  /** Freezes a choice of products by their ids: what is edited, comes or goes later does not change it. */
  'bulk.begin': { input: z.object({ ids: z.array(productId).min(1).max(MOST_CHOSEN), selection: selectionName }), output: planHead },
  /** Computes the preview anew from these steps. Answers when the first rows are there; `bulk.changed` tells of the rest. */
  'bulk.compute': { input: z.object({ plan: uuid, steps, limits: warnLimits }), output: planHead },
  /** Where a job stands; one whose computing a restart cut off begins again. */
  'bulk.look': { input: z.object({ plan: uuid }), output: planHead },
  /** Rows of a preview in the order chosen, all or those of one outcome, warning or result. */
  'bulk.rows': {
    input: z.object({
      plan: uuid, outcome: rowOutcome.nullable().default(null), warning: warning.nullable().default(null), result: rowResult.nullable().default(null),
      offset: z.int().min(0), limit: z.int().min(1).max(200), /** So many cells of each row at most. */ cells: z.int().min(1).max(5_000).default(12),
      /** Just this row. */
      at: z.int().min(0).nullable().default(null),
    }),
    output: z.object({ total: z.int(), rows: z.array(planRow) }),
  },
  /** Stops what is going on: computing stays where it is, applying leaves nothing behind. */
  'bulk.stop': { input: z.object({ plan: uuid }), output: planHead },
  /**
   * Changes exactly the cells of the preview, as one group. Cells somebody changed since are left alone (`changed: 'leave'`) or changed too; rows that
   * cannot be changed are skipped and listed, unless `allOrNothing`. Once applied it can be asked again for the cells that were left.
   */
  'bulk.apply': { input: z.object({ plan: uuid, changed: z.enum(['leave', 'change']).default('leave'), allOrNothing: z.boolean().default(false) }), output: planHead },
  /**
   * Reads a file that lies in the folder for imports, and computes what it would change in a shop. Answers with the job when all its rows are read;
   * `bulk.changed` tells of the preview. It is applied and looked at like every other job.
   */
  'bulk.import': { input: importAsked, output: planHead },
  /** What a file was read as, what becomes of its rows, and what is wrong with them, by line. */
  'bulk.importReport': { input: z.object({ plan: uuid, offset: z.int().min(0).default(0), limit: z.int().min(0).max(1_000).default(200) }), output: importReport },
  'bulk.recipes': { input: z.object({}), output: z.object({ recipes: z.array(recipe) }) },
  'bulk.saveRecipe': { input: z.object({ recipe }), output: z.object({ recipes: z.array(recipe) }) },
  'bulk.removeRecipe': { input: z.object({ id: uuid }), output: z.object({ recipes: z.array(recipe) }) },
});

export const bulkEvents = events({
  /** How far a job is, some times a second while something goes on, and once more when it is over. */
  'bulk.changed': planHead,
});
