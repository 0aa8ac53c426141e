import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { JobHandler, JobOutcome, Jobs } from '#server/jobs/jobs.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { z } from 'zod';
import { paymentEvent, type PaymentEvent, type PaymentProviderName } from '#shared/payments/model.ts';
import type { Happened, PaymentListener } from './happened.ts';
import { HANDLE_WEBHOOK, paymentKeyOf } from './inbox.ts';
import type { PaymentProvider } from './provider.ts';
import type { Settlement } from './known-payment.ts';
import { record } from './record.ts';

export type HandleDeps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'log'> & {
  readonly jobs: Jobs;
  readonly providers: ReadonlyMap<PaymentProviderName, PaymentProvider>;
  readonly listeners: readonly PaymentListener[];
};

const asked = z.object({ delivery: z.string() });
const events = z.array(paymentEvent);

/**
 * Does what a message asks for: the payment, the books, the orders and the message's own "handled" change in one transaction of the database, so that
 * a process that ends anywhere has done all of it or nothing, and a second try finds it done.
 */
export function webhookHandler(deps: HandleDeps): JobHandler {
  const { db, log } = deps;
  return async (payload, run): Promise<JobOutcome> => {
    const { delivery: id } = asked.parse(payload);
    const row = await db.kysely.selectFrom('webhook_delivery').select(['provider', 'events', 'state']).where('id', '=', id).executeTakeFirst();
    if (row === undefined || row.state === 'handled' || row.state === 'ignored') return { name: 'done' };
    const told = events.parse(JSON.parse(row.events));
    try {
      // Asked before the transaction: nobody's rows wait for a provider.
      const settlements = await settlementsOf(deps, told);
      const { woken, acts } = await inTransaction(db, (trx) => handle(trx, deps, id, told, settlements));
      if (woken) deps.jobs.nudge();
      for (const act of acts) await act().catch((cause: unknown) => log.debug({ err: cause, delivery: id }, 'what happened could not be told; whoever looks sees it'));
      return { name: 'done' };
    } catch (cause) {
      const error: AppError = cause instanceof AppFailure ? cause.error : { code: 'internal', attempted: HANDLE_WEBHOOK };
      if (!(cause instanceof AppFailure)) log.error({ err: cause, delivery: id }, 'a payment message could not be handled');
      else log.info({ delivery: id, code: error.code, rule: error.rule }, 'a payment message waits');
      await db.kysely.updateTable('webhook_delivery').set((is) => ({ state: run.isLastAttempt ? 'set-aside' : 'waiting', attempts: is('attempts', '+', 1), error: JSON.stringify(error) }))
        .where('id', '=', id).where('state', 'in', ['received', 'waiting', 'set-aside']).execute();
      return { name: 'again', error };
    }
  };
}

type Done = { /** Something that waited may go on now. */ readonly woken: boolean; /** To be done once all of it is committed. */ readonly acts: readonly (() => Promise<unknown>)[] };

async function handle(trx: ServerTransaction, deps: HandleDeps, id: string, told: readonly PaymentEvent[], settlements: ReadonlyMap<string, Settlement>): Promise<Done> {
  const { db, clock, listeners } = deps;
  const row = await db.dialect.lockRows(trx.selectFrom('webhook_delivery').select('state').where('id', '=', id)).executeTakeFirstOrThrow();
  // Another process was faster.
  if (row.state === 'handled') return { woken: false, acts: [] };
  const acts: (() => Promise<unknown>)[] = [];
  let woken = false;
  for (const event of told) {
    const happened = await record(trx, deps, event, event.kind === 'settled' ? (settlements.get(event.settlementRef) ?? null) : null);
    if (happened === null) continue;
    for (const listener of listeners) await listener(trx, happened, (act) => acts.push(act));
    woken = (await wake(trx, clock(), event, happened)) || woken;
  }
  await trx.updateTable('webhook_delivery').set((is) => ({ state: 'handled', attempts: is('attempts', '+', 1), handled_at: clock(), error: null })).where('id', '=', id).execute();
  return { woken, acts };
}

/** What waited for this payment is due at once. */
async function wake(trx: ServerTransaction, now: number, event: PaymentEvent, happened: Happened): Promise<boolean> {
  if (!('paymentId' in happened)) return false;
  const names = await trx.selectFrom('payment_name').select(['provider', 'ref']).where('payment_id', '=', happened.paymentId).execute();
  const keys = new Set([happened.paymentId, paymentKeyOf(event)!, ...names.map(({ provider, ref }) => `${provider}:${ref}`)]);
  const waiting = await trx.selectFrom('webhook_delivery').select('id').where('payment_key', 'in', [...keys]).where('state', '=', 'waiting').execute();
  if (waiting.length === 0) return false;
  await trx.updateTable('server_job').set({ due_at: now }).where('type', '=', HANDLE_WEBHOOK).where('job_key', 'in', waiting.map((one) => one.id)).where('state', '=', 'queued').execute();
  return true;
}

async function settlementsOf({ providers }: HandleDeps, told: readonly PaymentEvent[]): Promise<ReadonlyMap<string, Settlement>> {
  const found = new Map<string, Settlement>();
  for (const event of told) {
    if (event.kind !== 'settled') continue;
    const settlement = await providers.get(event.provider)?.readSettlement(event.settlementRef);
    if (settlement === undefined) throw new AppFailure({ code: 'not-ready', field: 'provider', rule: 'provider-away', details: { provider: event.provider } });
    if (!settlement.ok) throw new AppFailure(settlement.error);
    found.set(event.settlementRef, settlement.value);
  }
  return found;
}
