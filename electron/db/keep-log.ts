import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { CacheDb } from './cache-db.ts';
import { checkpointAside } from './checkpoint.ts';
import { failureOf } from './failure.ts';
import { LOG_ROOM, reserveLog } from './log-room.ts';
import { reachDisk } from './slices.ts';

/** Nothing happened for so long: a good moment to write to the disk. */
const QUIET_MS = 30;
/** The log is written back when so much of its room is used and nothing happens, bytes. */
const LOG_BYTES = LOG_ROOM / 2;
/** So much, after a bulk edit or a long download, is written back on another thread instead. */
const LONG_LOG_BYTES = 12 * 1024 * 1024;
const LONG_QUIET_MS = 400;
/** So much is not left for a quiet moment: it is written back while edits go on, which makes some of them wait for the disk. */
const FULL_LOG_BYTES = 48 * 1024 * 1024;
/** How often that is looked at while changes never pause. */
const WATCH_MS = 250;

/**
 * Writes the log of a cache back into its file in quiet moments, and keeps room in it, so that an edit never waits for either.
 *
 * @param onFailure told when it could not (a full disk); nothing is lost, the log simply stays
 * @returns `soon` after every change, `stop` at the end
 */
export function keepLog(cache: CacheDb, scheduler: Scheduler, onFailure: (error: AppError) => void): { soon(): void; stop(): void } {
  let stopped = false;
  let aside = false;
  let reserving = false;
  let cancel: (() => void) | null = null;
  let cancelWatch: (() => void) | null = null;
  let changedAt = scheduler.now();
  const logAside = (): void => {
    aside = true;
    checkpointAside(cache.file)
      .catch((cause: unknown) => onFailure(failureOf(cause) ?? { code: 'internal', attempted: 'checkpoint' }))
      .finally(() => {
        aside = false;
      });
  };
  const step = (): void => {
    cancel = null;
    if (stopped || !cache.isOpen || aside || cache.busy) return;
    const bytes = cache.unwrittenBytes();
    if (bytes >= LONG_LOG_BYTES) return logAside();
    try {
      if (bytes >= LOG_BYTES) {
        cache.checkpoint();
        cache.beginLogAnew();
      } else if (reserveLog(cache)) {
        reserving = true;
        cancel = scheduler.after(QUIET_MS, step);
      } else if (reserving) {
        reserving = false;
        // On another thread: the first edit then finds the new length on the disk.
        void reachDisk(`${cache.file}-wal`);
      }
    } catch (cause) {
      const known = cause instanceof AppFailure ? cause.error : failureOf(cause);
      if (known === null) throw cause;
      onFailure(known);
    }
  };
  const atWork = (): boolean => !stopped && cache.isOpen;
  const quiet = (): void => {
    const restMs = changedAt + LONG_QUIET_MS - scheduler.now();
    if (atWork() && restMs > 0 && cache.unwrittenBytes() >= LONG_LOG_BYTES) cancel = scheduler.after(restMs, step);
    else step();
  };
  const watch = (): void => {
    cancelWatch = null;
    if (atWork() && cache.unwrittenBytes() >= FULL_LOG_BYTES) step();
  };
  return {
    // Within every edit, which waits for it: nothing is measured here.
    soon: () => {
      changedAt = scheduler.now();
      cancel?.();
      cancel = scheduler.after(QUIET_MS, quiet);
      cancelWatch ??= scheduler.after(WATCH_MS, watch);
    },
    stop: () => {
      stopped = true;
      cancel?.();
      cancelWatch?.();
    },
  };
}
