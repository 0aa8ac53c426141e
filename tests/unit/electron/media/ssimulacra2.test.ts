import { describe, expect, test } from 'vitest';
import { referenceOf, ssimulacra2, type Pixels } from '#electron/media/similarity/ssimulacra2.ts';

/** Slopes, a chequerboard and noise, the same on every machine. */
function drawn(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  let seed = 7n;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++, i++) {
        seed = (seed * 1_103_515_245n + 12_345n) % 2_147_483_648n;
        data[i] = Math.min(255, ((x * 5 + y * 3 * (c + 1)) % 256 >> 1) + (((x >> 4) + (y >> 4)) % 2 ? 90 : 0) + (Number(seed >> 16n) % 24));
      }
    }
  }
  return { data, width, height };
}
/** With fewer levels of grey, as a coarse encoder would leave them. */
const coarse = ({ data, width, height }: Pixels, step: number): Pixels => ({ data: data.map((value) => Math.min(255, Math.floor(value / step) * step + (step >> 1))), width, height });

describe('SSIMULACRA 2', () => {
  // Worked out by another implementation: all 108 terms, the blur as the recursion that libjxl runs, in double precision.
  test.each([
    { width: 96, height: 64, step: 8, score: 85.7016 },
    { width: 96, height: 64, step: 32, score: 43.7275 },
    { width: 33, height: 47, step: 16, score: 43.6148 },
    { width: 300, height: 200, step: 16, score: 86.2511 },
    { width: 8, height: 9, step: 64, score: 83.2359 },
  ])('$width × $height, levels of $step: $score', ({ width, height, step, score }) => {
    const picture = drawn(width, height);
    expect(Math.abs(ssimulacra2(referenceOf(picture), coarse(picture, step)) - score)).toBeLessThan(0.02);
  });

  test('equal pictures have 100, and nothing has more', () => {
    const picture = drawn(64, 48);
    expect(ssimulacra2(referenceOf(picture), picture)).toBeCloseTo(100, 4);
  });
  test('what is too small for it counts as equal', () => expect(ssimulacra2(referenceOf(drawn(7, 7)), coarse(drawn(7, 7), 64))).toBe(100));
  test('pictures of another size are a broken promise', () => expect(() => ssimulacra2(referenceOf(drawn(16, 16)), drawn(16, 8))).toThrow('16 × 16 compared with 16 × 8'));
});
