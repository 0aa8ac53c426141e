import type { ServerTransaction } from '#server/db/transaction.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { PaymentEvent } from '#shared/payments/model.ts';
import { NotYet, type Happened } from './happened.ts';
import { ofPayment, sharesOf, type EventOfPayment, type KnownPayment, type RecordDeps, type Settlement } from './known-payment.ts';
import { recordDispute } from './record-dispute.ts';
import { recordRefund } from './record-refund.ts';
import { idOfRef } from './settlement-id.ts';
import type { PaymentTable } from './tables.ts';

/**
 * Writes down what an event changes in the payment it is about, and says what of it is new.
 *
 * @returns null when it was known (told by another message before), or is about a payment of somebody else's
 * @throws NotYet when it builds on what has not come
 */
export async function record(trx: ServerTransaction, deps: RecordDeps, event: PaymentEvent, settlement: Settlement | null): Promise<Happened | null> {
  // Sellers are paid from the bank, by files: what a provider pays them keeps its line in the log and moves nothing here.
  if (event.kind === 'payout-paid' || event.kind === 'payout-failed') return null;
  if (event.kind === 'settled') {
    if (settlement === null) throw new NotYet({ code: 'not-ready', field: 'settlement', rule: 'provider-away', details: { provider: event.provider } });
    const { provider, at, currency, settlementRef, kind } = event;
    return { kind, provider, at, currency, settlementRef, settlementId: idOfRef(`${provider}:${settlementRef}`), amount: settlement.amount, fee: settlement.fee };
  }
  const payment = await findPayment(trx, deps, event);
  if (payment === null) {
    // Of a capture that names no payment of ours everything is known: it is none of ours. What follows a capture may only be early.
    const isFirst = event.kind === 'captured' || event.kind === 'authorized' || event.kind === 'capture-failed' || event.kind === 'voided';
    if (isFirst && event.paymentId === null) return null;
    throw new NotYet({ code: 'not-found', field: 'payment', rule: 'payment-unknown', details: { provider: event.provider } });
  }
  if ('currency' in event && event.currency !== payment.row.currency) throw new NotYet({ code: 'rule-broken', field: 'currency', rule: 'payment-currency', details: { expected: payment.row.currency, found: event.currency } });
  return recordOf(trx, deps, event, payment);
}

async function recordOf(trx: ServerTransaction, deps: RecordDeps, event: EventOfPayment, payment: KnownPayment): Promise<Happened | null> {
  const { row, parts } = payment;
  const set = (change: Partial<PaymentTable>) => trx.updateTable('payment').set({ ...change, changed_at: deps.clock() }).where('id', '=', row.id).execute();
  const of = <A extends Minor>(amount: A) => ({ ...ofPayment(event, row), shares: sharesOf(parts, amount) });
  switch (event.kind) {
    case 'authorized':
      await name(trx, event, row.id, 'authorization');
      if (row.state !== 'pending') return null;
      await set({ state: 'authorized', authorized: event.amount });
      return { kind: 'authorized', ...of(event.amount) };
    case 'captured':
      await name(trx, event, row.id, 'capture');
      // Providers tell a capture as "the payment" and as "the charge"; a payment is captured once.
      if (row.captured > 0) return null;
      await set({ state: 'captured', captured: event.amount, authorized: Math.max(row.authorized, event.amount), fee: event.fee });
      return { kind: 'captured', ...of(event.amount), fee: event.fee };
    case 'capture-failed':
      if (row.state !== 'pending' && row.state !== 'authorized') return null;
      // The buyer may try again with another card: a later capture still counts.
      await set({ state: 'failed' });
      return { kind: 'capture-failed', ...of(row.amount as Minor), code: event.code };
    case 'voided':
      if (row.captured > 0 || row.state === 'voided') return null;
      await set({ state: 'voided' });
      return { kind: 'voided', ...of(row.amount as Minor) };
    case 'refunded':
    case 'refund-failed':
      return recordRefund(trx, deps, event, payment);
    case 'dispute-opened':
    case 'dispute-won':
    case 'dispute-lost':
      return recordDispute(trx, deps, event, payment);
    default:
      return assertNever(event);
  }
}

/** The payment an event is about, by our id of it or one of the provider's names; nobody else changes it until the transaction ends. */
async function findPayment(trx: ServerTransaction, { db }: RecordDeps, { provider, paymentId, paymentRef }: EventOfPayment): Promise<KnownPayment | null> {
  const id = paymentId ?? (await trx.selectFrom('payment_name').select('payment_id').where('provider', '=', provider).where('ref', '=', paymentRef).executeTakeFirst())?.payment_id;
  if (id === undefined) return null;
  const row = await db.dialect.lockRows(trx.selectFrom('payment').selectAll().where('id', '=', id).where('provider', '=', provider)).executeTakeFirst();
  if (row === undefined) return null;
  return { row, parts: await trx.selectFrom('payment_part').selectAll().where('payment_id', '=', id).orderBy('order_id').execute() };
}

/** Remembers what a provider calls a payment, so that later messages with no other name find it. */
async function name(trx: ServerTransaction, { provider, paymentRef }: EventOfPayment, paymentId: string, role: 'authorization' | 'capture'): Promise<void> {
  await trx.insertInto('payment_name').values({ provider, ref: paymentRef, payment_id: paymentId, role }).onConflict((on) => on.columns(['provider', 'ref']).doNothing()).execute();
}
