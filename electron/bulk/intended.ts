import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/**
 * What a job means to do with one row of its input, whatever the input is: chosen products and steps, or lines of a file.
 *
 * - `edit` what the product is now and what it shall be; `paths` the fields that were touched on the way
 * - `create` a new product · `delete` one that is there · `skip` on purpose, with the reason if there is one · `fail` it cannot be done
 * - `called` what the input calls a product that is not in the catalogue, so that a person finds it again
 */
export type Intended =
  | { readonly what: 'edit'; readonly before: Product; readonly after: Product; readonly paths: readonly string[]; /** It becomes what the input says, whatever that leaves out. */ readonly replaces?: boolean }
  | { readonly what: 'create'; readonly product: Product }
  | { readonly what: 'delete'; readonly product: Product }
  | { readonly what: 'skip'; readonly record: ProductId; readonly product: Product | null; readonly called?: Called; readonly problem: AppError | null }
  | { readonly what: 'fail'; readonly record: ProductId; readonly product: Product | null; readonly called?: Called; readonly problem: AppError };

export type Called = { readonly title: string; readonly sku: string | null };
