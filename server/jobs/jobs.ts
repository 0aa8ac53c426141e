import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { JobState } from '#shared/jobs/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';

/** Work asked for: of one type and key there is one job, however often it is asked for. */
export type NewJob = {
  readonly type: string;
  readonly key: string;
  readonly payload: Json;
  /** Not before then; at once when left out. */
  readonly dueAt?: EpochMs;
  /** Tries before it is given up; 12 when left out, which with growing pauses is about three hours. */
  readonly mostAttempts?: number;
};

export type Job = {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly payload: Json;
  readonly state: JobState;
  readonly attempts: number;
  /** Tries before it is given up. */
  readonly mostAttempts: number;
  /** When it is due next, or was. */
  readonly dueAt: EpochMs;
  readonly progress: { readonly done: number; readonly total: number };
  /** Of its last try that did not succeed. */
  readonly error: AppError | null;
  readonly createdAt: EpochMs;
  readonly endedAt: EpochMs | null;
};

/** What a handler knows of its run. */
export type JobRun = {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Aborted when somebody cancelled the job, or the server stops. */
  readonly signal: AbortSignal;
  progress(done: number, total: number): Promise<void>;
};

/** `again`: it could not be done now, and may be later; an exception means the same, as a mistake of ours. */
export type JobOutcome = { readonly name: 'done' } | { readonly name: 'again'; readonly error: AppError };

/** Does the work of one type. A run can be cut anywhere and comes again: what it does twice must be done once. */
export type JobHandler = (payload: Json, run: JobRun) => Promise<JobOutcome>;

/** Work beside requests: kept, tried again with growing pauses, given up after so many tries, watched, cancelled and started again. */
export type Jobs = {
  /** Asks for work as part of the caller's transaction: with it there is the work, without it there is none. Then `nudge`. */
  add(within: Kysely<ServerSchema>, job: NewJob): Promise<void>;
  /** Looks for due work now instead of at the next look. */
  nudge(): void;
  find(type: string, key: string): Promise<Job | null>;
  /** Newest first. */
  list(filter: { readonly type?: string; readonly state?: JobState; readonly limit: number }): Promise<readonly Job[]>;
  /** Refused with `conflict` for a job that is over. */
  cancel(id: string): Promise<Result<Job, AppError>>;
  /** Starts a job again that is over or waits, with all its tries; refused with `conflict` while it runs. */
  replay(id: string): Promise<Result<Job, AppError>>;
  /** Begins to work. */
  start(handlers: Readonly<Record<string, JobHandler>>): void;
  /** Takes nothing new and waits for what runs, which is told to stop. */
  close(): Promise<void>;
};

/** The pause before the next try, milliseconds: 1 s, 2 s, 4 s … up to an hour, each up to a quarter longer so that many that failed together do not come back together. */
export function pauseBefore(attempt: number, chance: number): number {
  const pause = Math.min(2 ** (attempt - 1), 3_600) * 1_000;
  return Math.round(pause * (1 + chance / 4));
}
