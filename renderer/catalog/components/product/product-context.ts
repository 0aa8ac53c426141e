import { createContext, useContext } from 'react';
import type { FieldConflict, FieldOp } from '#shared/sync/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { ProductDetail } from '../../use-product.ts';
import type { Intent } from '../../use-edits.ts';

/** What every field of the product page needs to know. */
export type ProductPageContext = {
  readonly detail: ProductDetail;
  readonly account: string;
  /** One operation, one undo; refused: the reason, and nothing changed. */
  readonly save: (ops: readonly FieldOp[], intent: Intent, said: string) => Promise<Result<null, AppError>>;
  readonly conflictAt: (path: string) => { readonly id: string; readonly field: FieldConflict } | null;
};

export const ProductContext = createContext<ProductPageContext | null>(null);

export function useProductPage(): ProductPageContext {
  const context = useContext(ProductContext);
  if (!context) throw new Error('a product field outside of a product page');
  return context;
}
