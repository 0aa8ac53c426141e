import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountLimit, addressLimit, FORGET_AFTER_MS, oneMoreTry, pairLimit, type Tries } from '#server/auth/try-limit.ts';
import { networkOf } from '#server/auth/sign-in-tries.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';

const NOW = 1_790_000_000_000;

/** Tries at these moments (ms after the first); the waits they were answered with. */
function waits(limit: typeof pairLimit, moments: readonly number[]): number[] {
  let tries: Tries | null = null;
  return moments.map((at) => {
    const decided = oneMoreTry(tries, NOW + at, limit);
    tries = decided.tries;
    return decided.waitMs;
  });
}

const minutes = (n: number) => n * MINUTE_MS;

describe('SEC-03 tries', () => {
  test.each([
    { name: 'five at once go through, the sixth waits a minute', moments: [0, 0, 0, 0, 0, 0], expected: [0, 0, 0, 0, 0, minutes(1)] },
    { name: 'five every minute go through for ever', moments: [0, 1, 2, 3, minutes(1), minutes(1) + 1, minutes(1) + 2, minutes(1) + 3, minutes(2), minutes(2) + 1], expected: Array(10).fill(0) },
    { name: 'after the wait there is one try, then the wait doubles', moments: [0, 0, 0, 0, 0, minutes(1), minutes(1) + 1, minutes(3), minutes(3) + 1], expected: [0, 0, 0, 0, 0, 0, minutes(2) - 1, 0, minutes(4) - 1] },
    { name: 'knocking while waiting does not make it longer', moments: [0, 0, 0, 0, 0, 1, 2, 3, minutes(1)], expected: [0, 0, 0, 0, 0, minutes(1) - 1, minutes(1) - 2, minutes(1) - 3, 0] },
    { name: 'after a quiet day all is forgotten', moments: [0, 0, 0, 0, 0, minutes(1) + FORGET_AFTER_MS, minutes(1) + FORGET_AFTER_MS, minutes(1) + FORGET_AFTER_MS], expected: Array(8).fill(0) },
  ])('$name', ({ moments, expected }) => expect(waits(pairLimit, moments)).toEqual(expected));

  test('the wait stops growing at fifteen minutes', () => {
    let at = 0;
    let tries: Tries | null = null;
    const seen: number[] = [];
    for (let round = 0; round < 40; round++) {
      const decided = oneMoreTry(tries, NOW + at, pairLimit);
      tries = decided.tries;
      if (decided.waitMs > 0) {
        seen.push(decided.waitMs);
        at += decided.waitMs;
      }
    }
    expect(seen.slice(0, 5)).toEqual([1, 2, 4, 8, 15].map(minutes));
    expect(new Set(seen.slice(4))).toEqual(new Set([minutes(15)]));
  });

  test.each([{ limit: pairLimit }, { limit: accountLimit }, { limit: addressLimit }])('never permanent, never more than the free tries in a burst ($limit.free)', ({ limit }) => {
    fc.assert(fc.property(fc.array(fc.nat({ max: 10 * MINUTE_MS }), { minLength: 1, maxLength: 150 }), (gaps) => {
      let tries: Tries | null = null;
      let now = NOW;
      const through: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const decided = oneMoreTry(tries, now, limit);
        tries = decided.tries;
        expect(decided.waitMs).toBeLessThanOrEqual(limit.longestMs);
        if (decided.waitMs === 0) through.push(now);
        else expect(oneMoreTry(tries, now + decided.waitMs, limit).waitMs).toBe(0);
      }
      // A new minute may start right after an old one: twice the free tries is the most any minute can see.
      for (const start of through) expect(through.filter((at) => at >= start && at < start + MINUTE_MS).length).toBeLessThanOrEqual(2 * limit.free);
    }));
  });

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:DB8:0001:2::', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ])('the network of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});
