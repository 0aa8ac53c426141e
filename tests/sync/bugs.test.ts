import { beforeAll, describe, expect, test } from 'vitest';
import { bugs } from './bugs.ts';
import { invariants } from './invariants/violation.ts';
import { checkPlace } from './plant.ts';
import { playAll, type SeedResult } from './pool.ts';
import { seedsFor } from './seeds-for.ts';

/** So many histories at most; each bug has the same ones, in an order of its own. */
const HISTORIES = 50;

describe('a mistake in the protocol is found', () => {
  const found = new Map<string, SeedResult | undefined>();
  beforeAll(async () => {
    await playAll(bugs.map((bug) => ({ bug: bug.name, seeds: seedsFor(bug, HISTORIES), until: bug.caughtBy })), ({ job, results }) => found.set(job.bug!, results.find(({ violations }) => violations.some(({ invariant }) => job.until.includes(invariant)))));
  });

  test.each(bugs)('$name ($caughtBy), within 50 histories: $says', ({ name, caughtBy }) => {
    expect(found.get(name), `${name} broke ${caughtBy.join(' or ')} in none of ${HISTORIES} histories`).toBeDefined();
  });
});

test('every promise has a mistake that breaks it, and there are at least 20 mistakes', () => {
  const covered = new Set(bugs.flatMap(({ caughtBy }) => caughtBy));
  for (const invariant of Object.keys(invariants)) if (invariant !== 'fit') expect([...covered], invariant).toContain(invariant);
  expect(bugs.length).toBeGreaterThanOrEqual(20);
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
});

test('a mistake whose place is gone is told, not skipped', () => {
  const lost = { name: 'lost', says: '', caughtBy: [], patches: [{ file: 'server/sync/push.ts', find: 'nowhere to be found', replace: '' }] };
  expect(() => checkPlace(lost)).toThrow('cannot be planted');
  for (const bug of bugs) expect(() => checkPlace(bug)).not.toThrow();
});
