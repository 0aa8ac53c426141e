import { useState } from 'react';
import type { Mark } from '../grid/model.ts';
import { useProductPage, type ProductPageContext } from './product-context.ts';

/**
 * The page as far as the rows of the variant table look beyond their own variant: the product without its variants, every SKU and
 * combination (a twin is refused while it is typed), the shop, conflicts, who may edit. The same object as long as none of that changed,
 * so that a saved price draws one row again and not all of them.
 */
export function useRowGround(): ProductPageContext {
  const page = useProductPage();
  const { product: { variants, ...product }, shop, conflicts, editable } = page.detail;
  const codes = Object.entries(variants).map(([id, { sku, options }]) => [id, sku, options]);
  const key = JSON.stringify([{ ...product, updatedAt: 0 }, codes, shop, conflicts, editable]);
  const [kept, setKept] = useState({ key, page });
  if (kept.key !== key) setKept({ key, page });
  return kept.key === key ? kept.page : page;
}

/** The marks of one variant's fields. */
export function marksOf(marks: Readonly<Record<string, Mark>>, id: string): Readonly<Record<string, Mark>> {
  return Object.fromEntries(Object.entries(marks).filter(([path]) => path.startsWith(`variants/${id}`)));
}
