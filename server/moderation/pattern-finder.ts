import { RE2JS, RE2JSException } from 're2js';
import { err, ok } from '#shared/kernel/result.ts';
import type { PatternEngine } from '#shared/moderation/checks/word-rules.ts';

/** Regular expressions by RE2: their time grows with the text, never with the pattern, so that no rule and no listing can hold up the server. */
export const patternFinder: PatternEngine = (pattern) => {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
    return ok((text) => {
      const matcher = compiled.matcher(text);
      return matcher.find() ? { at: matcher.start(), length: matcher.end() - matcher.start() } : null;
    });
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    return err({ code: 'invalid-input', field: 'pattern', rule: 'pattern-broken', details: { found: pattern.slice(0, 100) } });
  }
};
