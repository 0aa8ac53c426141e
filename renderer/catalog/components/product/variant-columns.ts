import type { ProductKind } from '#shared/catalog/model.ts';

/** The sets of columns the table of variants can show: no screen is wide enough for all at once. */
export const variantViews = ['main', 'prices', 'delivery', 'stock'] as const;
export type VariantView = (typeof variantViews)[number];

/** The sets a kind of product has anything to say in. */
export const viewsOf = (kind: ProductKind, hasStock: boolean): readonly VariantView[] =>
  variantViews.filter((view) => (view === 'delivery' ? kind === 'physical' : view === 'stock' ? hasStock : true));

export type MoneyColumn = 'price' | 'compareAt' | 'cost' | 'margin';

/**
 * The amounts among the essentials: as many as leave room for the stock beside what tells variants apart. The rest stands under prices and tax.
 *
 * @param options how many options the product has
 */
export const mainMoney = (options: number): readonly MoneyColumn[] => (options === 0 ? ['price', 'compareAt', 'cost', 'margin'] : options === 1 ? ['price', 'compareAt'] : ['price']);

/** The set that shows the field a link leads to, of a product with so many options. */
export function viewOfField(path: string | null, options: number): VariantView {
  if (path === null || !path.startsWith('variants/')) return 'main';
  const amount = /\/(compareAt|cost)$/.exec(path)?.[1];
  if (amount !== undefined && !mainMoney(options).includes(amount as MoneyColumn)) return 'prices';
  if (/\/(taxClass|prices)(\/|$)/.test(path)) return 'prices';
  if (/\/(mpn|sizeMm)$/.test(path)) return 'delivery';
  return 'main';
}
