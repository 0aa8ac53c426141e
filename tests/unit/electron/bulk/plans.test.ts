import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { setAppliedMark } from '#electron/bulk/applied-mark.ts';
import { OpenPlans } from '#electron/bulk/open-plans.ts';
import { editProducts } from '#electron/catalog/edits.ts';
import { settledPlan } from '#electron/cli/settled-plan.ts';
import { writing } from '#electron/db/statement.ts';
import type { CacheDb } from '#electron/db/cache-db.ts';
import { recordOf } from '#electron/sync/records.ts';
import type { Step } from '#shared/bulk/model.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { ok } from '#shared/kernel/result.ts';
import { aBulkDesk } from '#tests/builders/bulk-desk.ts';
import { aCache } from '#tests/builders/cache.ts';
import { errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, at, aVendor, id, minorOf, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const pricePath = (n: number): string => `variants/${variantIdOf(n)}/price`;
const percent = (by: number): Step => ({ kind: 'percent', field: 'price', currency: null, by });
const amount = (by: number): Step => ({ kind: 'amount', field: 'price', currency: null, by: minorOf(by), of: 'MAD' as never });
/** Prices 100, 200, … so that each row can be told from the others. */
const products = Array.from({ length: 12 }, (_, n) => aProduct({ n: n + 1, variant: { price: (n + 1) * 100, cost: n === 3 ? 390 : null } }));
const ids = products.map(({ id: one }) => one);
const docOf = (cache: CacheDb, n: number): Product => recordOf(cache, 'product', productIdOf(n))!.doc as unknown as Product;
const pricesOf = (cache: CacheDb): number[] => products.map((_, n) => docOf(cache, n + 1).variants[variantIdOf(n + 1)]!.price);
let edits = 0;
const byHand = (cache: CacheDb, n: number, base: number, value: number) =>
  editProducts(cache, [{ id: productIdOf(n), ops: [{ op: 'set', path: pricePath(n), base, value }] }], 'edit-price', { actor: aVendor, at: at(5_000), newId: () => id(0xf_0000_0000 + ++edits) });

describe('BLK-05 a preview', () => {
  test('says of every row what becomes of it, and the counts add up to the rows', async () => {
    const desk = aBulkDesk(aCache({ products }));
    const plan = await desk.begin([...ids, productIdOf(99)]);
    const head = await desk.preview(plan, [amount(-300), percent(0)]);
    expect(head).toMatchObject({ state: 'ready', total: 13, done: 13, counts: { created: 0, updated: 10, unchanged: 0, skipped: 1, failed: 2 }, cells: 10 });
    expect(Object.values(head.counts).reduce((sum, one) => sum + one, 0)).toBe(head.total);
    expect(head.warnings).toEqual({ 'price-falls': 6, 'price-zero': 1, 'below-cost': 1, 'stock-zero': 0 });

    const rows = async (given: object) => valueOf(await desk.ask('bulk.rows', { plan, offset: 0, limit: 50, ...given }));
    expect((await rows({})).rows.map(({ record }) => record)).toEqual([...ids, productIdOf(99)]);
    expect((await rows({ outcome: 'failed' })).rows.map(({ record, problem }) => [record, problem?.rule])).toEqual([[ids[0], 'amount-below-zero'], [ids[1], 'amount-below-zero']]);
    expect(await rows({ outcome: 'skipped' })).toMatchObject({ total: 1, rows: [{ record: productIdOf(99), problem: { code: 'gone' }, cells: [] }] });
    expect(await rows({ warning: 'price-zero' })).toMatchObject({ total: 1, rows: [{ title: 'Article 3', sku: 'SKU-3', cells: [{ path: pricePath(3), before: 300, after: 0, warnings: ['price-zero'] }] }] });
    expect(await rows({ outcome: 'updated', offset: 8, limit: 5 })).toMatchObject({ total: 10, rows: [{ record: ids[10] }, { record: ids[11] }] });
  });

  test('promises nothing that applying refuses: rules of the catalogue, SKUs taken here and by this very job', async () => {
    const cache = aCache({ products: [aProduct({ n: 1, variant: { sku: 'A-1' } }), aProduct({ n: 2, variant: { sku: 'B-1' } }), aProduct({ n: 3, variant: { sku: 'C-1' } }), aProduct({ n: 4, variant: { price: 100, compareAt: 150 } })] });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin([1, 2, 3, 4].map(productIdOf));
    const head = await desk.preview(plan, [{ kind: 'replace', fields: ['sku'], locales: ['fr'], find: '^[AB]-', with: 'X-', regex: true, matchCase: true }, percent(5_000)]);
    expect(head.counts).toMatchObject({ updated: 2, failed: 2 });
    const { rows } = valueOf(await desk.ask('bulk.rows', { plan, outcome: 'failed', offset: 0, limit: 10 }));
    expect(rows.map(({ record, problem }) => [record, problem?.rule])).toEqual([[productIdOf(2), 'sku-unique-in-shop'], [productIdOf(4), 'compare-at-above-price']]);
    expect(valueOf(await desk.ask('bulk.apply', { plan })).result).toMatchObject({ products: 2, refused: 0, left: 0 });
  });

  test('a step that can never work is refused with its place', async () => {
    const desk = aBulkDesk(aCache({ products }));
    const plan = await desk.begin(ids);
    const refused = errorOf(await desk.ask('bulk.compute', { plan, steps: [percent(1), { kind: 'replace', fields: ['title'], locales: ['fr'], find: '(', with: '', regex: true, matchCase: true }], limits: { fall: 3_000 } }));
    expect(refused).toMatchObject({ code: 'invalid-input', rule: 'pattern-broken', details: { step: 1 } });
  });

  test('a short one is told as over only after its answer: a screen that takes what comes last is not left waiting', async () => {
    const desk = aBulkDesk(aCache({ products }));
    const plan = await desk.begin(ids);
    const answered = valueOf(await desk.ask('bulk.compute', { plan, steps: [percent(1_000)], limits: { fall: 3_000 } }));
    const toldBefore = desk.told.length;
    expect(answered.state).toBe('computing');
    expect(desk.told.every(({ state }) => state === 'computing')).toBe(true);
    await desk.settled(plan);
    expect(desk.told.length).toBeGreaterThan(toldBefore);
    expect(desk.told.at(-1)).toMatchObject({ state: 'ready', done: 12 });
  });

  test('other steps take the place of the ones before, none leave nothing', async () => {
    const desk = aBulkDesk(aCache({ products }));
    const plan = await desk.begin(ids);
    await desk.preview(plan, [percent(1_000)]);
    expect(await desk.preview(plan, [percent(-1_000)])).toMatchObject({ counts: { updated: 12 }, steps: [percent(-1_000)] });
    expect(valueOf(await desk.ask('bulk.rows', { plan, offset: 0, limit: 1 })).rows[0]!.cells).toMatchObject([{ before: 100, after: 90 }]);
    expect(await desk.preview(plan, [])).toMatchObject({ state: 'open', done: 0, cells: 0 });
    expect(errorOf(await desk.ask('bulk.apply', { plan }))).toMatchObject({ code: 'not-ready', rule: 'plan-not-ready' });
  });

  test('BLK-03 the choice is frozen: a product that no longer fits stays in, one that comes stays out', async () => {
    const cache = aCache({ products });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(ids.slice(0, 3), { how: 'matching', text: 'article', parts: 1 });
    await byHand(cache, 2, 200, 5_000);
    expect(await desk.preview(plan, [percent(1_000)])).toMatchObject({ total: 3, selection: { how: 'matching', text: 'article', parts: 1 }, counts: { updated: 3 } });
  });
});

describe('BLK-05 applying', () => {
  test('changes exactly the cells of the preview, as one group', async () => {
    const cache = aCache({ products });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(ids);
    await desk.preview(plan, [amount(-300)]);
    const head = valueOf(await desk.ask('bulk.apply', { plan }));
    expect(head).toMatchObject({ state: 'applied', result: { products: 10, cells: 10, left: 0, refused: 0 } });
    expect(pricesOf(cache)).toEqual([100, 200, 0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    const outbox = cache.sqlite.prepare('SELECT group_id, intent, count(*) AS count FROM outbox GROUP BY 1, 2').all();
    expect(outbox).toEqual([{ group_id: head.result!.groups[0], intent: 'bulk-change', count: 10 }]);
    expect(desk.applied).toMatchObject([{ written: { group: head.result!.groups[0], mids: { length: 10 } }, intent: 'bulk-change' }]);
    expect(cache.sqlite.prepare('SELECT key, intent, count, whole FROM undo_step').all()).toEqual([{ key: head.result!.groups[0], intent: 'bulk-change', count: 10, whole: 1 }]);
    expect(errorOf(await desk.ask('bulk.apply', { plan }))).toMatchObject({ rule: 'plan-done' });
    expect(errorOf(await desk.ask('bulk.compute', { plan, steps: [], limits: { fall: 1 } }))).toMatchObject({ rule: 'plan-done' });
  });

  test('BLK-06 cells changed since the preview are listed and left alone, until they are chosen', async () => {
    const cache = aCache({ products });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(ids.slice(4, 8));
    await desk.preview(plan, [percent(-1_000), { kind: 'tags', add: ['soldes'], remove: [] }]);
    await byHand(cache, 5, 500, 555);
    await byHand(cache, 6, 600, 540);
    const head = valueOf(await desk.ask('bulk.apply', { plan }));
    // The price of 6 is what the job wanted already: only its tag is a change.
    expect(head.result).toMatchObject({ products: 4, cells: 6, left: 1, refused: 0 });
    expect(pricesOf(cache).slice(4, 8)).toEqual([555, 540, 630, 720]);
    expect(docOf(cache, 5).tags).toEqual(['soldes']);
    expect(valueOf(await desk.ask('bulk.rows', { plan, result: 'left', offset: 0, limit: 5 }))).toMatchObject({ total: 1, rows: [{ record: ids[4], result: 'left', cells: [{ path: pricePath(5), before: 500, after: 450, now: 555 }, { path: 'tags' }] }] });
    expect(valueOf(await desk.ask('bulk.rows', { plan, result: 'applied', offset: 0, limit: 5 })).total).toBe(3);

    const again = valueOf(await desk.ask('bulk.apply', { plan, changed: 'change' }));
    expect(again.result).toMatchObject({ products: 5, cells: 7, left: 0, refused: 0 });
    expect(again.result!.groups).toHaveLength(2);
    expect(pricesOf(cache).slice(4, 8)).toEqual([450, 540, 630, 720]);
    expect(valueOf(await desk.ask('bulk.rows', { plan, result: 'left', offset: 0, limit: 5 })).total).toBe(0);
  });

  test('a row that a rule refuses by now is listed, the others go through', async () => {
    const cache = aCache({ products });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(ids.slice(0, 2));
    await desk.preview(plan, [percent(1_000)]);
    await editProducts(cache, [{ id: productIdOf(1), ops: [{ op: 'set', path: `variants/${variantIdOf(1)}/compareAt`, base: null, value: 105 }] }], 'edit-price', { actor: aVendor, at: at(5_000), newId: () => id(0xf_0000_0000 + ++edits) });
    expect(valueOf(await desk.ask('bulk.apply', { plan })).result).toMatchObject({ products: 1, refused: 1 });
    expect(pricesOf(cache).slice(0, 2)).toEqual([100, 220]);
    expect(valueOf(await desk.ask('bulk.rows', { plan, result: 'refused', offset: 0, limit: 5 }))).toMatchObject({ total: 1, rows: [{ record: ids[0], problem: { rule: 'compare-at-above-price' } }] });
  });

  test('all or nothing is nothing when one row cannot be changed, by the preview or by now', async () => {
    const cache = aCache({ products });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(ids);
    await desk.preview(plan, [amount(-300)]);
    expect(errorOf(await desk.ask('bulk.apply', { plan, allOrNothing: true }))).toMatchObject({ rule: 'all-or-nothing', details: { failed: 2 } });
    await desk.preview(plan, [percent(1_000)]);
    await byHand(cache, 12, 1_200, 1_300);
    expect(errorOf(await desk.ask('bulk.apply', { plan, allOrNothing: true }))).toMatchObject({ rule: 'all-or-nothing' });
    expect(pricesOf(cache)).toEqual([...products.slice(0, 11).map((_, n) => (n + 1) * 100), 1_300]);
    expect(valueOf(await desk.ask('bulk.apply', { plan, changed: 'change', allOrNothing: true })).result).toMatchObject({ products: 12, left: 0 });
  });
});

describe('BLK-12 cancel, restart, crash', () => {
  const many = Array.from({ length: 3_000 }, (_, n) => aProduct({ n: n + 1, variant: { price: 1_000 } }));
  const manyIds = many.map(({ id: one }) => one);

  test('computing stops where it is and begins again; applying that is stopped leaves nothing', async () => {
    const cache = aCache({ products: many, search: false });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(manyIds);
    const first = valueOf(await desk.ask('bulk.compute', { plan, steps: [percent(1_000)], limits: { fall: 3_000 } }));
    expect(first.state).toBe('computing');
    expect(valueOf(await desk.ask('bulk.rows', { plan, offset: 0, limit: 20 })).rows.length).toBeGreaterThan(0);
    valueOf(await desk.ask('bulk.stop', { plan }));
    const stopped = await desk.settled(plan);
    expect(stopped.state).toBe('stopped');
    expect(stopped.done).toBeLessThan(3_000);
    // The command line does not take half of the counts for all of them.
    const line = { ask: async (channel: string, input: unknown) => ok(valueOf(await desk.ask(channel as 'bulk.look', input as { plan: string }))) };
    expect(await settledPlan(line as never, plan, null)).toMatchObject({ ok: false, error: expect.stringMatching(/broken off at \d+ of 3000/) as string });
    expect(errorOf(await desk.ask('bulk.apply', { plan }))).toMatchObject({ rule: 'plan-not-ready' });
    expect(await desk.preview(plan, [percent(1_000)])).toMatchObject({ state: 'ready', counts: { updated: 3_000 } });

    const applying = desk.ask('bulk.apply', { plan });
    expect(errorOf(await desk.ask('bulk.apply', { plan }))).toMatchObject({ rule: 'plan-at-work' });
    valueOf(await desk.ask('bulk.stop', { plan }));
    expect(errorOf(await applying)).toMatchObject({ code: 'not-ready', rule: 'cancelled' });
    expect(cache.sqlite.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0);
    expect(valueOf(await desk.ask('bulk.apply', { plan })).result).toMatchObject({ products: 3_000 });
  });

  test('a preview outlives a restart; one that was cut off is computed again', async () => {
    const cache = aCache({ products: many, search: false });
    const desk = aBulkDesk(cache);
    const ready = await desk.begin(ids);
    await desk.preview(ready, [percent(1_000)]);
    const cut = await desk.begin(manyIds);
    valueOf(await desk.ask('bulk.compute', { plan: cut, steps: [percent(1_000)], limits: { fall: 3_000 } }));
    desk.service.close();
    const later = aBulkDesk(cache, { seed: 2 });
    expect(valueOf(await later.ask('bulk.look', { plan: ready }))).toMatchObject({ state: 'ready', counts: { updated: 12 } });
    expect(valueOf(await later.ask('bulk.look', { plan: cut })).state).toBe('computing');
    expect(await later.settled(cut)).toMatchObject({ state: 'ready', counts: { updated: 3_000 } });
    expect(existsSync(`${cache.file}-plans`)).toBe(true);
  });

  test('a crash while it was being applied: what is in the cache decides', async () => {
    const cache = aCache({ products });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(ids);
    await desk.preview(plan, [percent(1_000)]);
    desk.service.close();
    const cutOff = (group: string): void => {
      const plans = new OpenPlans(cache);
      plans.store.tryAs(plan, group);
      plans.close();
    };
    cutOff(id(1));
    expect(valueOf(await aBulkDesk(cache).ask('bulk.look', { plan })).state).toBe('ready');
    cutOff(id(2));
    cache.now((db) => setAppliedMark(db, { plan, group: id(2), result: { groups: [id(2)], at: at(9), products: 12, cells: 12, left: 0, refused: 0 } }));
    expect(valueOf(await aBulkDesk(cache).ask('bulk.look', { plan }))).toMatchObject({ state: 'applied', result: { groups: [id(2)], products: 12 } });
  });

  test('previews of a shop that is no longer theirs go', async () => {
    const cache = aCache({ products });
    const desk = aBulkDesk(cache);
    const plan = await desk.begin(ids);
    await desk.preview(plan, [percent(1_000)]);
    const dropShop = writing<{ id: string }>()((q, p) => q.deleteFrom('shop').where('id', '=', p('id')));
    cache.now((db) => {
      db.run(dropShop, { id: shopIdOf(1) });
      db.notes.everything();
    });
    expect(errorOf(await desk.ask('bulk.look', { plan }))).toMatchObject({ code: 'not-found', rule: 'plan-gone' });
  });
});

test('BLK-04 recipes are kept by the account, and run again', async () => {
  const cache = aCache({ products });
  const desk = aBulkDesk(cache);
  const recipe = { id: id(7), name: 'Soldes', steps: [percent(-2_000), { kind: 'old-price', keep: false } as Step], position: 1 };
  expect(valueOf(await desk.ask('bulk.saveRecipe', { recipe })).recipes).toEqual([recipe]);
  valueOf(await desk.ask('bulk.saveRecipe', { recipe: { ...recipe, id: id(8), name: 'Avant', position: 0 } }));
  valueOf(await desk.ask('bulk.saveRecipe', { recipe: { ...recipe, name: 'Soldes d’été' } }));
  desk.service.close();
  const later = aBulkDesk(cache);
  const { recipes } = valueOf(await later.ask('bulk.recipes', {}));
  expect(recipes.map(({ name }) => name)).toEqual(['Avant', 'Soldes d’été']);
  const plan = await later.begin(ids as ProductId[]);
  expect(await later.preview(plan, recipes[1]!.steps)).toMatchObject({ counts: { updated: 12 }, cells: 24 });
  expect(valueOf(await later.ask('bulk.removeRecipe', { id: id(8) })).recipes.map(({ id: one }) => one)).toEqual([id(7)]);
  expect(JSON.parse(JSON.stringify(recipe.steps)) as Json).toEqual(recipes[1]!.steps);
});
