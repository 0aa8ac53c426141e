import { definitionOf } from '../../catalog/attributes.ts';
import { readAttribute } from '../../catalog/read-attribute.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { fold } from '../../kernel/text.ts';
import { faultOf, type Fault } from '../problem.ts';

/** What other files say where our lists have a key, parted by `|`. */
const otherWords: Readonly<Record<string, string>> = {
  'gender/female': 'femme|femmes|women|woman|ladies|damen|نساء|نسائي', 'gender/male': 'homme|hommes|men|man|herren|رجال|رجالي', 'gender/unisex': 'mixte|للجنسين',
  'age_group/adult': 'adults|adulte|adultes|بالغون|للكبار', 'age_group/kids': 'kid|child|children|enfant|enfants|اطفال', 'age_group/infant': 'infants|bebe|baby|رضع', 'age_group/newborn': 'nouveau ne', 'age_group/toddler': 'toddlers|tout petit',
};
const plain = (text: string): string => fold(text).replace(/[_\s-]+/g, ' ');
const keyOf: ReadonlyMap<string, string> = new Map(Object.entries(otherWords).flatMap(([place, words]) => words.split('|').map((word) => [`${place.split('/')[0]!}/${plain(word)}`, place.split('/')[1]!] as const)));

/**
 * A detail of a product as files write it: one of a list in any case, with blanks for lines, or in another language (`Male`, `Three quarter`, `Femme`).
 *
 * @returns the value as it is kept; or `word-unknown` (details `found`, `allowed`) where a list has nothing like it, else a rule of `readAttribute`
 */
export function readDetail(key: string, text: string): Result<string, Fault> {
  const definition = definitionOf(key);
  const isChoice = definition?.kind === 'choice';
  const word = plain(text);
  const value = isChoice ? (definition.values.find((one) => plain(one) === word) ?? keyOf.get(`${key}/${word}`) ?? text) : text;
  const read = readAttribute(key, value);
  if (read.ok) return ok(read.value);
  return err(isChoice && read.error.rule === 'attribute-choice' ? { rule: 'word-unknown', details: { found: text.trim().slice(0, 40), allowed: [...definition.values] } } : faultOf(read.error));
}
