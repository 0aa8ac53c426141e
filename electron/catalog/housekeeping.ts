import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { checkpointAside } from '../db/checkpoint.ts';
import { failureOf } from '../db/failure.ts';
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
/** The log is written back when it has grown to this and nothing happens, bytes. */
const LOG_BYTES = 2 * 1024 * 1024;
/** So much is written back on another thread instead. */
const LONG_LOG_BYTES = 12 * 1024 * 1024;
/** So much is not left for a quiet moment: it is written back while edits go on, which makes some of them wait for the disk. */
const FULL_LOG_BYTES = 48 * 1024 * 1024;
const LOG_QUIET_MS = 400;

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
  let cancelLog: (() => void) | null = null;

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
  let aside = false;
  const logAside = (): void => {
    aside = true;
    checkpointAside(cache.file)
      .catch((cause: unknown) => onFailure(failureOf(cause) ?? { code: 'internal', attempted: 'checkpoint' }))
      .finally(() => {
        aside = false;
      });
  };
  const log = (): void => {
    cancelLog = null;
    if (stopped || !cache.isOpen || aside || cache.busy) return;
    const bytes = cache.unwrittenBytes();
    if (bytes >= LONG_LOG_BYTES) logAside();
    else if (bytes >= LOG_BYTES) cache.checkpoint();
  };
  const soon = (): void => {
    cancelSearch ??= scheduler.after(QUIET_MS, search);
    cancelLog?.();
    cancelLog = scheduler.after(cache.unwrittenBytes() >= FULL_LOG_BYTES ? 0 : LOG_QUIET_MS, log);
  };

  const deaf = cache.onChange(soon);
  soon();
  return () => {
    stopped = true;
    deaf();
    cancelSearch?.();
    cancelLog?.();
  };
}
