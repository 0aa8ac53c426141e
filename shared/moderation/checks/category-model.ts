import { folded } from './word-rules.ts';

/** How often each word stands in the titles of each category: all that the model knows, so that a verdict can be followed. */
export type CategoryModel = { readonly listings: ReadonlyMap<string, number>; readonly words: ReadonlyMap<string, ReadonlyMap<string, number>>; readonly wordsIn: ReadonlyMap<string, number>; readonly total: number };

/** The words of a title the model counts: of three letters or more, once each. */
export const wordsOf = (title: string): string[] => [...new Set(folded(title).match(/\p{L}{3,}/gu) ?? [])];

/** Learns from titles of published listings, one at a time. */
export function categoryTrainer(): { add(category: string, title: string): void; model(): CategoryModel } {
  const listings = new Map<string, number>();
  const words = new Map<string, Map<string, number>>();
  const wordsIn = new Map<string, number>();
  let total = 0;
  const count = (map: Map<string, number>, key: string) => void map.set(key, (map.get(key) ?? 0) + 1);
  return {
    add: (category, title) => {
      total++;
      count(listings, category);
      for (const word of wordsOf(title)) {
        count(words.get(word) ?? words.set(word, new Map()).get(word)!, category);
        count(wordsIn, category);
      }
    },
    model: () => ({ listings, words, wordsIn, total }),
  };
}

/** Titles of which fewer than this many words are known say nothing. */
const FEWEST_KNOWN = 2;
/** The other category must be this many times as likely, as a logarithm. */
const CLEARLY = Math.log(50);
/** Categories with fewer listings are not learned yet. */
const FEWEST_LISTINGS = 5;

/**
 * Which category a title would rather belong to, by naive Bayes over its words.
 *
 * @returns null when the given one is plausible, unknown to the model, or the title says too little; else the likelier one and the words that spoke for it, the strongest first
 */
export function likelierCategory(model: CategoryModel, category: string, title: string): { readonly category: string; readonly words: readonly string[] } | null {
  const known = wordsOf(title).flatMap((word) => model.words.get(word) === undefined ? [] : [[word, model.words.get(word)!] as const]);
  if (known.length < FEWEST_KNOWN || (model.listings.get(category) ?? 0) < FEWEST_LISTINGS) return null;
  const vocabulary = model.words.size;
  const weight = (counts: ReadonlyMap<string, number>, one: string) => Math.log(((counts.get(one) ?? 0) + 1) / ((model.wordsIn.get(one) ?? 0) + vocabulary));
  const score = (one: string) => known.reduce((sum, [, counts]) => sum + weight(counts, one), Math.log(model.listings.get(one)! / model.total));
  const others = new Set(known.flatMap(([, counts]) => [...counts.keys()]));
  let best: { category: string; score: number } | null = null;
  for (const other of others) {
    if (other === category || model.listings.get(other)! < FEWEST_LISTINGS) continue;
    const its = score(other);
    if (best === null || its > best.score) best = { category: other, score: its };
  }
  if (best === null || best.score - score(category) < CLEARLY) return null;
  const { category: likelier } = best;
  const gain = (counts: ReadonlyMap<string, number>) => weight(counts, likelier) - weight(counts, category);
  return { category: likelier, words: known.toSorted(([, a], [, b]) => gain(b) - gain(a)).slice(0, 3).map(([word]) => word) };
}
