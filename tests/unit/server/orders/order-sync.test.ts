import { expect, test } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import { bucketsOf, digestOf } from '#server/sync/digest.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { projectOrder } from '#shared/orders/columns.ts';
import { runCommand, type OrderCommand } from '#shared/orders/commands/run.ts';
import type { Order } from '#shared/orders/model.ts';
import type { Actor, FieldOp, Mutation } from '#shared/sync/model.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { anOrder, factIdOf, ORDER_AT } from '#tests/builders/orders.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, karim, must, salma, scopeOne, support, TestConsole, yann, type Marketplace } from '../sync/a-marketplace.ts';

let drawn = 5_000;
const opsOf = (order: Order, command: OrderCommand, by: Actor): FieldOp[] => {
  const ran = runCommand(order, command, { by: { id: by.userId, role: by.role }, at: (ORDER_AT + 1_000) as EpochMs, newId: () => factIdOf(++drawn) });
  if (!ran.ok) throw new Error(ran.error.rule);
  return ran.value.ops;
};
const said = (n: number, fact: object): FieldOp[] => [{ op: 'set', path: `facts/${factIdOf(n)}`, base: null, value: { at: ORDER_AT, ...fact } as never }];
const ship: OrderCommand = { do: 'ship', pieces: null, carrier: 'Amana', tracking: null, locationId: null };
const edit = (console: TestConsole, order: Order, ops: FieldOp[]): Mutation => console.mutation({ entity: 'order', id: order.id as unknown as Mutation['id'], ops });

describeOnEachDatabase('orders on the server', (open) => {
  const order = anOrder({ shopId: shopIdOf(1) });
  const theirs = anOrder({ n: 2, shopId: shopIdOf(2) });
  const start = async (): Promise<Marketplace> => {
    const db = await open();
    await db.kysely.deleteFrom('orders').execute();
    const market = await aMarketplace(db, { products: 0 });
    await importAggregates(db, { shops: [], categories: [], products: [], orders: [order, theirs] });
    return market;
  };

  test('a shop reads its own, and columns are what the record says', async () => {
    const market = await start();
    const mine = new TestConsole(market, salma);
    expect((await mine.all(scopeOne)).filter(({ entity }) => entity === 'order').map(({ id }) => id)).toEqual([order.id]);
    const row = await market.db.kysely.selectFrom('orders').selectAll().where('id', '=', order.id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ ...projectOrder(order), version: 1 });
  });

  test('two people of a shop work on one order: both are heard, and what the first made impossible comes back to the second', async () => {
    const market = await start();
    const [one, other] = [new TestConsole(market, salma), new TestConsole(market, karim)];
    expect(await one.push(edit(one, order, opsOf(order, { do: 'hold', reason: 'address' }, salma)))).toMatchObject([{ kind: 'applied', version: 2 }]);
    expect(await other.push(edit(other, order, opsOf(order, { do: 'note', text: 'gift', shown: 'shop' }, karim)))).toMatchObject([{ kind: 'merged', version: 3 }]);
    expect(await other.push(edit(other, order, opsOf(order, ship, karim)))).toMatchObject([{ kind: 'rejected', error: { rule: 'order-on-hold', details: { reason: 'address' } } }]);
    expect(await market.db.kysely.selectFrom('orders').select(['order_state', 'version']).where('id', '=', order.id).executeTakeFirst()).toEqual({ order_state: 'on_hold', version: 3 });
  });

  test('a console writes neither payments nor prices, speaks in nobody else\'s name and takes nothing back out', async () => {
    const market = await start();
    const by = (actor: Actor) => ({ id: actor.userId, role: actor.role });
    const cases: readonly (readonly [Actor, FieldOp[], string])[] = [
      [salma, said(900, { kind: 'payment-captured', by: by(salma), paymentId: 'x', provider: 'x', amount: 1, fee: null }), 'fact-by-server'],
      [admin, said(901, { kind: 'refund-made', by: by(admin), amount: 0, shipping: 0, lines: {}, reason: 'x', returnId: null, paymentId: null, transactionId: null }), 'fact-by-server'],
      [support, said(902, { kind: 'packing-started', by: by(support) }), 'fact-by-others'],
      [karim, opsOf(order, { do: 'hold', reason: 'x' }, salma), 'fact-in-own-name'],
      [salma, [{ op: 'set', path: `facts/${factIdOf(1)}`, base: order.facts[factIdOf(1)] as never, value: null }], 'fact-stays'],
      [salma, [{ op: 'set', path: 'lines', base: null, value: {} }], 'fixed-field'],
    ];
    for (const [actor, ops, rule] of cases) {
      const console = new TestConsole(market, actor);
      expect(await console.push(edit(console, order, ops)), rule).toMatchObject([{ kind: 'rejected', error: { rule } }]);
    }
  });

  test('another shop has no such order, and nobody makes or deletes one from a console', async () => {
    const market = await start();
    const [stranger, mine] = [new TestConsole(market, yann), new TestConsole(market, salma)];
    expect(await stranger.push(edit(stranger, order, opsOf(order, ship, yann)))).toMatchObject([{ kind: 'rejected', error: { code: 'gone' } }]);
    expect(await mine.push(mine.delete(order.id, { entity: 'order' }))).toMatchObject([{ kind: 'rejected', error: { rule: 'order-stays' } }]);
    const made = anOrder({ n: 3, shopId: shopIdOf(1) });
    expect(await mine.push(mine.mutation({ entity: 'order', action: 'create', id: made.id as never, doc: made as never, baseVersion: 0 }))).toMatchObject([{ kind: 'rejected', error: { rule: 'order-made-elsewhere' } }]);
  });

  test('a console that does not know orders is told of none, and asks nothing that could not agree', async () => {
    const market = await start();
    const older = new TestConsole(market, salma);
    expect(must(await older.tryPull(scopeOne, { schema: 4 })).rows.map(({ entity }) => entity)).toEqual(['shop']);
    expect(await digestOf(market, salma, { scope: scopeOne })).toMatchObject({ ok: false, error: { code: 'not-ready' } });
    const every = Array.from({ length: 256 }, (_, n) => n).join(',');
    const kinds = async (schema?: number) => must(await bucketsOf(market, salma, { scope: scopeOne, buckets: every, content: 'no', ...(schema === undefined ? {} : { schema }) })).records.map(({ entity }) => entity).sort();
    expect(await kinds()).toEqual(['shop']);
    expect(await kinds(CACHE_SCHEMA)).toEqual(['order', 'shop']);
  });
});
