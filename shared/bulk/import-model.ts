import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { uuid } from '../kernel/ids.ts';
import { rowCommands } from './cells/read-words.ts';
import { target } from './mapping/targets.ts';
import { rowProblem } from './problem.ts';

/**
 * What a person chooses for a whole file.
 * - `command` what a row without one of its own asks for · `blank` what an empty cell of a column means; a column that is missing always keeps
 * - `locale` the language of texts whose column names none · `decimal` the decimal sign; null: what the columns say
 * - `columns` meanings that take the place of the guessed ones, by header
 */
export const importChoice = z.strictObject({
  command: z.enum(rowCommands).default('MERGE'),
  blank: z.enum(['keep', 'clear']).default('keep'),
  locale,
  decimal: z.enum(['.', ',']).nullable().default(null),
  columns: z.array(z.strictObject({ header: z.string().max(500), target })).max(2_000).default([]),
});
export type ImportChoice = z.infer<typeof importChoice>;

/** A file that lies in the folder for imports, and the shop its products are of. */
export const importAsked = z.strictObject({ file: uuid, name: z.string().trim().min(1).max(200), shopId, choice: importChoice });
/** A file as a person has prepared it. */
export const draftAsked = z.strictObject({ draft: uuid });
export type DraftAsked = z.infer<typeof draftAsked>;
export type ImportAsked = z.infer<typeof importAsked>;

/** How a column was understood (`chosen`: a person said so for this file, `saved`: for one like it): `unsure` and `unknown` ones are kept as notes beside the rows. */
export const importColumn = z.object({ header: z.string(), target, how: z.enum(['chosen', 'saved', 'layout', 'name', 'words', 'content', 'unsure', 'unknown']), samples: z.array(z.string()) });
export type ImportColumn = z.infer<typeof importColumn>;

/** What a file was read as. `encoding` and `delimiter` are null for a workbook. */
export const importedFile = z.object({
  name: z.string(), bytes: z.int(), encoding: z.string().nullable(), delimiter: z.string().nullable(), layout: z.string().nullable(), columns: z.array(importColumn),
});
export type ImportedFile = z.infer<typeof importedFile>;

/** Every row of the file in exactly one of six counts, so that they add up to `rows`. */
export const importReport = z.object({
  file: importedFile,
  rows: z.int(), created: z.int(), updated: z.int(), deleted: z.int(), unchanged: z.int(), skipped: z.int(), failed: z.int(),
  /** Problems in all, and the page of them that was asked for, by line. */
  problemCount: z.int(),
  problems: z.array(rowProblem),
});
export type ImportReport = z.infer<typeof importReport>;
