import { z } from 'zod';
import { appError } from '../kernel/errors.ts';
import { epochMs } from '../kernel/time.ts';
import { scopeName } from './model.ts';

/** Where the connection stands; each state carries exactly its own data. */
export const connection = z.discriminatedUnion('name', [
  z.object({ name: z.literal('signed-out') }),
  z.object({ name: z.literal('offline'), since: epochMs, error: appError.nullable(), nextTryAt: epochMs.nullable() }),
  z.object({ name: z.literal('connecting'), attempt: z.int() }),
  z.object({ name: z.literal('bootstrapping'), scope: scopeName, phase: z.enum(['asking', 'downloading', 'building', 'publishing']), doneBytes: z.int(), totalBytes: z.int() }),
  z.object({ name: z.literal('catching-up'), remainingRows: z.int().nullable() }),
  z.object({ name: z.literal('sending'), remaining: z.int() }),
  z.object({ name: z.literal('online') }),
  z.object({ name: z.literal('needs-sign-in'), error: appError }),
  /** Something stops the sync and waiting does not help: disk full, cache from a newer version, console too old. */
  z.object({ name: z.literal('stopped'), error: appError }),
]);
export type Connection = z.infer<typeof connection>;

/**
 * What sending would lead to, looked at after a time away and before anything is sent: the waiting edits replayed here on the fresh copies,
 * by the rules the server decides with. `applies` counts those that go in as written.
 */
export const preflight = z.object({
  /** Since when nothing was heard of the server. */
  awaySince: epochMs,
  total: z.int(),
  applies: z.int(),
  merges: z.int(),
  conflicts: z.int(),
  refused: z.int(),
  /** Sending waits until then, so that somebody can look first; null: nothing needs anybody, or they said "send". */
  heldUntil: epochMs.nullable(),
});
export type Preflight = z.infer<typeof preflight>;

export const syncState = z.object({
  connection,
  /** Whether a first full copy is in place, so that lists may be trusted to be whole. */
  cacheReady: z.boolean(),
  /** Whether full-text search covers every row yet. */
  searchReady: z.boolean(),
  unsent: z.int(),
  conflicts: z.int(),
  rejected: z.int(),
  lastSyncAt: epochMs.nullable(),
  cacheBytes: z.int(),
  /** Only after a time away, until what waited then is sent. */
  preflight: preflight.nullable().optional(),
});
export type SyncState = z.infer<typeof syncState>;
