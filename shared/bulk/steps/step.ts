import type { Product } from '../../catalog/model.ts';
import type { AppError } from '../../kernel/errors.ts';
import type { Result } from '../../kernel/result.ts';
import type { FieldOp } from '../../sync/model.ts';

/**
 * What a step does to one product: operations from what it is now, or why it cannot be done.
 *
 * @param before the product as it was before the first step: what "the old price" means
 */
export type RunStep = (now: Product, before: Product) => Result<readonly FieldOp[], AppError>;

/** Puts a text in the place of every match; the same text when there is none. */
export type Replacer = (text: string) => string;

/** Makes regular expressions safe to run over a catalogue: time linear in the text. Refuses what cannot be compiled as `invalid-input`, `pattern-broken`. */
export type PatternEngine = (pattern: string, replacement: string, matchCase: boolean) => Result<Replacer, AppError>;
