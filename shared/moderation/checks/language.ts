import type { Locale } from '../../auth/model.ts';

/** Words that are in almost every sentence of one language and in few of the other. */
const common: Readonly<Record<'fr' | 'en', ReadonlySet<string>>> = {
  fr: new Set('le la les des du de un une et est sont dans pour avec sur en au aux ce cette ces qui que par plus son sa ses vos votre nous vous ou il elle pas très fait main chaque sans entre être'.split(' ')),
  en: new Set('the of and is are in for with on a an this that these which by from to your our you it its as or not very made hand each without be at has have can will was were all'.split(' ')),
};
/** Fewer words than this say too little: a title of two words is in any language. */
const FEWEST = 5;

/**
 * The language a text is written in, as far as that can be told.
 *
 * Arabic by its script; French and English by the small words they are full of, one of which must be clearly ahead.
 *
 * @returns null where it cannot be told: short texts, names, or another language
 */
export function languageOf(text: string): Locale | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 12) return null;
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  if (arabic * 2 > letters) return 'ar';
  const words = text.toLowerCase().match(/\p{Script=Latin}+/gu) ?? [];
  if (words.length < FEWEST) return null;
  const count = (of: 'fr' | 'en') => words.filter((word) => common[of].has(word)).length;
  const [fr, en] = [count('fr'), count('en')];
  if (Math.max(fr, en) * 8 < words.length || Math.abs(fr - en) * 3 < Math.max(fr, en)) return null;
  return fr > en ? 'fr' : 'en';
}
