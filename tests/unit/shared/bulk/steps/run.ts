import { cellsBetween } from '#shared/bulk/planned-cells.ts';
import type { Step } from '#shared/bulk/model.ts';
import { prepareSteps } from '#shared/bulk/steps/prepare-steps.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { patternEngine } from '#electron/bulk/pattern-engine.ts';

/** What steps make of a product, as `path: before → after`; or the rule that stopped them. */
export function cellsOf(product: Product, ...steps: readonly Step[]): Record<string, readonly [Json, Json]> | string {
  const ready = prepareSteps(steps, patternEngine);
  if (!ready.ok) return ready.error.rule!;
  const done = ready.value(product);
  if (!done.ok) return done.error.rule ?? done.error.code;
  return Object.fromEntries(cellsBetween(product, done.value.after, done.value.paths).map(({ path, before, after }) => [path, [before, after]]));
}

/** The product as steps leave it. */
export function after(product: Product, ...steps: readonly Step[]): Product {
  const ready = prepareSteps(steps, patternEngine);
  if (!ready.ok) throw new Error(ready.error.rule);
  const done = ready.value(product);
  if (!done.ok) throw new Error(done.error.rule);
  return done.value.after;
}
