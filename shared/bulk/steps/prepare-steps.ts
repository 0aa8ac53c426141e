import { assertNever } from '../../kernel/assert.ts';
import type { AppError } from '../../kernel/errors.ts';
import type { Json } from '../../kernel/json.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { applyOps } from '../../sync/apply.ts';
import { completeOps } from '../../catalog/complete-ops.ts';
import { checkOp } from '../../catalog/description.ts';
import type { Product } from '../../catalog/model.ts';
import type { Step } from '../model.ts';
import { amountStep } from './amount.ts';
import { cleanStep } from './clean.ts';
import { copyTextStep } from './copy-text.ts';
import { floorStep } from './floor.ts';
import { oldPriceStep } from './old-price.ts';
import { percentStep } from './percent.ts';
import { replaceStep } from './replace.ts';
import { roundStep } from './round.ts';
import { setStep } from './set-field.ts';
import type { PatternEngine, RunStep } from './step.ts';
import { stockStep } from './stock.ts';
import { tagsStep } from './tags.ts';

/** What all steps together make of a product, and which fields they touched on the way; or the first thing that cannot be done. */
export type RunSteps = (product: Product) => Result<Computed, AppError>;
export type Computed = { readonly after: Product; readonly paths: readonly string[] };

/**
 * Makes steps ready to run on any number of products; nothing is computed yet.
 *
 * @returns `invalid-input` with `details.step` (from 0) when one of them can never work: a pattern that is none
 */
export function prepareSteps(steps: readonly Step[], engine: PatternEngine): Result<RunSteps, AppError> {
  const ready: RunStep[] = [];
  for (const [at, step] of steps.entries()) {
    const made = prepareStep(step, engine);
    if (!made.ok) return err({ ...made.error, details: { ...made.error.details, step: at } });
    ready.push(made.value);
  }
  return ok((product) => runSteps(ready, product));
}

function prepareStep(step: Step, engine: PatternEngine): Result<RunStep, AppError> {
  switch (step.kind) {
    case 'percent': return ok(percentStep(step));
    case 'amount': return ok(amountStep(step));
    case 'round': return ok(roundStep(step));
    case 'old-price': return ok(oldPriceStep(step));
    case 'floor': return ok(floorStep(step));
    case 'replace': return replaceStep(step, engine);
    case 'tags': return ok(tagsStep(step));
    case 'set': return ok(setStep(step));
    case 'copy-text': return ok(copyTextStep(step));
    case 'clean': return ok(cleanStep(step));
    case 'stock': return ok(stockStep(step));
    default: return assertNever(step);
  }
}

function runSteps(steps: readonly RunStep[], before: Product): Result<Computed, AppError> {
  const paths = new Set<string>();
  let now = before;
  for (const [at, run] of steps.entries()) {
    const done = run(now, before);
    if (!done.ok) return err({ ...done.error, details: { ...done.error.details, step: at } });
    for (const op of done.value) {
      const wrong = checkOp(op);
      if (wrong) return err({ ...wrong, details: { ...wrong.details, step: at } });
      paths.add(op.path);
    }
    if (done.value.length > 0) now = applyOps(now as unknown as Json, completeOps(now, done.value)) as unknown as Product;
  }
  return ok({ after: now, paths: [...paths] });
}
