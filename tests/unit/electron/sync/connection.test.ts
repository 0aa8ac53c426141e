import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reachableFrom } from '#shared/kernel/state-machine.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { afterFailure, connectionStates, pauseBeforeTry, type ConnectionName } from '#shared/sync/connection.ts';
import { connection } from '#shared/sync/sync-state.ts';

const names = Object.keys(connectionStates) as ConnectionName[];

test('SYN-13 the table names every state of the contract, no more', () => {
  expect(names.sort()).toEqual(connection.options.map((option) => option.shape.name.value).sort());
});

test.each(names)('SYN-13 from %s every state can be reached', (name) => {
  expect([...reachableFrom(connectionStates, name)].sort()).toEqual([...names].sort());
});

test.each([
  { code: 'offline', state: 'offline' },
  { code: 'timeout', state: 'offline' },
  { code: 'internal', state: 'offline' },
  { code: 'not-ready', state: 'offline' },
  { code: 'corrupt-chunk', state: 'offline' },
  { code: 'too-many-tries', state: 'offline' },
  { code: 'signed-out', state: 'needs-sign-in' },
  { code: 'refresh-reused', state: 'needs-sign-in' },
  { code: 'disk-full', state: 'stopped' },
  { code: 'cache-newer', state: 'stopped' },
  { code: 'update-needed', state: 'stopped' },
])('after $code the connection is $state', ({ code, state }) => {
  expect(afterFailure({ code }, 5 as EpochMs, 9 as EpochMs).name).toBe(state);
});

test('the pause grows, never beyond a quarter of a minute, and never falls below half of itself', () =>
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (failures, chance) => {
    const pause = pauseBeforeTry(failures, chance);
    const longest = Math.min(15_000, 500 * 2 ** (failures - 1));
    return pause >= Math.floor(longest / 2) && pause <= longest;
  })));
