import { randomUUID } from 'node:crypto';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import { openDatabase } from '#server/db/open.ts';
import { tableJobs } from '#server/jobs/table-jobs.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { addFacts } from '#server/orders/add-facts.ts';
import { expireAcceptance } from '#server/orders/expire.ts';
import { orderMoneyHandlers } from '#server/orders/money/handlers.ts';
import { makeRefund, type MoneyDeps } from '#server/orders/money/make-refund.ts';
import { previewRefund } from '#server/orders/money/preview-refund.ts';
import { sendEvidence } from '#server/orders/money/evidence.ts';
import { tellOrders } from '#server/orders/payment-facts.ts';
import { orderService } from '#server/orders/service.ts';
import { beginPayment } from '#server/payments/payments.ts';
import { paymentService } from '#server/payments/service.ts';
import { idOfRef } from '#server/payments/settlement-id.ts';
import { shopFigures } from '#server/payouts/balance/figures.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import { runCommand } from '#shared/orders/commands/run.ts';
import { happenedTo, ofKind } from '#shared/orders/happened.ts';
import type { FactActor, Order } from '#shared/orders/model.ts';
import { refundsUnderWay } from '#shared/orders/refunds/under-way.ts';
import { statesOf } from '#shared/orders/states.ts';
import type { RefundWish } from '#shared/orders/refunds/wish.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import type { Actor } from '#shared/sync/model.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { anOrder, lineIdOf, ORDER_AT } from '#tests/builders/orders.ts';
import { describeOnEachDatabase, type TestDatabases } from '#tests/support/databases.ts';
import { listening } from '#tests/support/http-server.ts';
import { admin, aMarketplace, NOW, salma, scopeOne, support, TestConsole, yann } from '../sync/a-marketplace.ts';

const by: FactActor = { id: admin.userId, role: 'admin' };
const A = lineIdOf(1);
const until = async (so: () => Promise<boolean>) => {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** An order over 3 × 100.00, 40.00 and 10.00 of shipping, paid through the local provider; `ending` is what its last two digits ask of it. */
async function aPaidOrder(databases: TestDatabases, ending = 0, asked = false) {
  const place = await databases.place();
  const db = await openDatabase(place);
  const market = await aMarketplace(db, { products: 0 });
  const jobs = tableJobs(market);
  const payments = paymentService({ ...market, jobs, localKey: new Uint8Array(32).fill(7), localManners: { delayMs: 1, repeat: 0.5, shuffle: 0.5 }, listeners: [tellOrders(market)], settings: { stripe: null, paypal: null, local: true } });
  const app = express();
  for (const router of payments.routers) app.use(router);
  const deps: MoneyDeps = { ...market, jobs };
  jobs.start({ ...payments.workers((await listening(app)).url), ...orderService({ ...deps, payments }).workers });
  onTestFinished(async () => {
    await jobs.close();
    await db.close();
  });
  const order = anOrder({ shopId: shopIdOf(1), paid: false, shipping: 1_000 + ending, acceptBy: asked });
  await importAggregates(db, { shops: [], categories: [], products: [], orders: [order] });
  const paid = await beginPayment({ ...market, providers: payments.providers }, { provider: 'local', groupId: order.groupId, currency: 'MAD' as Currency, label: 'C-1', returnUrl: 'https://shop.example', capture: 'at-once', parts: [{ orderId: order.id, shopId: order.shopId, amount: (35_000 + ending) as Minor }] });
  if (!paid.ok) throw new Error(JSON.stringify(paid.error));
  const orderNow = async (): Promise<Order> => JSON.parse((await db.kysely.selectFrom('orders').select('doc').where('id', '=', order.id).executeTakeFirstOrThrow()).doc) as Order;
  /** Everything that was begun has been told and booked. */
  const quiet = () => until(async () => {
    // The server's clock stands still unless somebody moves it, and messages are due a little later.
    market.time.now += 50;
    jobs.nudge();
    return (await db.kysely.selectFrom('server_job').select('id').where('state', 'in', ['queued', 'running']).execute()).length === 0;
  });
  await quiet();
  const figures = async () => (await shopFigures(db.kysely, order.shopId, NOW as never))[0]!;
  const preview = async (wish: RefundWish) => {
    const worked = await previewRefund(deps, order.id, wish);
    if (!worked.ok) throw new Error(JSON.stringify(worked.error));
    return worked.value;
  };
  const confirmed = (wish: RefundWish, hash: string, refundId: string = randomUUID()) => ({ orderId: order.id, refundId, wish, hash, reason: 'Damaged', returnId: null, askId: null });
  const sumOf = async (account: string) => Number((await db.kysely.selectFrom('ledger_entry').select((eb) => eb.fn.sum<number>(eb('credit', '-', eb.ref('debit'))).as('sum')).where('account', '=', account as never).executeTakeFirstOrThrow()).sum);
  return { place, db, market, deps, order, orderNow, quiet, figures, preview, confirmed, sumOf, paymentId: paid.value.paymentId };
}
const onePiece: RefundWish = { by: 'parts', lines: { [A]: { quantity: 1, amount: null } }, shipping: 500 as Minor } as RefundWish;

describeOnEachDatabase('ORD-07 refunds', (_open, databases) => {
  test('what is shown before is what happens: order, books and balance', async () => {
    const sale = await aPaidOrder(databases);
    const shown = await sale.preview(onePiece);
    expect(shown).toMatchObject({ provider: 'local', left: 35_000, commission: 350, vat: 70, shopPays: 10_080, plan: { amount: 10_500, shipping: 500 } });
    expect(shown.before).toEqual(await sale.figures());
    expect(shown.before.pending - shown.after.pending).toBe(10_080);
    // It was only tried: nothing stays of it.
    expect(await sale.db.kysely.selectFrom('ledger_transaction').select('id').where('event', '=', 'refunded').execute()).toEqual([]);

    const wish = sale.confirmed(onePiece, shown.hash);
    expect(await makeRefund(sale.deps, by, wish)).toEqual({ ok: true, value: { refundId: wish.refundId, state: 'asked' } });
    await sale.quiet();
    expect(await sale.figures()).toEqual(shown.after);
    const order = await sale.orderNow();
    const [made] = ofKind(happenedTo(order), 'refund-made');
    expect(made).toMatchObject({ id: wish.refundId, fact: { amount: 10_500, reason: 'Damaged', lines: shown.plan.lines, by: { role: 'system' } } });
    expect(ofKind(happenedTo(order), 'refund-begun')[0]?.fact.by).toEqual(by);
    expect([statesOf(order).payment, refundsUnderWay(order)]).toEqual(['partially_refunded', []]);
    // The answer was lost and it is sent again; another wish under its number is refused.
    expect(await makeRefund(sale.deps, by, wish)).toMatchObject({ ok: true, value: { state: 'made' } });
    expect(await makeRefund(sale.deps, by, { ...wish, hash: 'x' })).toMatchObject({ ok: false, error: { code: 'conflict', rule: 'number-used' } });
    expect((await sale.orderNow()).facts).toEqual(order.facts);
  });

  test('what changed meanwhile is not done; all of it goes back at last, with all of the commission', async () => {
    const sale = await aPaidOrder(databases);
    const earlier = await sale.preview({ by: 'amount', amount: 7_777 as Minor });
    const first = await sale.preview(onePiece);
    expect((await makeRefund(sale.deps, by, sale.confirmed(onePiece, first.hash))).ok).toBe(true);
    // A colleague had the same on the screen: a second piece would cost just as much, and was not looked at.
    expect(await makeRefund(sale.deps, by, sale.confirmed(onePiece, first.hash))).toMatchObject({ ok: false, error: { rule: 'refund-changed-meanwhile' } });
    expect(await makeRefund(sale.deps, by, sale.confirmed({ by: 'amount', amount: 7_777 as Minor }, earlier.hash))).toMatchObject({ ok: false, error: { code: 'conflict', rule: 'refund-changed-meanwhile' } });
    for (const amount of [7_777, 16_723] as Minor[]) expect(await makeRefund(sale.deps, by, sale.confirmed({ by: 'amount', amount }, (await sale.preview({ by: 'amount', amount })).hash))).toMatchObject({ ok: true });
    expect(await previewRefund(sale.deps, sale.order.id, { by: 'amount', amount: 1 as Minor })).toMatchObject({ ok: false, error: { rule: 'refund-more-than-paid', details: { have: 0 } } });
    await sale.quiet();
    expect(statesOf(await sale.orderNow()).payment).toBe('refunded');
    expect([await sale.sumOf('4000'), await sale.sumOf('2100')]).toEqual([0, 0]);
  });

  test('what a shop asked for is given back once, whoever answers it', async () => {
    const sale = await aPaidOrder(databases);
    const askId = randomUUID();
    await inTransaction(sale.db, (trx) => addFacts(trx, sale.deps, [{
      orderId: sale.order.id, id: askId, at: ORDER_AT, by: { id: salma.userId, role: 'vendor' },
      say: () => ({ kind: 'refund-asked', amount: 10_500 as Minor, shipping: 500 as Minor, lines: { [A]: { quantity: 1, amount: 10_000 as Minor } }, reason: 'Damaged', returnId: null }),
    }]));
    const give = async () => makeRefund(sale.deps, by, { ...sale.confirmed(onePiece, (await sale.preview(onePiece)).hash), askId });
    expect((await give()).ok).toBe(true);
    expect(await give()).toMatchObject({ ok: false, error: { rule: 'refund-ask-over' } });
    await sale.quiet();
  });

  test('a provider that cannot give back frees what was claimed, and the order says so', async () => {
    const sale = await aPaidOrder(databases, 3);
    const { hash } = await sale.preview(onePiece);
    const wish = sale.confirmed(onePiece, hash);
    await makeRefund(sale.deps, by, wish);
    expect(await sale.db.kysely.selectFrom('payment_refund').select('state').execute()).toHaveLength(1);
    await sale.quiet();
    const order = await sale.orderNow();
    expect(ofKind(happenedTo(order), 'refund-failed')[0]?.fact).toMatchObject({ refundId: wish.refundId, code: 'expired_or_canceled_card' });
    expect([statesOf(order).payment, refundsUnderWay(order)]).toEqual(['paid', []]);
    expect((await sale.preview(onePiece)).left).toBe(35_003);
    expect(await makeRefund(sale.deps, by, wish)).toMatchObject({ ok: true, value: { state: 'failed' } });
  });

  test('many who refund at once from two pools of connections never give back more than was captured', async () => {
    const sale = await aPaidOrder(databases);
    // A second server on the same database, as far as the database can tell.
    const there = databases.name === 'sqlite' ? sale.db : await openDatabase(sale.place);
    onTestFinished(async () => (there === sale.db ? undefined : there.close()));
    const desks: MoneyDeps[] = [sale.deps, { ...sale.deps, db: there }];
    const wish: RefundWish = { by: 'amount', amount: 9_000 as Minor };
    const tries = Array.from({ length: 10 }, async (_, n) => {
      const deps = desks[n % 2]!;
      for (;;) {
        const shown = await previewRefund(deps, sale.order.id, wish);
        if (!shown.ok) return shown.error.rule;
        const made = await makeRefund(deps, by, sale.confirmed(wish, shown.value.hash));
        // Somebody else was faster: what was shown is not true any more, and is looked at again.
        if (made.ok || made.error.rule !== 'refund-changed-meanwhile') return made.ok ? 'made' : made.error.rule;
      }
    });
    const ends = await Promise.all(tries);
    expect(ends.filter((end) => end === 'made')).toHaveLength(3);
    expect(new Set(ends)).toEqual(new Set(['made', 'refund-more-than-paid']));
    await sale.quiet();
    expect(await sale.db.kysely.selectFrom('payment').select(['captured', 'refunded']).where('id', '=', sale.paymentId).executeTakeFirst()).toEqual({ captured: 35_000, refunded: 27_000 });
  });

  test('whose money it is nobody else sees, and only the marketplace gives back', async () => {
    const sale = await aPaidOrder(databases);
    const handlers = orderMoneyHandlers(sale.deps);
    const as = (actor: Actor) => ({ actor, requestId: 'r', log: sale.market.log, address: '-' });
    const params = { id: sale.order.id };
    const ask = (actor: Actor) => handlers.previewRefund({ params, query: undefined, body: { wish: onePiece } } as never, as(actor));
    expect(await ask(yann)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await ask(salma)).toMatchObject({ ok: false, error: { code: 'forbidden', rule: 'admins-only' } });
    expect(await ask(support)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect((await ask(admin)).ok).toBe(true);
    const read = (actor: Actor) => handlers.orderMoney({ params } as never, as(actor));
    expect(await read(salma)).toEqual({ ok: true, value: { left: 35_000, disputes: [] } });
    expect(await read(yann)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

describeOnEachDatabase('ORD-03 what no shop accepts in time', (_open, databases) => {
  test('is cancelled by the server and given back, what was accepted stays, and a second look does nothing', async () => {
    const sale = await aPaidOrder(databases, 0, true);
    const desk = new TestConsole(sale.market, salma);
    await desk.catchUp(scopeOne);
    const yes = runCommand(desk.records.get(sale.order.id)!.doc as unknown as Order, { do: 'accept', lines: [A] }, { by: { id: salma.userId, role: 'vendor' }, at: ORDER_AT, newId: randomUUID });
    if (!yes.ok) throw new Error(JSON.stringify(yes.error));
    expect(await desk.push(desk.mutation({ entity: 'order', id: sale.order.id as never, ops: yes.value.ops }))).toMatchObject([{ kind: 'merged' }]);
    expect(await expireAcceptance(sale.deps)).toBe(1);
    expect(await expireAcceptance(sale.deps)).toBe(0);
    await sale.quiet();
    const order = await sale.orderNow();
    expect(ofKind(happenedTo(order), 'acceptance-expired').map(({ fact }) => [fact.pieces, fact.by.role])).toEqual([[{ [lineIdOf(2)]: 1 }, 'system']]);
    expect(ofKind(happenedTo(order), 'refund-made').map(({ fact }) => [fact.amount, fact.shipping])).toEqual([[4_000, 0]]);
    expect(statesOf(order)).toMatchObject({ order: 'open', payment: 'partially_refunded' });
    // What came of it is what is still sold: 300.00 and the shipping, less commission.
    expect(totalsOf(order).whole).toMatchObject({ gross: 31_000, refunded: 0, commission: 1_050, vat: 210, net: 29_740 });
  });
  test('all of it: with the shipping', async () => {
    const sale = await aPaidOrder(databases, 0, true);
    expect(await expireAcceptance(sale.deps)).toBe(1);
    await sale.quiet();
    expect(statesOf(await sale.orderNow())).toMatchObject({ order: 'cancelled', payment: 'refunded' });
  });
  test('one that cannot be given back keeps no other waiting', async () => {
    const sale = await aPaidOrder(databases, 0, true);
    const later: Order = { ...anOrder({ n: 2, shopId: shopIdOf(1), acceptBy: true }), acceptBy: (ORDER_AT + 2 * DAY_MS) as EpochMs };
    await importAggregates(sale.db, { shops: [], categories: [], products: [], orders: [later] });
    // Its number is taken by another refund.
    await sale.db.kysely.insertInto('payment_refund').values({ id: idOfRef(`order:${sale.order.id}/expired-refund/${sale.order.acceptBy}`), payment_id: sale.paymentId, order_id: null, refund_ref: null, amount: 1, state: 'failed', asked_at: NOW, ended_at: NOW, plan: null }).execute();
    expect(await expireAcceptance(sale.deps)).toBe(1);
    const states = await sale.db.kysely.selectFrom('orders').select(['id', 'order_state']).where('id', 'in', [sale.order.id, later.id]).orderBy('due_at').execute();
    expect(new Map(states.map(({ id, order_state }) => [id, order_state]))).toEqual(new Map([[sale.order.id, 'awaiting_acceptance'], [later.id, 'cancelled']]));
  });
});

describeOnEachDatabase('ORD-13 a dispute', (_open, databases) => {
  test.each([{ tracking: 'AM1', end: 'paid', lost: 0 }, { tracking: null, end: 'charged_back', lost: 35_002 }])('with tracking $tracking: frozen, answered once and before the deadline, then $end', async ({ tracking, end, lost }) => {
    const sale = await aPaidOrder(databases, 2);
    const [dispute] = ofKind(happenedTo(await sale.orderNow()), 'dispute-opened');
    const { disputeId } = dispute!.fact;
    const before = await sale.figures();
    expect(before.onHold).toBe(35_002);
    const said = { text: 'It was handed over on Monday.', carrier: 'Amana', tracking, shippedOn: null };
    const send = (text = said.text) => sendEvidence(sale.deps, { id: salma.userId, role: 'vendor' }, sale.order.id, disputeId, { ...said, text });
    sale.market.time.now += 11 * 86_400_000;
    expect(await send()).toMatchObject({ ok: false, error: { rule: 'evidence-too-late' } });
    sale.market.time.now -= 11 * 86_400_000;
    expect((await send()).ok).toBe(true);
    expect((await send()).ok).toBe(true);
    expect(await send('Something else.')).toMatchObject({ ok: false, error: { rule: 'evidence-said-already' } });
    await sale.quiet();
    const order = await sale.orderNow();
    expect(statesOf(order).payment).toBe(end);
    expect(ofKind(happenedTo(order), 'dispute-evidence-sent').map(({ fact }) => fact.by)).toEqual([{ id: salma.userId, role: 'vendor' }]);
    const read = async (actor: Actor) => (await orderMoneyHandlers(sale.deps).orderMoney({ params: { id: sale.order.id } } as never, { actor, requestId: 'r', log: sale.market.log, address: '-' })) as { value: { disputes: unknown[] } };
    expect((await read(salma)).value.disputes).toMatchObject([{ disputeId, amount: 35_002, evidence: { text: said.text } }]);
    expect((await read({ ...salma, sellerRoles: { [shopIdOf(1)]: 'support' } } as Actor)).value.disputes).toEqual([]);
    // Another shop's order was paid with it: neither reads what the other has said, and each sees its share.
    await sale.db.kysely.insertInto('payment_part').values({ payment_id: sale.paymentId, order_id: randomUUID(), shop_id: shopIdOf(2), amount: 35_002, refunded: 0 }).execute();
    expect((await read(salma)).value.disputes).toMatchObject([{ amount: 17_501, evidence: null, sentAt: expect.any(Number) as number }]);
    expect((await read(admin)).value.disputes).toMatchObject([{ evidence: { text: said.text } }]);
    const after = await sale.figures();
    expect([after.onHold, before.pending + before.onHold - after.pending]).toEqual([0, lost]);
  });
});
