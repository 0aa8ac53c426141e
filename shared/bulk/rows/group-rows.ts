import type { ReadRow } from './model.ts';
import { keyBy } from './row-keys.ts';

/** Rows of one product, in the order of the file. */
export type RowGroup = { readonly key: string; readonly rows: readonly ReadRow[] };

/** Which product a row belongs to: rows with one key are one product. */
export const groupKeyOf = ({ line, variant, ...ids }: ReadRow): string => keyBy(line, { ...ids, sku: variant.sku ?? null });

/** All rows by product, in the order in which products first appear; rows of one need not stand together. */
export function groupRows(rows: Iterable<ReadRow>): readonly RowGroup[] {
  const groups = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const key = groupKeyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].map(([key, of]) => ({ key, rows: of }));
}

/** By what a product of the catalogue is found for a group, best first: ids, then SKUs of its variants, then GTINs, then its handle. */
export type LookUp = { readonly productId: string | null; readonly variantIds: readonly string[]; readonly skus: readonly string[]; readonly gtins: readonly string[]; readonly handle: string | null };

export function lookUpOf({ rows }: RowGroup): LookUp {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    const { productId, variantId, handle, kind, variant: { sku, gtin } } = only;
    return { productId, handle, variantIds: variantId === null ? [] : [variantId], skus: kind === 'parent' || !sku ? [] : [sku], gtins: gtin ? [gtin] : [] };
  }
  const all = <T>(pick: (row: ReadRow) => T | null | undefined): T[] => [...new Set(rows.flatMap((row) => pick(row) ?? []))] as T[];
  return {
    productId: rows.find(({ productId }) => productId !== null)?.productId ?? null, variantIds: all(({ variantId }) => variantId),
    // A parent's own SKU is that of no variant.
    skus: all(({ variant, kind }) => (kind === 'parent' ? null : variant.sku)), gtins: all(({ variant }) => variant.gtin), handle: rows.find(({ handle }) => handle !== null)?.handle ?? null,
  };
}
