import { locales } from '../../auth/model.ts';
import type { Product } from '../../catalog/model.ts';
import type { AppError } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Finding, WordRule } from '../model.ts';

/** Makes regular expressions that take time in proportion to the text, whatever they say; refuses what cannot be compiled as `invalid-input`, `pattern-broken`. */
export type PatternEngine = (pattern: string) => Result<(text: string) => { readonly at: number; readonly length: number } | null, AppError>;

/** Where a rule was found: the piece of text, as it stands. */
export type WordHit = { readonly rule: WordRule; readonly field: string; readonly piece: string };
export type WordSearch = (text: string) => string | null;

const MOST_PIECE = 80;
const letter = /[\p{L}\p{M}\d]/u;

/** Text as words are compared: without case, accents, Arabic vowel signs and lengthening, and with the Arabic letters people write for each other made one. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}|ـ/gu, '').toLowerCase().replace(/[أإآٱ]/gu, 'ا').replaceAll('ى', 'ي').replaceAll('ة', 'ه').replace(/[’ʼ]/gu, "'");

/**
 * How one rule searches a text.
 *
 * `exact` finds whole words, `contains` also parts of words, both whatever the case and accents; `regex` is left to the engine and reads the text as it stands.
 *
 * @returns what finds the first piece; or why the pattern cannot be read
 */
export function searchOf({ how, pattern }: Pick<WordRule, 'how' | 'pattern'>, engine: PatternEngine): Result<WordSearch, AppError> {
  if (how === 'regex') {
    const find = engine(pattern);
    return find.ok ? ok((text) => {
      const hit = find.value(text);
      return hit === null ? null : text.slice(hit.at, hit.at + Math.min(hit.length, MOST_PIECE));
    }) : find;
  }
  const wanted = folded(pattern).trim();
  if (wanted === '') return err({ code: 'invalid-input', field: 'pattern', rule: 'pattern-empty' });
  return ok((text) => {
    const where = folded(text);
    for (let at = where.indexOf(wanted); at >= 0; at = where.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      const isWhole = !letter.test(where[at - 1] ?? ' ') && !letter.test(where[end] ?? ' ');
      if (how === 'contains' || isWhole) return where.slice(at, end).slice(0, MOST_PIECE);
    }
    return null;
  });
}

/** Every rule that is found in a listing, once per text it is found in. Rules that cannot be read find nothing; they are refused where they are saved. */
export function wordHits(product: Pick<Product, 'texts'>, rules: readonly WordRule[], engine: PatternEngine): WordHit[] {
  const hits: WordHit[] = [];
  for (const rule of rules) {
    const search = rule.enabled ? searchOf(rule, engine) : null;
    if (!search?.ok) continue;
    for (const locale of locales) for (const part of ['title', 'description'] as const) {
      if (rule.locale !== null && rule.locale !== locale) continue;
      const piece = search.value(product.texts[locale]?.[part] ?? '');
      if (piece !== null) hits.push({ rule, field: `texts/${locale}/${part}`, piece });
    }
  }
  return hits;
}

export const findingOf = ({ rule, field, piece }: WordHit): Finding => ({ check: rule.hidesPictures ? 'word-sensitive' : 'word', field, severity: rule.severity, details: { id: rule.id, name: rule.name, piece, policy: rule.policy } });
