import type { Handlers } from '#shared/contract/channel.ts';
import type { IpcChannels } from '#shared/contract/ipc.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import { failureOf } from '../db/failure.ts';

/**
 * Turns failures that carry a refusal (a full disk, a broken rule) into answers. A question that met the moment in which a new
 * copy took the cache's place is answered with `not-ready`: nothing of it was done, asking again works.
 *
 * @param onFailure told every refusal
 */
export function guardHandlers(handlers: Handlers<IpcChannels>, db: () => unknown, onFailure: (error: AppError) => void): Handlers<IpcChannels> {
  const refused = (error: AppError) => {
    onFailure(error);
    return err(error);
  };
  const guard = (handle: (input: never) => unknown) => async (input: never) => {
    const before = db();
    try {
      const answered = (await handle(input)) as Result<unknown, AppError>;
      return answered.ok ? answered : refused(answered.error);
    } catch (cause) {
      if (cause instanceof AppFailure) return refused(cause.error);
      if (before !== db()) return err({ code: 'not-ready', rule: 'cache-replaced' });
      const known = failureOf(cause);
      if (known !== null) return refused(known);
      throw cause;
    }
  };
  return Object.fromEntries(Object.entries(handlers).map(([channel, handle]) => [channel, guard(handle as (input: never) => unknown)])) as unknown as Handlers<IpcChannels>;
}
