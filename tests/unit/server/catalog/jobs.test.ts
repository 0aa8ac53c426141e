import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { editsOfJob, jobsOf } from '#server/catalog/jobs.ts';
import type { ServerDb } from '#server/db/open.ts';
import type { Mutation } from '#shared/sync/model.ts';
import { productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { admin, aMarketplace, karim, must, NOW, pricePath, salma, set, TestConsole, yann, type Marketplace } from '../sync/a-marketplace.ts';

const group = randomUUID() as Mutation['mid'];
const later = randomUUID() as Mutation['mid'];

describeOnEachDatabase('jobs', (open) => {
  let db: ServerDb;
  let market: Marketplace;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db, { products: 3 });
    const desk = new TestConsole(market, salma);
    const dearer = (n: number, value: number): Mutation => ({ ...desk.edit(productIdOf(n), 1, set(pricePath(n), 1_000, value)), group, intent: 'bulk-price' });
    // One job in two batches; its last edit is refused.
    await desk.push(dearer(1, 1_100), dearer(2, 1_100));
    market.time.now += 1_000;
    await desk.push(dearer(3, -5));
    market.time.now += 1_000;
    const two = new TestConsole(market, admin);
    await two.push({ ...two.edit(productIdOf(1), 2, set('brand', 'Nour', 'Fès')), group: later, intent: 'bulk-brand' }, { ...two.edit(productIdOf(1_001), 1, set('brand', 'Nour', 'Fès')), group: later, intent: 'bulk-brand' });
  });
  const list = (actor: typeof salma, asked = {}) => jobsOf(market, actor, { limit: 50, ...asked });

  test('CAT-14 what was done at once is one line with its counts, newest first; the marketplace without a name', async () => {
    expect(must(await list(karim)).jobs).toMatchObject([
      { id: later, shopId: shopIdOf(1), by: null, device: null, intent: 'bulk-brand', edits: 1, refused: 0 },
      { id: group, shopId: shopIdOf(1), by: 'Salma', intent: 'bulk-price', edits: 2, refused: 1, at: NOW, appliedAt: NOW + 1_000 },
    ]);
    expect(must(await list(admin)).jobs).toHaveLength(3);
    const [first] = must(await list(karim, { limit: 1 })).jobs;
    expect(must(await list(karim, { before: first!.appliedAt, beforeId: first!.id })).jobs).toMatchObject([{ id: group }]);
  });

  test("SYN-07 another shop's jobs are not listed, and not told", async () => {
    expect(must(await list(yann)).jobs).toMatchObject([{ shopId: shopIdOf(2), id: later }]);
    expect(await list(yann, { shop: shopIdOf(1) })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await editsOfJob(market, yann, group, { shop: shopIdOf(1), limit: 10 })).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await editsOfJob(market, yann, group, { shop: shopIdOf(2), limit: 10 })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  test('CAT-14 the edits of a job come page by page, refused ones left out', async () => {
    const first = must(await editsOfJob(market, karim, group, { shop: shopIdOf(1), limit: 1 }));
    expect(first).toMatchObject({ more: true, edits: [{ intent: 'bulk-price' }] });
    const rest = must(await editsOfJob(market, karim, group, { shop: shopIdOf(1), limit: 10, after: first.edits[0]!.id }));
    expect(rest.more).toBe(false);
    const all = [...first.edits, ...rest.edits].toSorted((a, b) => (a.record < b.record ? -1 : 1));
    expect(all).toMatchObject([1, 2].map((n) => ({ record: productIdOf(n), version: 2, changes: [{ path: pricePath(n), before: 1_000, after: 1_100 }] })));
  });
});
