import { describe, expect, test } from 'vitest';
import { jobsOf, playAll, type SeedResult } from './pool.ts';

const playedIn = async (seeds: readonly string[], workers: number): Promise<Map<string, SeedResult>> => {
  const results = new Map<string, SeedResult>();
  await playAll(jobsOf(seeds, null, 3).map((job) => ({ ...job, tracing: 'hashed' as const })), (done) => done.results.forEach((result) => results.set(result.seed, result)), workers);
  return results;
};

describe('one seed is one history', () => {
  test('played again in another process, in another order, every byte that travelled is the same', async () => {
    const seeds = Array.from({ length: 12 }, (_, i) => String(7_000 + i));
    const first = await playedIn(seeds, 1);
    const second = await playedIn([...seeds].reverse(), 2);
    for (const seed of seeds) expect(second.get(seed)).toEqual(first.get(seed));
    expect(new Set([...first.values()].map(({ digest }) => digest)).size).toBe(seeds.length);
  });
});
