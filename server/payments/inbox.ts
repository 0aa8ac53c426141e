import { inTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { Jobs } from '#server/jobs/jobs.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { PaymentEvent, PaymentProviderName } from '#shared/payments/model.ts';
import type { VerifiedWebhook } from './provider.ts';

export type InboxDeps = Pick<ServerDeps, 'db' | 'clock' | 'random'> & { readonly jobs: Jobs };

/** The work a message asks for; its key is the delivery's id. */
export const HANDLE_WEBHOOK = 'payments.handle-webhook';
/** With growing pauses, about three days: so long a refund may wait for its capture. */
const MOST_ATTEMPTS = 84;

/** How what waits for a payment is found: by our id of it, or by the provider's. */
export const paymentKeyOf = (event: PaymentEvent): string | null => ('paymentRef' in event ? (event.paymentId ?? `${event.provider}:${event.paymentRef}`) : null);

/**
 * Writes a message down, once by provider and event id, together with the work it asks for. Whoever sent it may be told that it arrived as soon as this
 * is done: from then on nothing about it is lost.
 *
 * @returns `isNew` false: it was here before, and was counted
 */
export async function takeIn({ db, clock, random, jobs }: InboxDeps, provider: PaymentProviderName, rawBody: Buffer, { eventId, type, at, events }: VerifiedWebhook): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const id = uuidv7(clock, random);
  const taken = await inTransaction(db, async (trx) => {
    const row = await trx.insertInto('webhook_delivery').values({
      id, provider, event_id: eventId, type, state: events.length === 0 ? 'ignored' : 'received', body: rawBody.toString('utf8'), events: JSON.stringify(events),
      payment_key: events[0] === undefined ? null : paymentKeyOf(events[0]), happened_at: at, received_at: clock(), times: 1, attempts: 0, handled_at: null, error: null,
    }).onConflict((on) => on.columns(['provider', 'event_id']).doUpdateSet((there) => ({ times: there('webhook_delivery.times', '+', 1) }))).returning('id').executeTakeFirstOrThrow();
    if (row.id === id && events.length > 0) await jobs.add(trx, { type: HANDLE_WEBHOOK, key: id, payload: { delivery: id }, mostAttempts: MOST_ATTEMPTS });
    return row.id;
  });
  jobs.nudge();
  return { id: taken, isNew: taken === id };
}
