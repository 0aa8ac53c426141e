import { describe, expect, test } from 'vitest';
import { keepLease, OFFLINE_LEASE_MS } from '#electron/auth/lease.ts';
import { openCache } from '#electron/db/open.ts';
import { IN_MEMORY } from '#electron/db/connect.ts';
import { setMeta } from '#electron/sync/store.ts';
import { aConsole, aProxy, aServer } from '../sync/support/world.ts';
import { productIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '#shared/kernel/time.ts';

const NOW = 1_794_900_000_000;

/** A cache, a clock by hand, and what the lease said. */
function aLease({ heard = NOW as number | null } = {}) {
  const clock = { now: NOW };
  const cache = openCache(IN_MEMORY, { now: () => clock.now as EpochMs });
  if (heard !== null) cache.now((db) => setMeta(db, 'last-sync', String(heard)));
  const timers: { at: number; run: () => void }[] = [];
  const changes: boolean[] = [];
  const lease = keepLease({
    cache: () => cache, onChange: () => changes.push(lease.locked()),
    scheduler: {
      now: () => clock.now as EpochMs,
      after: (ms, run) => {
        const timer = { at: clock.now + ms, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
  });
  /** Lets time pass, a minute's tick each hour is enough. */
  const pass = (ms: number) => {
    const end = clock.now + ms;
    while (clock.now < end) {
      clock.now = Math.min(end, clock.now + HOUR_MS);
      for (const timer of timers.splice(0).filter(({ at }) => at <= clock.now)) timer.run();
    }
  };
  return { lease, cache, clock, changes, pass, hear: () => cache.now((db) => { setMeta(db, 'last-sync', String(clock.now)); setMeta(db, 'clock', String(clock.now)); }) };
}

describe('SYN-07 the offline lease', () => {
  test('two weeks without a word from the server shut the cache, one word opens it', () => {
    const { lease, changes, pass, hear } = aLease();
    pass(OFFLINE_LEASE_MS);
    expect(lease.locked()).toBe(false);
    pass(MINUTE_MS);
    expect(lease.locked()).toBe(true);
    expect(changes).toEqual([true]);
    hear();
    lease.look();
    expect(lease.locked()).toBe(false);
    expect(changes).toEqual([true, false]);
  });

  test('a laptop that slept answers its first question with the lock, before any timer', () => {
    const { lease, clock } = aLease();
    clock.now += 30 * DAY_MS;
    expect(lease.locked()).toBe(true);
  });

  test('a clock set back wins no time', () => {
    const { lease, clock, pass } = aLease();
    pass(13 * DAY_MS);
    clock.now -= 10 * DAY_MS;
    expect(lease.locked()).toBe(false);
    clock.now += 12 * DAY_MS;
    expect(lease.locked()).toBe(true);
  });

  test('a clock that ran ahead and was set right is forgiven by the next word from the server', () => {
    const { lease, clock, pass, hear } = aLease();
    pass(40 * DAY_MS);
    clock.now = NOW + HOUR_MS;
    expect(lease.locked()).toBe(true);
    hear();
    expect(lease.locked()).toBe(false);
  });

  test('a cache that was never whole has nothing to shut', () => {
    const { lease, pass } = aLease({ heard: null });
    pass(100 * DAY_MS);
    expect(lease.locked()).toBe(false);
  });

  test('after its end nothing goes on', () => {
    const { lease, changes, pass } = aLease();
    pass(HOUR_MS);
    lease.stop();
    pass(20 * DAY_MS);
    expect(changes).toEqual([]);
  });
});

test('SYN-07 a console that comes back after three weeks shows nothing, then everything, and sends what waited', async () => {
  const server = await aServer({ products: 12 });
  const proxy = await aProxy(() => server.url);
  let ahead = 0;
  const console = await aConsole(proxy.url, { clock: () => (Date.now() + ahead) as EpochMs });
  await console.signIn();
  await console.online();
  proxy.mode.down = true;
  proxy.cut();
  await console.must('sync.now', {});
  await console.until(({ connection }) => connection.name === 'offline');
  expect(await console.edit(productIdOf(1), { op: 'set', path: `variants/${variantIdOf(1)}/price`, base: 1_000, value: 1_300 })).toMatchObject({ ok: true });

  ahead = 21 * DAY_MS;
  expect(await console.must('auth.session', {})).toMatchObject({ name: 'signed-in', locked: true });
  expect(await console.ask('catalog.product', { id: productIdOf(1) })).toMatchObject({ ok: false });
  expect(await console.ask('sync.conflicts', { offset: 0, limit: 10 })).toMatchObject({ ok: false, error: { rule: 'lease-over' } });
  expect(await console.state()).toMatchObject({ unsent: 1 });
  await console.must('sync.now', {});
  expect(await console.must('auth.session', {})).toMatchObject({ locked: true });

  // The server's clock did not jump: the console's token is fresh enough for it.
  proxy.mode.down = false;
  await console.must('sync.now', {});
  await console.online();
  expect(await console.must('auth.session', {})).toMatchObject({ locked: false });
  expect((await console.product(productIdOf(1))).variants[variantIdOf(1)]).toMatchObject({ price: 1_300 });
  expect(console.events.filter(({ name }) => name === 'auth.changed').map(({ payload }) => (payload as { locked?: boolean }).locked)).toContain(false);
});
