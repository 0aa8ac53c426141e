import { randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { passwordsWith } from '#server/auth/passwords.ts';
import type { ServerDb } from '#server/db/open.ts';
import { moneyIsMissing } from '#server/demo/money/seed-money.ts';
import { seedDemo, type SeedDeps } from '#server/demo/seed.ts';
import { MAD } from '#server/demo/money/bank-account.ts';
import { shopFigures } from '#server/payouts/balance/figures.ts';
import { negativeBalances } from '#server/payouts/balance/negative.ts';
import { trialBalanceAt } from '#server/payouts/ledger/balances.ts';
import { closePastDays, firstDayThatDiffers } from '#server/payouts/ledger/closing.ts';
import { decideRun } from '#server/payouts/runs/decide.ts';
import { listRuns } from '#server/payouts/runs/read.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { Order } from '#shared/orders/model.ts';
import { disputesOf } from '#shared/orders/money.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const root = mkdtempSync(join(tmpdir(), 'comptoir-money-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const NOW = Date.UTC(2026, 10, 22, 9) as EpochMs;

describeOnEachDatabase('the money of the demo', (open) => {
  let db: ServerDb;
  let deps: SeedDeps;
  beforeAll(async () => {
    db = await open();
    deps = { db, passwords: passwordsWith({ memoryCost: 1_024, timeCost: 2, parallelism: 1 }), clock: () => NOW, random: (bytes: Uint8Array): Uint8Array => randomFillSync(bytes), dataDir: mkdtempSync(join(root, 'data-')) };
    const made = await seedDemo(deps, { kind: 'generate', vendorProducts: 60, orders: 700 });
    expect(made.ok).toBe(true);
  });

  test('the books are in order on every day, and are written once', async () => {
    expect([...(await trialBalanceAt(db.kysely)).values()].every((sum) => sum === 0n)).toBe(true);
    for (const day of ['2025-06-30', '2026-09-02']) expect([...(await trialBalanceAt(db.kysely, day)).values()].every((sum) => sum === 0n)).toBe(true);
    expect(await moneyIsMissing(db)).toBe(false);
    const { count } = await db.kysely.selectFrom('ledger_entry').select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow();
    expect(await seedDemo(deps, { kind: 'generate', vendorProducts: 60, orders: 700 })).toMatchObject({ ok: true, value: { imported: false } });
    expect(await db.kysely.selectFrom('ledger_entry').select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow()).toEqual({ count });
  });

  test('what each order shows as net is what the books gave the shop for it', async () => {
    const moved = await db.kysely.selectFrom('ledger_entry as entry').innerJoin('ledger_transaction as posted', 'posted.id', 'entry.transaction_id').leftJoin('ledger_ref_order as of', 'of.ref_id', 'posted.ref_id')
      .select(['posted.ref_kind', 'posted.ref_id', 'of.order_id', 'entry.debit', 'entry.credit'])
      .where('entry.shop_id', 'is not', null).where('posted.ref_kind', 'in', ['order', 'refund', 'dispute']).execute();
    const given = new Map<string, number>();
    for (const { ref_kind, ref_id, order_id, debit, credit } of moved) {
      const order = ref_kind === 'order' ? ref_id : order_id!;
      given.set(order, (given.get(order) ?? 0) + Number(credit) - Number(debit));
    }
    const orders = (await db.kysely.selectFrom('orders').select('doc').execute()).map(({ doc }) => JSON.parse(doc) as Order);
    const off = orders.flatMap((order) => {
      const { whole } = totalsOf(order);
      const paid = Object.values(order.facts).some(({ kind }) => kind === 'payment-captured');
      const collected = Object.values(order.facts).some(({ kind }) => kind === 'cash-collected');
      // Cash went from the buyer to the shop: here it owes the commission of it only.
      const expected = paid ? whole.net : collected ? -whole.commission - whole.vat : 0;
      return (given.get(order.id) ?? 0) === expected ? [] : [{ number: order.number, expected, given: given.get(order.id), disputes: disputesOf(order).map(({ state }) => state) }];
    });
    expect(off).toEqual([]);
    expect(given.size).toBeGreaterThan(500);
  });

  test('runs of both currencies were paid, one payment came back and was paid again, one run waits and can be approved', async () => {
    const { runs } = await listRuns(db.kysely, { limit: 100 });
    expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(['settled', 'partly_settled', 'pending_approval']));
    expect(new Set(runs.map(({ currency }) => currency))).toEqual(new Set(['MAD', 'EUR']));
    const returned = await db.kysely.selectFrom('payout').select(['id', 'failure_code']).where('state', '=', 'reversed').execute();
    expect(returned).toMatchObject([{ failure_code: 'AC06' }]);
    expect(await db.kysely.selectFrom('payout').select('state').where('original_payout_id', '=', returned[0]!.id).execute()).toEqual([{ state: 'paid' }]);
    const waits = await db.kysely.selectFrom('payout_run').selectAll().where('id', '=', runs[0]!.id).executeTakeFirstOrThrow();
    expect(waits.state).toBe('pending_approval');
    const { shop_id: held } = await db.kysely.selectFrom('payout_hold').select('shop_id').where('amount', 'is', null).executeTakeFirstOrThrow();
    expect(await shopFigures(db.kysely, held as ShopId, NOW)).toMatchObject([{ currency: 'EUR', available: 0, onHold: expect.any(Number) as number }]);
    expect((await negativeBalances(db.kysely, MAD, NOW))[0]?.total).toBeGreaterThan(0);
    const admin = await db.kysely.selectFrom('app_user').select('id').where('email', '=', 'admin@comptoir.example').executeTakeFirstOrThrow();
    expect(await decideRun(deps, { userId: admin.id, role: 'admin', shopIds: [] }, waits.id, { kind: 'approve', hash: waits.snapshot_hash!, reason: null })).toEqual({ ok: true, value: { state: 'approved' } });
  });

  test('reserves wait for their day, and closing the two years leaves nothing that differs', async () => {
    const kept = await db.kysely.selectFrom('payout_reserve').select(['release_at', 'released_at', 'held_at']).execute();
    expect(kept.some(({ released_at }) => released_at === null)).toBe(true);
    for (const { release_at, released_at, held_at } of kept) expect(released_at === null ? release_at > NOW : released_at <= NOW && release_at - held_at >= 60 * DAY_MS).toBe(true);
    await closePastDays(db, NOW);
    expect(await firstDayThatDiffers(db.kysely)).toBeNull();
  });
});
