import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { claimDue, holdOn, nextDue, type Claimed } from './claim.ts';
import { jobOf } from './job-of.ts';
import { pauseBefore, type Job, type JobHandler, type JobOutcome, type Jobs, type NewJob } from './jobs.ts';

export type TableJobsDeps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'log'> & {
  /** Jobs at once in this process. */
  readonly atOnce?: number;
  /** Longest time between two looks into the table, milliseconds: other processes ask for work, too. */
  readonly lookEveryMs?: number;
  /** How long a job belongs to the process that took it unless it says that it still works on it, milliseconds. */
  readonly leaseMs?: number;
};

const MOST_ATTEMPTS = 12;

/** The job queue in the server's own database: nothing else to run, and work is asked for in the transaction that needs it. */
export function tableJobs(deps: TableJobsDeps): Jobs {
  const { db, clock, random, log, atOnce = 2, lookEveryMs = 2_000, leaseMs = 60_000 } = deps;
  const running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  let handlers: Readonly<Record<string, JobHandler>> = {};
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const chance = (): number => random(new Uint8Array(1))[0]! / 256;
  const rowOf = (id: string) => db.kysely.selectFrom('server_job').selectAll().where('id', '=', id).executeTakeFirst();

  function look(): void {
    clearTimeout(timer);
    if (closed) return;
    // A nudge during a look may be about a job this look has missed.
    if (looking !== null) return void (again = true);
    looking = takeDue().catch((cause: unknown) => log.warn({ err: cause }, 'the job queue cannot be read now')).then(async () => {
      looking = null;
      if (closed) return;
      if (again) {
        again = false;
        return look();
      }
      const due = running.size < atOnce ? await nextDue(db, Object.keys(handlers)).catch(() => null) : null;
      // Whoever nudged meanwhile has set a timer of their own.
      if (!closed && looking === null) {
        clearTimeout(timer);
        timer = setTimeout(look, Math.max(1, Math.min(lookEveryMs, due === null ? lookEveryMs : due - clock())));
      }
    });
  }

  async function takeDue(): Promise<void> {
    while (!closed && running.size < atOnce) {
      const claimed = await claimDue(db, Object.keys(handlers), clock(), leaseMs);
      if (claimed === null) return;
      const stop = new AbortController();
      const ended = run(claimed, stop).catch((cause: unknown) => log.error({ err: cause, job: claimed.id }, 'a job could not be ended; it comes again')).then(() => {
        running.delete(claimed.id);
        look();
      });
      running.set(claimed.id, { stop, ended });
    }
  }

  async function run(job: Claimed, stop: AbortController): Promise<void> {
    const still = async (progress?: { done: number; total: number }): Promise<void> => {
      if ((await holdOn(db, job, clock() + leaseMs, progress)) === 'stop') stop.abort();
    };
    const beat = setInterval(() => void still().catch(() => undefined), leaseMs / 3);
    let outcome: JobOutcome;
    try {
      outcome = await handlers[job.type]!(job.payload, { id: job.id, attempt: job.attempts, isLastAttempt: job.attempts >= job.mostAttempts, signal: stop.signal, progress: (done, total) => still({ done, total }) });
    } catch (cause) {
      log.error({ err: cause, job: job.id, type: job.type, attempt: job.attempts }, 'a job failed');
      outcome = { name: 'again', error: { code: 'internal', attempted: job.type } };
    } finally {
      clearInterval(beat);
    }
    await end(job, outcome);
  }

  /** Writes down what became of a run; a job another process has taken meanwhile is left to it. */
  async function end(job: Claimed, outcome: JobOutcome): Promise<void> {
    const now = clock();
    const mine = db.kysely.updateTable('server_job').where('id', '=', job.id).where('state', '=', 'running').where('attempts', '=', job.attempts);
    if (outcome.name === 'done') return void (await mine.set({ state: 'done', ended_at: now, error: null }).execute());
    const isCancelled = (await rowOf(job.id))?.cancel_asked === 1;
    const error = JSON.stringify(outcome.error);
    if (isCancelled) return void (await mine.set({ state: 'cancelled', ended_at: now, error }).execute());
    if (job.attempts >= job.mostAttempts) {
      log.error({ job: job.id, type: job.type, attempts: job.attempts, code: outcome.error.code, rule: outcome.error.rule }, 'a job was given up');
      return void (await mine.set({ state: 'dead', ended_at: now, error }).execute());
    }
    // The server stops: the work is as good as before, and the try does not count.
    if (closed) return void (await mine.set({ state: 'queued', due_at: now, attempts: job.attempts - 1, error }).execute());
    await mine.set({ state: 'queued', due_at: now + pauseBefore(job.attempts, chance()), error }).execute();
  }

  /** Changes a job's row where its state allows it, and answers how it stands then. */
  async function change(id: string, from: readonly Job['state'][], to: Partial<{ state: Job['state']; attempts: number; due_at: number; ended_at: number | null; cancel_asked: number }>): Promise<Result<Job, AppError>> {
    const { numUpdatedRows } = await db.kysely.updateTable('server_job').set(to).where('id', '=', id).where('state', 'in', [...from]).executeTakeFirst();
    const row = await rowOf(id);
    if (row === undefined) return err({ code: 'not-found', field: 'id' });
    return numUpdatedRows === 0n ? err({ code: 'conflict', field: 'state', rule: 'job-state', details: { state: row.state } }) : ok(jobOf(row));
  }

  return {
    async add(within: Kysely<ServerSchema>, { type, key, payload, dueAt, mostAttempts = MOST_ATTEMPTS }: NewJob) {
      const now = clock();
      await within.insertInto('server_job').values({
        id: uuidv7(clock, random), type, job_key: key, payload: JSON.stringify(payload), state: 'queued', attempts: 0, most_attempts: mostAttempts,
        due_at: dueAt ?? now, done: 0, total: 0, cancel_asked: 0, error: null, created_at: now, ended_at: null,
      }).onConflict((on) => on.columns(['type', 'job_key']).doNothing()).execute();
    },
    nudge: () => (Object.keys(handlers).length > 0 ? look() : undefined),
    async find(type, key) {
      const row = await db.kysely.selectFrom('server_job').selectAll().where('type', '=', type).where('job_key', '=', key).executeTakeFirst();
      return row === undefined ? null : jobOf(row);
    },
    async list({ type, state, limit }) {
      let query = db.kysely.selectFrom('server_job').selectAll().orderBy('id', 'desc').limit(limit);
      if (type !== undefined) query = query.where('type', '=', type);
      if (state !== undefined) query = query.where('state', '=', state);
      return (await query.execute()).map(jobOf);
    },
    async cancel(id) {
      const waiting = await change(id, ['queued'], { state: 'cancelled', ended_at: clock(), cancel_asked: 1 });
      if (waiting.ok || waiting.error.code !== 'conflict') return waiting;
      const asked = await change(id, ['running'], { cancel_asked: 1 });
      running.get(id)?.stop.abort();
      return asked;
    },
    async replay(id) {
      const started = await change(id, ['queued', 'done', 'dead', 'cancelled'], { state: 'queued', attempts: 0, due_at: clock(), ended_at: null, cancel_asked: 0 });
      look();
      return started;
    },
    start(all) {
      handlers = all;
      look();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
      for (const { stop } of running.values()) stop.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

