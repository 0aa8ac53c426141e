import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Job } from './jobs.ts';
import type { ServerJobTable } from './tables.ts';

/** A row of the queue as everybody else sees it. */
export const jobOf = (row: ServerJobTable): Job => ({
  id: row.id, type: row.type, key: row.job_key, payload: JSON.parse(row.payload) as Json, state: row.state, attempts: row.attempts, mostAttempts: row.most_attempts, dueAt: row.due_at as EpochMs,
  progress: { done: row.done, total: row.total }, error: row.error === null ? null : (JSON.parse(row.error) as AppError), createdAt: row.created_at as EpochMs, endedAt: row.ended_at as EpochMs | null,
});
