import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changeGrants } from '#server/auth/grants.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { exportedOutbox } from '#shared/sync/outbox-model.ts';
import { aProduct, id, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { setPrice } from './support/cache.ts';
import { aConsole, aProxy, aServer, SALMA } from './support/world.ts';

test('TEAM-02 of two shops, what waits, is refused or in conflict is shown, exported, taken back and decided one shop at a time', async () => {
  const server = await aServer({ products: 10 });
  const { db, live } = server.running.deps;
  await importAggregates(db, { shops: [], categories: [], products: Array.from({ length: 10 }, (_, n) => aProduct({ n: 1_000 + n, shopId: shopIdOf(2) })) });
  const { id: salma } = await db.kysely.selectFrom('app_user').select('id').where('email', '=', SALMA).executeTakeFirstOrThrow();
  const both = await changeGrants({ ...server.running.deps, onGrantsChanged: live.grants }, { userId: '01900000-0000-7000-8000-0000000000ff', role: 'admin', shopIds: [] }, salma, { shopIds: [shopIdOf(1), shopIdOf(2)] } as never);
  expect(both.ok).toBe(true);
  const proxy = await aProxy(() => server.url);
  const [desk, colleague] = [await aConsole(proxy.url), await aConsole(server.url)];
  await desk.signIn();
  await colleague.signIn();
  await Promise.all([desk.online(), colleague.online()]);
  const cut = async () => {
    proxy.mode.down = true;
    proxy.cut();
    await desk.must('sync.now', {});
    await desk.until(({ connection }) => connection.name === 'offline');
  };
  await cut();
  // One conflict in each shop.
  for (const n of [1, 1_000]) await colleague.edit(id(n), setPrice(n, 1_000, 900));
  await colleague.online();
  for (const n of [1, 1_000, 2, 1_001, 1_002]) await desk.edit(id(n), setPrice(n, 1_000, 1_200));

  const chosen = (shop: number | null) => desk.must('settings.set', { shopId: shop === null ? null : shopIdOf(shop) });
  const unsent = async () => {
    const { total, changes, lines } = await desk.must('sync.unsent', {});
    return [total, changes, lines.map(({ first }) => first.id)];
  };
  const exported = async () => exportedOutbox.parse(JSON.parse(readFileSync((await desk.must('sync.export', {})).file, 'utf8')));
  expect(await unsent()).toEqual([5, 5, [1_002, 1_001, 2, 1_000, 1].map(productIdOf)]);
  expect(await desk.must('sync.shops', {})).toEqual({ here: { unsent: 5, rejected: 0, conflicts: 0 }, others: [] });
  await chosen(1);
  expect(await unsent()).toEqual([2, 2, [2, 1].map(productIdOf)]);
  expect(await desk.must('sync.shops', {})).toMatchObject({ here: { unsent: 2, rejected: 0, conflicts: 0 }, others: [{ id: shopIdOf(2), unsent: 3, rejected: 0, conflicts: 0 }] });
  expect(await exported()).toMatchObject({ shop: shopIdOf(1), edits: [{ id: id(1) }, { id: id(2) }] });
  expect((await desk.must('catalog.recent', {})).edits.map((edit) => edit.id)).toEqual([2, 1].map(productIdOf));
  // What the device owes is all of it.
  expect(await desk.state()).toMatchObject({ unsent: 5 });
  expect(await desk.ask('auth.signOut', { keepUnsent: false })).toMatchObject({ ok: false, error: { code: 'unsent-changes', details: { count: 5 } } });

  await chosen(2);
  expect((await exported()).edits).toHaveLength(3);
  expect(await desk.must('sync.undo', { what: 'one', mid: (await desk.must('sync.unsent', {})).lines[0]!.key })).toMatchObject({ undone: 1 });
  proxy.mode.down = false;
  await desk.must('sync.now', {});
  await desk.until(({ unsent: left, conflicts }) => left === 0 && conflicts === 2);
  const inbox = await desk.must('sync.conflicts', {});
  expect(inbox).toMatchObject({ total: 1, conflicts: 1, alike: { 'variants/*/price': 1 }, records: [{ recordId: id(1_000) }] });
  expect(await desk.must('sync.settle', { decisions: [{ id: inbox.records[0]!.conflicts[0]!.id, choice: 'theirs' }], alike: true })).toMatchObject({ settled: 1 });
  expect(await desk.must('sync.settled', {})).toMatchObject({ total: 1 });
  await chosen(1);
  expect(await desk.must('sync.settled', {})).toMatchObject({ total: 0 });
  expect(await desk.must('sync.conflicts', {})).toMatchObject({ total: 1, records: [{ recordId: id(1) }] });
  await cut();
  for (const n of [3, 1_003]) await desk.edit(id(n), setPrice(n, 1_000, 1_200));
  expect(await desk.must('sync.undo', { what: 'all' })).toEqual({ undone: 1, kept: 0 });
  await chosen(null);
  expect(await unsent()).toEqual([1, 1, [productIdOf(1_003)]]);
});
