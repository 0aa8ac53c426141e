import { z } from 'zod';
import { productId } from '../catalog/model.ts';
import { shopId } from '../auth/model.ts';
import { channels, events } from '../contract/channel.ts';
import { uuid } from '../kernel/ids.ts';
import { cluster, clusterMethod } from './cluster/model.ts';
import { draftChoice, draftLine, importDraft, readingChoice, savedMapping } from './draft-model.ts';
import { fixAsked, fixStep, importCells, placedProblem, problemGroup } from './fix-model.ts';
import { draftAsked, importReport } from './import-model.ts';
import { target } from './mapping/targets.ts';
import { recipe, steps } from './model.ts';
import { planHead, planRow, rowOutcome, rowResult, selectionName } from './plan-model.ts';
import { rowProblem } from './problem.ts';
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
  /** Stops what is going on: computing stays where it is, applying and reading a file leave nothing behind. While a file is read, its job is named by its draft. */
  'bulk.stop': { input: z.object({ plan: uuid }), output: planHead },
  /**
   * Changes exactly the cells of the preview, as one group. Cells somebody changed since are left alone (`changed: 'leave'`) or changed too; rows that
   * cannot be changed are skipped and listed, unless `allOrNothing`. Once applied it can be asked again for the cells that were left.
   */
  'bulk.apply': { input: z.object({ plan: uuid, changed: z.enum(['leave', 'change']).default('leave'), allOrNothing: z.boolean().default(false) }), output: planHead },
  /**
   * Looks at a file that comes in (`intake.begin` for a `table`). Answers as soon as its beginning is there, of a workbook the whole; asked again by
   * `bulk.draftImport` once it is whole, everything is known of it. Refused as `not-a-table` and the like when it is none.
   */
  'bulk.openFile': { input: z.object({ intake: uuid, shopId }), output: importDraft },
  /** Changes how a file is read and what its columns mean (`target` null: as guessed), and shows what comes of it. Without changes: as it stands. */
  'bulk.draftImport': {
    input: z.object({
      draft: uuid, reading: readingChoice.optional(), choice: draftChoice.partial().optional(),
      columns: z.array(z.strictObject({ at: z.int().min(0).max(2_000), target: target.nullable() })).max(2_000).optional(),
    }),
    output: importDraft,
  },
  /** Files that wait for their import, the latest first. */
  'bulk.drafts': { input: z.object({}), output: z.object({ drafts: z.array(draftLine) }) },
  'bulk.dropDraft': { input: z.object({ draft: uuid }), output: z.object({}) },
  /** Mappings this account has decided on, the latest first. */
  'bulk.mappings': { input: z.object({}), output: z.object({ mappings: z.array(savedMapping) }) },
  'bulk.removeMapping': { input: z.object({ id: uuid }), output: z.object({ mappings: z.array(savedMapping) }) },
  /**
   * Reads the file of a draft and computes what it would change in a shop. Answers with the job when all its rows
   * are read; `bulk.changed` tells of the preview. It is applied and looked at like every other job.
   */
  'bulk.import': { input: draftAsked, output: planHead },
  /** What a file was read as, what becomes of its rows, and what is wrong with them, by line. */
  'bulk.importReport': { input: z.object({ plan: uuid, offset: z.int().min(0).default(0), limit: z.int().min(0).max(1_000).default(200) }), output: importReport },
  /** What is wrong with the rows of a file, by line; `groups` counts everything by rule and column, whatever the page is narrowed to. */
  'bulk.problems': {
    input: z.object({
      plan: uuid, rule: z.string().max(100).nullable().default(null), /** A header. */ column: z.string().max(500).nullable().default(null), severity: rowProblem.shape.severity.nullable().default(null),
      offset: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(100),
    }),
    output: z.object({ total: z.int(), problems: z.array(placedProblem), groups: z.array(problemGroup) }),
  },
  /** One row of the file, by its line, cell by cell. */
  'bulk.importCells': { input: z.object({ plan: uuid, line: z.int().min(1) }), output: importCells },
  /** Corrects cells before they are imported, and computes again what they touch. `cells`: so many were changed. */
  'bulk.fix': { input: z.object({ plan: uuid, fix: fixAsked }), output: z.object({ head: planHead, step: z.int().nullable(), cells: z.int() }) },
  /** The corrections made so far, the latest first. */
  'bulk.fixes': { input: z.object({ plan: uuid }), output: z.object({ steps: z.array(fixStep) }) },
  /** Takes a correction back; those made after it stay. */
  'bulk.unfix': { input: z.object({ plan: uuid, step: z.int() }), output: z.object({ head: planHead, cells: z.int() }) },
  /** Values of a column that are probably one, those of the file and of the shop's catalogue together; the largest groups first. */
  'bulk.clusters': { input: z.object({ plan: uuid, column: z.int().min(0).max(2_000), method: clusterMethod }), output: z.object({ clusters: z.array(cluster), /** Different values that were compared. */ values: z.int() }) },
  /** Cells of columns that mean nothing to a product, kept with the job: by line of the file. */
  'bulk.notes': {
    input: z.object({ plan: uuid, offset: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(100) }),
    output: z.object({ total: z.int(), headers: z.array(z.string()), rows: z.array(z.object({ line: z.int(), record: productId.nullable(), sku: z.string().nullable(), notes: z.record(z.string(), z.string()) })) }),
  },
  'bulk.recipes': { input: z.object({}), output: z.object({ recipes: z.array(recipe) }) },
  'bulk.saveRecipe': { input: z.object({ recipe }), output: z.object({ recipes: z.array(recipe) }) },
  'bulk.removeRecipe': { input: z.object({ id: uuid }), output: z.object({ recipes: z.array(recipe) }) },
});

export const bulkEvents = events({
  /** How far a job is, some times a second while something goes on, and once more when it is over. */
  'bulk.changed': planHead,
});
