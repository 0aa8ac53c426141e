import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProductId } from '#shared/catalog/model.ts';
import type { OpenConflict } from '#shared/sync/conflict-model.ts';
import { exportedOutbox } from '#shared/sync/outbox-model.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { id, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { setPrice } from './support/cache.ts';
import { aConsole, aProxy, aServer, KARIM, type TestConsole } from './support/world.ts';

const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;
const skuPath = (n: number) => `variants/${variantIdOf(n)}/sku`;
const priceOn = async (window: TestConsole, n: number) => (await window.product(id(n))).variants[variantIdOf(n)]!.price;

/** Two people of one shop; the first one's line can be cut. */
async function twoPeople(products = 30) {
  const server = await aServer({ products });
  const proxy = await aProxy(() => server.url);
  const [salma, karim] = [await aConsole(proxy.url), await aConsole(server.url)];
  await salma.signIn();
  await karim.signIn(KARIM);
  await Promise.all([salma.online(), karim.online()]);
  return {
    salma, karim,
    cut: () => {
      proxy.mode.down = true;
      proxy.cut();
    },
    mend: async () => {
      proxy.mode.down = false;
      await salma.must('sync.now', {});
      await salma.online();
    },
    both: async () => {
      await salma.online();
      await karim.must('sync.now', {});
      await karim.online();
    },
  };
}

const edits = (count: number, op: (n: number) => FieldOp) => ({ edits: Array.from({ length: count }, (_, i) => ({ id: id(i + 1) as ProductId, ops: [op(i + 1)] })), intent: 'test' });
const openOn = async (window: TestConsole): Promise<OpenConflict[]> => (await window.must('sync.conflicts', { limit: 500 })).records.flatMap(({ conflicts }) => conflicts);

describe('SYN-05 SYN-06 the conflict inbox', () => {
  test('one decision for hundreds alike, undone as one: the conflicts are open again and the values back on both consoles', async () => {
    const { salma, karim, cut, mend, both } = await twoPeople(220);
    cut();
    await karim.must('catalog.edit', edits(210, (n) => setPrice(n, 1_000, 1_100)));
    await karim.online();
    await salma.must('catalog.edit', edits(210, (n) => setPrice(n, 1_000, 1_200)));
    await salma.edit(id(1), { op: 'set', path: 'brand', base: null, value: 'Nour' });
    await mend();

    const inbox = await salma.must('sync.conflicts', { limit: 100 });
    expect(inbox).toMatchObject({ total: 210, conflicts: 210, alike: { 'variants/*/price': 210 } });
    expect(inbox.records).toHaveLength(100);
    const [first] = await openOn(salma);
    const settled = await salma.must('sync.settle', { decisions: [{ id: first!.id, choice: 'mine' }], alike: true });
    expect(settled).toMatchObject({ settled: 210, refused: 0, remaining: 0 });
    await both();
    expect(await priceOn(karim, 7)).toBe(1_200);
    expect(await salma.must('sync.settled', {})).toMatchObject({ total: 1, settlements: [{ id: settled.settlement, choice: 'mine', count: 210, label: first!.label }] });

    expect(await salma.must('sync.unsettle', { settlement: settled.settlement })).toEqual({ reopened: 210, kept: 0 });
    expect(await salma.state()).toMatchObject({ conflicts: 210 });
    await both();
    expect(await priceOn(karim, 7)).toBe(1_100);
    expect(await salma.must('sync.settled', {})).toMatchObject({ total: 0 });
    expect(await salma.ask('sync.unsettle', { settlement: settled.settlement })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  test('a settlement that waits unsent is withdrawn; a value others changed since stays, the conflict is open again', async () => {
    const { salma, karim, cut, mend, both } = await twoPeople();
    cut();
    await karim.must('catalog.edit', edits(2, (n) => setPrice(n, 1_000, 1_100)));
    await karim.online();
    await salma.must('catalog.edit', edits(2, (n) => setPrice(n, 1_000, 1_200)));
    await mend();
    const [one, two] = await openOn(salma);

    cut();
    const waiting = await salma.must('sync.settle', { decisions: [{ id: one!.id, choice: 'mine' }] });
    expect(await priceOn(salma, 1)).toBe(1_200);
    expect(await salma.must('sync.unsettle', { settlement: waiting.settlement })).toEqual({ reopened: 1, kept: 0 });
    expect(await salma.state()).toMatchObject({ conflicts: 2 });
    expect(await priceOn(salma, 1)).toBe(1_100);
    await mend();
    expect(await priceOn(salma, 1)).toBe(1_100);

    const sent = await salma.must('sync.settle', { decisions: [{ id: two!.id, choice: 'value', value: 1_150 }] });
    await both();
    await karim.edit(id(2), setPrice(2, 1_150, 1_160));
    await karim.online();
    await salma.must('sync.now', {});
    await salma.online();
    expect(await salma.must('sync.unsettle', { settlement: sent.settlement })).toEqual({ reopened: 1, kept: 1 });
    expect(await priceOn(salma, 2)).toBe(1_160);
  });

  test('what a rule refuses stays open, the others are settled', async () => {
    const { salma, karim, cut, mend } = await twoPeople();
    cut();
    await karim.must('catalog.edit', edits(2, (n) => setPrice(n, 1_000, 1_100)));
    await karim.online();
    await salma.must('catalog.edit', edits(2, (n) => setPrice(n, 1_000, 1_200)));
    await mend();
    await salma.edit(id(2), { op: 'set', path: `variants/${variantIdOf(2)}/compareAt`, base: null, value: 1_150 });
    await salma.online();
    const open = await openOn(salma);
    expect(await salma.must('sync.settle', { decisions: open.map(({ id: conflict }) => ({ id: conflict, choice: 'mine' as const })) })).toMatchObject({ settled: 1, refused: 1, remaining: 1, error: { rule: 'compare-at-above-price' } });
    expect((await openOn(salma)).map(({ recordId }) => recordId)).toEqual([id(2)]);
  });
});

describe('SYN-04 refused edits are drafts', () => {
  test('corrected and tried again, starting from what is there now', async () => {
    const { salma, karim, cut, mend, both } = await twoPeople();
    cut();
    await karim.edit(id(1), { op: 'set', path: skuPath(1), base: 'SKU-1', value: 'NEW' });
    await karim.online();
    await salma.edit(id(2), { op: 'set', path: skuPath(2), base: 'SKU-2', value: 'NEW' });
    await mend();
    const { lines } = await salma.must('sync.unsent', { state: 'rejected' });
    expect(lines).toMatchObject([{ count: 1, first: { error: { code: 'sku-taken' } } }]);
    const mid = lines[0]!.key;
    expect(await salma.ask('sync.retry', { mid, values: [] })).toMatchObject({ ok: false, error: { code: 'sku-taken' } });
    expect(await salma.state()).toMatchObject({ rejected: 1 });
    expect(await salma.ask('sync.retry', { mid, values: [{ path: skuPath(2), value: 'NEWER' }] })).toMatchObject({ ok: true, value: { mid: expect.any(String) } });
    await both();
    expect(await salma.state()).toMatchObject({ rejected: 0, unsent: 0 });
    expect((await karim.product(id(2))).variants[variantIdOf(2)]!.sku).toBe('NEWER');
    expect(await salma.ask('sync.retry', { mid, values: [] })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  test('an edit of a product others deleted is restored as a new draft, with the edit in it', async () => {
    const { salma, karim, cut, mend, both } = await twoPeople();
    cut();
    await karim.must('catalog.edit', edits(1, (n) => ({ op: 'add', path: stockPath(n), delta: -10, reason: 'correction' })));
    await karim.must('catalog.delete', { ids: [id(1) as ProductId] });
    await karim.online();
    await salma.edit(id(1), { op: 'set', path: 'texts/fr/title', base: 'Article 1', value: 'Ma robe à moi' });
    await mend();
    expect(await salma.total()).toBe(29);
    const { lines } = await salma.must('sync.unsent', { state: 'rejected' });
    // It is called by the title this person gave it: the others' words have gone with the product.
    expect(lines).toMatchObject([{ first: { error: { code: 'gone' }, label: 'Ma robe à moi', sku: null } }]);
    cut();
    expect(await salma.ask('sync.restore', { mid: lines[0]!.key })).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(await salma.state()).toMatchObject({ rejected: 1 });
    await mend();
    const restored = await salma.must('sync.restore', { mid: lines[0]!.key });
    await both();
    expect(restored.id).not.toBe(id(1));
    expect(await karim.product(restored.id)).toMatchObject({ status: 'draft', texts: { fr: { title: 'Ma robe à moi' } } });
    expect(await salma.state()).toMatchObject({ rejected: 0 });
  });
});

describe('SYN-12 changes that wait', () => {
  test('thousands in lines, a bulk edit as one with its members in pages, and every one in the export', async () => {
    const { salma, cut } = await twoPeople(800);
    cut();
    const bulk = await salma.must('catalog.edit', edits(700, (n) => setPrice(n, 1_000, 1_100)));
    await salma.edit(id(1), { op: 'add', path: stockPath(1), delta: 2, reason: 'receipt' });
    const unsent = await salma.must('sync.unsent', {});
    expect(unsent).toMatchObject({ total: 2, changes: 701, lines: [{ count: 1, group: null }, { key: bulk.group, group: bulk.group, count: 700, first: { id: id(1) } }] });
    expect(unsent.bytes).toBeGreaterThan(70_000);
    expect(unsent.oldestAt).not.toBeNull();
    const members = await salma.must('sync.group', { group: bulk.group!, offset: 600, limit: 500 });
    expect(members.total).toBe(700);
    expect(members.changes.map((change) => change.id)).toEqual(Array.from({ length: 100 }, (_, i) => id(601 + i)));

    const { file, edits: written } = await salma.must('sync.export', {});
    expect(written).toBe(701);
    const exported = exportedOutbox.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(new Set(exported.edits.map(({ mid }) => mid)).size).toBe(701);
    expect(exported.edits.at(-1)).toMatchObject({ id: id(1), action: 'patch', ops: [{ op: 'add', delta: 2 }], error: null });

    // To where a person said in a dialog of the shell: once, and nowhere else.
    const [place, gone] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'];
    const path = join(salma.dataDir, 'chosen.json');
    salma.process.place(place, path);
    expect(await salma.must('sync.export', { place })).toMatchObject({ file: path, edits: 701 });
    expect(exportedOutbox.parse(JSON.parse(readFileSync(path, 'utf8'))).edits).toHaveLength(701);
    salma.process.place(gone, join(salma.dataDir, 'pulled-out', 'chosen.json'));
    for (const key of [place, gone]) expect(await salma.ask('sync.export', { place: key })).toMatchObject({ ok: false, error: { rule: 'export-place-gone' } });
  });
});

describe('PLT-12 taking back after it was sent', () => {
  test('a bulk edit that has left: a new edit brings the former values back, except where others changed them since', async () => {
    const { salma, karim, both } = await twoPeople(60);
    const bulk = await salma.must('catalog.edit', edits(50, (n) => setPrice(n, 1_000, 1_300)));
    await both();
    await karim.edit(id(9), setPrice(9, 1_300, 1_310));
    await karim.online();
    await salma.must('sync.now', {});
    await salma.online();
    expect(await salma.must('catalog.undo', { group: bulk.group! })).toMatchObject({ undone: 0, compensated: 49, kept: 1, left: [{ record: id(9), label: 'Article 9', path: `variants/${variantIdOf(9)}/price`, why: 'changed' }] });
    await both();
    expect([await priceOn(karim, 8), await priceOn(karim, 9)]).toEqual([1_000, 1_310]);
    expect(await salma.must('catalog.undo', { group: bulk.group! })).toMatchObject({ undone: 0, compensated: 0, kept: 0 });
  });

  test('a movement of stock, the first word in a language, a deletion', async () => {
    const { salma, karim, both } = await twoPeople();
    const title = await salma.must('catalog.edit', { edits: [{ id: id(1) as ProductId, ops: [{ op: 'set', path: 'texts/ar/title', base: null, value: 'فستان' }, { op: 'add', path: stockPath(1), delta: 4, reason: 'receipt' }] }], intent: 'test' });
    const gone = await salma.must('catalog.edit', edits(1, () => ({ op: 'add', path: stockPath(1), delta: 1, reason: 'receipt' })));
    await both();
    expect(await salma.must('catalog.undo', { mid: title.mids[0]! })).toMatchObject({ undone: 0, compensated: 1, kept: 0 });
    expect(await salma.must('catalog.undo', { mid: gone.mids[0]! })).toMatchObject({ undone: 0, compensated: 1, kept: 0 });
    await both();
    const after = await karim.product(id(1));
    expect(after.texts.ar).toBeUndefined();
    expect(after.variants[variantIdOf(1)]!.stock[locationIdOf(1)]!.onHand).toBe(10);

    await salma.must('catalog.edit', edits(1, () => ({ op: 'add', path: stockPath(1), delta: -10, reason: 'correction' })));
    await both();
    const deleted = await salma.must('catalog.delete', { ids: [id(1) as ProductId] });
    await both();
    expect(await salma.must('catalog.undo', { mid: deleted.mids[0]! })).toMatchObject({ undone: 0, compensated: 1, kept: 0 });
    await both();
    expect(await karim.total()).toBe(30);
  });
});
