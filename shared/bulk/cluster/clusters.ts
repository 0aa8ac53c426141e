import { fold } from '../../kernel/text.ts';
import { lettersApart } from './distance.ts';
import { fingerprint, ngramFingerprint, soundKey } from './keys.ts';
import type { Cluster, ClusterMethod, ClusterValue } from './model.ts';

const keyOf: Readonly<Record<Exclude<ClusterMethod, 'nearest'>, (value: string) => string>> = { fingerprint, ngram: ngramFingerprint, sound: soundKey };

/** Values are compared letter by letter only with those that share so many letters somewhere: all with all would be the square of a file. */
const BLOCK = 6;
/** A block of more values than this says that its letters say nothing. */
const MOST_IN_BLOCK = 2_000;
/** Short values differ by one letter and mean something else: `XL` and `XS`. */
const SHORTEST = 4;
const mostApart = (a: string, b: string): number => (Math.min(a.length, b.length) < 8 ? 1 : 2);

/**
 * Groups values that are probably one, so that a person can make them one. Nothing is decided here.
 *
 * @param values each different value once; how often the file and the catalogue say it
 * @returns groups of two or more, at least one of them of the file; those that concern most rows first
 *
 * Source: OpenRefine, key collision and nearest neighbour.
 */
export function clustersOf(values: readonly ClusterValue[], method: ClusterMethod): Cluster[] {
  const groups = method === 'nearest' ? nearest(values) : byKey(values, keyOf[method]);
  return groups
    .filter((group) => group.length > 1 && group.some(({ rows }) => rows > 0))
    .map((group) => ({ proposed: proposedOf(group), values: group.toSorted(byWeight) }))
    .sort((a, b) => rowsOf(b) - rowsOf(a) || (a.proposed < b.proposed ? -1 : 1));
}

const rowsOf = ({ values }: Cluster): number => values.reduce((sum, { rows }) => sum + rows, 0);
const byWeight = (a: ClusterValue, b: ClusterValue): number => b.products - a.products || b.rows - a.rows || (a.value < b.value ? -1 : 1);
/** How the catalogue writes it, else how most rows do; of equals one that is not shouted. */
function proposedOf(group: readonly ClusterValue[]): string {
  const shouts = ({ value }: ClusterValue): number => Number(value === value.toUpperCase() && value !== value.toLowerCase());
  return group.toSorted((a, b) => b.products - a.products || b.rows - a.rows || shouts(a) - shouts(b) || (a.value < b.value ? -1 : 1))[0]!.value;
}

function byKey(values: readonly ClusterValue[], key: (value: string) => string): ClusterValue[][] {
  const groups = new Map<string, ClusterValue[]>();
  for (const one of values) {
    const of = key(one.value);
    if (of === '') continue;
    const group = groups.get(of);
    if (group) group.push(one);
    else groups.set(of, [one]);
  }
  return [...groups.values()];
}

function nearest(values: readonly ClusterValue[]): ClusterValue[][] {
  const folded = values.map(({ value }) => fold(value));
  const parent = values.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  for (const block of blocksOf(folded)) {
    for (const [n, a] of block.entries()) {
      for (const b of block.slice(n + 1)) {
        const most = mostApart(folded[a]!, folded[b]!);
        if (rootOf(a) !== rootOf(b) && !otherFigures(folded[a]!, folded[b]!) && lettersApart(folded[a]!, folded[b]!, most) <= most) parent[rootOf(b)] = rootOf(a);
      }
    }
  }
  const groups = new Map<number, ClusterValue[]>();
  for (const [at, one] of values.entries()) groups.set(rootOf(at), [...(groups.get(rootOf(at)) ?? []), one]);
  return [...groups.values()];
}

/** Values that differ in their figures are different things: `Size 38` and `Size 39`. */
const otherFigures = (a: string, b: string): boolean => a.replace(/\P{N}+/gu, ' ').trim() !== b.replace(/\P{N}+/gu, ' ').trim();

/** Places of values that share their beginning, their end or a stretch between. */
function blocksOf(folded: readonly string[]): number[][] {
  const blocks = new Map<string, Set<number>>();
  for (const [at, text] of folded.entries()) {
    const letters = text.replaceAll(' ', '');
    if (letters.length < SHORTEST) continue;
    const width = Math.min(BLOCK, Math.max(2, Math.floor(letters.length / 3)));
    for (let from = 0; from + width <= letters.length; from++) {
      const stretch = letters.slice(from, from + width);
      const block = blocks.get(stretch);
      if (block) block.add(at);
      else blocks.set(stretch, new Set([at]));
    }
  }
  return [...blocks.values()].filter(({ size }) => size > 1 && size <= MOST_IN_BLOCK).map((block) => [...block]);
}
