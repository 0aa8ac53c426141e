import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { inBooks } from '#server/payouts/acts.ts';
import { payoutHandlers } from '#server/payouts/handlers.ts';
import { setStanding } from '#server/payouts/holds.ts';
import { bookCapture, bookCash, bookDispute, bookRefund, bookSettlement } from '#server/payouts/ledger/sales.ts';
import { readTransactions } from '#server/payouts/ledger/post.ts';
import { releaseReserves } from '#server/payouts/reserves.ts';
import type { SignedInContext } from '#server/http/handler.ts';
import { httpEndpoints } from '#shared/contract/endpoints.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { Result } from '#shared/kernel/result.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { commissionEndpoints } from '#shared/payouts/commission/contract.ts';
import type { CommissionRule, CommissionRuleId } from '#shared/payouts/commission/model.ts';
import { payoutEndpoints } from '#shared/payouts/contract.ts';
import { holdEndpoints } from '#shared/payouts/holds-contract.ts';
import { statementEndpoints } from '#shared/payouts/statements-contract.ts';
import { vendorMoneyEndpoints } from '#shared/payouts/vendor-contract.ts';
import type { Actor } from '#shared/sync/model.ts';
import { productIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aPayer, boss, EUR, MAD, maker, must, type Payer } from './a-payer.ts';

const m = (amount: number) => amount as Minor;
const none = m(0);

describeOnEachDatabase('balances of shops', (open) => {
  let db: ServerDb;
  let pay: Payer;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    pay = await aPayer(db, { reserve: { rate: 1_000, days: 90 } });
  });
  const handlers = () => payoutHandlers(pay.deps);
  const as = (actor: Actor) => ({ actor }) as SignedInContext;
  const vendorOf = (shopId: ShopId): Actor => ({ userId: randomUUID(), role: 'vendor', shopIds: [shopId] });
  const balances = async (shopId: ShopId, actor: Actor = boss) => must(await handlers().shopBalances({ params: { shop: shopId }, query: undefined, body: undefined }, as(actor)));
  const figures = async (shopId: ShopId) => (await balances(shopId)).balances[0];
  const entries = async (shopId: ShopId, figure: 'pending' | 'available' | 'reserved' | 'onHold', more = {}) =>
    must(await handlers().balanceEntries({ params: { shop: shopId }, query: { currency: MAD, figure, limit: 50, ...more }, body: undefined }, as(vendorOf(shopId))));
  const sale = (shopId: ShopId, more = {}) => {
    const orderId = randomUUID();
    return { source: `stripe:${orderId}`, orderId, shopId, currency: MAD, at: pay.clock(), amount: m(100_000), affiliate: none, lines: [{ lineId: 'l1', amount: m(3_500), vat: m(700) }], ...more };
  };
  const booked = async <T>(work: Parameters<typeof inBooks<T>>[1]) => must(await inBooks(pay.deps, work));

  test('PAY-01 PAY-08 the worked example: pending, then available, the reserve on its day, each figure with its entries', async () => {
    const shopId = await pay.open();
    const sold = sale(shopId);
    await booked((trx) => bookCapture(trx, pay.deps, sold));
    expect(await booked((trx) => bookCapture(trx, pay.deps, sold))).toEqual([]);
    await booked((trx) => bookSettlement(trx, pay.deps, { source: `stripe:${sold.orderId}`, settlementId: randomUUID(), currency: MAD, amount: m(100_000), fee: m(1_400) }));
    expect(await figures(shopId)).toEqual({ currency: MAD, pending: 85_800, available: 0, reserved: 10_000, onHold: 0, inTransit: 0, negative: 0 });
    const pending = await entries(shopId, 'pending');
    expect([pending.total, pending.entries.map(({ event, amount }) => [event, amount])]).toEqual([85_800, [['reserve-held', -10_000], ['commission', -4_200], ['captured', 100_000]]]);
    const [day] = must(await handlers().reserveCalendar({ params: { shop: shopId }, query: undefined, body: undefined }, as(vendorOf(shopId)))).days;
    expect(day).toMatchObject({ amount: 10_000, day: new Date(pay.clock() + 90 * DAY_MS).toISOString().slice(0, 10), parts: 1 });

    pay.pass(7 * DAY_MS);
    expect(await figures(shopId)).toMatchObject({ pending: 0, available: 85_800, reserved: 10_000 });
    pay.pass(83 * DAY_MS);
    await releaseReserves(pay.deps);
    await releaseReserves(pay.deps);
    expect(await figures(shopId)).toMatchObject({ available: 95_800, reserved: 0 });
    const first = await entries(shopId, 'available', { limit: 1 });
    const rest = await entries(shopId, 'available', { limit: 50, before: first.entries[0]!.rid });
    expect([first.more, rest.more, [...first.entries, ...rest.entries].reduce((sum, { amount }) => sum + amount, 0)]).toEqual([true, false, 95_800]);
    const [posted] = await booked((trx) => readTransactions(trx, [first.entries[0]!.transactionId]));
    expect(posted).toMatchObject({ event: 'reserve-released', ref: { kind: 'reserve' } });
  });

  test('PAY-08 a shop has a rule of its own for reserve, and an order paid in two goes is charged once', async () => {
    const shopId = await pay.open();
    must(await setStanding(pay.deps, boss, shopId, { mayBePaid: true, reserve: { rate: 2_500, days: 10 } }));
    const sold = sale(shopId, { amount: m(40_000) });
    await booked((trx) => bookCapture(trx, pay.deps, sold));
    await booked((trx) => bookCapture(trx, pay.deps, { ...sold, source: 'stripe:second', amount: m(60_000) }));
    expect(await figures(shopId)).toMatchObject({ pending: 100_000 - 4_200 - 25_000, reserved: 25_000 });
  });

  test('PAY-01 cash at the door never raises what is available: the shop owes the commission, and gets it back with a refund', async () => {
    const shopId = await pay.open();
    const sold = sale(shopId);
    await booked((trx) => bookCash(trx, pay.deps, sold));
    expect(await figures(shopId)).toMatchObject({ pending: 0, available: 0, negative: 4_200 });
    await booked((trx) => bookRefund(trx, pay.deps, { ...sold, refundId: randomUUID(), amount: m(50_000), from: 'shop', lines: [{ lineId: 'l1', commission: { base: m(100_000), amount: m(3_500), vat: m(700) }, refunded: m(50_000), before: none }] }));
    expect(await figures(shopId)).toMatchObject({ available: 0, negative: 2_100 });
  });

  test('a refund of what is pending comes off what is pending, a dispute freezes, and is won or lost once', async () => {
    pay = await aPayer(db);
    const shopId = await pay.open();
    await pay.sell(shopId, 30_000);
    pay.pass(7 * DAY_MS);
    const sold = sale(shopId);
    await booked((trx) => bookCapture(trx, pay.deps, sold));
    const refund = { ...sold, refundId: randomUUID(), amount: m(20_000), from: 'provider' as const, lines: [{ lineId: 'l1', commission: { base: m(100_000), amount: m(3_500), vat: m(700) }, refunded: m(20_000), before: none }] };
    await booked((trx) => bookRefund(trx, pay.deps, refund));
    await booked((trx) => bookRefund(trx, pay.deps, refund));
    expect(await figures(shopId)).toMatchObject({ available: 30_000, pending: 100_000 - 4_200 - 20_000 + 840 });
    const dispute = { ...sold, disputeId: randomUUID(), amount: m(10_000) };
    await booked((trx) => bookDispute(trx, pay.deps, dispute, { name: 'opened' }));
    expect(await figures(shopId)).toMatchObject({ available: 30_000, onHold: 10_000, pending: 66_640 });
    await booked((trx) => bookDispute(trx, pay.deps, dispute, { name: 'lost', from: 'provider' }));
    expect([await figures(shopId), (await entries(shopId, 'onHold')).entries.map(({ amount }) => amount)]).toMatchObject([{ onHold: 0, pending: 66_640 }, [-10_000, 10_000]]);
  });

  test('PAY-09 who owes, how much and since when', async () => {
    const shopId = await pay.open(EUR);
    const owe = (amount: number) => booked((trx) => bookCash(trx, pay.deps, sale(shopId, { currency: EUR, lines: [{ lineId: 'l', amount: m(amount), vat: none }] })));
    await owe(5_000);
    const since = pay.clock();
    pay.pass(70 * DAY_MS);
    await owe(300);
    pay.pass(DAY_MS);
    const { shops } = must(await handlers().negativeBalances({ params: undefined, query: { currency: EUR }, body: undefined }, as(boss)));
    expect(shops.find((shop) => shop.shopId === shopId)).toMatchObject({ name: 'Atelier', total: 5_300, buckets: [300, 0, 5_000, 0], since: since - (since % DAY_MS) });
  });

  test('PAY-04 the trial balance is told per currency and account, with 0 between both sides', async () => {
    await pay.sell(await pay.open(), 1_000);
    const { currencies, firstDayThatDiffers, checked } = must(await handlers().trialBalance({ params: undefined, query: { check: 'yes' }, body: undefined }, as(boss)));
    expect([checked, firstDayThatDiffers]).toEqual([true, null]);
    expect(currencies.map(({ difference }) => difference)).toEqual(currencies.map(() => '0'));
    expect(currencies.find(({ currency }) => currency === MAD)!.accounts.map(({ account }) => account)).toContain('2000');
  });

  test('PAY-03 rules are made, changed as they stood, and ended; which one holds is told with what it leads to', async () => {
    const shopId = await pay.open();
    const rule = { name: 'Poterie', productId: null, kind: null, collection: null, categoryId: null, shopId, value: { type: 'percent' as const, rate: 800 as never }, includeTax: false, includeShipping: false, priority: 0 } satisfies Omit<CommissionRule, 'id'>;
    const id = randomUUID() as CommissionRuleId;
    const save = (version: number, more = {}) => handlers().saveCommissionRule({ params: { id }, query: undefined, body: { version, rule, ended: false, ...more } }, as(boss));
    const resolve = async () => must(await handlers().resolveCommission({ params: undefined, query: undefined, body: { line: { productId: productIdOf(1), kind: 'physical', tags: [], categoryIds: [], shopId, currency: MAD }, amounts: { quantity: 1, net: m(100_000), tax: none, shipping: none }, vatRate: 2_000 as never } }, as(boss)));
    expect(await resolve()).toMatchObject({ fits: [], commission: { ruleId: null, amount: 3_500, vat: 700 } });
    must(await save(0));
    expect(await save(0)).toMatchObject({ ok: false, error: { rule: 'commission-rule-changed' } });
    expect(await resolve()).toMatchObject({ fits: [{ id, name: 'Poterie' }], commission: { ruleId: id, ruleName: 'Poterie', base: 100_000, amount: 8_000, vat: 1_600 } });
    must(await save(1, { ended: true }));
    expect((await resolve()).fits).toEqual([]);
  });

  test('PAY-06 SEC-04 nobody but administrators touches any of it; a shop reads its own balances, and no other’s', async () => {
    const shopId = await pay.open();
    const others: Actor[] = [vendorOf(shopId), { userId: randomUUID(), role: 'moderator', shopIds: [] }, { userId: randomUUID(), role: 'support', shopIds: [] }];
    const ofShop = ['shopBalances', 'balanceEntries', 'reserveCalendar', ...Object.keys(vendorMoneyEndpoints).filter((name) => name !== 'changeOwnBankAccount')];
    const loose = handlers() as unknown as Record<string, (call: object, context: object) => Promise<Result<unknown, AppError>>>;
    expect(Object.keys(loose).sort()).toEqual(Object.keys({ ...payoutEndpoints, ...commissionEndpoints, ...statementEndpoints, ...holdEndpoints, ...vendorMoneyEndpoints }).sort());
    expect(Object.keys(httpEndpoints)).toEqual(expect.arrayContaining(Object.keys(loose)));
    const rows = async () => Promise.all((['payout_event', 'payout_run', 'payout_hold', 'commission_rule'] as const).map((table) => db.kysely.selectFrom(table).selectAll().execute()));
    const before = await rows();
    for (const [name, handler] of Object.entries(loose)) {
      for (const actor of others) {
        const call = { params: { shop: ofShop.includes(name) && actor.role === 'vendor' ? randomUUID() : shopId, id: randomUUID() }, query: { currency: MAD, figure: 'pending', limit: 1 }, body: { kind: 'submit' } };
        expect(await handler(call, { actor }), `${name} as ${actor.role}`).toMatchObject({ ok: false, error: { code: ofShop.includes(name) ? 'not-found' : 'forbidden' } });
      }
    }
    expect(await rows()).toEqual(before);
    expect(await balances(shopId, vendorOf(shopId))).toMatchObject({ mayBePaid: true, balances: [] });
  });

  test('a run is read as whoever approves it has to see it: lines, what changed, and no whole account number', async () => {
    const shopId = await pay.owed(50_000);
    const made = must(await handlers().makePayoutRun({ params: undefined, query: undefined, body: { currency: MAD, shopIds: [shopId] } }, as(maker)));
    const step = (body: never) => handlers().stepPayoutRun({ params: made, query: undefined, body }, as(maker));
    must(await step({ kind: 'submit' } as never));
    await booked((trx) => bookRefund(trx, pay.deps, { source: 'x', orderId: randomUUID(), refundId: randomUUID(), shopId, currency: MAD, amount: m(1), from: 'bank', lines: [] }));
    const run = payoutEndpoints.payoutRun.reply.parse(must(await handlers().payoutRun({ params: made, query: undefined, body: undefined }, as(boss))));
    expect(run).toMatchObject({ state: 'pending_approval', payouts: [{ shopId, shopName: 'Atelier', amount: 45_000 }], changes: [{ shopId, reason: 'less-available' }], events: [{ kind: 'run-made' }, { kind: 'run-submitted' }] });
    expect(run.payouts[0]!.account).toMatch(/^\d{4} … \d{4}$/);
    expect(await step({ kind: 'redraw', leaveOut: [], takeIn: [] } as never)).toMatchObject({ ok: false, error: { rule: 'run-not-draft' } });
    must(await step({ kind: 'rework', reason: null } as never));
    must(await step({ kind: 'redraw', leaveOut: [shopId], takeIn: [] } as never));
    expect(must(await handlers().payoutRun({ params: made, query: undefined, body: undefined }, as(boss)))).toMatchObject({ total: 0, payouts: [{ state: 'on_hold', line: { leftOut: 'by-hand' } }] });
    expect(must(await handlers().payoutRuns({ params: undefined, query: { limit: 1 }, body: undefined }, as(boss)))).toMatchObject({ runs: [{ id: made.id }] });
  });
});
