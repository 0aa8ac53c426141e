import { sql } from 'kysely';
import type { SearchText } from '#shared/catalog/projection.ts';
import { fold } from '#shared/kernel/text.ts';
import { builder, reading } from '../db/statement.ts';

/** What unicode61 takes for a word: letters, digits, and characters for private use. */
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;
const MOST_WORDS = 16;

/** The words somebody looks for; the last one may be unfinished. */
export const wordsOf = (text: string): readonly string[] => (fold(text).match(WORD) ?? []).slice(0, MOST_WORDS);

/** Where all words were found: the higher the better. */
export const FOUND = { nowhere: 0, anywhere: 1, labels: 2, titles: 3 } as const;
export type Found = (typeof FOUND)[keyof typeof FOUND];

const expression = (words: readonly string[], columns = ''): string => `${columns}(${words.map((word, i) => `"${word}"${i === words.length - 1 ? '*' : ''}`).join(' AND ')})`;
/** Row numbers of the rows that match. */
export const matching = reading<{ match: string }>()((_, p) => sql<{ rid: number }>`SELECT rowid AS rid FROM product_fts WHERE product_fts MATCH ${p('match')}`.compile(builder));

/** Every row with all the words, from the weakest place to the strongest: a later one replaces an earlier. */
export function searches(words: readonly string[]): readonly { found: Found; match: string }[] {
  const all: readonly { found: Found; match: string }[] = [
    { found: FOUND.anywhere, match: expression(words) },
    { found: FOUND.labels, match: expression(words, '{titles labels} : ') },
    { found: FOUND.titles, match: expression(words, '{titles} : ') },
  ];
  // One letter is in nearly every row: where else it stands tells nothing, and asking would take three times as long.
  return words.length === 1 && words[0]!.length === 1 ? all.filter(({ found }) => found !== FOUND.labels) : all;
}

/** The same question answered by reading: for the few rows whose full text is not up to date yet, and for tests. */
export function findIn(text: SearchText, words: readonly string[]): Found {
  const places = [text.titles, text.labels, text.body].map((part) => part.match(WORD) ?? []);
  const has = (found: readonly string[]): boolean => words.every((word, i) => found.some((other) => (i === words.length - 1 ? other.startsWith(word) : other === word)));
  if (has(places[0]!)) return FOUND.titles;
  if (has([...places[0]!, ...places[1]!])) return FOUND.labels;
  return has(places.flat()) ? FOUND.anywhere : FOUND.nowhere;
}
