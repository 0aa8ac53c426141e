import type { AppError } from '../../kernel/errors.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { StepOf } from '../model.ts';
import type { PatternEngine, Replacer, RunStep } from './step.ts';
import { rewriteWords } from './words.ts';

/** Puts other words in the place of those found; a pattern the engine cannot compile is refused before any product is looked at. */
export function replaceStep(step: StepOf<'replace'>, engine: PatternEngine): Result<RunStep, AppError> {
  const replacer = step.regex ? engine(step.find, step.with, step.matchCase) : ok(plainReplacer(step.find, step.with, step.matchCase));
  return replacer.ok ? ok((now) => ok(rewriteWords(now, step, replacer.value))) : replacer;
}

/** Looks for the words as they stand. `$` and its like mean themselves on both sides. */
export function plainReplacer(find: string, replacement: string, matchCase: boolean): Replacer {
  if (matchCase) return (text) => text.replaceAll(find, () => replacement);
  // Nothing but literals is left, so there is nothing to try twice: JavaScript's own engine is linear here.
  const pattern = new RegExp(find.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'giu');
  return (text) => text.replace(pattern, () => replacement);
}
