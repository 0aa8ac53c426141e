import type { Locale } from '../../auth/model.ts';
import { currencyExponents } from '../../kernel/currencies.ts';
import type { Currency } from '../../kernel/money.ts';
import { fold } from '../../kernel/text.ts';
import { lengthUnits, weightUnits } from './targets.ts';

/** A header taken apart: what it says of language, currency, unit and number, and the words that are left. */
export type HeaderWords = {
  /** Folded, signs between words made blanks. */
  readonly whole: string;
  /** `whole` without what is named below and without words that say nothing (`product`, `your`). */
  readonly bare: string;
  readonly locale: Locale | null;
  readonly currency: Currency | null;
  readonly unit: string | null;
  /** The number in `Image 2` or `option1`, from 1. */
  readonly number: number | null;
};

const localeWords: Readonly<Record<string, Locale>> = {
  fr: 'fr', fra: 'fr', 'fr fr': 'fr', french: 'fr', francais: 'fr', francaise: 'fr', francés: 'fr', 'الفرنسيه': 'fr', 'بالفرنسيه': 'fr', 'فرنسي': 'fr',
  en: 'en', eng: 'en', english: 'en', anglais: 'en', anglaise: 'en', 'الانجليزيه': 'en', 'بالانجليزيه': 'en', 'انجليزي': 'en',
  ar: 'ar', ara: 'ar', arabic: 'ar', arabe: 'ar', 'العربيه': 'ar', 'بالعربيه': 'ar', 'عربي': 'ar',
};
const currencyWords: Readonly<Record<string, string>> = { '€': 'EUR', euro: 'EUR', euros: 'EUR', '$': 'USD', '£': 'GBP', dh: 'MAD', dhs: 'MAD', dirham: 'MAD', dirhams: 'MAD', 'درهم': 'MAD', 'يورو': 'EUR' };
const unitWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...weightUnits, ...lengthUnits].map((unit) => [unit, unit])), gr: 'g', gram: 'g', grams: 'g', gramm: 'g', gramme: 'g', grammes: 'g', kgs: 'kg', kilo: 'kg', kilos: 'kg', lbs: 'lb', pounds: 'lb', ounces: 'oz',
  millimetres: 'mm', centimetres: 'cm', inches: 'in', 'غرام': 'g', 'جرام': 'g', 'كغ': 'kg', 'كجم': 'kg', 'سم': 'cm', 'مم': 'mm',
};
/** Said of nearly everything in a list of products. */
const empty: ReadonlySet<string> = new Set(
  'product products produit produits produkt produkte item items article articles artikel variant variante variation your the of du de la le des d l par per pro ht ttc tva incl excl net brut netto brutto required optional obligatoire value valeur wert main principal principale default current unit units piece hosted detailed extended raw المنتج السلعه المنتوج'.split(' '),
);

/** Signs between words as blanks, `camelCase` as words, numbers apart from letters. */
export function headerText(header: string): string {
  return fold(header.replace(/([a-z])([A-Z])/g, '$1 $2')).replace(/[^\p{L}\p{N}€$£%]+/gu, ' ').replace(/(\p{L})(\d)/gu, '$1 $2').replace(/(\d)(\p{L})/gu, '$1 $2').trim();
}

/** Takes a header apart. */
export function headerWords(header: string): HeaderWords {
  const whole = headerText(header);
  let [locale, currency, unit, number]: [Locale | null, Currency | null, string | null, number | null] = [null, null, null, null];
  const words = whole.split(' ');
  const left: string[] = [];
  for (const [at, word] of words.entries()) {
    const code = currencyWords[word] ?? (/^[a-z]{3}$/.test(word) && word.toUpperCase() in currencyExponents ? word.toUpperCase() : null);
    // The last language counts: « en » is a word of French.
    // The first word is what the column is about: `all`, `try` and `top` are currencies as well, `in` is one of the units.
    if (/^\d{1,2}$/.test(word)) number ??= Number(word);
    else if ((at > 0 || (words.length > 1 && /^[a-z]{2}[_:-]/i.test(header))) && word in localeWords) locale = localeWords[word]!;
    else if ((at > 0 || (words.length > 1 && header.startsWith(word.toUpperCase()))) && code !== null && isCode(header, word)) currency ??= code as Currency;
    else if (at > 0 && word in unitWords && !(word === 'in' && at < words.length - 1) && !(word === 'm' && at < words.length - 1)) unit ??= unitWords[word]!;
    else if (!empty.has(word) && !(word === 'in' && at > 0)) left.push(word);
  }
  return { whole, bare: left.join(' '), locale, currency, unit, number };
}

/** A currency is written as its sign or code, in capitals or set apart by brackets or a line below: `price_eur`, not `all`. */
const isCode = (header: string, word: string): boolean => word in currencyWords || header.includes(word.toUpperCase()) || new RegExp(`[_(\\[:-]\\s*${word}\\b`, 'i').test(header);
