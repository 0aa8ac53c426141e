import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findQuality } from '#electron/media/derive/find-quality.ts';
import type { DerivativeFormat } from '#shared/media/model.ts';

/** A picture that scores in a line: so much at quality 80, so much more with every step. */
const line = (at80: number, slope: number) => {
  const asked: number[] = [];
  const attempt = (quality: number) => {
    asked.push(quality);
    return Promise.resolve({ packed: quality, score: at80 + (quality - 80) * slope });
  };
  return { asked, attempt };
};

describe('the quality a picture needs', () => {
  test('a good guess is kept: packed once', async () => {
    const { attempt, asked } = line(76.3, 0.8);
    expect(await findQuality('webp', 76, 0, attempt)).toMatchObject({ tries: 1, quality: 81 });
    expect(asked).toEqual([81]);
  });
  test('a guess far above is corrected downwards, one far below upwards', async () => {
    for (const at80 of [65, 90]) {
      const { attempt } = line(at80, 0.8);
      const found = await findQuality('webp', 78, 0, attempt);
      expect(found.score).toBeGreaterThanOrEqual(78);
      expect(found.score).toBeLessThan(81);
      expect(found.tries).toBeLessThanOrEqual(3);
    }
  });
  test('what nothing reaches gets the highest quality', async () => {
    const { attempt } = line(40, 0.5);
    expect(await findQuality('jpeg', 80, 0, attempt)).toMatchObject({ quality: 100, score: 50 });
  });
  test('what was learned from one size is the guess for the next', async () => {
    const first = await findQuality('avif', 70, 0, line(80, 0.7).attempt);
    const { attempt, asked } = line(79.5, 0.7);
    await findQuality('avif', 70, first.above, attempt);
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  const formats: readonly DerivativeFormat[] = ['webp', 'avif', 'jpeg'];
  test('whatever the picture: the target where it can be reached, in seven tries at most, and never the same twice', () =>
    fc.assert(fc.asyncProperty(fc.constantFrom(...formats), fc.constantFrom(70, 80), fc.double({ min: 40, max: 99, noNaN: true }), fc.double({ min: 0.05, max: 3, noNaN: true }), fc.double({ min: -30, max: 30, noNaN: true }), async (format, target, at80, slope, above) => {
      const { attempt, asked } = line(at80, slope);
      const found = await findQuality(format, target, above, attempt);
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked.length).toBe(found.tries);
      expect(found.tries).toBeLessThanOrEqual(7);
      expect(found.packed).toBe(found.quality);
      expect(found.score >= target || found.quality === 100).toBe(true);
    })));
});
