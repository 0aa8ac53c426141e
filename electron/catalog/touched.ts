import type { Product, Variant } from '#shared/catalog/model.ts';

const sameTexts = (a: readonly string[], b: readonly string[]): boolean => a === b || (a.length === b.length && a.every((text, i) => text === b[i]));

/**
 * Whether an edit changed any word that search reads: a new price does not, and then the full text is left alone.
 * Compares what `searchTextOf` puts together, piece by piece; parts an edit did not touch are the same objects and cost nothing.
 */
export function searchTouched(before: Product, after: Product): boolean {
  if (before.brand !== after.brand || !sameTexts(before.tags, after.tags)) return true;
  if (before.texts !== after.texts && JSON.stringify(before.texts) !== JSON.stringify(after.texts)) return true;
  if (before.attributes !== after.attributes && !sameTexts(Object.values(before.attributes), Object.values(after.attributes))) return true;
  if (before.variants === after.variants) return false;
  const [was, is] = [before.variants as Readonly<Record<string, Variant>>, after.variants as Readonly<Record<string, Variant>>];
  const ids = Object.keys(is);
  return ids.length !== Object.keys(was).length || ids.some((id) => was[id] !== is[id] && (was[id]?.sku !== is[id]!.sku || !sameTexts(was[id]!.options, is[id]!.options)));
}

/** Whether an edit changed the look-up of SKUs and GTINs: which variants there are, in which order, with which codes. */
export function codesTouched(before: Product, after: Product): boolean {
  if (before.variants === after.variants) return false;
  const [was, is] = [before.variants as Readonly<Record<string, Variant>>, after.variants as Readonly<Record<string, Variant>>];
  const ids = Object.keys(is);
  return ids.length !== Object.keys(was).length || ids.some((id) => was[id] !== is[id] && (was[id]?.sku !== is[id]!.sku || was[id].gtin !== is[id]!.gtin || was[id].position !== is[id]!.position));
}
