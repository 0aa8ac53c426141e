import type { AppError } from '#shared/kernel/errors.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import type { SnapshotManifest } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { HttpClient } from '../http/client.ts';
import type { Random, Scheduler } from '../runtime/scheduler.ts';
import type { LiveLine } from './live.ts';
import type { PreflightDesk } from './preflight.ts';
import { PAGE_ROWS } from './pull.ts';
import { BATCH_EDITS } from './push.ts';
import type { SnapshotFiles } from './snapshot-files.ts';

export type EngineLog = { info(fields: object, message: string): void; warn(fields: object, message: string): void; error(fields: object, message: string): void };

/** Everything outside that the engine touches: a simulator gives other ones. */
export type EngineDeps = {
  /** The cache in use; the engine replaces it when a snapshot takes its place. */
  readonly cache: { current(): CacheDb; replace(next: CacheDb): void };
  readonly files: SnapshotFiles;
  readonly encodings: SnapshotManifest['encoding'][];
  readonly http: HttpClient;
  readonly live: LiveLine;
  /** Looks at what waits after a time away, before it is sent; without it everything is sent at once. */
  readonly preflight?: PreflightDesk;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly log: EngineLog;
  readonly limits?: EngineLimits;
  /** What records are written in here; a simulator has older consoles too. */
  readonly schema?: number;
  /** Told at most every tenth of a second. */
  readonly onState: (state: SyncState) => void;
  /** The connection has another name than before: each time, at once, also when it is back before `onState` tells anything. */
  readonly onConnection?: (connection: SyncState['connection']) => void;
  /** The cache could not be read or written: a full disk, a broken file. */
  readonly onFailure?: (error: AppError) => void;
};

/** How much travels at once. A simulator makes these small, so that a history of a few edits meets every seam. */
export type EngineLimits = {
  /** From here on a scope comes as a file; below, pages are as quick. */
  readonly fileFromRows: number;
  /** So many rows come first, so that there is something to look at and work with. */
  readonly firstRows: number;
  readonly pageRows: number;
  readonly batchEdits: number;
};
export const usualLimits: EngineLimits = { fileFromRows: 2_000, firstRows: 200, pageRows: PAGE_ROWS, batchEdits: BATCH_EDITS };
