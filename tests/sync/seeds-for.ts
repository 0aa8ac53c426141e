import type { Bug } from './bugs.ts';
import { drawPlan } from './plan.ts';

/** Histories are chosen from so many. */
const DRAWN = 500;

/** So many seeds: the first ones, or for a bug that needs something to show, those whose histories have most of it among the first 500. */
export function seedsFor({ needs = [] }: Bug, count: number): string[] {
  if (needs.length === 0) return Array.from({ length: count }, (_, i) => String(1 + i));
  const seeds = Array.from({ length: DRAWN }, (_, i) => String(1 + i));
  const muchOf = (seed: string): number => drawPlan(seed).actions.filter(({ kind }) => needs.includes(kind)).length;
  const much = new Map(seeds.map((seed) => [seed, muchOf(seed)]));
  return seeds.sort((a, b) => much.get(b)! - much.get(a)!).slice(0, count);
}
