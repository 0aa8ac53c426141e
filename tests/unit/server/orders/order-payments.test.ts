import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { tableJobs } from '#server/jobs/table-jobs.ts';
import { addFacts } from '#server/orders/add-facts.ts';
import { tellOrders } from '#server/orders/payment-facts.ts';
import { bookPayments } from '#server/payments/books.ts';
import { webhookHandler } from '#server/payments/handle.ts';
import type { Happened, PaymentListener } from '#server/payments/happened.ts';
import { HANDLE_WEBHOOK, takeIn } from '#server/payments/inbox.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { ofKind, happenedTo } from '#shared/orders/happened.ts';
import type { Order } from '#shared/orders/model.ts';
import { statesOf } from '#shared/orders/states.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import { paymentEvent, type PaymentEvent } from '#shared/payments/model.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { anOrder, lineIdOf } from '#tests/builders/orders.ts';
import { describeOnEachDatabase, type OpenTestDatabase } from '#tests/support/databases.ts';
import { aPaymentFor } from '../payments/paid-orders.ts';
import { aMarketplace, NOW, salma, scopeOne, scopeTwo, TestConsole, yann } from '../sync/a-marketplace.ts';

const INTENT = 'pi_1';

/** Orders of two shops over 1,000.00 and 500.00, known to every console, and a payment over both nothing was told of yet. */
async function aSale(open: OpenTestDatabase, others: readonly PaymentListener[] = []) {
  const market = await aMarketplace(await open(), { products: 0 });
  const { db } = market;
  const one = anOrder({ n: 1, shopId: shopIdOf(1), paid: false, lines: [{ quantity: 1, unitPrice: 100_000 as Minor }] });
  const two = anOrder({ n: 2, shopId: shopIdOf(2), paid: false, shipping: 5_000, lines: [{ quantity: 1, unitPrice: 30_000 as Minor }, { quantity: 1, unitPrice: 15_000 as Minor }] });
  await importAggregates(db, { shops: [], categories: [], products: [], orders: [one, two] });
  const paymentId = await aPaymentFor(db, [one, two], 'stripe', INTENT);
  const jobs = tableJobs(market);
  jobs.start({ [HANDLE_WEBHOOK]: webhookHandler({ ...market, jobs, providers: new Map(), listeners: [bookPayments(market), tellOrders(market), ...others] }) });
  onTestFinished(() => jobs.close());

  /** A message, taken in and handled as the server does; what became of it. */
  const told = async (event: object): Promise<string> => {
    const eventId = `evt_${randomUUID()}`;
    const read: PaymentEvent = paymentEvent.parse({ provider: 'stripe', eventId, at: NOW - 1_000, paymentRef: INTENT, paymentId, currency: 'MAD', ...event });
    const { id } = await takeIn({ ...market, jobs }, 'stripe', Buffer.from('{}'), { eventId, type: read.kind, at: read.at, events: [read] });
    for (;;) {
      const job = await jobs.find(HANDLE_WEBHOOK, id);
      // Done, or tried once and waiting for another try: whatever it tells others has been told.
      if (job?.state === 'done' || (job?.state === 'queued' && job.attempts > 0)) return (await db.kysely.selectFrom('webhook_delivery').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const versionOf = async (order: Order) => (await db.kysely.selectFrom('orders').select('version').where('id', '=', order.id).executeTakeFirstOrThrow()).version;
  const orderOf = async ({ id }: Order): Promise<Order> => JSON.parse((await db.kysely.selectFrom('orders').select('doc').where('id', '=', id).executeTakeFirstOrThrow()).doc) as Order;
  return { market, db, one, two, paymentId, told, versionOf, orderOf };
}
const captured = { kind: 'captured', amount: 150_000, fee: 4_501 };

describeOnEachDatabase('PMT-02 what happens to a payment stands on its orders', (open) => {
  test('a captured payment: paid, each shop its share and its part of the fee, once, and consoles hear and pull it', async () => {
    const { market, db, one, two, told, versionOf, orderOf } = await aSale(open);
    const consoles = [[new TestConsole(market, salma), scopeOne, one], [new TestConsole(market, yann), scopeTwo, two]] as const;
    for (const [console, scope] of consoles) await console.catchUp(scope);
    // Stripe tells a capture under several numbers.
    for (let times = 0; times < 2; times++) expect(await told(captured)).toBe('handled');

    for (const [console, scope, order] of consoles) {
      await console.catchUp(scope);
      const row = console.records.get(order.id)!;
      expect(row.version).toBe(2);
      expect(statesOf(row.doc as unknown as Order)).toMatchObject({ order: 'open', payment: 'paid' });
      expect(console.came.filter((id) => id === order.id)).toHaveLength(2);
      expect(market.pokes.filter((poke) => poke.scope === scope).map(({ rows }) => rows?.map(({ id, version }) => [id, version]))).toEqual([[[order.id, 2]]]);
      expect(await db.kysely.selectFrom('orders').select('payment_state').where('id', '=', order.id).executeTakeFirst()).toEqual({ payment_state: 'paid' });
    }
    const said = (await Promise.all([one, two].map(orderOf))).map((order) => ofKind(happenedTo(order), 'payment-captured').map(({ fact }) => fact));
    expect(said).toEqual([
      [{ kind: 'payment-captured', at: NOW - 1_000, by: { id: null, role: 'system' }, paymentId: INTENT, provider: 'stripe', amount: 100_000, fee: 3_001 }],
      [expect.objectContaining({ amount: 50_000, fee: 1_500 })],
    ]);
    expect(await Promise.all([one, two].map(versionOf))).toEqual([2, 2]);
  });

  test('told again with everything known, it adds nothing and moves nothing', async () => {
    const { market, db, one, paymentId, versionOf } = await aSale(open);
    const happened: Happened = { kind: 'authorized', provider: 'stripe', at: NOW as EpochMs, currency: one.currency, paymentId, paymentRef: INTENT, shares: [{ orderId: one.id, shopId: one.shopId, amount: 100_000 as Minor }] };
    const positions = () => db.kysely.selectFrom('sync_row').select(['scope', 'id', 'seq', 'version']).orderBy('scope').orderBy('id').execute();
    const tell = () => inTransaction(db, (trx) => tellOrders(market)(trx, happened, () => undefined));
    await tell();
    const first = await positions();
    await tell();
    expect(await positions()).toEqual(first);
    expect(await versionOf(one)).toBe(2);
  });

  test('a refund of the whole sale gives each shop its share, line by line, with commission as the books give it back', async () => {
    const { db, one, two, told, orderOf } = await aSale(open);
    await told(captured);
    const refund = { kind: 'refunded', amount: 30_000, refundRef: 're_1', refundId: null };
    for (let times = 0; times < 2; times++) expect(await told(refund)).toBe('handled');
    const [ofOne, ofTwo] = await Promise.all([orderOf(one), orderOf(two)]);
    const refunds = [ofOne, ofTwo].map((order) => ofKind(happenedTo(order), 'refund-made'));
    expect(refunds.map((some) => some.map(({ fact }) => [fact.amount, fact.shipping]))).toEqual([[[20_000, 0]], [[10_000, 1_000]]]);
    expect(refunds[1]![0]!.fact.lines).toEqual({ [lineIdOf(1)]: { quantity: 0, amount: 6_000, commission: 210, vat: 42 }, [lineIdOf(2)]: { quantity: 0, amount: 3_000, commission: 105, vat: 21 } });
    expect([ofOne, ofTwo].map((order) => statesOf(order).payment)).toEqual(['partially_refunded', 'partially_refunded']);

    const booked = await db.kysely.selectFrom('ledger_transaction').select(['id', 'ref_id']).where('event', '=', 'refunded').execute();
    expect(refunds.flat().map(({ id, fact }) => ({ id: fact.transactionId, ref_id: id })).sort((a, b) => (a.ref_id < b.ref_id ? -1 : 1))).toEqual(booked.sort((a, b) => (a.ref_id < b.ref_id ? -1 : 1)));
    const earned = async () => Number((await db.kysely.selectFrom('ledger_entry').select((eb) => eb.fn.sum<number>(eb('credit', '-', eb.ref('debit'))).as('sum')).where('account', '=', '4000').executeTakeFirstOrThrow()).sum);
    expect(totalsOf(ofOne).whole.commission + totalsOf(ofTwo).whole.commission).toBe(await earned());

    await told({ ...refund, amount: 120_000, refundRef: 're_2' });
    const after = await Promise.all([orderOf(one), orderOf(two)]);
    expect(after.map((order) => statesOf(order).payment)).toEqual(['refunded', 'refunded']);
    expect(after.map((order) => totalsOf(order).lines.map(({ gross, refunded, commission, vat }) => [gross - refunded, commission, vat]))).toEqual([[[0, 0, 0]], [[0, 0, 0], [0, 0, 0]]]);
    expect(await earned()).toBe(0);
  });

  test('a refund after a cancellation falls on what was paid for and not given back before', async () => {
    const { market, db, two, told, orderOf } = await aSale(open);
    await told(captured);
    const at = NOW as EpochMs;
    const before = { quantity: 1, amount: 15_000 as Minor, commission: 0 as Minor, vat: 0 as Minor };
    const { refused } = await inTransaction(db, (trx) => addFacts(trx, market, [
      { orderId: two.id, id: randomUUID(), at, say: () => ({ kind: 'order-cancelled', pieces: { [lineIdOf(1)]: 1, [lineIdOf(2)]: 1 }, reason: 'changed their mind' }) },
      { orderId: two.id, id: randomUUID(), at, say: () => ({ kind: 'refund-made', amount: 15_000 as Minor, shipping: 0 as Minor, lines: { [lineIdOf(2)]: before }, reason: 'cancelled', returnId: null, paymentId: null, transactionId: null }) },
    ]));
    expect(refused).toEqual([]);
    expect(await told({ kind: 'refunded', amount: 105_000, refundRef: 're_3', refundId: null })).toBe('handled');
    const { fact } = ofKind(happenedTo(await orderOf(two)), 'refund-made').at(-1)!;
    expect([fact.lines[lineIdOf(1)]?.amount, fact.lines[lineIdOf(2)]?.amount ?? 0, fact.shipping]).toEqual([30_000, 0, 5_000]);
    expect(statesOf(await orderOf(two))).toMatchObject({ order: 'cancelled', payment: 'refunded' });
  });

  test('a dispute is open until it is decided; a declined card and a voided payment are told', async () => {
    const { one, told, orderOf } = await aSale(open);
    const kinds = async () => happenedTo(await orderOf(one)).map(({ fact }) => fact.kind).slice(1);
    expect(await told({ kind: 'capture-failed', code: 'card_declined' })).toBe('handled');
    expect(await told({ kind: 'voided' })).toBe('handled');
    expect(statesOf(await orderOf(one)).payment).toBe('voided');
    await told(captured);
    const dispute = { amount: 150_000, disputeRef: 'dp_1' };
    await told({ ...dispute, kind: 'dispute-opened', reasonCode: 'fraudulent', evidenceDueAt: NOW + 1 });
    expect(statesOf(await orderOf(one)).payment).toBe('disputed');
    await told({ ...dispute, kind: 'dispute-won' });
    expect(statesOf(await orderOf(one)).payment).toBe('paid');
    await told({ ...dispute, disputeRef: 'dp_2', kind: 'dispute-opened', reasonCode: 'fraudulent', evidenceDueAt: null });
    await told({ ...dispute, disputeRef: 'dp_2', kind: 'dispute-lost' });
    expect(statesOf(await orderOf(one)).payment).toBe('charged_back');
    expect(await kinds()).toEqual(['payment-failed', 'payment-voided', 'payment-captured', 'dispute-opened', 'dispute-won', 'dispute-opened', 'dispute-lost']);
  });

  test('an order that is not here keeps nothing from being booked, and what a rule stands against is left out and named', async () => {
    const { market, db, one, two, paymentId, told, versionOf, orderOf } = await aSale(open);
    await told(captured);
    await db.kysely.deleteFrom('orders').where('id', '=', two.id).execute();
    expect(await told({ kind: 'dispute-opened', amount: 150_000, disputeRef: 'dp_1', reasonCode: 'fraudulent', evidenceDueAt: null })).toBe('handled');
    expect(await db.kysely.selectFrom('payment_dispute').select('state').where('payment_id', '=', paymentId).execute()).toEqual([{ state: 'open' }]);
    expect(await db.kysely.selectFrom('ledger_transaction').select('id').where('event', '=', 'chargeback-opened').execute()).toHaveLength(2);
    expect(statesOf(await orderOf(one)).payment).toBe('disputed');

    const ids = [randomUUID(), randomUUID()] as const;
    const at = NOW as EpochMs;
    const added = await inTransaction(db, (trx) => addFacts(trx, market, [
      { orderId: two.id, id: ids[0], at, say: () => ({ kind: 'archived' }) },
      { orderId: one.id, id: ids[1], at, say: () => ({ kind: 'dispute-won', disputeId: 'dp_unknown' }) },
    ]));
    expect(added.refused).toMatchObject([{ id: ids[0], error: { code: 'not-found', field: 'order' } }, { id: ids[1], error: { rule: 'no-such-dispute' } }]);
    expect(added.advanced.steps).toEqual([]);
    expect(await versionOf(one)).toBe(3);
  });

  test('what is taken back with its transaction is neither on the order nor told', async () => {
    const { market, db, one, told, versionOf } = await aSale(open, [() => Promise.reject(new Error('the power goes'))]);
    expect(await told(captured)).toBe('waiting');
    expect(await versionOf(one)).toBe(1);
    expect(market.pokes).toEqual([]);
    expect(await db.kysely.selectFrom('ledger_transaction').select('id').execute()).toEqual([]);
  });
});
