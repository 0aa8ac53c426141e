import { afterEach, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { pauseBefore, type JobHandler, type Jobs } from '#server/jobs/jobs.ts';
import { tableJobs } from '#server/jobs/table-jobs.ts';
import { systemRandom } from '#server/random.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { keptLog } from '#tests/support/http-server.ts';

const until = async (so: () => boolean | Promise<boolean>) => {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 5));
};
const done = { name: 'done' } as const;
const again = { name: 'again', error: { code: 'offline' } } as const;

describeOnEachDatabase('SRV-03 jobs', (open) => {
  const queues: Jobs[] = [];
  let now = 1_790_000_000_000;
  afterEach(async () => void (await Promise.all(queues.splice(0).map((queue) => queue.close()))));

  const aQueue = (db: ServerDb, options: { leaseMs?: number } = {}): Jobs => {
    const queue = tableJobs({ db, clock: () => now as EpochMs, random: systemRandom, log: keptLog().log, lookEveryMs: 5, ...options });
    queues.push(queue);
    return queue;
  };
  const add = (db: ServerDb, queue: Jobs, key: string, more: { mostAttempts?: number } = {}) => inTransaction(db, (trx) => queue.add(trx, { type: 'work', key, payload: { key }, ...more }));
  const stateOf = async (queue: Jobs, key: string) => (await queue.find('work', key))?.state;

  test('work is asked for with the transaction, once for each key, and done once', async () => {
    const db = await open();
    const queue = aQueue(db);
    await expect(inTransaction(db, async (trx) => {
      await queue.add(trx, { type: 'work', key: 'taken back', payload: null });
      throw new Error('taken back');
    })).rejects.toThrow('taken back');
    await add(db, queue, 'a');
    await add(db, queue, 'a');
    const seen: unknown[] = [];
    queue.start({ work: async (payload, run) => (seen.push([payload, run.attempt]), await run.progress(3, 7), done) });
    await until(async () => (await stateOf(queue, 'a')) === 'done');
    expect(await queue.find('work', 'taken back')).toBeNull();
    expect(seen).toEqual([[{ key: 'a' }, 1]]);
    expect(await queue.find('work', 'a')).toMatchObject({ progress: { done: 3, total: 7 }, attempts: 1, error: null });
  });

  test('what fails comes again after growing pauses, is given up, and can be started again', async () => {
    const db = await open();
    const queue = aQueue(db);
    let works = false;
    let runs = 0;
    await add(db, queue, 'a', { mostAttempts: 3 });
    queue.start({ work: async (_payload, run) => {
      runs = run.attempt;
      if (works) return done;
      if (run.attempt === 2) throw new Error('a mistake of ours');
      return again;
    } });
    const pauses: number[] = [];
    for (const attempt of [1, 2]) {
      await until(async () => runs === attempt && (await stateOf(queue, 'a')) === 'queued');
      const { dueAt, error } = (await queue.find('work', 'a'))!;
      expect(error?.code).toBe(attempt === 1 ? 'offline' : 'internal');
      pauses.push(dueAt - now);
      now = dueAt;
    }
    await until(async () => (await stateOf(queue, 'a')) === 'dead');
    expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
    expect(pauses[1]).toBeGreaterThanOrEqual(2_000);
    works = true;
    const [dead] = await queue.list({ type: 'work', state: 'dead', limit: 10 });
    expect((await queue.replay(dead!.id)).ok).toBe(true);
    await until(async () => (await stateOf(queue, 'a')) === 'done');
    expect(await queue.cancel(dead!.id)).toMatchObject({ ok: false, error: { code: 'conflict', rule: 'job-state' } });
    expect(await queue.cancel('01900000-0000-7000-8000-000000000009')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  test('what is cancelled does not begin, or is told to stop', async () => {
    const db = await open();
    const queue = aQueue(db);
    await add(db, queue, 'waits');
    expect((await queue.cancel((await queue.find('work', 'waits'))!.id)).ok).toBe(true);
    await add(db, queue, 'runs');
    const begun: string[] = [];
    queue.start({ work: (payload, run) => new Promise((resolve) => {
      begun.push((payload as { key: string }).key);
      run.signal.addEventListener('abort', () => resolve(again));
    }) });
    await until(() => begun.length > 0);
    const running = (await queue.find('work', 'runs'))!;
    expect(await queue.replay(running.id)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await queue.cancel(running.id);
    await until(async () => (await stateOf(queue, 'runs')) === 'cancelled');
    expect([begun, await stateOf(queue, 'waits')]).toEqual([['runs'], 'cancelled']);
  });

  test('two processes share the work and do nothing twice; closing one leaves its work to the other', async () => {
    const db = await open();
    const [one, other] = [aQueue(db), aQueue(db)];
    const runs = new Map<string, number>();
    const count: JobHandler = async (payload) => {
      const { key } = payload as { key: string };
      runs.set(key, (runs.get(key) ?? 0) + 1);
      return done;
    };
    for (let n = 0; n < 40; n++) await add(db, one, `job ${n}`);
    one.start({ work: count });
    other.start({ work: count });
    await until(async () => (await one.list({ state: 'done', limit: 100 })).length === 40);
    expect([...runs.values()]).toEqual(Array(40).fill(1));

    let began = false;
    // Closed before there is anything new: one that still looked around would take it.
    await Promise.all([one.close(), other.close()]);
    const third = aQueue(db);
    await add(db, third, 'long');
    third.start({ work: (_payload, run) => new Promise((resolve) => ((began = true), run.signal.addEventListener('abort', () => resolve(again)))) });
    await until(() => began);
    await third.close();
    expect(await one.find('work', 'long')).toMatchObject({ state: 'queued', attempts: 0 });
  });

  test('a job whose process ended in the middle is taken over after its lease, and not for ever', async () => {
    const db = await open();
    const queue = aQueue(db, { leaseMs: 60_000 });
    await add(db, queue, 'poison', { mostAttempts: 2 });
    // As a process leaves it that is killed at this moment.
    const left = (attempts: number) => db.kysely.updateTable('server_job').set({ state: 'running', attempts, due_at: now + 60_000 }).where('job_key', '=', 'poison').execute();
    await left(1);
    const seen: number[] = [];
    queue.start({ work: (_payload, run) => (seen.push(run.attempt), new Promise((resolve) => run.signal.addEventListener('abort', () => resolve(done)))) });
    now += 60_001;
    await until(() => seen.length === 1);
    await queue.close();
    await left(2);
    now += 60_001;
    aQueue(db).start({ work: async () => done });
    await until(async () => (await stateOf(queue, 'poison')) === 'dead');
    expect(seen).toEqual([2]);
    expect((await queue.find('work', 'poison'))?.error).toMatchObject({ rule: 'never-ended' });
  });
});

test('pauses double up to an hour, and those who failed together do not come back together', () => {
  expect([1, 2, 3, 12, 13, 40].map((attempt) => pauseBefore(attempt, 0))).toEqual([1_000, 2_000, 4_000, 2_048_000, 3_600_000, 3_600_000]);
  expect(pauseBefore(2, 0.5)).toBe(2_250);
});
