import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { readAudit } from '#server/sync/read-audit.ts';
import { auditEntry } from '#shared/sync/model.ts';
import { productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, karim, must, NOW, pricePath, salma, set, support, TestConsole, yann, type Marketplace } from './a-marketplace.ts';

describeOnEachDatabase('audit', (open) => {
  let db: ServerDb;
  let market: Marketplace;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db);
  });
  const read = async (query: Partial<Parameters<typeof readAudit>[2]> = {}) => must(await readAudit(market, admin, { limit: 100, ...query })).entries;

  test('an admin sees who changed what on which device, when it was made and when it was applied', async () => {
    const tablet = new TestConsole(market, { ...salma, device: 'Tablet in the shop' });
    const [outcome] = await tablet.push(tablet.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 1_200)));
    market.time.now += 60_000;
    await tablet.push({ ...tablet.edit(productIdOf(1), 1, set(pricePath(1), 1_000, 900)), madeAt: (NOW + 5) as never });
    const entries = await read();
    expect(entries.map((entry) => auditEntry.parse(entry))).toEqual(entries);
    expect(entries).toMatchObject([
      { outcome: 'conflict', madeAt: NOW + 5, appliedAt: NOW + 60_000, device: 'Tablet in the shop' },
      { outcome: 'applied', record: productIdOf(1), shop: shopIdOf(1), actor: { id: salma.userId, name: 'Salma' }, device: 'Tablet in the shop', mid: outcome!.mid, baseVersion: 1, version: 2, madeAt: NOW, appliedAt: NOW, changes: [{ path: pricePath(1), before: 1_000, after: 1_200 }] },
    ]);
  });

  test('by record, by shop, by person, page by page', async () => {
    const [one, two, other] = [new TestConsole(market, salma), new TestConsole(market, karim), new TestConsole(market, yann)];
    await one.push(one.edit(productIdOf(1), 1, set('brand', 'Nour', 'a')));
    market.time.now += 1_000;
    await two.push(two.edit(productIdOf(2), 1, set('brand', 'Nour', 'b')));
    market.time.now += 1_000;
    await other.push(other.edit(productIdOf(1_001), 1, set('brand', 'Nour', 'c')));
    expect((await read()).map(({ record }) => record)).toEqual([productIdOf(1_001), productIdOf(2), productIdOf(1)]);
    expect((await read({ record: productIdOf(2) })).map(({ record }) => record)).toEqual([productIdOf(2)]);
    expect((await read({ shop: shopIdOf(1) })).map(({ record }) => record)).toEqual([productIdOf(2), productIdOf(1)]);
    expect((await read({ actor: karim.userId })).map(({ record }) => record)).toEqual([productIdOf(2)]);
    const [first] = await read({ limit: 1 });
    expect((await read({ limit: 1, before: first!.id })).map(({ record }) => record)).toEqual([productIdOf(2)]);
  });

  test.each([['a vendor', salma], ['support', support]] as const)('%s does not', async (_, actor) =>
    expect(await readAudit(market, actor, { limit: 10 })).toMatchObject({ ok: false, error: { code: 'forbidden' } }));

  test('the letters \\u0000, typed as six characters, are a text like any other', async () => {
    const console = new TestConsole(market, salma);
    expect(await console.push(console.edit(productIdOf(1), 1, set('brand', 'Nour', 'a\\u0000b')))).toMatchObject([{ kind: 'applied' }]);
    expect(await console.push(console.edit(productIdOf(2), 1, set('brand', 'Nour', 'a\u0000b')))).toMatchObject([{ kind: 'rejected', error: { rule: 'zero-character' } }]);
  });
});
