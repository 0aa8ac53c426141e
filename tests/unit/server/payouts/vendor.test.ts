import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { inBooks } from '#server/payouts/acts.ts';
import { payoutHandlers } from '#server/payouts/handlers.ts';
import { bookCapture, bookRefund } from '#server/payouts/ledger/sales.ts';
import { decideRun, submitRun } from '#server/payouts/runs/decide.ts';
import { makeRun } from '#server/payouts/runs/draft.ts';
import { exportRun } from '#server/payouts/runs/export.ts';
import { confirmPayout, holdPayout } from '#server/payouts/runs/settle.ts';
import type { SignedInContext } from '#server/http/handler.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import { expectedRun, nextRun, utcDay } from '#shared/payouts/balance/rhythm.ts';
import { statementCsv } from '#shared/payouts/statement/statement-csv.ts';
import { statementFromWire } from '#shared/payouts/statement/statement-wire.ts';
import type { Actor } from '#shared/sync/model.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aPayer, boss, MAD, maker, must, type Payer } from './a-payer.ts';

const m = (amount: number) => amount as Minor;
const ms = (at: number) => at as never;

test.each([
  { name: 'one run says nothing of a rhythm', runs: [0], next: null },
  { name: 'the middle gap counts, not the odd one', runs: [0, 30, 60, 65, 95], next: 125 },
  { name: 'one that is overdue is expected today', runs: [0, 10], next: 100 },
])('the next run: $name', ({ runs, next }) => expect(nextRun(runs.map((day) => day * DAY_MS), ms(100 * DAY_MS))).toBe(next === null ? null : next * DAY_MS));
test('what becomes available after the next run is paid by the one after', () => {
  const runs = [0, 30, 60].map((day) => day * DAY_MS);
  expect(expectedRun(runs, ms(80 * DAY_MS), ms(70 * DAY_MS))).toBe(90 * DAY_MS);
  expect(expectedRun(runs, ms(91 * DAY_MS), ms(70 * DAY_MS))).toBe(120 * DAY_MS);
});

describeOnEachDatabase('the money a shop reads', (open) => {
  let db: ServerDb;
  let pay: Payer;
  let shop: ShopId;
  let order: string;
  const as = (actor: Actor) => ({ actor }) as SignedInContext;
  const vendor = (more: Partial<Actor> = {}): Actor => ({ userId: 'f0000000-0000-7000-8000-000000000001', role: 'vendor', shopIds: [shop], ...more });
  const call = { query: undefined, body: undefined };
  const handlers = () => payoutHandlers(pay.deps);

  beforeAll(async () => {
    db = await open();
    pay = await aPayer(db, { reserve: { rate: 1_000, days: 90 } });
    shop = await pay.open();
    pay.pass(40 * DAY_MS);
    order = await sell();
    pay.pass(8 * DAY_MS);
    await payOut();
    pay.pass(DAY_MS);
    await sell();
  });
  const sell = async () => {
    const orderId = randomUUID();
    const sold = { source: `local:${orderId}`, orderId, shopId: shop, currency: MAD, affiliate: m(0) };
    must(await inBooks(pay.deps, (trx) => bookCapture(trx, pay.deps, { ...sold, at: pay.clock(), amount: m(100_000), lines: [{ lineId: 'l1', amount: m(3_500), vat: m(700) }] })));
    return orderId;
  };
  const payOut = async () => {
    const { id } = must(await makeRun(pay.deps, maker, { currency: MAD }));
    const { hash } = must(await submitRun(pay.deps, maker, id));
    must(await decideRun(pay.deps, boss, id, { kind: 'approve', hash, reason: null }));
    must(await exportRun(pay.deps, maker, id, pay.tomorrow()));
    const { id: payout } = await db.kysely.selectFrom('payout').select('id').where('run_id', '=', id).executeTakeFirstOrThrow();
    must(await inBooks(pay.deps, async (trx) => confirmPayout(trx, pay.deps, maker, await holdPayout(trx, payout))));
  };

  test('PAY-12 PAY-14 a payout leads to the entries it paid, and they add up to it; the order it paid says so, the next one waits', async () => {
    const { payouts } = must(await handlers().shopPayouts({ ...call, params: { shop }, query: { limit: 10 } }, as(vendor())));
    expect(payouts).toMatchObject([{ state: 'paid', amount: 85_800, account: expect.stringContaining(' … ') as string }]);
    const behind = must(await handlers().shopEntries({ ...call, params: { shop, payout: payouts[0]!.id }, query: { limit: 50 } }, as(vendor())));
    expect(behind.entries.map(({ event, amount }) => [event, amount])).toEqual([['reserve-held', -10_000], ['commission', -4_200], ['captured', 100_000]]);
    expect([behind.total, behind.leftBefore]).toEqual([85_800, 0]);
    expect(must(await handlers().orderPayout({ ...call, params: { shop, order } }, as(vendor())))).toMatchObject({ state: 'paid', payoutId: payouts[0]!.id });
    expect(must(await handlers().orderPayout({ ...call, params: { shop, order: randomUUID() } }, as(vendor())))).toMatchObject({ state: 'none' });
  });

  test('PAY-14 a statement is the ledger to the minor unit, also of a refund, and the file says the same', async () => {
    const refundId = randomUUID();
    must(await inBooks(pay.deps, (trx) => bookRefund(trx, pay.deps, { source: 'local:r', orderId: order, shopId: shop, currency: MAD, refundId, amount: m(20_000), from: 'provider', lines: [{ lineId: 'l1', commission: { base: m(100_000), amount: m(3_500), vat: m(700) }, refunded: m(20_000), before: m(0) }] })));
    const days = { from: utcDay(0), through: utcDay(pay.clock()) };
    expect(await handlers().shopStatement({ ...call, params: { shop }, query: { currency: MAD, ...days } }, as(vendor()))).toMatchObject({ ok: false, error: { rule: 'period-too-long' } });
    const wire = must(await handlers().shopStatement({ ...call, params: { shop }, query: { currency: MAD, from: utcDay(pay.clock() - 60 * DAY_MS), through: days.through } }, as(vendor())));
    const [figures] = must(await handlers().shopBalances({ ...call, params: { shop } }, as(vendor()))).balances;
    expect(BigInt(wire.total.closing)).toBe(BigInt(figures!.pending + figures!.available + figures!.reserved + figures!.onHold + figures!.inTransit - figures!.negative));
    const rows: Record<string, string>[] = parse(statementCsv(statementFromWire(wire)), { columns: true });
    expect(rows.filter(({ reference }) => reference === refundId).map(({ event, amount }) => [event, amount])).toEqual([['refunded', '-200.00'], ['commission-returned', '8.40']]);
    const [month] = must(await handlers().shopTrend({ ...call, params: { shop }, query: { currency: MAD } }, as(vendor()))).months.filter(({ paid }) => paid > 0);
    expect(month).toMatchObject({ paid: 85_800, earned: 2 * 95_800 - 20_000 + 840 });
  });

  test('PAY-07 the shop changes where it is paid, with its password; others find nothing, and who only keeps stock may not', async () => {
    const account = { currency: MAD, holder: 'Atelier Nour', account: '230810000098765432109801', bic: null, address: { town: 'Rabat', country: 'MA' } };
    const change = (actor: Actor) => handlers().changeOwnBankAccount({ ...call, params: { shop }, body: account }, as(actor));
    expect(await change(vendor())).toMatchObject({ ok: false, error: { rule: 'confirm-first' } });
    expect(await handlers().changeBankAccount({ ...call, params: { shop }, body: account }, as(boss))).toMatchObject({ ok: false, error: { rule: 'confirm-first' } });
    const confirmed = { confirmedAt: pay.clock() } as Partial<Actor>;
    expect(await change(vendor({ shopIds: [], ...confirmed }))).toMatchObject({ ok: false, error: { code: 'forbidden', rule: 'own-shop-only' } });
    expect(await change(vendor({ sellerRoles: { [shop]: 'accounting' }, ...confirmed } as Partial<Actor>))).toMatchObject({ ok: false, error: { rule: 'seller-role-lacks' } });
    must(await change(vendor(confirmed)));
    const { accounts } = must(await handlers().shopBankAccounts({ ...call, params: { shop } }, as(vendor())));
    expect(accounts.map(({ account: shown, verifiedAt, replacedAt }) => [shown, verifiedAt === null, replacedAt === null])).toEqual([['2308 … 9801', true, true], [expect.stringMatching(/^.{4} … .{4}$/), false, false]]);
    for (const actor of [vendor({ shopIds: [] }), vendor({ sellerRoles: { [shop]: 'inventory' } } as Partial<Actor>)]) {
      expect(await handlers().shopPayouts({ ...call, params: { shop }, query: { limit: 10 } }, as(actor))).toMatchObject({ ok: false, error: { code: 'not-found' } });
      expect(await handlers().shopStatement({ ...call, params: { shop }, query: { currency: MAD, from: utcDay(pay.clock()), through: utcDay(pay.clock()) } }, as(actor))).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
  });
});
