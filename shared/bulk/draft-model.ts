import { z } from 'zod';
import { locale, shopId, type ShopId } from '../auth/model.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { rowCommands } from './cells/read-words.ts';
import { delimiters } from './csv/model.ts';
import { importColumn } from './import-model.ts';
import { target } from './mapping/targets.ts';

/**
 * How a person says a file is to be read, where the guess is wrong; what is left out is guessed.
 * - `sheet` of a workbook, by its place · `header` the place among the first rows of the one that names the columns; null: none does
 */
export const readingChoice = z.strictObject({
  encoding: z.string().max(40).optional(),
  delimiter: z.enum(delimiters).optional(),
  sheet: z.int().min(0).max(1_000).optional(),
  header: z.int().min(0).max(199).nullable().optional(),
});
export type ReadingChoice = z.infer<typeof readingChoice>;

/**
 * What a person chooses for all rows of a file.
 * - `command` what a row without one of its own asks for · `blank` what an empty cell of a column means; a column that is missing always keeps
 * - `locale` the language of texts whose column names none · `decimal` the decimal sign; null: what the columns say
 */
export const draftChoice = z.strictObject({ command: z.enum(rowCommands), blank: z.enum(['keep', 'clear']), locale, decimal: z.enum(['.', ',']).nullable() });
export type DraftChoice = z.infer<typeof draftChoice>;
/** What a file is imported as: its name, the shop its products are of, and what was chosen for its rows. */
export type ImportAsked = { readonly name: string; readonly shopId: ShopId; readonly choice: DraftChoice };

/** How a file is read, and what says so. Of a workbook `encoding` and `delimiter` are null, of a text `sheets`, of a feed all of them. */
export const shownReading = z.object({
  kind: z.enum(['text', 'xlsx', 'feed']),
  encoding: z.object({ encoding: z.string(), /** `chosen`: a person said so. */ evidence: z.enum(['mark', 'zeros', 'valid', 'statistics', 'usual', 'chosen']), confidence: z.number() }).nullable(),
  delimiter: z.object({
    delimiter: z.enum(delimiters), how: z.enum(['named', 'counted', 'unsure', 'single', 'chosen']),
    evidence: z.array(z.object({ delimiter: z.enum(delimiters), columns: z.int(), rows: z.int(), agreeing: z.int(), sound: z.boolean() })),
  }).nullable(),
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })).nullable(),
  sheet: z.int(),
  header: z.object({ /** Place among `rows`; null: none, columns go by letters. */ at: z.int().nullable(), chosen: z.boolean(), evidence: z.object({ cells: z.int(), known: z.int(), words: z.int(), distinct: z.int() }) }),
});
export type ShownReading = z.infer<typeof shownReading>;

/** A column of a file that waits for its import: its place, what else it may mean, and how its numbers are written in the first rows. */
export const draftColumn = importColumn.extend({
  at: z.int(),
  candidates: z.array(target),
  numbers: z.object({ how: z.enum(['decided', 'plain', 'ambiguous', 'mixed']), decimal: z.enum(['.', ',']).nullable() }).nullable(),
});
export type DraftColumn = z.infer<typeof draftColumn>;

/**
 * A file a person is about to import: how it is read, what its columns mean, its first rows. It is there as soon as its beginning is, and
 * outlives a restart once the file is whole.
 */
export const importDraft = z.object({
  id: uuid,
  shopId,
  name: z.string(),
  /** Of the whole file, and how much of it has come in. */
  bytes: z.int(),
  held: z.int(),
  /** False: what is said of the file is said by its beginning alone. */
  whole: z.boolean(),
  reading: shownReading,
  chosen: readingChoice,
  layout: z.string().nullable(),
  columns: z.array(draftColumn),
  choice: draftChoice,
  /** Up to 200 rows, those above the header among them; `cut` where a cell is longer than shown. */
  rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
  /** Why it cannot be imported as it stands (`import-no-key`); null: it can, once it is whole. */
  problem: appError.nullable(),
  /** The job computed from it the last time; null: none yet. */
  plan: uuid.nullable(),
});
export type ImportDraft = z.infer<typeof importDraft>;

/** A draft in a list. */
export const draftLine = z.object({ id: uuid, shopId, name: z.string(), bytes: z.int(), madeAt: epochMs, plan: uuid.nullable() });

/** What columns of files with these headers mean, as somebody decided: known again when such a file comes. */
export const savedMapping = z.object({
  id: uuid,
  /** The file it was said for. */
  name: z.string(),
  savedAt: epochMs,
  columns: z.array(z.object({ header: z.string().max(500), target })).max(2_000),
});
export type SavedMapping = z.infer<typeof savedMapping>;
