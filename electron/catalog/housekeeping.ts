import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { keepLog } from '../db/keep-log.ts';
import { wipeNoted, wipeStep } from '../db/wipe.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import { buildSearch, flushSearch } from './search-index.ts';

/** A pause after the last edit before the full text follows: while somebody types prices nothing gets in the way. */
const QUIET_MS = 30;
/** Between two slices of long work, so that questions and edits come first. */
const BREATH_MS = 4;
const BUSY_MS = 100;
const AGAIN_MS = 5_000;
const BUILD_SLICE = 150;
const FLUSH_SLICE = 60;
/** Rows that leave one by one are wiped together: each time the whole full text is merged, a second's work in slices. */
const WIPE_EVERY_MS = 30_000;
/**
 * What a cache does in quiet moments: builds full-text search after a first copy, lets it follow edits, writes the log back.
 * Every step is short, and anything interrupted goes on at the next start.
 *
 * @param onFailure told when a step failed (disk full); it is tried again after some seconds
 * @returns stops it
 */
export function keepHouse(cache: CacheDb, scheduler: Scheduler, onFailure: (error: AppError) => void): () => void {
  let stopped = false;
  let cancelSearch: (() => void) | null = null;
  let cancelWipe: (() => void) | null = null;
  let wipedAt = -Infinity;
  let hurried = false;

  /** @returns when to go on, milliseconds; null when all is done */
  const step = (): number | null => {
    // Not in the way of a long edit.
    if (cache.busy) return BUSY_MS;
    try {
      return flushSearch(cache, FLUSH_SLICE) > 0 || !buildSearch(cache, BUILD_SLICE).ready ? BREATH_MS : null;
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause;
      onFailure(cause.error);
      return AGAIN_MS;
    }
  };
  const search = (): void => {
    cancelSearch = null;
    if (stopped || !cache.isOpen) return;
    const wait = step();
    if (wait !== null) cancelSearch = scheduler.after(wait, search);
  };
  /** After the full text has followed, so that its marks of what is gone are there to be merged away. */
  const wipe = (): void => {
    cancelWipe = null;
    hurried = false;
    if (stopped || !cache.isOpen || wipeNoted(cache) === null) return;
    try {
      const more = cancelSearch !== null || cache.busy || wipeStep(cache);
      if (more) cancelWipe = scheduler.after(BREATH_MS, wipe);
      else wipedAt = scheduler.now();
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause;
      onFailure(cause.error);
      cancelWipe = scheduler.after(AGAIN_MS, wipe);
    }
  };
  const log = keepLog(cache, scheduler, onFailure);
  /** Runs within every edit: what can wait for the quiet moment is not looked at here. */
  const soon = (mayLeave: boolean): void => {
    cancelSearch ??= scheduler.after(QUIET_MS, search);
    log.soon();
    if (!mayLeave) return;
    const leftBehind = wipeNoted(cache);
    if (leftBehind === null) return;
    // A whole shop does not wait for the half minute of single rows.
    if (leftBehind === 'scope' && !hurried) {
      hurried = true;
      cancelWipe?.();
      cancelWipe = scheduler.after(QUIET_MS, wipe);
    }
    cancelWipe ??= scheduler.after(Math.min(WIPE_EVERY_MS, Math.max(QUIET_MS, wipedAt + WIPE_EVERY_MS - scheduler.now())), wipe);
  };

  // Rows that leave are noted together with a change of what can be searched.
  const deaf = cache.onChange(({ everything, parts }) => soon(everything || parts.has('search')));
  soon(true);
  return () => {
    stopped = true;
    deaf();
    cancelSearch?.();
    cancelWipe?.();
    log.stop();
  };
}
