import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Minor } from '#shared/kernel/money.ts';
import { shareOut } from '#shared/kernel/share-out.ts';

const minors = (values: readonly number[]) => values as readonly Minor[];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test.each([
  { name: 'even split', weights: [1, 1], amount: 10, shares: [5, 5] },
  { name: 'remainder goes to the earlier line', weights: [1, 1, 1], amount: 100, shares: [34, 33, 33] },
  { name: 'largest remainder first', weights: [1, 2], amount: 100, shares: [33, 67] },
  { name: 'a correction mirrors the discount', weights: [1, 1, 1], amount: -100, shares: [-34, -33, -33] },
  { name: 'a line of weight 0 gets nothing', weights: [0, 5], amount: 7, shares: [0, 7] },
  { name: 'all weights 0: evenly', weights: [0, 0, 0], amount: 5, shares: [2, 2, 1] },
  { name: 'nothing to share', weights: [3, 4], amount: 0, shares: [0, 0] },
  { name: 'nobody and nothing', weights: [], amount: 0, shares: [] },
  { name: 'products past 2 ** 53', weights: [9_007_199_254_740_991, 1], amount: 9_007_199_254_740_990, shares: [9_007_199_254_740_989, 1] },
])('shareOut: $name', ({ weights, amount, shares }) => expect(shareOut(minors(weights), amount as Minor)).toEqual(shares));

test('nobody to share among is a mistake of the caller', () => {
  expect(() => shareOut([], 5 as Minor)).toThrow(RangeError);
  expect(() => shareOut(minors([1, -1]), 5 as Minor)).toThrow(RangeError);
});

const someWeights = fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 40 });
const someAmount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

test('shares always add up to the amount', () => {
  fc.assert(fc.property(someWeights, someAmount, (weights, amount) => sum(shareOut(minors(weights), amount as Minor)) === amount));
});

test('no share is further than one unit from its exact part, and none has the other sign', () => {
  fc.assert(
    fc.property(someWeights, someAmount, (weights, amount) => {
      const total = sum(weights);
      shareOut(minors(weights), amount as Minor).forEach((share, line) => {
        const exact = total === 0 ? amount / weights.length : (amount * weights[line]!) / total;
        expect(Math.abs(share - exact)).toBeLessThanOrEqual(1);
        expect(share * amount).toBeGreaterThanOrEqual(0);
      });
    }),
  );
});
