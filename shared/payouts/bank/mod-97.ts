import { latinDigits } from '../../kernel/text.ts';

/**
 * The remainder of a long number divided by 97: what account numbers are checked with. Letters count as A = 10 to Z = 35.
 *
 * @param text digits and capital letters only
 * @throws RangeError for any other sign
 *
 * Source: ISO 7064, MOD 97-10.
 */
export function mod97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    if (Number.isNaN(value)) throw new RangeError('a sign that is neither digit nor letter');
    rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % 97;
  }
  return rest;
}

/** A number as people copy it: without blanks and marks that steer its direction, digits of any script as Latin ones, in capitals. */
export const tidyNumber = (text: string): string => latinDigits(text).replace(/[\s\u200b\ufeff]/g, '').toUpperCase();
