import { fold } from '../../kernel/text.ts';

/** A value without case, accents, the forms of Arabic letters, and signs between words. */
const plain = (value: string): string => fold(value).replace(/['’`]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/**
 * The same for values of the same words, whatever their order: `Atelier Nour`, `nour, ATELIER` and `Nour  atelier.`. Its own fingerprint is itself.
 *
 * Source: OpenRefine, "fingerprint".
 */
export const fingerprint = (value: string): string => [...new Set(plain(value).split(' '))].sort().join(' ').trim();

/**
 * The same for values of the same pairs of letters: blanks and doubled letters do not count, so that `KrzyStof` and `Krzystoff` come together. A value of one letter is its own key.
 *
 * Source: OpenRefine, "n-gram fingerprint", n = 2.
 */
export function ngramFingerprint(value: string): string {
  const letters = [...plain(value).replaceAll(' ', '')];
  if (letters.length < 2) return letters.join('');
  return [...new Set(letters.slice(1).map((letter, at) => letters[at]! + letter))].sort().join('');
}

/** What sounds alike in French and English, in this order: `Philippe` and `Filip`, `Aksel` and `Axel`. Arabic letters that are often taken for each other are one. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'], [/(qu|ck|q|k)/g, 'k'], [/x/g, 'ks'], [/c(?=[eiy])/g, 's'], [/ch/g, 'sh'], [/c/g, 'k'], [/z/g, 's'], [/(eau|au|ou|oo)/g, 'o'], [/(ai|ei|ay|ey|ee|ea)/g, 'e'], [/y/g, 'i'], [/w/g, 'v'], [/g(?=[eiy])/g, 'j'],
  [/ث|ص/g, 'س'], [/ذ|ظ/g, 'ز'], [/ط/g, 'ت'], [/ض/g, 'د'], [/[ءئؤ]/g, ''],
];

/** The same for values whose words sound alike; vowels inside a word and silent letters at its end do not count. */
export function soundKey(value: string): string {
  return plain(value).split(' ').map((word) => {
    const heard = alike.reduce((text, [from, to]) => text.replace(from, to), word).replace(/(?<!s)h/g, '').replace(/(?<=.{2})(e|es|s|t|nt)$/, '').replace(/(.)\1+/gu, '$1');
    return heard.slice(0, 1) + heard.slice(1).replace(/[aeiouاويى]/g, '');
  }).filter((word) => word !== '').sort().join(' ');
}
