import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { addFacts, runCommand } from '#shared/orders/commands/run.ts';
import type { Said } from '#shared/orders/commands/said.ts';
import type { Order } from '#shared/orders/model.ts';
import { receivedFor } from '#shared/orders/money.ts';
import { leftToRefund } from '#shared/orders/refunds/left.ts';
import { planRefund, type RefundPlan } from '#shared/orders/refunds/plan.ts';
import { refundAsksOf, refundsUnderWay } from '#shared/orders/refunds/under-way.ts';
import type { RefundWish } from '#shared/orders/refunds/wish.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import { anOrder, factIdOf, lineIdOf, ORDER_AT } from '#tests/builders/orders.ts';

const [A, B] = [lineIdOf(1), lineIdOf(2)];
let drawn = 5_000;
const newId = () => factIdOf(++drawn);
const told = (order: Order, said: Said, id = newId()): Order => {
  const ran = addFacts(order, [said], { by: { id: null, role: 'system' }, at: ORDER_AT as EpochMs, newId: () => id });
  if (!ran.ok) throw new Error(JSON.stringify(ran.error));
  return ran.value.order;
};
const vendor = { by: { id: '01970000-0000-7000-8000-0000000000aa', role: 'vendor' }, at: ORDER_AT as EpochMs, newId } as const;
const begun = (order: Order, plan: RefundPlan, refundId: string, askId: string | null = null): Order => told(order, { kind: 'refund-begun', refundId, askId, ...plan, reason: 'x', returnId: null });
const made = (order: Order, plan: RefundPlan, refundId: string): Order => told(order, { kind: 'refund-made', ...plan, reason: 'x', returnId: null, paymentId: null, transactionId: null }, refundId);
const plan = (order: Order, wish: RefundWish): RefundPlan => {
  const planned = planRefund(order, wish);
  if (!planned.ok) throw new Error(JSON.stringify(planned.error));
  return planned.value;
};
const parts = (lines: Record<string, { quantity: number; amount: number | null }>, shipping = 0): RefundWish => ({ by: 'parts', lines, shipping }) as RefundWish;

describe('ORD-07 what a refund comes to', () => {
  const sold = anOrder({ shipping: 3_000, lines: [{ quantity: 3, unitPrice: 10_000 as Minor, discount: 1 as Minor }, { quantity: 1, unitPrice: 4_000 as Minor }] });

  test('by piece, by amount of a line, by shipping, with its commission', () => {
    expect(plan(sold, parts({ [A]: { quantity: 1, amount: null }, [B]: { quantity: 0, amount: 1_000 } }, 500))).toEqual({
      amount: 11_500, shipping: 500, lines: { [A]: { quantity: 1, amount: 10_000, commission: 350, vat: 70 }, [B]: { quantity: 0, amount: 1_000, commission: 35, vat: 7 } },
    });
  });
  test('an amount is shared over what was paid and not given back', () => {
    const after = made(sold, plan(sold, parts({ [B]: { quantity: 1, amount: null } })), newId());
    expect(plan(after, { by: 'amount', amount: 3_300 as Minor })).toMatchObject({ amount: 3_300, shipping: 300, lines: { [A]: { amount: 3_000 } } });
  });
  test('one piece after the other comes to the line, discount included', () => {
    let order = sold;
    const amounts = [1, 2, 3].map(() => {
      const next = plan(order, parts({ [A]: { quantity: 1, amount: null } }));
      order = made(order, next, newId());
      return next.amount;
    });
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(29_999);
    expect(planRefund(order, parts({ [A]: { quantity: 1, amount: null } }))).toMatchObject({ error: { rule: 'refund-more-pieces-than-left', details: { asked: 1, have: 0 } } });
  });
  test.each([
    { name: 'more than the line', wish: parts({ [B]: { quantity: 0, amount: 4_001 } }), rule: 'refund-more-than-line' },
    { name: 'more than the shipping', wish: parts({}, 3_001), rule: 'refund-more-than-shipping' },
    { name: 'more than was paid', wish: { by: 'amount', amount: 37_000 as Minor } as RefundWish, rule: 'refund-more-than-paid' },
    { name: 'nothing', wish: parts({}), rule: 'refund-of-nothing' },
  ])('$name is refused', ({ wish, rule }) => expect(planRefund(sold, wish)).toMatchObject({ ok: false, error: { code: 'rule-broken', rule } }));
  test('what is disputed is not given back as well', () => {
    const disputed = told(sold, { kind: 'dispute-opened', disputeId: 'd', amount: 30_000 as Minor, reasonCode: 'fraud', evidenceDueAt: null });
    expect(leftToRefund(disputed).amount).toBe(6_999);
    expect(leftToRefund(told(disputed, { kind: 'dispute-won', disputeId: 'd' })).amount).toBe(36_999);
  });
  test('a vendor asks, what was asked is begun and fails, and may be made again', () => {
    const ran = runCommand(sold, { do: 'ask-refund', wish: parts({ [B]: { quantity: 1, amount: null } }), reason: 'broken', returnId: null }, vendor);
    if (!ran.ok) throw new Error(JSON.stringify(ran.error));
    const asked = ran.value.order;
    const [ask] = refundAsksOf(asked);
    expect([ask?.state, ask?.fact.amount, receivedFor(asked).refunded]).toEqual(['open', 4_000, 0]);
    const refundId = newId();
    const under = begun(asked, plan(asked, parts(ask!.fact.lines)), refundId, ask!.id);
    expect([refundAsksOf(under)[0]?.state, leftToRefund(under).amount, refundsUnderWay(under).length]).toEqual(['done', 32_999, 1]);
    const failed = told(under, { kind: 'refund-failed', refundId, code: 'expired_card' });
    expect([refundAsksOf(failed)[0]?.state, leftToRefund(failed).amount, refundsUnderWay(failed).length]).toEqual(['open', 36_999, 0]);
    expect(refundsUnderWay(made(under, plan(asked, parts(ask!.fact.lines)), refundId))).toEqual([]);
  });
});

/** What somebody may come to want, and whether it comes off. */
const step = fc.record({
  wish: fc.oneof(
    fc.record({ by: fc.constant('amount' as const), amount: fc.integer({ min: 1, max: 20_000 }) }),
    fc.record({ by: fc.constant('parts' as const), lines: fc.dictionary(fc.constantFrom(A, B), fc.record({ quantity: fc.nat(2), amount: fc.option(fc.nat(9_000)) }), { maxKeys: 2 }), shipping: fc.nat(900) }),
  ),
  end: fc.constantFrom('made', 'failed', 'made later'),
});

test('ORD-07 whatever is refunded and in whatever order it comes off: never more than was paid, and no more commission than was taken', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 0, max: 700 }), (steps, unitPrice, discount) => {
    let order = anOrder({ shipping: 1_234, lines: [{ quantity: 3, unitPrice: (unitPrice + 500) as Minor, discount: discount as Minor }, { quantity: 1, unitPrice: 4_000 as Minor }] });
    const { captured } = receivedFor(order);
    const later: (() => void)[] = [];
    const finish = (worked: RefundPlan, id: string) => {
      order = made(order, worked, id);
    };
    for (const { wish, end } of steps) {
      const worked = planRefund(order, wish as RefundWish);
      if (!worked.ok) continue;
      const refundId = newId();
      order = begun(order, worked.value, refundId);
      if (end === 'made') finish(worked.value, refundId);
      else if (end === 'failed') order = told(order, { kind: 'refund-failed', refundId, code: 'no' });
      else later.unshift(() => finish(worked.value, refundId));
    }
    for (const end of later) end();
    const rest = leftToRefund(order).amount;
    expect(receivedFor(order).refunded + rest).toBe(captured);
    // The rest goes back as well: then everything has, and all of the commission.
    if (rest > 0) finish(plan(order, { by: 'amount', amount: rest }), newId());
    expect(receivedFor(order).refunded).toBe(captured);
    const { whole } = totalsOf(order);
    expect([whole.commission, whole.vat, whole.net]).toEqual([0, 0, 0]);
  }), { numRuns: 300 });
});
