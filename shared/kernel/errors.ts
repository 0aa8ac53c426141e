import { z } from 'zod';
import { json, type Json } from './json.ts';

/**
 * A refusal a screen can speak about: the code picks the sentence, the details fill it.
 *
 * - `attempted` what was tried, as `capability.verb` (`catalog.edit`)
 * - `field` the path of the field at fault (`variants/0190…/price`), when one is
 * - `rule` the rule that was broken, as a key of the language files (`compare-at-above-price`)
 * - `details` figures for the sentence; never names, addresses or tokens
 */
export const appError = z.object({
  code: z.string(),
  attempted: z.string().optional(),
  field: z.string().optional(),
  rule: z.string().optional(),
  details: z.record(z.string(), json).optional(),
});
export type AppError<Code extends string = string> = {
  readonly code: Code;
  readonly attempted?: string | undefined;
  readonly field?: string | undefined;
  readonly rule?: string | undefined;
  readonly details?: Record<string, Json> | undefined;
};

/** Carries an AppError through code that throws (HTTP clients, transactions); caught at the edge and turned back into a Result. */
export class AppFailure extends Error {
  override readonly name = 'AppFailure';
  readonly error: AppError;
  constructor(error: AppError, options?: ErrorOptions) {
    super([error.code, error.attempted, error.field, error.rule].filter(Boolean).join(' · '), options);
    this.error = error;
  }
}
