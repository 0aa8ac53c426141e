import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { latinDigits } from '../kernel/text.ts';
import { definitionOf } from './attributes.ts';
import { checkGtin } from './gtin.ts';

/** As long as any value may be. */
export const LONGEST_ATTRIBUTE = 500;

/** Figures of an Arabic keyboard, a decimal comma, blanks between groups: as a plain number. */
function plainNumber(text: string): string {
  return latinDigits(text).replace(/[\s\u00a0\u202f]/g, '').replace(/[,\u066b]/g, '.');
}

/**
 * Reads what was typed for a detail of a product, as it is kept: a figure as a plain number, an ISBN as thirteen digits, a choice as its key.
 *
 * @returns the value ('' empties the field), or `rule-broken` with the rule `attribute-length`, `attribute-number` (details `found`),
 *   `attribute-most` (`found`, `most`), `attribute-choice`, `isbn-prefix`, or one of `checkGtin`
 */
export function readAttribute(key: string, text: string): Result<string, AppError> {
  const field = `attributes/${key}`;
  const refuse = (rule: string, details: AppError['details'] = {}): Result<string, AppError> => err({ code: 'rule-broken', field, rule, details });
  const value = text.trim();
  if (value.length > LONGEST_ATTRIBUTE) return refuse('attribute-length', { found: value.length, most: LONGEST_ATTRIBUTE });
  const definition = definitionOf(key);
  if (value === '' || definition === null) return ok(value);
  switch (definition.kind) {
    case 'text': return ok(value);
    case 'choice': return definition.open || definition.values.includes(value) ? ok(value) : refuse('attribute-choice', { found: value });
    case 'number': {
      const plain = plainNumber(value);
      if (!/^\d{1,9}(\.\d{1,3})?$/.test(plain)) return refuse('attribute-number', { found: value.slice(0, 40) });
      const number = Number(plain);
      return number > definition.most ? refuse('attribute-most', { found: number, most: definition.most }) : ok(String(number));
    }
    case 'isbn': {
      const checked = checkGtin(value, field);
      if (!checked.ok) return checked;
      return /^97[89]\d{10}$/.test(checked.value) ? ok(checked.value) : refuse('isbn-prefix', { found: checked.value });
    }
  }
}
