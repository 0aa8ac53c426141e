import { leadsAway } from '../../catalog/forbidden-text.ts';

/** Digits as they are spelled out in the three languages. */
const spelled: Readonly<Record<string, string>> = {
  zéro: '0', zero: '0', صفر: '0', un: '1', one: '1', واحد: '1', deux: '2', two: '2', اثنان: '2', اثنين: '2', trois: '3', three: '3', ثلاثة: '3', quatre: '4', four: '4', أربعة: '4', اربعة: '4',
  cinq: '5', five: '5', خمسة: '5', six: '6', ستة: '6', sept: '7', seven: '7', سبعة: '7', huit: '8', eight: '8', ثمانية: '8', neuf: '9', nine: '9', تسعة: '9',
};
const arabicDigits = '٠١٢٣٤٥٦٧٨٩';
const persianDigits = '۰۱۲۳۴۵۶۷۸۹';
/** Fewer spelled digits in a row are a count of pieces; a telephone number has at least this many. */
const ROW = 8;
const handles = /(?<![\p{L}\d])(?:whats\s?app|watsap|واتساب|واتس|wa\.me|telegram|تلغرام|instagram|انستغرام|snap\s?chat|signal)(?![\p{L}])/iu;
const invites = /(?<![\p{L}\d])(?:contact|contactez|appelez|écrivez|ecrivez|call|text|message|dm|اتصل|راسل|تواصل)/iu;

/** How a text leads buyers away: openly, with digits of another script, spelled out, or by naming a messenger to write to; null: it does not. */
export type LeadsAway = 'open' | 'other-digits' | 'spelled-out' | 'messenger';

/**
 * Finds ways to reach the seller outside of the marketplace, also such as are written for people only: `zero six douze`, `nom arobase exemple point com`.
 * The text is walked through a few times, whatever stands in it.
 */
export function waysOut(text: string): LeadsAway | null {
  if (leadsAway(text)) return 'open';
  const digits = text.replace(/[٠-٩۰-۹]/gu, (digit) => String(Math.max(arabicDigits.indexOf(digit), persianDigits.indexOf(digit))));
  if (digits !== text && leadsAway(digits)) return 'other-digits';
  if (leadsAway(spelledAddress(digits)) || leadsAway(spelledNumber(digits))) return 'spelled-out';
  return handles.test(text) && invites.test(text) ? 'messenger' : null;
}

/** `nom (arobase) exemple point com` as it would be written. */
const spelledAddress = (text: string): string =>
  /arobase|\[at\]|\(at\)|\bat\b|آت/iu.test(text) && /point|dot|نقطة/iu.test(text)
    ? text.replace(/\s{0,3}[[(]?\s{0,3}(?:arobase|\bat\b|آت)\s{0,3}[\])]?\s{0,3}/giu, '@').replace(/\s{0,3}[[(]?\s{0,3}(?:\bpoint\b|\bdot\b|نقطة)\s{0,3}[\])]?\s{0,3}/giu, '.')
    : text;

/** Rows of spelled digits, also mixed with written ones, as one number. */
function spelledNumber(text: string): string {
  const words = text.toLowerCase().split(/[^\p{L}\p{M}\d]+/u);
  const found: string[] = [];
  let row = '';
  let isSpelled = false;
  for (const word of [...words, '']) {
    const digit = Object.hasOwn(spelled, word) ? spelled[word]! : /^\d{1,3}$/.test(word) ? word : null;
    if (digit !== null) {
      row += digit;
      isSpelled ||= Object.hasOwn(spelled, word);
      continue;
    }
    if (isSpelled && row.length >= ROW) found.push(row.padEnd(10, '0').slice(0, 15));
    row = '';
    isSpelled = false;
  }
  return found.join(' . ');
}
