import type { Random } from '#electron/runtime/scheduler.ts';

/** Everything that is left to chance in a history comes from here, and all of it follows from one text: the same text, the same history. */
export type Chance = {
  /** From 0 (included) to 1 (excluded). */
  readonly next: () => number;
  /** A whole number from 0 (included) to `below` (excluded). */
  readonly whole: (below: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** What the product's own code takes for unpredictable bytes. */
  readonly bytes: Random;
};

/** Source: `xmur3` seeds `sfc32`, both by Chris Doty-Humphrey and B. Mulvey (public domain); small, quick, and the same everywhere. */
export function chanceFrom(text: string): Chance {
  let h = 1779033703 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  const word = (): number => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    return (h ^= h >>> 16) >>> 0;
  };
  let [a, b, c, d] = [word(), word(), word(), word()];
  const next32 = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next32();
  const next = (): number => next32() / 2 ** 32;
  const whole = (below: number): number => Math.floor(next() * below);
  return {
    next,
    whole,
    happens: (probability) => next() < probability,
    pick: (list) => list[whole(list.length)]!,
    bytes: (bytes) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = next32() & 0xff;
      return bytes;
    },
  };
}
