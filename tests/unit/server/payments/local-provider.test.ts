import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { tableJobs } from '#server/jobs/table-jobs.ts';
import { beginPayment } from '#server/payments/payments.ts';
import { beginRefund } from '#server/payments/refunds.ts';
import { paymentService } from '#server/payments/service.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import express from 'express';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { keptLog, listening } from '#tests/support/http-server.ts';
import { systemRandom } from '#server/random.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { ordersOfTwoShops, posted, theShops } from './paid-orders.ts';

const until = async (so: () => boolean | Promise<boolean>) => {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 5));
};
const clock = () => Date.now() as EpochMs;

describeOnEachDatabase('PMT-02 the local provider', (open) => {
  test('pays, declines, refunds and disputes as the real ones do: signed, twice and in any order, booked once', async () => {
    const db = await open();
    // Every message comes twice, and every one may overtake every other.
    const jobs = tableJobs({ db, clock, random: systemRandom, log: keptLog().log });
    const service = paymentService({ db, clock, random: systemRandom, log: keptLog().log, jobs, localKey: new Uint8Array(32).fill(7), localManners: { delayMs: 5, repeat: 1, shuffle: 0.5 }, settings: { stripe: null, paypal: null, local: true } });
    const app = express();
    for (const router of service.routers) app.use(router);
    jobs.start(service.workers((await listening(app)).url));
    const deps = { db, clock, random: systemRandom, providers: service.providers };
    const pay = async (n: number, amounts: readonly [number, number]) => {
      const orders = await ordersOfTwoShops(db, n);
      const made = await beginPayment(deps, {
        provider: 'local', groupId: orders[0]!.groupId, currency: 'MAD' as Currency, label: `CM-${n}`, returnUrl: 'https://shop.example', capture: 'at-once',
        parts: orders.map((order, at) => ({ orderId: order.id, shopId: theShops[at] as ShopId, amount: amounts[at] as Minor })),
      });
      return { orders, paymentId: made.ok ? made.value.paymentId : '' };
    };
    const payment = (id: string) => db.kysely.selectFrom('payment').select(['state', 'captured', 'refunded']).where('id', '=', id).executeTakeFirst();
    try {
      const paid = await pay(1, [100_000, 50_000]);
      const declined = await pay(2, [100_000, 50_001]);
      const disputed = await pay(3, [100_000, 50_002]);
      await until(async () => (await payment(paid.paymentId))?.state === 'captured' && (await payment(declined.paymentId))?.state === 'failed');

      // Two who refund the whole order of one shop at once: one of them is told that nothing is left.
      const asked = { paymentId: paid.paymentId, orderId: paid.orders[0]!.id, amount: 100_000 as Minor };
      const ids = [randomUUID(), randomUUID()];
      const answers = await Promise.all(ids.map((refundId) => beginRefund(deps, { ...asked, refundId })));
      expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
      expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'rule-broken', rule: 'refund-over-captured' } });
      // Asked again after a lost answer it is the same refund.
      const refundId = ids[answers.findIndex(({ ok }) => ok)]!;
      expect(await beginRefund(deps, { ...asked, refundId })).toEqual(answers.find(({ ok }) => ok));
      await until(async () => (await payment(paid.paymentId))?.refunded === 100_000);
      // The work started again when the provider has forgotten the wish does not ask it anew.
      const forgetful = { ...service.providers.get('local')!, refund: () => Promise.reject(new Error('asked a second time')) };
      expect(await beginRefund({ ...deps, providers: new Map([['local', forgetful]]) }, { ...asked, refundId })).toEqual(answers.find(({ ok }) => ok));

      await until(async () => (await db.kysely.selectFrom('payment_dispute').select('id').where('payment_id', '=', disputed.paymentId).execute()).length === 1);
      const { dispute_ref } = await db.kysely.selectFrom('payment_dispute').select('dispute_ref').executeTakeFirstOrThrow();
      expect((await service.providers.get('local')!.submitEvidence(dispute_ref, { text: 'Delivered on Monday.', carrier: 'Amana', tracking: 'AM1', shippedOn: null }, 'evidence-1')).ok).toBe(true);
      await until(async () => (await db.kysely.selectFrom('server_job').select('id').where('state', 'in', ['queued', 'running']).execute()).length === 0);

      const lines = await posted(db);
      const sums = new Map<string, number>();
      for (const line of lines) {
        const [event, account, amount] = line.split(' ') as [string, string, string];
        sums.set(`${event} ${account}`, (sums.get(`${event} ${account}`) ?? 0) + Number(amount));
      }
      expect(Object.fromEntries([...sums].filter(([key]) => /^(captured|refunded|chargeback|provider-settled)/.test(key)))).toEqual({
        'captured 1100': 300_002, 'refunded 2000': 100_000, 'chargeback-opened 2000': 150_002, 'chargeback-won 2030': 150_002,
        'provider-settled 1000': 300_002 - 4_200, 'provider-settled 5000': 4_200,
      });
      const deliveries = await db.kysely.selectFrom('webhook_delivery').select(['state', 'times']).execute();
      expect(deliveries).toHaveLength(8);
      expect(deliveries.every(({ state, times }) => state === 'handled' && times === 2)).toBe(true);
    } finally {
      await jobs.close();
    }
  });
});
