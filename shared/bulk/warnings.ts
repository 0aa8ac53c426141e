import { z } from 'zod';
import type { JobCell } from '../catalog/job-cells.ts';
import type { Product, Variant } from '../catalog/model.ts';

/**
 * What a person should look at before a change goes through; it is done all the same.
 * - `price-falls` by more than they said is usual · `price-zero` · `below-cost` the price is under what a piece costs · `stock-zero` nothing is left to sell
 */
export const warning = z.enum(['price-falls', 'price-zero', 'below-cost', 'stock-zero']);
export type Warning = z.infer<typeof warning>;

/** From which fall of a price on a person is asked to look, basis points. */
export const warnLimits = z.strictObject({ fall: z.int().min(1).max(10_000) });
export type WarnLimits = z.infer<typeof warnLimits>;
export const USUAL_LIMITS: WarnLimits = { fall: 3_000 };

/** A planned cell with what speaks against it. */
export type WarnedCell = JobCell & { readonly warnings: readonly Warning[] };

/** Looks at every cell of one product; `after`: the product with all of them in it. */
export const warned = (cells: readonly JobCell[], after: Product, limits: WarnLimits): WarnedCell[] => cells.map((cell) => ({ ...cell, warnings: warningsOf(cell, after, limits) }));

const NONE: readonly Warning[] = [];

function warningsOf({ path, before, after }: JobCell, product: Product, { fall }: WarnLimits): readonly Warning[] {
  if (typeof after !== 'number') return NONE;
  if (path.endsWith('/price')) return priceWarnings(path, before, after, product, fall);
  return path.endsWith('/onHand') && after === 0 && typeof before === 'number' && before > 0 ? ['stock-zero'] : NONE;
}

function priceWarnings(path: string, before: JobCell['before'], after: number, product: Product, fall: number): readonly Warning[] {
  const found: Warning[] = [];
  if (after === 0) found.push('price-zero');
  else if (typeof before === 'number' && (before - after) * 10_000 > before * fall) found.push('price-falls');
  const [, id, name] = path.split('/');
  const variants: Readonly<Record<string, Variant>> = product.variants;
  const cost = name === 'price' ? (variants[id!]?.cost ?? null) : null;
  // Whoever sold below cost before knows it.
  if (cost !== null && after < cost && (typeof before !== 'number' || before >= cost)) found.push('below-cost');
  return found;
}
