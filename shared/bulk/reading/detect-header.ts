import { fold } from '../../kernel/text.ts';

/** What speaks for the row taken as header, out of `cells` cells: names that are known, words rather than figures, no name twice. */
export type HeaderEvidence = { readonly cells: number; readonly known: number; readonly words: number; readonly distinct: number };
/** `at` counts the rows given, from 0; null: the file has no header and its columns go by letters. */
export type HeaderGuess = { readonly at: number | null; readonly names: readonly string[]; readonly evidence: HeaderEvidence };

/** Titles and notes stand above a table, rarely more than this. */
const FURTHEST = 20;

/** A figure, price, date, code, address: what stands in a table and not above it. */
const isValue = (text: string): boolean => /^[\p{Sc}\s]*[-+]?[\d.,\s'’/:%-]*\d[\d.,\s'’/:%-]*\s*(\p{Sc}|[A-Z]{3})?$/u.test(text) || /^https?:\/\//i.test(text);

/** The letters a spreadsheet gives its columns: A … Z, AA …; for files without a header. */
export function columnLetters(at: number): string {
  return (at >= 26 ? columnLetters(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26));
}

/**
 * Finds the row that names the columns: filled across, in words, no word twice, best of all in words that are known. Lines above it (a
 * title, a date) are passed over.
 *
 * @param rows the first rows of the file
 * @param isKnown whether a header is one that is known to mean something
 */
export function detectHeader(rows: readonly (readonly string[])[], isKnown: (name: string) => boolean): HeaderGuess {
  const width = Math.max(0, ...rows.map((cells) => filled(cells)));
  let best: { at: number; score: number; evidence: HeaderEvidence } | null = null;
  for (const [at, cells] of rows.slice(0, FURTHEST).entries()) {
    const { names, evidence } = spokenFor(cells, isKnown);
    const whole = names.length / Math.max(1, width);
    // A known word is worth two: titles of products are words, too, and as different as headers are.
    const score = names.length === 0 ? 0 : ((evidence.known * 2 + evidence.words + evidence.distinct) / (names.length * 4)) * Math.min(1, whole);
    if (evidence.words === names.length && (best === null || score > best.score + 1e-9)) best = { at, score, evidence };
  }
  const isSure = best !== null && (best.evidence.known > 0 ? best.evidence.known * 4 >= best.evidence.cells || best.score > 0.5 : best.at < rows.length - 1 && rows.slice(best.at + 1).some((cells) => cells.some((cell) => isValue(cell.trim()))));
  return !isSure || best === null ? { ...headerAt(rows, null, isKnown), ...(best === null ? {} : { evidence: best.evidence }) } : headerAt(rows, best.at, isKnown);
}

/** The header as a person says it is. @param at place among the rows; null: there is none, columns go by letters */
export function headerAt(rows: readonly (readonly string[])[], at: number | null, isKnown: (name: string) => boolean): HeaderGuess {
  if (at !== null) return { at, names: rows[at]!.map((cell) => cell.trim()), evidence: spokenFor(rows[at]!, isKnown).evidence };
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  return { at, names: Array.from({ length: columns }, (_, place) => columnLetters(place)), evidence: { cells: 0, known: 0, words: 0, distinct: 0 } };
}

function spokenFor(cells: readonly string[], isKnown: (name: string) => boolean): { names: string[]; evidence: HeaderEvidence } {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return { names, evidence: { cells: names.length, known: names.filter(isKnown).length, words: names.filter((name) => !isValue(name)).length, distinct: new Set(names.map(fold)).size } };
}

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;
