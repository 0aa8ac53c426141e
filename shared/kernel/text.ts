const PLAIN = /^[\x20-\x7e]*$/;
const SIGNS = /[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]+/g;
const LETTERS = /[\u0622\u0623\u0625\u0671\u0649\u0629œŒæÆßẞ]/g;
const letters: Readonly<Record<string, string>> = { '\u0622': '\u0627', '\u0623': '\u0627', '\u0625': '\u0627', '\u0671': '\u0627', '\u0649': '\u064a', '\u0629': '\u0647', œ: 'oe', Œ: 'oe', æ: 'ae', Æ: 'ae', ß: 'ss', ẞ: 'ss' };

/**
 * Folds a text for comparing and searching: "Éclair" finds "eclair", and the forms of the Arabic alef, ya and ta find each other.
 * Lower case, accents and Arabic vowel signs removed, tatweel dropped, white space made single.
 */
export function fold(text: string): string {
  const bare = PLAIN.test(text) ? text : text.normalize('NFKD').replace(SIGNS, '').replace(LETTERS, (letter) => letters[letter]!);
  const small = bare.toLowerCase();
  return (/\s\s|[^\S ]/.test(small) ? small.replace(/\s+/g, ' ') : small).trim();
}

/** A text with the digits of every script it is typed in here as Latin ones, and without the marks that only steer its direction. */
export const latinDigits = (text: string): string =>
  text
    .replace(/[\u2066-\u2069\u200e\u200f\u061c]/g, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));
