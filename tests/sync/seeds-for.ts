import type { Bug } from './bug.ts';
import { foundIn } from './found-in.ts';
import { drawPlan, type ActionKind } from './plan.ts';

/** Histories are chosen from so many. */
const DRAWN = 500;
const drawn = Array.from({ length: DRAWN }, (_, i) => String(1 + i));

let kinds: ReadonlyMap<string, readonly ActionKind[]> | null = null;
/** What happens in each of them, drawn once per process. */
const kindsOf = (seed: string): readonly ActionKind[] => (kinds ??= new Map(drawn.map((one) => [one, drawPlan(one).actions.map(({ kind }) => kind)]))).get(seed)!;

/**
 * So many seeds: the one that is known to find the bug, then the first ones, or for a bug that needs something to show, those whose histories have most
 * of it among the first 500.
 */
export function seedsFor({ name, needs = [] }: Pick<Bug, 'name' | 'needs'>, count: number): string[] {
  const found = foundIn[name];
  const muchOf = new Map(needs.length === 0 ? [] : drawn.map((seed) => [seed, kindsOf(seed).filter((kind) => needs.includes(kind)).length]));
  const ordered = needs.length === 0 ? drawn : drawn.toSorted((a, b) => muchOf.get(b)! - muchOf.get(a)!);
  return [...new Set([...(found === undefined ? [] : [String(found)]), ...ordered])].slice(0, count);
}
