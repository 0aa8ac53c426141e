import { RE2JS, RE2JSException } from 're2js';
import type { PatternEngine } from '#shared/bulk/steps/step.ts';
import { err, ok } from '#shared/kernel/result.ts';

/** Regular expressions by RE2: their time grows with the text, never with the pattern. In the replacement `$1` and `$<name>` stand for groups, as in JavaScript. */
export const patternEngine: PatternEngine = (pattern, replacement, matchCase) => {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE | (matchCase ? 0 : RE2JS.CASE_INSENSITIVE));
    return ok((text) => compiled.matcher(text).replaceAll(replacement));
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    return err({ code: 'invalid-input', field: 'find', rule: 'pattern-broken', details: { found: pattern.slice(0, 100) } });
  }
};
