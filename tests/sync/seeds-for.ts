import type { Bug } from './bugs.ts';
import { drawPlan } from './plan.ts';

/** The first so many seeds, those whose histories have most of what a bug needs to show before the others. */
export function seedsFor({ needs = [] }: Bug, count: number): string[] {
  const seeds = Array.from({ length: count }, (_, i) => String(1 + i));
  if (needs.length === 0) return seeds;
  const muchOf = (seed: string): number => drawPlan(seed).actions.filter(({ kind }) => needs.includes(kind)).length;
  const much = new Map(seeds.map((seed) => [seed, muchOf(seed)]));
  return seeds.sort((a, b) => much.get(b)! - much.get(a)!);
}
