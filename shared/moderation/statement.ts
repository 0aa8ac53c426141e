import { locales, type Locale } from '../auth/model.ts';
import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { CaseAction, Reasons, SanctionKind, StatementTexts } from './model.ts';
import { statementWords } from './statement-words.ts';

/** What a statement is made from, beside the words of its template. */
export type StatementFacts = {
  readonly reasons: Reasons;
  readonly action: Exclude<CaseAction, 'approve'>;
  readonly sanction: SanctionKind;
  /** When the sanction ends; null: not by itself, or there is none. */
  readonly sanctionUntil: number | null;
  /** The listing as each language calls it. */
  readonly titles: Readonly<Record<Locale, string>>;
  /** Until when the vendor may contradict. */
  readonly appealUntil: number;
};

const placeholder = /\{([a-z-]+)\}/giu;

/**
 * Puts values in the places of a template. What a person typed is never read as a template again.
 *
 * @returns the text; or `rule-broken`, `unresolved-placeholder` with the first place nothing was given for: half a sentence is never sent
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): Result<string, AppError> {
  const missing = [...template.matchAll(placeholder)].map(([, name]) => name!).find((name) => !Object.hasOwn(values, name) || values[name]!.trim() === '');
  if (missing !== undefined) return err({ code: 'rule-broken', field: 'statement', rule: 'unresolved-placeholder', details: { placeholder: missing } });
  return ok(template.replace(placeholder, (_, name: string) => values[name]!));
}

/** Words a moderator typed that still hold a place nobody filled: `{photo}` of a snippet. */
const leftOpen = (text: string): string | null => /\{\s*([\p{L}\p{N}_ -]{1,40})\s*\}/u.exec(text)?.[1] ?? null;

/**
 * The statement of reasons in every language of the console: what was decided, on which facts and ground, whether a machine had a part in it, and the ways
 * to contradict (Regulation (EU) 2022/2065, art. 17(3)).
 *
 * @returns the texts; or `rule-broken`, `unresolved-placeholder`, also for a place left open in what the moderator typed (`field` facts)
 */
export function statementOf(facts: StatementFacts): Result<StatementTexts, AppError> {
  const open = leftOpen(facts.reasons.facts);
  if (open !== null) return err({ code: 'rule-broken', field: 'facts', rule: 'unresolved-placeholder', details: { placeholder: open } });
  const texts: Partial<Record<Locale, string>> = {};
  for (const locale of locales) {
    const text = textIn(locale, facts);
    if (!text.ok) return text;
    texts[locale] = text.value;
  }
  return ok(texts as StatementTexts);
}

function textIn(locale: Locale, { reasons, action, sanction, sanctionUntil, titles, appealUntil }: StatementFacts): Result<string, AppError> {
  const words = statementWords[locale];
  const day = (at: number): string => words.day(new Date(at));
  const values = {
    title: titles[locale], policy: words.policy[reasons.policy], severity: words.severity[reasons.severity], facts: reasons.facts,
    reference: reasons.ground.reference, detection: words.detection[reasons.automatedDetection ? 'automated' : 'person'], until: day(appealUntil),
    end: sanctionUntil === null ? words.noEnd : day(sanctionUntil),
  };
  const parts = [words.action[action], words.facts, words.ground[reasons.ground.kind], words.means, ...(sanction === 'none' ? [] : [words.sanction[sanction]]), words.remedy[action], words.appeal];
  const filled: string[] = [];
  for (const part of parts) {
    const text = fillTemplate(part, values);
    if (!text.ok) return text;
    filled.push(text.value);
  }
  return ok(filled.join('\n\n'));
}
