import { z } from 'zod';
import type { AppError } from '../kernel/errors.ts';
import { json, type Json } from '../kernel/json.ts';

/**
 * What is wrong with one place of a file, so that it can be found and mended there: the line as an editor counts it, the column by its
 * header, the value as it stands.
 *
 * - `line` from 1; a row of several lines is named by its first. In a workbook: the row's number
 * - `column` null: the whole row
 * - `rule` a key of the language files, `details` the figures for its sentence
 * - `suggestion` what could stand there instead, ready to be put in; null: nobody can know
 * - `severity` `error`: the row is not imported; `warning`: it is, and a person should look
 */
export const rowProblem = z.object({
  line: z.int().min(1),
  column: z.string().nullable(),
  value: z.string(),
  rule: z.string(),
  suggestion: z.string().nullable(),
  severity: z.enum(['error', 'warning']),
  details: z.record(z.string(), json).optional(),
});
export type RowProblem = z.infer<typeof rowProblem>;

/** What a value says against a rule, before it is known where it stands. */
export type Fault = { readonly rule: string; readonly suggestion?: string | null; readonly severity?: RowProblem['severity']; readonly details?: Record<string, Json> };

/** What an error of the catalogue's rules says, as a fault of a cell. */
export const faultOf = ({ rule, code, details }: AppError): Fault => ({ rule: rule ?? code, ...(details ? { details } : {}) });

/** So much of a value is shown in a list of problems; the file itself has the rest. */
export const LONGEST_SHOWN = 200;

/** A fault with its place. */
export function problemAt(line: number, column: string | null, value: string, { rule, suggestion = null, severity = 'error', details }: Fault): RowProblem {
  return { line, column, value: value.slice(0, LONGEST_SHOWN), rule, suggestion, severity, ...(details === undefined ? {} : { details }) };
}
