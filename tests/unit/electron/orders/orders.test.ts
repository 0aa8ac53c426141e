import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createOrders } from '#electron/orders/handlers.ts';
import { isOrderDerived, putOrder } from '#electron/orders/write-order.ts';
import { openCache } from '#electron/db/open.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { systemRandom } from '#electron/runtime/system-random.ts';
import { selectUnanswered } from '#electron/sync/store.ts';
import type { Me } from '#shared/auth/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { orderFilter, type OrderSort } from '#shared/orders/contract.ts';
import type { Order } from '#shared/orders/model.ts';
import { at, shopIdOf, userIdOf } from '#tests/builders/catalog.ts';
import { anOrder, ORDER_AT } from '#tests/builders/orders.ts';
import { aFolder } from '#tests/builders/cache.ts';

const me = { id: userIdOf(1), email: 's@example.test', name: 'Salma', role: 'vendor', locale: 'fr', shops: [{ id: shopIdOf(1), name: 'Atelier', city: 'Fès', currency: 'MAD' }] } as unknown as Me;
const day = 86_400_000;
const some = [
  anOrder({ n: 1, shopId: shopIdOf(1), customer: 'Nadia Berrada' }),
  anOrder({ n: 2, shopId: shopIdOf(1), customer: 'Élodie Petit', acceptBy: true, lines: [{ unitPrice: 90_000 as Minor, sku: 'BAG-1' }], facts: [{ kind: 'placed', at: (ORDER_AT + day) as EpochMs }] }),
  anOrder({ n: 3, shopId: shopIdOf(1), customer: 'Omar Idrissi', paid: false }),
  anOrder({ n: 4, shopId: shopIdOf(1), customer: 'Omar Idrissi', facts: [{ kind: 'held', reason: 'address' }] }),
];

function aDesk(orders: readonly Order[] = some) {
  const cache = openCache(join(aFolder(), 'cache.db'), { now: () => at(1) });
  onTestFinished(() => cache.close());
  cache.sqlite.pragma('synchronous = OFF');
  cache.now((db) => {
    for (const order of orders) putOrder(db, order as unknown as Json, 1);
  });
  const told: unknown[] = [];
  const service = createOrders({ cache: () => cache, me: () => me, scheduler: systemScheduler, random: systemRandom(), shopShown: () => null, tell: (changed) => told.push(changed) });
  onTestFinished(() => service.close());
  return { cache, told, ...service.handlers };
}
const must = async <T>(answered: T | Promise<T>) => {
  const result = (await answered) as { ok: boolean; value: Record<string, never>; error: unknown };
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value as never;
};
const byNumber: OrderSort = { by: 'number', dir: 'asc' };

test.each([
  { name: 'everything', filter: {}, numbers: ['C-1001', 'C-1002', 'C-1003', 'C-1004'] },
  { name: 'a state of the order', filter: { order: ['on_hold'] }, numbers: ['C-1004'] },
  { name: 'states of two axes', filter: { order: ['open', 'placed'], payment: ['pending'] }, numbers: ['C-1003'] },
  { name: 'part of a number', filter: { text: '002' }, numbers: ['C-1002'] },
  { name: 'a name without its accent, and a SKU', filter: { text: 'elodie bag' }, numbers: ['C-1002'] },
  { name: 'a whole SKU, whatever its case', filter: { sku: 'bag-1' }, numbers: ['C-1002'] },
  { name: 'a SKU that only begins so', filter: { sku: 'BAG' }, numbers: [] },
  { name: 'amounts, both ends included', filter: { grossMin: 90_000, grossMax: 90_000 }, numbers: ['C-1002'] },
  { name: 'something to do before', filter: { dueBefore: ORDER_AT + 2 * day }, numbers: ['C-1002'] },
  { name: 'a customer', filter: { customerId: some[3]!.customer.id }, numbers: ['C-1004'] },
])('the list fits $name', async ({ filter, numbers }) => {
  const desk = aDesk();
  const asked = { query: { filter: orderFilter.parse(filter), sort: byNumber }, offset: 0, limit: 50 };
  const page: { rows: { number: string }[]; total: number } = await must(desk['orders.page'](asked));
  expect(page.rows.map(({ number }) => number)).toEqual(numbers);
  expect(page.total).toBe(numbers.length);
  // The same once the whole order is known.
  const { ids }: { ids: string[] } = await must(desk['orders.ids']({ query: asked.query }));
  expect(ids).toEqual(some.filter(({ number }) => numbers.includes(number)).map(({ id }) => id));
  expect(((await must(desk['orders.page']({ ...asked, offset: 1, limit: 1 }))) as { rows: { number: string }[] }).rows.map(({ number }) => number)).toEqual(numbers.slice(1, 2));
  expect(await must(desk['orders.counts']({ filters: [asked.query.filter] }))).toEqual({ total: 4, counts: [numbers.length] });
});

test('a command is on its way before it is answered, is seen in the list, and leaves the outbox when it is taken back', async () => {
  const desk = aDesk();
  const [order] = some;
  const { mids }: { mids: string[] } = await must(desk['orders.do']({ ids: [order!.id], command: { do: 'hold', reason: 'check' } }));
  expect(selectUnanswered(desk.cache, 'order', order!.id)).toMatchObject([{ mid: mids[0], intent: 'hold', ops: [{ op: 'set', base: null, value: { kind: 'held', by: { id: me.id, role: 'vendor' } } }] }]);
  const held = { query: { filter: orderFilter.parse({ order: ['on_hold'] }), sort: byNumber }, offset: 0, limit: 50 };
  expect(await must(desk['orders.page'](held))).toMatchObject({ total: 2, rows: [{ number: 'C-1001', mark: 'unsent' }, { mark: null }] });
  expect(desk.told.at(-1)).toMatchObject({ ids: [order!.id] });
  expect(await must(desk['orders.undo']({ mids: mids as never }))).toEqual({ undone: 1, compensated: 0, kept: 0 });
  expect(await must(desk['orders.page'](held))).toMatchObject({ total: 1 });
});

test('of several orders all are done or none, and a screen knows beforehand', async () => {
  const desk = aDesk();
  const command = { do: 'ship', pieces: null, carrier: 'Amana', tracking: null, locationId: null } as const;
  expect(await desk['orders.do']({ ids: some.map(({ id }) => id), command })).toMatchObject({ ok: false, error: { rule: 'ship-before-accepted', details: { order: some[1]!.id } } });
  expect(desk.cache.sqlite.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0);
  expect(await must(desk['orders.may']({ id: some[3]!.id, commands: [command, { do: 'release', note: null }] }))).toMatchObject({ refusals: [{ rule: 'order-on-hold' }, null] });
});

test('what was sent is taken back by its opposite, and what has none is left and counted', async () => {
  const desk = aDesk();
  const done: { mids: string[] } = await must(desk['orders.do']({ ids: [some[0]!.id], command: { do: 'hold', reason: 'check' } }));
  const printed: { mids: string[] } = await must(desk['orders.do']({ ids: [some[0]!.id], command: { do: 'print', what: 'pick-list' } }));
  // As after the answer of the server.
  desk.cache.sqlite.exec('DELETE FROM outbox; DELETE FROM shadow');
  expect(await must(desk['orders.undo']({ mids: [...done.mids, ...printed.mids] as never }))).toEqual({ undone: 0, compensated: 1, kept: 1 });
  const { order }: { order: Order } = await must(desk['orders.order']({ id: some[0]!.id }));
  expect(Object.values(order.facts).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['held', 'released']));
  expect(isOrderDerived(desk.cache, order)).toBe(true);
});

test('every list is made from one index, without a look at the records', () => {
  const { cache } = aDesk();
  const plan = cache.sqlite.prepare(`EXPLAIN QUERY PLAN SELECT rid FROM orders INDEXED BY order_list WHERE order_state IN ('open') AND instr(search, 'x') > 0 AND due_at < 5 AND instr(skus, 'y') > 0 ORDER BY gross DESC NULLS LAST, rid DESC`).all() as { detail: string }[];
  expect(plan[0]!.detail).toContain('USING COVERING INDEX order_list');
});
