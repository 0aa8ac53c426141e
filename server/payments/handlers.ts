import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { Jobs } from '#server/jobs/jobs.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { paymentEndpoints, WebhookDelivery } from '#shared/payments/contract.ts';
import type { Actor } from '#shared/sync/model.ts';
import { HANDLE_WEBHOOK } from './inbox.ts';
import type { WebhookDeliveryTable } from './tables.ts';

export type PaymentHandlerDeps = Pick<ServerDeps, 'db'> & { readonly jobs: Jobs };

const onlyAdmins = ({ role }: Actor): Result<null, AppError> => (role === 'admin' ? ok(null) : err({ code: 'forbidden', rule: 'admins-only' }));

/** The log of providers' messages, and the way to have one done again. */
export function paymentHandlers({ db, jobs }: PaymentHandlerDeps): EndpointHandlers<typeof paymentEndpoints> {
  const withJobs = async (rows: readonly WebhookDeliveryTable[]): Promise<WebhookDelivery[]> => {
    const due = rows.length === 0 ? [] : await db.kysely.selectFrom('server_job').select(['job_key', 'due_at']).where('type', '=', HANDLE_WEBHOOK).where('job_key', 'in', rows.map(({ id }) => id)).where('state', '=', 'queued').execute();
    const nextAt = new Map(due.map(({ job_key, due_at }) => [job_key, due_at as EpochMs]));
    return rows.map((row) => deliveryOf(row, nextAt.get(row.id) ?? null));
  };
  const find = (id: string) => db.kysely.selectFrom('webhook_delivery').selectAll().where('id', '=', id).executeTakeFirst();

  return {
    async webhookDeliveries({ query: { state, provider, before, limit } }, { actor }) {
      const may = onlyAdmins(actor);
      if (!may.ok) return may;
      let query = db.kysely.selectFrom('webhook_delivery').selectAll().orderBy('id', 'desc').limit(limit);
      if (state !== undefined) query = query.where('state', '=', state);
      if (provider !== undefined) query = query.where('provider', '=', provider);
      if (before !== undefined) query = query.where('id', '<', before);
      return ok({ deliveries: await withJobs(await query.execute()) });
    },

    async replayWebhook({ params: { id } }, { actor, log }) {
      const may = onlyAdmins(actor);
      if (!may.ok) return may;
      const row = await find(id);
      if (row === undefined) return err({ code: 'not-found', field: 'id' });
      const job = await jobs.find(HANDLE_WEBHOOK, id);
      // Of a kind nobody keeps books on there is nothing to do.
      if (job === null) return err({ code: 'conflict', field: 'state', rule: 'delivery-ignored' });
      const started = await jobs.replay(job.id);
      if (!started.ok) return started;
      log.info({ delivery: id, by: actor.userId }, 'a payment message is handled again');
      return ok((await withJobs([(await find(id))!]))[0]!);
    },
  };
}

const deliveryOf = (row: WebhookDeliveryTable, nextAt: EpochMs | null): WebhookDelivery => ({
  id: row.id, provider: row.provider, eventId: row.event_id, type: row.type, state: row.state, at: row.happened_at as EpochMs, receivedAt: row.received_at as EpochMs,
  times: row.times, attempts: row.attempts, nextAt, handledAt: row.handled_at as EpochMs | null, error: row.error === null ? null : (JSON.parse(row.error) as AppError),
});
