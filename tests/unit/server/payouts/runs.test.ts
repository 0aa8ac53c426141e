import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase, type ServerDb } from '#server/db/open.ts';
import { inBooks } from '#server/payouts/acts.ts';
import { shopFigures } from '#server/payouts/balance/figures.ts';
import { changeBankAccount, verifyBankAccount } from '#server/payouts/bank-accounts.ts';
import { placeHold, setStanding } from '#server/payouts/holds.ts';
import { bookRefund } from '#server/payouts/ledger/sales.ts';
import { trialBalanceAt } from '#server/payouts/ledger/balances.ts';
import { decideRun, expireRuns, stepRun, submitRun } from '#server/payouts/runs/decide.ts';
import { makeRun, redrawRun, retryPayout } from '#server/payouts/runs/draft.ts';
import { releaseReserves } from '#server/payouts/reserves.ts';
import { reservesByShop, setAside } from '#server/payouts/kept-back.ts';
import { readRun } from '#server/payouts/runs/read.ts';
import { exportRun } from '#server/payouts/runs/export.ts';
import { confirmPayout, failPayout, holdPayout } from '#server/payouts/runs/settle.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type CalendarDate } from '#shared/kernel/time.ts';
import type { PayoutLine } from '#shared/payouts/runs/preview.ts';
import type { Actor } from '#shared/sync/model.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aPayer, boss, clerk, EUR, MAD, maker, must, second, type Payer } from './a-payer.ts';

const refusedFor = (rule: string) => ({ ok: false, error: { rule } });

describeOnEachDatabase('payout runs', (open, databases) => {
  let db: ServerDb;
  let pay: Payer;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    pay = await aPayer(db);
  });
  const runOf = (...shopIds: ShopId[]) => drawn(MAD, ...shopIds);
  const drawn = async (currency: Currency, ...shopIds: ShopId[]) => must(await makeRun(pay.deps, maker, { currency, shopIds })).id;
  const asked = async (id: string) => must(await submitRun(pay.deps, maker, id)).hash;
  const decide = (by: Actor, id: string, hash: string, kind: 'approve' | 'reject' = 'approve') => decideRun(pay.deps, by, id, { kind, hash, reason: null });
  const approved = async (...shopIds: ShopId[]) => {
    const id = await runOf(...shopIds);
    must(await decide(boss, id, await asked(id)));
    return id;
  };
  const payoutsOf = (id: string) => db.kysely.selectFrom('payout').selectAll().where('run_id', '=', id).orderBy('shop_id').execute();
  const stateOf = async (id: string) => (await db.kysely.selectFrom('payout_run').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
  const figures = async (shopId: ShopId) => (await shopFigures(db.kysely, shopId, pay.clock()))[0];
  const confirm = async (id: string) => must(await inBooks(pay.deps, async (trx) => confirmPayout(trx, pay.deps, boss, await holdPayout(trx, id))));
  const refund = (shopId: ShopId, amount: number) => inBooks(pay.deps, (trx) => bookRefund(trx, pay.deps, { source: randomUUID(), orderId: randomUUID(), refundId: randomUUID(), shopId, currency: MAD, amount: amount as Minor, from: 'bank', lines: [] }));

  test('PAY-05 PAY-06 a run is drawn up, approved by another, exported, and settled by what the bank says', async () => {
    const shopId = await pay.owed(85_800);
    const id = await runOf(shopId);
    const hash = await asked(id);
    expect(await decide(maker, id, hash)).toMatchObject(refusedFor('approver-is-maker'));
    expect(await exportRun(pay.deps, maker, id, pay.tomorrow())).toMatchObject(refusedFor('run-not-approved'));
    expect(await decide(boss, id, hash)).toEqual({ ok: true, value: { state: 'approved' } });
    const file = must(await exportRun(pay.deps, maker, id, pay.tomorrow()));
    expect(file).toMatchObject({ messageId: id.replaceAll('-', ''), again: false });
    expect(file.text).toContain('858.00,MAD');
    expect(await figures(shopId)).toMatchObject({ available: 0, inTransit: 85_800, negative: 0 });
    must(await stepRun(pay.deps, maker, id, { kind: 'sent', reason: null }));
    const [payout] = await payoutsOf(id);
    expect(payout).toMatchObject({ state: 'in_transit', amount: 85_800 });
    await confirm(payout!.id);
    expect([await stateOf(id), await figures(shopId), (await trialBalanceAt(db.kysely)).get(MAD)]).toMatchObject(['settled', { available: 0, inTransit: 0 }, 0n]);
  });

  test('PAY-08 reserves that are due are released with the run, however many', async () => {
    pay = await aPayer(db, { reserve: { rate: 5_000, days: 1 } });
    const shopId = await pay.owed(600);
    const { kysely } = db;
    const parts = Array.from({ length: 501 }, () => ({ id: randomUUID(), shop_id: shopId, currency: MAD, order_id: randomUUID(), source_key: randomUUID(), amount: 2, held_at: 1, release_at: 1, released_at: null }));
    for (let at = 0; at < parts.length; at += 100) await kysely.insertInto('payout_reserve').values(parts.slice(at, at + 100)).execute();
    await pay.sell(shopId, 2 * 100_000);
    pay.pass(7 * DAY_MS);
    const id = await approved(shopId);
    must(await exportRun(pay.deps, boss, id, pay.tomorrow()));
    expect(JSON.parse((await payoutsOf(id))[0]!.line) as PayoutLine).toMatchObject({ opening: 100_300, released: 100_300 + 1_002, amount: 201_602 });
    expect(await figures(shopId)).toMatchObject({ available: 0, negative: 0, inTransit: 201_602 });
    expect(await kysely.selectFrom('payout_reserve').select('id').where('shop_id', '=', shopId).where('released_at', 'is', null).execute()).toEqual([]);
  });

  test('PAY-05 a run may have a smallest amount of its own, and keeps it', async () => {
    const [less, more] = [await pay.owed(20_000), await pay.owed(90_000)];
    const id = must(await makeRun(pay.deps, maker, { currency: MAD, shopIds: [less, more], minimum: 50_000 as Minor })).id;
    const amounts = async () => (await payoutsOf(id)).map(({ amount, line }) => [amount, (JSON.parse(line) as PayoutLine).leftOut]).sort();
    expect(await amounts()).toEqual([[0, 'below-minimum'], [90_000, null]]);
    must(await redrawRun(pay.deps, maker, id));
    expect(await amounts()).toEqual([[0, 'below-minimum'], [90_000, null]]);
    expect(must(await readRun(pay.deps, boss, id))).toMatchObject({ minimum: 50_000, paid: 1, mayNotDecide: null, messageId: id.replaceAll('-', '') });
    expect(must(await readRun(pay.deps, maker, id)).mayNotDecide).toBe('approver-is-maker');
  });

  test('PAY-06 nobody else asks for approval of a draft, or changes it, to approve it then', async () => {
    const id = await runOf(await pay.owed(50_000));
    expect(await redrawRun(pay.deps, boss, id)).toMatchObject(refusedFor('run-of-another'));
    expect(await submitRun(pay.deps, boss, id)).toMatchObject(refusedFor('run-of-another'));
  });

  test('PAY-08 a fixed amount is set aside of what a shop has available, and given back on its day', async () => {
    const shopId = await pay.owed(50_000);
    const aside = (amount: number, releaseOn: CalendarDate) => setAside(pay.deps, boss, { shopId, currency: MAD, amount: amount as Minor, releaseOn, reason: 'Retours en attente' });
    const day = pay.tomorrow();
    expect(await aside(50_001, day)).toMatchObject({ ok: false, error: { rule: 'reserve-over-available', details: { availableMinor: 50_000 } } });
    expect(await aside(10, '2026-01-01' as CalendarDate)).toMatchObject(refusedFor('reserve-day-past'));
    must(await aside(20_000, day));
    expect(await figures(shopId)).toMatchObject({ available: 30_000, reserved: 20_000 });
    expect((await reservesByShop(db.kysely)).find((one) => one.shopId === shopId)).toMatchObject({ total: 20_000, own: null, days: [{ day, amount: 20_000, reason: 'Retours en attente' }] });
    pay.pass(DAY_MS);
    await releaseReserves(pay.deps);
    expect(await figures(shopId)).toMatchObject({ available: 50_000, reserved: 0 });
    expect((await trialBalanceAt(db.kysely)).get(MAD)).toBe(0n);
  });

  test('PAY-13 exported again it is the same file under the same message id, says so, and books nothing', async () => {
    const shopId = await pay.owed(50_000);
    const id = await approved(shopId);
    const first = must(await exportRun(pay.deps, maker, id, pay.tomorrow()));
    pay.pass(DAY_MS);
    expect(must(await exportRun(pay.deps, boss, id, pay.tomorrow()))).toEqual({ ...first, again: true, exports: 2 });
    expect(await figures(shopId)).toMatchObject({ available: 0, inTransit: 50_000 });
  });

  test('PAY-06 whoever works for a shop it pays, or changed where it is paid to, does not approve it; the database knows the maker, too', async () => {
    const shopId = await pay.owed(50_000);
    await db.kysely.insertInto('app_user').values({ id: second.userId, email: `${randomUUID()}@x.example`, name: 'S', role: 'admin', locale: 'fr', password_hash: 'x', disabled_at: null, created_at: 1 }).onConflict((on) => on.doNothing()).execute();
    await db.kysely.insertInto('membership').values({ user_id: second.userId, shop_id: shopId, role: 'administration' }).execute();
    const account = must(await changeBankAccount(pay.deps, clerk, shopId, { currency: MAD, holder: 'Nour', account: '230810000098765432109801', bic: null, address: { town: 'Salé', country: 'MA' } })).id;
    expect(await verifyBankAccount(pay.deps, clerk, account)).toMatchObject(refusedFor('verifier-changed-bank'));
    must(await verifyBankAccount(pay.deps, boss, account));
    pay.pass(8 * DAY_MS);
    const id = await runOf(shopId);
    const hash = await asked(id);
    expect(await decide(second, id, hash)).toMatchObject(refusedFor('approver-is-beneficiary'));
    expect(await decide(clerk, id, hash)).toMatchObject(refusedFor('approver-changed-bank'));
    // A new account: two have to look at it.
    expect(await decide(boss, id, hash)).toEqual({ ok: true, value: { state: 'pending_approval' } });
    expect(await decide(boss, id, hash)).toMatchObject(refusedFor('approved-already'));
    const own = { id: randomUUID(), run_id: id, maker: maker.userId, approver: maker.userId, decision: 'approve' as const, reason: null, snapshot_hash: hash, decided_at: 1 };
    await expect(db.kysely.insertInto('payout_approval').values(own).execute()).rejects.toThrow(/CHECK|check/);
    await expect(db.kysely.insertInto('payout_approval').values({ ...own, maker: boss.userId }).execute()).rejects.toThrow(/FOREIGN KEY|foreign key/);
    await expect(db.kysely.deleteFrom('payout_approval').execute()).rejects.toThrow(/append-only/);
  });

  test('PAY-06 over the limit two approve, and an approval is for what was seen alone', async () => {
    const id = await runOf(await pay.owed(1_000_001));
    const hash = await asked(id);
    expect(await decide(boss, id, 'what was on the screen before')).toMatchObject(refusedFor('run-seen-old'));
    expect(await decide(boss, id, hash)).toEqual({ ok: true, value: { state: 'pending_approval' } });
    expect(await decide(second, id, hash)).toEqual({ ok: true, value: { state: 'approved' } });
    // Taken back and asked for anew, it is another asking: nothing said before counts.
    must(await stepRun(pay.deps, maker, id, { kind: 'rework', reason: 'wrong day' }));
    const anew = await asked(id);
    expect(anew).not.toBe(hash);
    expect(await decide(boss, id, anew, 'reject')).toEqual({ ok: true, value: { state: 'rejected' } });
  });

  test.each<{ name: string; reason: string; change: (shopId: ShopId) => Promise<unknown> }>([
    { name: 'the shop is paid elsewhere', reason: 'bank-changed', change: (shopId) => pay.account(shopId) },
    { name: 'somebody holds its money', reason: 'held', change: (shopId) => placeHold(pay.deps, boss, { shopId, currency: MAD, amount: null, reasonPublic: 'Contrôle', reasonInternal: null }) },
    { name: 'it may not be paid any more', reason: 'may-not-be-paid', change: (shopId) => setStanding(pay.deps, boss, shopId, { mayBePaid: false, reserve: null }) },
    { name: 'a refund took from it', reason: 'less-available', change: (shopId) => refund(shopId, 1) },
  ])('PAY-06 PAY-07 any change voids what was asked for and what was approved: $name', async ({ reason, change }) => {
    const shopId = await pay.owed(50_000);
    const [waiting, ready] = [await runOf(shopId), await approved(shopId)];
    const hash = await asked(waiting);
    await change(shopId);
    const voided = { ok: false, error: { rule: 'run-changed', details: { changes: [{ shopId, reason }] } } };
    expect(await decide(boss, waiting, hash)).toMatchObject(voided);
    expect(await exportRun(pay.deps, boss, ready, pay.tomorrow())).toMatchObject(voided);
    expect([await stateOf(waiting), await stateOf(ready), (await payoutsOf(ready))[0]!.state]).toEqual(['draft', 'draft', 'included']);
    expect(await figures(shopId)).toMatchObject({ inTransit: 0 });
    must(await redrawRun(pay.deps, maker, ready));
    const [line] = await payoutsOf(ready);
    expect(line!.amount).toBe(reason === 'less-available' ? 49_999 : 0);
  });

  test('PAY-06 what nobody answers lapses after 30 days', async () => {
    const [one, two] = [await runOf(await pay.owed(20_000)), await runOf(await pay.owed(20_000))];
    const hash = await asked(one);
    await asked(two);
    pay.pass(30 * DAY_MS);
    expect(await decide(boss, one, hash)).toMatchObject(refusedFor('approval-expired'));
    expect(await expireRuns(pay.deps)).toBeGreaterThanOrEqual(1);
    expect([await stateOf(one), await stateOf(two)]).toEqual(['expired', 'expired']);
    must(await stepRun(pay.deps, maker, one, { kind: 'rework', reason: null }));
    must(await stepRun(pay.deps, maker, two, { kind: 'cancel', reason: null }));
  });

  test('PAY-09 a debt is carried, set off against what is earned next, and never paid', async () => {
    const shopId = await pay.owed(20_000);
    const other = await pay.owed(30_000);
    must(await refund(shopId, 50_000));
    expect(await figures(shopId)).toMatchObject({ available: 0, negative: 30_000 });
    const first = await approved(shopId, other);
    must(await exportRun(pay.deps, boss, first, pay.tomorrow()));
    expect((await payoutsOf(first)).find(({ shop_id }) => shop_id === shopId)).toMatchObject({ amount: 0, state: 'on_hold' });
    expect(await figures(shopId)).toMatchObject({ available: 0, negative: 30_000 });
    await pay.sell(shopId, 45_000);
    expect(await figures(shopId)).toMatchObject({ pending: 45_000, negative: 30_000 });
    pay.pass(7 * DAY_MS);
    expect(await figures(shopId)).toMatchObject({ available: 15_000, negative: 0 });
    const next = await approved(shopId);
    expect(JSON.parse((await payoutsOf(next))[0]!.line) as PayoutLine).toMatchObject({ opening: 45_000, recovered: 30_000, amount: 15_000 });
    must(await exportRun(pay.deps, boss, next, pay.tomorrow()));
    expect(await figures(shopId)).toMatchObject({ available: 0, negative: 0, inTransit: 15_000 });
  });

  test('PAY-12 what came back is owed again and paid by a new payout, once; what has arrived only on somebody’s word', async () => {
    const shopId = await pay.owed(60_000);
    const id = await approved(shopId);
    must(await exportRun(pay.deps, boss, id, pay.tomorrow()));
    const [payout] = await payoutsOf(id);
    await confirm(payout!.id);
    expect(await retryPayout(pay.deps, maker, payout!.id, null)).toMatchObject(refusedFor('double-payment'));
    must(await failPayout(pay.deps, boss, payout!.id, { state: 'returned', code: 'AC04' }));
    expect([await stateOf(id), await figures(shopId), (await payoutsOf(id))[0]]).toMatchObject(['partly_settled', { available: 60_000, inTransit: 0 }, { state: 'reversed', failure_code: 'AC04' }]);
    expect(await failPayout(pay.deps, boss, payout!.id, { state: 'returned', code: 'AC04' })).toMatchObject({ ok: false, error: { code: 'illegal-transition' } });
    const again = must(await retryPayout(pay.deps, maker, payout!.id, null)).id;
    expect(await payoutsOf(again)).toMatchObject([{ amount: 60_000, original_payout_id: payout!.id, state: 'included' }]);
    expect(await retryPayout(pay.deps, maker, payout!.id, null)).toMatchObject(refusedFor('payout-retried-already'));
    must(await decide(boss, again, await asked(again)));
    must(await exportRun(pay.deps, boss, again, pay.tomorrow()));

    const [sent] = await payoutsOf(again);
    const twice = must(await retryPayout(pay.deps, maker, sent!.id, 'The bank lost the file; agreed by telephone')).id;
    const hash = await asked(twice);
    expect([await decide(boss, twice, hash), await decide(second, twice, hash)]).toMatchObject([{ value: { state: 'pending_approval' } }, { value: { state: 'approved' } }]);
    must(await exportRun(pay.deps, boss, twice, pay.tomorrow()));
    expect(await figures(shopId)).toMatchObject({ available: 0, negative: 60_000, inTransit: 120_000 });
  });

  test('PAY-10 euro leave as pain.001, and a currency without a file is refused before anything is booked', async () => {
    const shopId = await pay.owed(12_345, EUR);
    const id = await drawn(EUR, shopId);
    must(await decide(boss, id, await asked(id)));
    const file = must(await exportRun(pay.deps, boss, id, pay.tomorrow()));
    const [payout] = await payoutsOf(id);
    for (const part of ['pain.001.001.09', `<MsgId>${id.replaceAll('-', '')}</MsgId>`, `<EndToEndId>${payout!.id.replaceAll('-', '')}</EndToEndId>`, '<CtrlSum>123.45</CtrlSum>', '<NbOfTxs>1</NbOfTxs>']) expect(file.text).toContain(part);
  });

  test('PAY-06 two who approve at once, and two who export at once: one wins', async () => {
    const place = await databases.place();
    const one = await openDatabase(place);
    pay = await aPayer(one);
    const run = must(await makeRun(pay.deps, maker, { currency: MAD, shopIds: [await pay.owed(50_000)] })).id;
    const { hash } = must(await submitRun(pay.deps, maker, run));
    const two = databases.name === 'postgres' ? await openDatabase(place) : one;
    const at = (on: ServerDb) => ({ ...pay.deps, db: on });
    const approvals = await Promise.all([[one, boss], [two, second], [one, second], [two, boss]].map(([on, by]) => decideRun(at(on as ServerDb), by as Actor, run, { kind: 'approve', hash, reason: null })));
    expect(approvals.filter(({ ok }) => ok)).toHaveLength(1);
    expect(approvals.filter(({ ok }) => !ok).map((answer) => !answer.ok && answer.error.rule)).toEqual(['run-not-waiting', 'run-not-waiting', 'run-not-waiting']);
    const exports = await Promise.all([one, two, one].map((on) => exportRun(at(on), boss, run, pay.tomorrow())));
    expect(exports.map((answer) => answer.ok && answer.value.again).sort()).toEqual([false, true, true]);
    expect(new Set(exports.map((answer) => answer.ok && answer.value.text)).size).toBe(1);
    await one.close();
    if (two !== one) await two.close();
  });
});
