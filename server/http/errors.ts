import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { z } from 'zod';

/** The HTTP status of a code, from the one table; a code nobody declared is our own mistake. */
export function statusOf(code: string): number {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].status : 500;
}

/**
 * Says which field of a request broke which rule. Values stay out of it: a password typed into the wrong field must not come back or be logged.
 *
 * @param part where in the request the value was: `params`, `query` or `body`
 */
export function invalidInput(part: string, error: z.ZodError): AppError<'invalid-input'> {
  const issue = error.issues[0]!;
  const at = issue.path.map(String).join('/');
  return { code: 'invalid-input', field: at === '' ? part : at, rule: issue.code, details: { part, expected: issue.message, problems: error.issues.length } };
}

/** Thrown by middleware and answered by the last one; handlers return errors instead. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly error: AppError;
  readonly status: number;
  constructor(error: AppError, status = statusOf(error.code), options?: ErrorOptions) {
    super(error.code, options);
    this.error = error;
    this.status = status;
  }
}
