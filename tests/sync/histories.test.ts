import { expect, test } from 'vitest';
import { jobsOf, playAll, type SeedResult } from './pool.ts';

/** More of them, or others: `COMPTOIR_SEEDS=21000 COMPTOIR_SEEDS_FROM=500000`. */
const COUNT = Number(process.env['COMPTOIR_SEEDS'] ?? 2_000);
const FROM = Number(process.env['COMPTOIR_SEEDS_FROM'] ?? 1);

test(`${COUNT} histories keep every promise`, async () => {
  const results: SeedResult[] = [];
  await playAll(jobsOf(Array.from({ length: COUNT }, (_, i) => String(FROM + i))), (done) => results.push(...done.results));
  expect(results).toHaveLength(COUNT);
  expect(results.filter(({ violations }) => violations.length > 0).map(({ seed, violations }) => ({ seed, first: violations[0] }))).toEqual([]);
  // Histories in which nothing happens prove nothing.
  expect(results.reduce((sum, { mutations }) => sum + mutations, 0)).toBeGreaterThan(COUNT * 10);
});
