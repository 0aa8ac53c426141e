import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import { mayNot } from '#shared/auth/permissions.ts';
import { jobStates, type jobEndpoints, type QueuedJob } from '#shared/jobs/contract.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { jobOf } from './job-of.ts';
import type { Job, Jobs } from './jobs.ts';

const told = ({ payload: _payload, ...job }: Job): QueuedJob => job as QueuedJob;

/** Lets administrators look at work beside requests, cancel it, and start it again. */
export function jobHandlers({ db: { kysely }, jobs, clock }: Pick<ServerDeps, 'db' | 'clock'> & { readonly jobs: Jobs }): EndpointHandlers<typeof jobEndpoints> {
  return {
    queue: async ({ query }, { actor }) => {
      const refused = mayNot(actor, 'read', { of: 'job' }, 'jobs.queue');
      if (refused !== null) return err(refused);
      const at = clock();
      const rows = await kysely.selectFrom('server_job').select(['state', (eb) => eb.fn.countAll<number>().as('count')]).groupBy('state').execute();
      const found = new Map(rows.map(({ state, count }) => [state, Number(count)]));
      const { first } = await kysely.selectFrom('server_job').select((eb) => eb.fn.min('due_at').as('first')).where('state', '=', 'queued').executeTakeFirstOrThrow();
      let asked = kysely.selectFrom('server_job').selectAll().orderBy('id', 'desc').limit(query.limit + 1);
      if (query.state !== undefined) asked = asked.where('state', '=', query.state);
      if (query.before !== undefined) asked = asked.where('id', '<', query.before);
      const jobsNow = (await asked.execute()).map((row) => told(jobOf(row)));
      return ok({
        at: at as EpochMs, counts: Object.fromEntries(jobStates.map((state) => [state, found.get(state) ?? 0])) as Record<QueuedJob['state'], number>,
        lateMs: Math.max(0, at - (Number(first ?? at))), jobs: jobsNow.slice(0, query.limit), more: jobsNow.length > query.limit,
      });
    },
    stepJob: async ({ params, body }, { actor }) => {
      const refused = mayNot(actor, body.kind === 'cancel' ? 'cancel' : 'replay', { of: 'job' }, 'jobs.step');
      if (refused !== null) return err(refused);
      const done = body.kind === 'cancel' ? await jobs.cancel(params.id) : await jobs.replay(params.id);
      return done.ok ? ok(told(done.value)) : done;
    },
  };
}
