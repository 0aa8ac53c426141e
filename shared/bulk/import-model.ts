import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';
import { target } from './mapping/targets.ts';
import { rowProblem } from './problem.ts';

/** A file as a person has prepared it. */
export const draftAsked = z.strictObject({ draft: uuid });
export type DraftAsked = z.infer<typeof draftAsked>;

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
