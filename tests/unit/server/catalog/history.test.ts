import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { historyOf } from '#server/catalog/history.ts';
import { productIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, karim, move, must, NOW, pricePath, salma, set, stockPath, support, TestConsole, yann, type Marketplace } from '../sync/a-marketplace.ts';

describeOnEachDatabase('history', (open) => {
  let db: ServerDb;
  let market: Marketplace;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db);
    const [one, two, three] = [new TestConsole(market, salma), new TestConsole(market, karim), new TestConsole(market, admin)];
    await one.push({ ...one.edit(productIdOf(1), 1, move(stockPath(1), -2)), intent: 'edit-stock' });
    market.time.now += 1_000;
    await two.push({ ...two.edit(productIdOf(1), 2, set(pricePath(1), 1_000, 1_100)), intent: 'edit-price' }, two.edit(productIdOf(1), 2, set(pricePath(1), 1_100, -1)));
    market.time.now += 1_000;
    await three.push(three.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 900), set('brand', 'Nour', 'Fès')));
  });

  test('CAT-07 who changed what and why, newest first; colleagues by name, the marketplace without', async () => {
    expect(must(await historyOf(market, salma, { entity: 'product', id: productIdOf(1), limit: 50 })).entries).toMatchObject([
      { by: null, device: null, state: 'conflict', appliedAt: NOW + 2_000, changes: [{ path: 'brand', before: 'Nour', after: 'Fès' }] },
      { by: 'Karim', intent: 'edit-price', state: 'applied', changes: [{ path: pricePath(1), before: 1_000, after: 1_100, delta: null }] },
      { by: 'Salma', intent: 'edit-stock', changes: [{ path: stockPath(1), before: 10, after: 8, delta: -2, reason: 'correction' }] },
    ]);
    expect(must(await historyOf(market, salma, { entity: 'product', id: productIdOf(1), limit: 1 })).entries).toHaveLength(1);
    expect(must(await historyOf(market, support, { entity: 'product', id: productIdOf(1), limit: 50 })).entries[0]).toMatchObject({ by: 'Amina' });
  });

  test('CAT-07 it goes on before any entry, also among those of one moment, however many came since', async () => {
    const console = new TestConsole(market, salma);
    for (let n = 0; n < 5; n++) await console.push({ ...console.edit(productIdOf(1), 1, move(stockPath(1), 1)), intent: 'edit-stock' });
    const whole = must(await historyOf(market, salma, { entity: 'product', id: productIdOf(1), limit: 50 })).entries.map(({ id }) => id);
    const paged: string[] = [];
    for (let before: string | undefined; ; before = paged.at(-1)) {
      const { entries } = must(await historyOf(market, salma, { entity: 'product', id: productIdOf(1), limit: 2, before }));
      paged.push(...entries.map(({ id }) => id));
      if (entries.length < 2) break;
      await console.push({ ...console.edit(productIdOf(1), 1, move(stockPath(1), 1)), intent: 'edit-stock' });
    }
    expect(paged).toEqual(whole);
    expect(await historyOf(market, salma, { entity: 'product', id: productIdOf(2), limit: 2, before: whole[0] })).toEqual({ ok: false, error: { code: 'not-found', field: 'before' } });
  });

  test("SYN-07 another shop's product has no history, like one that never was", async () => {
    for (const id of [productIdOf(1), productIdOf(77)]) expect(await historyOf(market, yann, { entity: 'product', id, limit: 50 })).toEqual({ ok: false, error: { code: 'not-found', field: 'id' } });
  });
});
