import { describe, expect, test } from 'vitest';
import type { EngineDeps } from '#electron/sync/engine-deps.ts';
import { preflightDesk } from '#electron/sync/preflight.ts';
import { createStanding } from '#electron/sync/standing.ts';
import { metaOf } from '#electron/sync/store.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import { aProduct, id, locationIdOf, shopIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aCache, aFolder, patch, setPrice } from './support/cache.ts';
import { aConsole, aProxy, aServer, KARIM } from './support/world.ts';

const stockPath = (n: number) => `variants/${variantIdOf(n)}/stock/${locationIdOf(1)}/onHand`;

/** Salma works four days without the server; Karim changes two of the same prices, sells a stock out, and adds a tag where she adds one. */
async function fourDaysApart({ collide }: { collide: boolean }) {
  const server = await aServer();
  const proxy = await aProxy(() => server.url);
  const dataDir = aFolder();
  const before = await aConsole(proxy.url, { dataDir });
  await before.signIn();
  await before.online();
  proxy.mode.down = true;
  proxy.cut();
  for (let n = 1; n <= 10; n++) await before.edit(id(n), setPrice(n, 1_000, 1_200));
  await before.edit(id(20), { op: 'add', path: stockPath(20), delta: -6, reason: 'sale' });
  await before.edit(id(21), { op: 'set', path: 'status', base: 'published', value: 'paused' }, { op: 'members', path: 'tags', add: ['ete'], remove: [] });
  await before.close();
  const karim = await aConsole(server.url);
  await karim.signIn(KARIM);
  await karim.online();
  if (collide) {
    await karim.must('catalog.edit', { edits: [1, 2].map((n) => ({ id: id(n) as ProductId, ops: [setPrice(n, 1_000, 1_100)] })), intent: 'test' });
    await karim.edit(id(20), { op: 'add', path: stockPath(20), delta: -8, reason: 'sale' });
  }
  await karim.edit(id(3), { op: 'set', path: 'brand', base: null, value: 'Nour' });
  await karim.online();
  proxy.mode.down = false;
  // The console's clock is four days on; the server's rows are as fresh as ever.
  const later = () => (Date.now() + 4 * DAY_MS) as EpochMs;
  return { karim, back: () => aConsole(proxy.url, { dataDir, clock: later }) };
}

test('SYN-05 after days away what waits is looked at before it is sent; with nothing to decide it leaves at once', async () => {
  const { back } = await fourDaysApart({ collide: false });
  const salma = await back();
  expect(await salma.online()).toMatchObject({ unsent: 0, conflicts: 0, rejected: 0, preflight: { total: 12, applies: 12, merges: 0, conflicts: 0, refused: 0, heldUntil: null } });
});

test('SYN-05 what needs somebody holds the sending, never the downloads, until they say so; the figures come true', async () => {
  const { karim, back } = await fourDaysApart({ collide: true });
  const salma = await back();
  const held = await salma.until(({ preflight, connection }) => preflight != null && connection.name === 'online');
  expect(held).toMatchObject({ unsent: 12, preflight: { total: 12, applies: 9, conflicts: 2, refused: 1, heldUntil: expect.any(Number) } });
  // News arrive meanwhile.
  await karim.edit(id(30), setPrice(30, 1_000, 1_050));
  await karim.online();
  await salma.until(() => salma.events.some((event) => event.name === 'catalog.changed' && JSON.stringify(event.payload).includes(id(30))));
  expect(await salma.state()).toMatchObject({ unsent: 12 });
  await salma.must('sync.now', {});
  expect(await salma.online()).toMatchObject({ unsent: 0, conflicts: 2, rejected: 1 });
});

describe('found by the simulator', () => {
  const clockAt = (start: number) => {
    let now = start;
    return { scheduler: { now: () => now as EpochMs, after: () => () => undefined }, pass: (ms: number) => void (now += ms) };
  };

  test('a second time away is looked at again, also when nothing could be sent in between', async () => {
    const db = aCache([{ doc: aProduct({ n: 1 }), version: 1 }]);
    patch(db, 1, [setPrice(1, 1_000, 1_200)]);
    const { scheduler, pass } = clockAt(10 * DAY_MS);
    const desk = preflightDesk({ db: () => db, actor: () => ({ userId: id(1), role: 'vendor', shopIds: [shopIdOf(1)] }), scheduler });
    const lastSync = (10 * DAY_MS - 4 * DAY_MS) as EpochMs;
    expect(desk.due(lastSync)).toBe(true);
    await desk.look(lastSync);
    expect(desk.due(lastSync)).toBe(false);
    pass(2 * DAY_MS);
    expect(desk.due(lastSync)).toBe(true);
  });

  test('a clock that is set back does not make what waits for somebody wait for longer', async () => {
    const db = aCache([{ doc: aProduct({ n: 1 }), version: 1 }]);
    // Started from a price that is not there: a conflict.
    patch(db, 1, [setPrice(1, 999, 1_200)]);
    const { scheduler, pass } = clockAt(10 * DAY_MS);
    const desk = preflightDesk({ db: () => db, actor: () => ({ userId: id(1), role: 'vendor', shopIds: [shopIdOf(1)] }), scheduler });
    expect(await desk.look((9 * DAY_MS) as EpochMs)).toMatchObject({ conflicts: 1 });
    expect(desk.held()).toBe(true);
    pass(-DAY_MS);
    expect(desk.held()).toBe(false);
  });

  test('a round that slept through days before it ended has heard of the server when it last answered', async () => {
    const db = aCache();
    const { scheduler, pass } = clockAt(10 * DAY_MS);
    const standing = createStanding({ cache: { current: () => db, replace: () => undefined }, scheduler, onState: () => undefined } as unknown as EngineDeps);
    standing.answered();
    pass(4 * DAY_MS);
    await standing.noteSync();
    expect(standing.lastSyncAt()).toBe(10 * DAY_MS);
    expect(metaOf(db, 'last-sync')).toBe(String(10 * DAY_MS));
  });
});
