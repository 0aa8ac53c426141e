import type { Locale } from '../../auth/model.ts';
import { ok } from '../../kernel/result.ts';
import type { StepOf } from '../model.ts';
import type { RunStep } from './step.ts';
import { rewriteWords } from './words.ts';

type Letters = StepOf<'clean'>['letters'];

/** Takes needless blanks out and writes letters one way. */
export const cleanStep = (step: StepOf<'clean'>): RunStep => (now) =>
  ok(rewriteWords(now, step, (text, locale, field) => {
    const spaced = step.spaces ? (field === 'description' ? cleanLines(text) : cleanSpaces(text)) : text;
    return withLetters(spaced, step.letters, locale);
  }));

// Unbreakable blanks inside a text are meant (French sets signs apart with them); at its ends they are not.
const cleanSpaces = (text: string): string => text.replace(/[ \t\r\n]+/g, ' ').trim();

/** Line by line; more than one empty line becomes one. */
function cleanLines(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/[ \t]+/g, ' ').trim());
  return lines.join('\n').replace(/\n{3,}/g, '\n\n').trim();
}

function withLetters(text: string, letters: Letters, locale: Locale | null): string {
  const language = locale ?? undefined;
  const lower = (part: string): string => part.toLocaleLowerCase(language);
  switch (letters) {
    case 'keep': return text;
    case 'upper': return text.toLocaleUpperCase(language);
    case 'lower': return lower(text);
    case 'title': return lower(text).replace(/(?<![\p{L}\p{M}\p{N}'’])\p{L}/gu, capital);
    case 'sentence': return lower(text).replace(/(?<=^|[.!?…]\s+|\n\s*)\p{L}/gu, capital);
  }
}

/** A letter whose capital is several letters stays as it is: written a second time it would come out differently. */
function capital(letter: string): string {
  const large = letter.toUpperCase();
  return [...large].length === 1 && large.toLowerCase() === letter ? large : letter;
}
