import { beforeAll, expect, test } from 'vitest';
import { DEMO_SEED, generateMarketplace } from '#server/demo/generate.ts';
import { bestsellers, demoOrders } from '#server/demo/orders.ts';
import { DEMO_NOW } from '#server/demo/shops.ts';
import { happenedTo } from '#shared/orders/happened.ts';
import { order as shape, type Order } from '#shared/orders/model.ts';
import { checkFact, withFact } from '#shared/orders/rules.ts';
import { statesOf } from '#shared/orders/states.ts';
import { totalsOf } from '#shared/orders/totals.ts';

const COUNT = 400;
let orders: readonly Order[] = [];
let again: () => readonly Order[];
beforeAll(() => {
  const market = generateMarketplace({ vendorProducts: 60 });
  const best = bestsellers();
  for (const _ of best.watch(market.products()));
  again = () => [...demoOrders({ shops: market.shops, offers: best.of, count: COUNT, seed: DEMO_SEED })];
  orders = again();
});

test('are as many as asked for, whole, and the same every time', () => {
  expect(orders).toHaveLength(COUNT);
  for (const one of orders) expect(shape.safeParse(one).error?.issues ?? []).toEqual([]);
  expect(again()).toEqual(orders);
  expect(new Set(orders.map(({ number }) => number)).size).toBe(COUNT);
});

test('nothing happens in them that the rules would refuse', () => {
  for (const one of orders) {
    let now: Order = { ...one, facts: {} };
    for (const { id, fact } of happenedTo(one)) {
      expect(checkFact(now, fact), `${one.number} ${fact.kind}`).toBeNull();
      expect(fact.at).toBeLessThanOrEqual(DEMO_NOW);
      now = withFact(now, id, fact);
    }
  }
});

test('they stand in many ways: two currencies, several shops in one order, returns, work that waits', () => {
  const seen = (values: readonly (string | null)[]) => [...new Set(values)];
  const states = orders.map(statesOf);
  expect(seen(orders.map(({ currency }) => currency)).length).toBeGreaterThan(1);
  expect(new Set(orders.map(({ groupId }) => groupId)).size).toBeLessThan(COUNT);
  expect(seen(states.map(({ order }) => order))).toEqual(expect.arrayContaining(['closed', 'cancelled', 'open']));
  expect(seen(states.map(({ returned }) => returned)).length).toBeGreaterThan(1);
  for (const one of orders) expect(totalsOf(one).whole.gross).toBeGreaterThanOrEqual(0);
});
