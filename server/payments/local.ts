import { createHash } from 'node:crypto';
import type { ServerDeps } from '#server/deps.ts';
import { inTransaction, type ServerTransaction } from '#server/db/transaction.ts';
import type { Jobs } from '#server/jobs/jobs.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { partOf, type BasisPoints, type Currency, type Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { PaymentEvent } from '#shared/payments/model.ts';
import type { DisputeAtProvider, PaymentProvider } from './provider.ts';
import { providerRefused } from './refusals.ts';
import { verifyLocal, type LocalMessage } from './local-messages.ts';

/** How the local provider's messages travel: real ones are late, come twice, and overtake each other. Shares from 0 to 1. */
export type LocalManners = { readonly delayMs: number; readonly repeat: number; readonly shuffle: number };
export const USUAL_MANNERS: LocalManners = { delayMs: 300, repeat: 0.1, shuffle: 0.1 };

export type LocalDeps = Pick<ServerDeps, 'db' | 'clock' | 'random'> & { readonly jobs: Jobs; /** Signs messages, and knows them again. */ readonly key: Uint8Array; readonly manners?: LocalManners };

export const LOCAL_SEND = 'payments.local-send';
/** What it keeps of a payment: 1.4 %. */
const FEE = 140 as BasisPoints;
/** By the last two digits of the amount, as providers' own test stands do it. */
const OUTCOMES: Readonly<Record<number, 'declined' | 'disputed' | 'refund-fails'>> = { 1: 'declined', 2: 'disputed', 3: 'refund-fails' };
const outcomeOf = (amount: number) => OUTCOMES[amount % 100] ?? 'paid';

type LocalPayment = { kind: 'payment'; paymentId: string; amount: Minor; currency: Currency; state: 'authorized' | 'captured' | 'declined' | 'voided'; captured: Minor; refunded: Minor };
type LocalObject = LocalPayment | ({ kind: 'dispute'; paymentId: string } & DisputeAtProvider) | { kind: 'settlement'; amount: Minor; currency: Currency; fee: Minor } | { kind: 'refund' | 'payout' };
/** What is told, before it has a number and a time. */
type Told = PaymentEvent extends infer E ? (E extends PaymentEvent ? Omit<E, 'provider' | 'eventId' | 'at'> : never) : never;

/** The same wish has the same name, so that asking twice finds what was made the first time. */
const refOf = (prefix: string, key: string): string => `${prefix}_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;

/**
 * A provider without any account: it takes every payment and tells of it as the real ones do, signed, later, sometimes twice or in another order.
 * Amounts that end in 01 are declined, in 02 disputed after they were captured, in 03 cannot be refunded. For development, the demo and tests.
 */
export function localProvider(deps: LocalDeps): PaymentProvider {
  const { db, clock, jobs, key } = deps;
  const find = async <K extends LocalObject['kind']>(trx: ServerTransaction, kind: K, ref: string) => {
    const row = await db.dialect.lockRows(trx.selectFrom('local_provider_object').select('doc').where('ref', '=', ref)).executeTakeFirst();
    const found = row && (JSON.parse(row.doc) as LocalObject);
    return found?.kind === kind ? (found as Extract<LocalObject, { kind: K }>) : null;
  };
  const keep = (trx: ServerTransaction, ref: string, object: LocalObject) =>
    trx.insertInto('local_provider_object').values({ ref, doc: JSON.stringify(object) }).onConflict((on) => on.column('ref').doUpdateSet((row) => ({ doc: row.ref('excluded.doc') }))).execute();
  const tell = (trx: ServerTransaction, ref: string, told: readonly Told[]) => announce(deps, trx, ref, told);
  const unknown = (): Result<never, AppError> => providerRefused('local', 'resource_missing');

  /** Does a wish once, whole or not at all, and then sends what there is to tell. */
  const wish = async <T>(work: (trx: ServerTransaction) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const done = await inTransaction(db, work);
    jobs.nudge();
    return done;
  };

  async function takeMoney(trx: ServerTransaction, ref: string, payment: LocalPayment, amount: Minor): Promise<void> {
    const of = { paymentRef: ref, paymentId: payment.paymentId, currency: payment.currency };
    await keep(trx, ref, { ...payment, state: 'captured', captured: amount });
    const fee = partOf(amount, FEE);
    const settlementRef = refOf('lst', ref);
    await keep(trx, settlementRef, { kind: 'settlement', amount, fee, currency: payment.currency });
    await tell(trx, ref, [{ kind: 'captured', ...of, amount, fee: null }, { kind: 'settled', settlementRef, amount: (amount - fee) as Minor, currency: payment.currency }]);
    if (outcomeOf(payment.amount) !== 'disputed') return;
    const dispute: DisputeAtProvider = { disputeRef: refOf('ldp', ref), paymentRef: ref, amount, currency: payment.currency, state: 'open', reasonCode: 'product_not_received', evidenceDueAt: (clock() + 10 * DAY_MS) as EpochMs };
    await keep(trx, dispute.disputeRef, { kind: 'dispute', paymentId: payment.paymentId, ...dispute });
    await tell(trx, dispute.disputeRef, [{ kind: 'dispute-opened', ...of, amount, disputeRef: dispute.disputeRef, reasonCode: dispute.reasonCode, evidenceDueAt: dispute.evidenceDueAt }]);
  }

  return {
    name: 'local',

    createPayment: ({ key: wished, paymentId, amount, currency, capture }) => wish(async (trx) => {
      const paymentRef = refOf('lpy', wished);
      const done = ok({ paymentRef, next: { name: 'none' } } as const);
      if ((await find(trx, 'payment', paymentRef)) !== null) return done;
      const payment: LocalPayment = { kind: 'payment', paymentId, amount, currency, state: 'authorized', captured: 0 as Minor, refunded: 0 as Minor };
      if (outcomeOf(amount) === 'declined') {
        await keep(trx, paymentRef, { ...payment, state: 'declined' });
        await tell(trx, paymentRef, [{ kind: 'capture-failed', paymentRef, paymentId, code: 'card_declined' }]);
      } else if (capture === 'at-once') await takeMoney(trx, paymentRef, payment, amount);
      else {
        await keep(trx, paymentRef, payment);
        await tell(trx, paymentRef, [{ kind: 'authorized', paymentRef, paymentId, amount, currency }]);
      }
      return done;
    }),

    authorize: ({ paymentRef }) => Promise.resolve(ok({ authorizationRef: paymentRef })),

    capture: ({ paymentRef, amount }) => wish(async (trx) => {
      const payment = await find(trx, 'payment', paymentRef);
      if (payment === null) return unknown();
      if (payment.state === 'captured' && payment.captured === amount) return ok({ captureRef: paymentRef });
      if (payment.state !== 'authorized' || amount > payment.amount) return providerRefused('local', payment.state === 'authorized' ? 'amount_too_large' : 'payment_intent_unexpected_state');
      await takeMoney(trx, paymentRef, payment, amount);
      return ok({ captureRef: paymentRef });
    }),

    void: ({ paymentRef }) => wish(async (trx) => {
      const payment = await find(trx, 'payment', paymentRef);
      if (payment === null) return unknown();
      if (payment.state === 'voided') return ok(null);
      if (payment.state !== 'authorized') return providerRefused('local', 'payment_intent_unexpected_state');
      await keep(trx, paymentRef, { ...payment, state: 'voided' });
      await tell(trx, paymentRef, [{ kind: 'voided', paymentRef, paymentId: payment.paymentId }]);
      return ok(null);
    }),

    refund: ({ key: wished, captureRef, refundId, amount }) => wish(async (trx) => {
      const refundRef = refOf('lrf', wished);
      if ((await find(trx, 'refund', refundRef)) !== null) return ok({ refundRef });
      const payment = await find(trx, 'payment', captureRef);
      if (payment === null) return unknown();
      if (payment.refunded + amount > payment.captured) return providerRefused('local', 'amount_exceeds_captured');
      const { paymentId, currency } = payment;
      const of = { paymentRef: captureRef, paymentId, refundRef, refundId, amount, currency };
      await keep(trx, refundRef, { kind: 'refund' });
      if (outcomeOf(payment.amount) === 'refund-fails') await tell(trx, refundRef, [{ kind: 'refund-failed', ...of, code: 'expired_or_canceled_card' }]);
      else {
        await keep(trx, captureRef, { ...payment, refunded: (payment.refunded + amount) as Minor });
        await tell(trx, refundRef, [{ kind: 'refunded', ...of }]);
      }
      return ok({ refundRef });
    }),

    payOut: ({ key: wished, accountRef, amount, currency }) => wish(async (trx) => {
      const payoutRef = refOf('lpo', wished);
      if ((await find(trx, 'payout', payoutRef)) !== null) return ok({ payoutRef });
      await keep(trx, payoutRef, { kind: 'payout' });
      await tell(trx, payoutRef, [outcomeOf(amount) === 'declined' ? { kind: 'payout-failed', payoutRef, accountRef, amount, currency, code: 'account_closed' } : { kind: 'payout-paid', payoutRef, accountRef, amount, currency }]);
      return ok({ payoutRef });
    }),

    readDispute: (disputeRef) => inTransaction(db, async (trx) => {
      const found = await find(trx, 'dispute', disputeRef);
      return found === null ? unknown() : ok(found);
    }),

    // Decided at once: with a tracking number for the shop, without one against it.
    submitEvidence: (disputeRef, { tracking }) => wish(async (trx) => {
      const dispute = await find(trx, 'dispute', disputeRef);
      if (dispute === null) return unknown();
      if (dispute.state !== 'open') return ok(null);
      const state = tracking === null ? 'lost' : 'won';
      await keep(trx, disputeRef, { ...dispute, state });
      const { paymentRef, paymentId, amount, currency } = dispute;
      await tell(trx, `${disputeRef}/end`, [{ kind: `dispute-${state}`, paymentRef, paymentId, disputeRef, amount, currency }]);
      return ok(null);
    }),

    readSettlement: (settlementRef) => inTransaction(db, async (trx) => {
      const found = await find(trx, 'settlement', settlementRef);
      return found === null ? err({ code: 'not-found', field: 'settlement' }) : ok({ amount: found.amount, currency: found.currency, fee: found.fee });
    }),

    verifyWebhook: (rawBody, headers) => Promise.resolve(verifyLocal(key, rawBody, headers, clock)),
  };
}

/** Puts messages on their way: each after a while, some of them twice, some before the one that should come first. */
async function announce({ clock, random, jobs, manners = USUAL_MANNERS }: LocalDeps, trx: ServerTransaction, ref: string, told: readonly Told[]): Promise<void> {
  const chance = (): number => random(new Uint8Array(1))[0]! / 256;
  for (const [at, event] of told.entries()) {
    const eventId = refOf('lev', `${ref}/${event.kind}/${at}`);
    const message: LocalMessage = { id: eventId, type: event.kind, created: clock(), data: { provider: 'local', eventId, at: clock(), ...event } as PaymentEvent };
    const dueAt = clock() + manners.delayMs * (at + 1);
    const times = chance() < manners.repeat ? 2 : 1;
    for (let time = 1; time <= times; time++) {
      const overtaken = chance() < manners.shuffle ? manners.delayMs * 4 : 0;
      await jobs.add(trx, { type: LOCAL_SEND, key: `${eventId}/${time}`, payload: JSON.stringify(message), dueAt: (dueAt + overtaken + (time - 1) * manners.delayMs) as EpochMs });
    }
  }
}
