import type { ProductKind } from '#shared/catalog/model.ts';

/** The sets of columns the table of variants can show: no screen is wide enough for all at once. */
export const variantViews = ['main', 'prices', 'delivery', 'stock'] as const;
export type VariantView = (typeof variantViews)[number];

/** The sets a kind of product has anything to say in. */
export const viewsOf = (kind: ProductKind, hasStock: boolean): readonly VariantView[] =>
  variantViews.filter((view) => (view === 'delivery' ? kind === 'physical' : view === 'stock' ? hasStock : true));

/** The set that shows the field a link leads to. */
export function viewOfField(path: string | null): VariantView {
  if (path === null || !path.startsWith('variants/')) return 'main';
  if (/\/(taxClass|prices)(\/|$)/.test(path)) return 'prices';
  if (/\/(mpn|sizeMm)$/.test(path)) return 'delivery';
  return 'main';
}
