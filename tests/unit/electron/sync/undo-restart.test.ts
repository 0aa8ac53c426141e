import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MOST_STEPS } from '#electron/catalog/undo-steps.ts';
import { openCache } from '#electron/db/open.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { uuid } from '#shared/kernel/ids.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, at, id, locationIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { setPrice } from './support/cache.ts';
import { aConsole, aServer, KARIM, type TestConsole } from './support/world.ts';

const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;
const priceOn = async (window: TestConsole, n: number) => (await window.product(id(n))).variants[variantIdOf(n)]!.price;
const bulk = (count: number, op: (n: number) => FieldOp, first = 1) => ({ edits: Array.from({ length: count }, (_, i) => ({ id: id(first + i) as ProductId, ops: [op(first + i)] })), intent: 'edit-price' });

async function aDesk(products = 60) {
  const server = await aServer({ products });
  let desk = await aConsole(server.url);
  await desk.signIn();
  await desk.online();
  return {
    server,
    desk: () => desk,
    /** Ends the data process and starts another one on the same folder; `meanwhile` finds the cache file closed. */
    restart: async (meanwhile: (file: string) => void = () => undefined) => {
      const { dataDir } = desk;
      await desk.close();
      const folder = join(dataDir, 'cache');
      meanwhile(join(folder, readdirSync(folder).find((name) => name.endsWith('.db'))!));
      desk = await aConsole(server.url, { dataDir });
      await desk.online();
      return desk;
    },
  };
}

describe('PLT-12 taking back after a restart', () => {
  test('one edit, a group, a deletion, a new product: listed, the latest first, and taken back by new edits', async () => {
    const { desk: at0, restart } = await aDesk();
    let desk = at0();
    await desk.edit(id(1), { op: 'add', path: stockPath(1), delta: -10, reason: 'correction' });
    const group = await desk.must('catalog.edit', bulk(50, (n) => setPrice(n, 1_000, 1_300), 5));
    await desk.edit(id(2), { op: 'set', path: 'texts/ar/title', base: null, value: 'فستان' });
    await desk.online();
    await desk.must('catalog.delete', { ids: [id(1) as ProductId] });
    const made = aProduct({ n: 80, status: 'draft', title: 'Neuve' });
    await desk.must('catalog.create', { product: made });
    await desk.online();

    desk = await restart();
    const { total, edits } = await desk.must('catalog.recent', {});
    expect(total).toBe(4);
    expect(edits.map(({ what, count, intent, isGroup, isWaiting }) => [what, count, intent, isGroup, isWaiting])).toEqual([
      ['create', 1, 'create', false, false], ['delete', 1, 'delete', false, false], ['edit', 1, 'test', false, false], ['edit', 50, 'edit-price', true, false],
    ]);
    expect(edits[3]).toMatchObject({ key: group.group, label: 'Article 5', back: [{ base: 1_300, value: 1_000 }] });

    expect(await desk.must('catalog.undo', { mid: edits[0]!.key })).toMatchObject({ compensated: 1, kept: 0 });
    expect(await desk.must('catalog.undo', { mid: edits[1]!.key })).toMatchObject({ compensated: 1, kept: 0 });
    expect(await desk.must('catalog.undo', { mid: edits[2]!.key })).toMatchObject({ compensated: 1, kept: 0 });
    expect(await desk.must('catalog.undo', { group: edits[3]!.key })).toMatchObject({ compensated: 50, kept: 0 });
    expect(await desk.must('catalog.recent', {})).toMatchObject({ total: 0 });
    await desk.online();
    desk = await restart();
    expect([await priceOn(desk, 5), await priceOn(desk, 54)]).toEqual([1_000, 1_000]);
    expect((await desk.product(id(2))).texts.ar).toBeUndefined();
    expect(await desk.total()).toBe(60);
    expect(await desk.must('catalog.undo', { group: group.group! })).toMatchObject({ undone: 0, compensated: 0, kept: 0 });
  });

  test('what somebody changed since is left and named; a stock movement goes back beside theirs', async () => {
    const { server, desk: at0, restart } = await aDesk();
    await at0().must('catalog.edit', bulk(3, (n) => setPrice(n, 1_000, 1_300)));
    await at0().edit(id(9), { op: 'add', path: stockPath(9), delta: 5, reason: 'receipt' });
    await at0().online();
    const karim = await aConsole(server.url);
    await karim.signIn(KARIM);
    await karim.online();
    await karim.edit(id(2), setPrice(2, 1_300, 1_310));
    await karim.edit(id(9), { op: 'add', path: stockPath(9), delta: -3, reason: 'sale' });
    await karim.online();
    const desk = await restart();
    const { edits } = await desk.must('catalog.recent', {});
    expect(await desk.must('catalog.undo', { mid: edits[0]!.key })).toMatchObject({ compensated: 1, kept: 0, left: [] });
    expect(await desk.must('catalog.undo', { group: edits[1]!.key })).toMatchObject({ compensated: 2, kept: 1, left: [{ record: id(2), label: 'Article 2', path: `variants/${variantIdOf(2)}/price`, why: 'changed' }] });
    await desk.online();
    expect([await priceOn(desk, 1), await priceOn(desk, 2), await priceOn(desk, 3)]).toEqual([1_000, 1_310, 1_000]);
    expect((await desk.product(id(9))).variants[variantIdOf(9)]!.stock[locationIdOf(1)]!.onHand).toBe(7);
    expect(await desk.state()).toMatchObject({ conflicts: 0, rejected: 0 });
  });

  test('a crash right after an edit, before its way back was written down: it is found in the outbox', async () => {
    const { server, desk: at0, restart } = await aDesk();
    await server.stop();
    await at0().must('sync.now', {});
    await at0().until(({ connection }) => connection.name === 'offline');
    await at0().must('catalog.edit', bulk(3, (n) => setPrice(n, 1_000, 1_300)));
    await at0().edit(id(7), setPrice(7, 1_000, 1_700));
    const { dataDir } = at0();
    await at0().close();
    const folder = join(dataDir, 'cache');
    const cache = openCache(join(folder, readdirSync(folder).find((name) => name.endsWith('.db'))!), { now: () => at(1) });
    // As a crash leaves it: one step not at all, the other without its end.
    cache.now((db) => db.exec(`DELETE FROM undo_step WHERE count = 1; UPDATE undo_step SET whole = 0; DELETE FROM undo_part WHERE rowid % 2 = 0`));
    cache.close();
    const offline = await aConsole(server.url, { dataDir });
    expect(await offline.must('catalog.recent', {})).toMatchObject({ total: 2, edits: [{ count: 1, isWaiting: true, back: [{ base: 1_700, value: 1_000 }] }, { count: 3, isWaiting: true }] });
    await offline.close();
    await server.again();
    const desk = await restart();
    const { edits } = await desk.must('catalog.recent', {});
    expect(await desk.must('catalog.undo', { group: edits[1]!.key })).toMatchObject({ undone: 0, compensated: 3 });
    expect(await desk.must('catalog.undo', { mid: edits[0]!.key })).toMatchObject({ undone: 0, compensated: 1 });
  });

  test(`the last ${MOST_STEPS} are kept, the oldest is forgotten first`, async () => {
    const { desk } = await aDesk(2);
    for (let i = 0; i < MOST_STEPS + 5; i++) await desk().edit(id(1), setPrice(1, 1_000 + i, 1_001 + i));
    const { total, edits } = await desk().must('catalog.recent', { limit: 500 });
    expect([total, edits.length]).toEqual([MOST_STEPS, MOST_STEPS]);
    expect([edits[0]!.back, edits.at(-1)!.back]).toMatchObject([[{ value: 1_000 + MOST_STEPS + 4 }], [{ value: 1_005 }]]);
  });

  test('the shop is taken back on the same road', async () => {
    const { desk: at0, restart } = await aDesk(2);
    const name = (await at0().must('catalog.shop', { id: shopIdOf(1) })).shop.name;
    await at0().must('catalog.editShop', { id: shopIdOf(1), ops: [{ op: 'set', path: 'name', base: name, value: 'Atelier neuf' }], intent: 'edit-shop' });
    await at0().online();
    const desk = await restart();
    const { edits } = await desk.must('catalog.recent', {});
    expect(edits).toMatchObject([{ entity: 'shop', id: shopIdOf(1), label: 'Atelier neuf', back: [{ path: 'name', value: name }] }]);
    expect(await desk.must('catalog.undo', { mid: edits[0]!.key })).toMatchObject({ compensated: 1 });
    expect((await desk.must('catalog.shop', { id: shopIdOf(1) })).shop.name).toBe(name);
  });
});

describe('PLT-12 thousands are taken back', () => {
  const work = uuid.parse(id(0x77));
  test.each([['that were sent', true], ['that wait', false]])('%s: told how far it is, stopped without a trace, then through', async (_, sent) => {
    const { server, desk: at0 } = await aDesk(2_500);
    const desk = at0();
    if (!sent) {
      await server.stop();
      await desk.must('sync.now', {});
      await desk.until(({ connection }) => connection.name === 'offline');
    }
    const group = await desk.must('catalog.edit', bulk(2_500, (n) => setPrice(n, 1_000, 1_300)));
    if (sent) await desk.online();
    await desk.must('catalog.recent', {});
    const told = () => desk.events.filter((event) => event.name === 'catalog.working').map((event) => event.payload as { work: string; done: number; total: number });

    const stopped = desk.ask('catalog.undo', { group: group.group!, work });
    expect(await desk.must('catalog.cancel', { work })).toEqual({ cancelled: true });
    expect(await stopped).toMatchObject({ ok: false, error: { code: 'not-ready', rule: 'cancelled' } });
    expect(await priceOn(desk, 1)).toBe(1_300);

    let answered = 0;
    let going = true;
    const done = desk.must('catalog.undo', { group: group.group!, work }).finally(() => (going = false));
    // Others are answered while it goes on.
    while (going) {
      await desk.must('catalog.product', { id: id(3) as ProductId });
      answered++;
      await new Promise((resolve) => void setImmediate(resolve));
    }
    expect(await done).toMatchObject(sent ? { undone: 0, compensated: 2_500, kept: 0 } : { undone: 2_500, compensated: 0, kept: 0 });
    expect(answered).toBeGreaterThan(0);
    expect(told().length).toBeGreaterThan(0);
    for (const one of told()) expect(one).toMatchObject({ work, total: 2_500 });
    expect([await priceOn(desk, 1), await priceOn(desk, 2_500)]).toEqual([1_000, 1_000]);
    expect(await desk.must('catalog.recent', {})).toMatchObject({ total: 0 });
  });
});
