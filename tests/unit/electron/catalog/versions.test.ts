import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import type { ListingStatus, Product } from '#shared/catalog/model.ts';
import type { JobEdit } from '#shared/catalog/versions-contract.ts';
import { ok } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aCache } from '#tests/builders/cache.ts';
import { aDesk, errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, at, id, locationIdOf, productIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';

const P = productIdOf(1);
const price = (n: number) => `variants/${variantIdOf(n)}/price`;
const change = (path: string, before: unknown, after: unknown, delta: number | null = null) => ({ path, before, after, delta, reason: null }) as HistoryEntry['changes'][number];
const entry = (n: number, ...changes: HistoryEntry['changes']): HistoryEntry => ({ id: id(n), at: at(n), appliedAt: at(n), by: 'Karim', device: 'desk', intent: 'edit', changes, state: 'applied', group: null });
const set = (path: string, base: unknown, value: unknown): FieldOp => ({ op: 'set', path, base, value }) as FieldOp;

/** As the server gives a history: the newest, or what came before one entry. */
const pageOf = (all: readonly HistoryEntry[], limit: number, before?: string): HistoryEntry[] => {
  const from = before === undefined ? 0 : all.findIndex((one) => one.id === before) + 1;
  return all.slice(from, from + limit);
};

describe('CAT-14 a version comes back', () => {
  const history = [
    entry(4, change('status', 'published', 'paused'), change(`variants/${variantIdOf(1)}/stock/${locationIdOf(1)}/onHand`, 12, 10, -2)),
    entry(3, change('brand', 'Fès', 'Nour')),
    entry(2, change('brand', 'Atlas', 'Fès'), change(price(1), 900, 1_000)),
  ];
  const open = (product: Partial<Product> = {}) => {
    const cache = aCache({ products: [aProduct({ status: 'paused' as ListingStatus, ...product })] });
    return aDesk(cache, { fetchHistory: (_, limit, before) => Promise.resolve(ok(pageOf(history, limit, before))) });
  };
  const product = async (desk: ReturnType<typeof aDesk>) => valueOf(await desk.ask('catalog.product', { id: P })).product;

  test('whole, as one edit; stock and status stay and are named', async () => {
    const desk = open();
    const done = valueOf(await desk.ask('catalog.restore', { id: P, version: id(2), side: 'before', paths: null }));
    expect(done).toMatchObject({ restored: 2, left: [{ path: 'status', why: 'status' }, { why: 'stock' }] });
    expect(done.mids).toHaveLength(1);
    expect(await product(desk)).toMatchObject({ brand: 'Atlas', status: 'paused', variants: { [variantIdOf(1)]: { price: 900 } } });
    expect(valueOf(await desk.ask('catalog.history', { id: P })).entries[0]).toMatchObject({ intent: 'restore-version', state: 'unsent', changes: { length: 2 } });
    expect(valueOf(await desk.ask('catalog.undo', { mid: done.mids[0]! })).undone).toBe(1);
    expect((await product(desk)).brand).toBe('Nour');
  });
  test('one field of it, from a change that waits here too', async () => {
    const desk = open();
    const { mids } = valueOf(await desk.ask('catalog.edit', { edits: [{ id: P, ops: [set('brand', 'Nour', 'Rabat')] }], intent: 'edit' }));
    valueOf(await desk.ask('catalog.edit', { edits: [{ id: P, ops: [set('brand', 'Rabat', 'Salé')] }], intent: 'edit' }));
    expect(valueOf(await desk.ask('catalog.restore', { id: P, version: mids[0]!, paths: ['brand'] }))).toMatchObject({ restored: 1, left: [] });
    expect((await product(desk)).brand).toBe('Rabat');
  });
  test('what a rule refuses today is left, the rest goes back', async () => {
    // The old price of 900 would now stand above the former price that is shown struck through.
    const desk = open({ variants: { [variantIdOf(1)]: { ...aProduct().variants[variantIdOf(1)]!, price: 500 as never, compareAt: 800 as never } } });
    expect(valueOf(await desk.ask('catalog.restore', { id: P, version: id(2), side: 'before', paths: ['brand', price(1)] }))).toMatchObject({ restored: 1, left: [{ path: price(1), why: 'refused', error: { rule: 'compare-at-above-price' } }] });
    expect(await product(desk)).toMatchObject({ brand: 'Atlas', variants: { [variantIdOf(1)]: { price: 500 } } });
  });
  test('one that is out of reach says so', async () => expect(errorOf(await open().ask('catalog.restore', { id: P, version: id(77), paths: null }))).toMatchObject({ code: 'not-found', rule: 'version-out-of-reach' }));
  test('without a connection what was seen before is enough', async () => {
    const cache = aCache({ products: [aProduct()] });
    valueOf(await aDesk(cache, { fetchHistory: () => Promise.resolve(ok(history)) }).ask('catalog.history', { id: P }));
    expect(valueOf(await aDesk(cache).ask('catalog.restore', { id: P, version: id(3), side: 'before', paths: null }))).toMatchObject({ restored: 1 });
  });
  test('a version older than one page of the history is found', async () => {
    const long = Array.from({ length: 1_203 }, (_, n) => entry(2_000 - n, change('brand', `B${n + 1}`, n === 0 ? 'Nour' : `B${n}`)));
    const desk = aDesk(aCache({ products: [aProduct()] }), { fetchHistory: (_, limit, before) => Promise.resolve(ok(pageOf(long, limit, before))) });
    valueOf(await desk.ask('catalog.restore', { id: P, version: long.at(-1)!.id, paths: null }));
    expect((await product(desk)).brand).toBe('B1202');
  });
});

describe('CAT-14 a job comes back', () => {
  const group = id(500);
  const edit = (n: number, changes: HistoryEntry['changes'], more: Partial<JobEdit> = {}): JobEdit => ({ id: id(600 + n), record: productIdOf(n), intent: 'bulk-price', at: at(1), version: 2, changes, ...more });
  const deleted = aProduct({ n: 6, title: 'Parti' });
  const edits = [
    edit(1, [change(price(1), 900, 1_000)]),
    edit(2, [change(price(2), 900, 950)]),
    edit(3, [change(price(3), 1_000, 1_100)]),
    edit(4, [change(`variants/${variantIdOf(4)}/stock/${locationIdOf(1)}/onHand`, 9, 10, 1)]),
    edit(5, [change('brand', 'a', 'b')]),
    edit(6, [change('record', deleted, null)]),
    edit(7, [], { intent: 'create' }),
  ];
  const open = () => {
    const products = [1, 2, 3, 4, 7].map((n) => aProduct({ n }));
    return aDesk(aCache({ products }), { fetchJobs: { list: () => Promise.resolve(ok([])), edits: () => Promise.resolve(ok(edits)) } });
  };
  const asked = { id: group, shopId: shopIdOf(1) };

  test('every cell is told with how it stands today', async () => {
    const detail = valueOf(await open().ask('catalog.job', { ...asked, locale: 'fr' }));
    expect(detail).toMatchObject({ records: 7, counts: { restorable: 1, changed: 1, back: 1, stays: 1, gone: 1, deleted: 1, created: 1 } });
    expect(detail.lines[0]).toEqual({ record: P, title: 'Article 1', sku: 'SKU-1', path: price(1), before: 900, after: 1_000, now: 1_000, state: 'restorable' });
    expect(valueOf(await open().ask('catalog.job', { ...asked, locale: 'fr', state: 'changed' })).lines).toMatchObject([{ record: productIdOf(2), now: 1_000 }]);
  });
  test('what nobody changed since goes back as one job; what was deleted comes again as a draft', async () => {
    const desk = open();
    const done = valueOf(await desk.ask('catalog.restoreJob', asked));
    expect(done).toMatchObject({ restored: 2, leftCount: 2, left: [{ record: productIdOf(2), why: 'changed' }, { record: productIdOf(4), why: 'stock' }] });
    expect(valueOf(await desk.ask('catalog.product', { id: P })).product.variants[variantIdOf(1)]!.price).toBe(900);
    const { rows } = valueOf(await desk.ask('catalog.find', { text: 'SKU-6', locale: 'fr' }));
    expect(rows).toMatchObject([{ title: 'Parti', status: 'draft' }]);
    expect(valueOf(await desk.ask('catalog.history', { id: P })).entries[0]).toMatchObject({ intent: 'restore-job', group: done.group });
    // Once more: nothing is left to bring back, and no second draft is made.
    expect(valueOf(await desk.ask('catalog.restoreJob', asked))).toMatchObject({ restored: 0, left: expect.arrayContaining([expect.objectContaining({ record: deleted.id, why: 'refused' })]) as unknown });
  });
  test('what was changed since goes back too where it is asked for by name', async () => {
    const desk = open();
    expect(valueOf(await desk.ask('catalog.restoreJob', { ...asked, also: [{ record: productIdOf(2), path: price(2) }] }))).toMatchObject({ restored: 3, leftCount: 1 });
    expect(valueOf(await desk.ask('catalog.product', { id: productIdOf(2) })).product.variants[variantIdOf(2)]!.price).toBe(900);
  });
  test('jobs that wait here stand on top, without a connection too', async () => {
    const desk = aDesk(aCache({ products: [1, 2].map((n) => aProduct({ n })) }));
    const { group: waiting } = valueOf(await desk.ask('catalog.edit', { edits: [1, 2].map((n) => ({ id: productIdOf(n), ops: [set(price(n), 1_000, 1_200)] })), intent: 'bulk-price' }));
    expect(valueOf(await desk.ask('catalog.jobs', {}))).toMatchObject({ complete: false, more: false, jobs: [{ id: waiting, shopId: shopIdOf(1), by: 'Salma', intent: 'bulk-price', edits: 2, appliedAt: null }] });
  });
});
