import type { Locale } from '../auth/model.ts';
import type { Product } from './model.ts';
import { variantsInOrder } from './variant-rules.ts';

/** One thing a good listing has: where it is filled in, and how much it counts. */
export type Gap = { readonly field: string; readonly weight: number };
export type Completeness = { readonly percent: number; readonly missing: readonly Gap[] };

const filled = (text: string | null | undefined): boolean => text !== null && text !== undefined && text.trim() !== '';

/**
 * How complete a listing is in one language, and exactly what is missing, heaviest first.
 *
 * @returns `percent` 0 to 100, whole; `missing` field paths as the product page knows them. A field that does not apply
 *   (the weight of a download) counts neither way
 */
export function completeness(product: Product, locale: Locale): Completeness {
  const text = product.texts[locale];
  const variants = variantsInOrder(product);
  const physical = product.kind === 'physical';
  let total = 0;
  let reached = 0;
  const missing: Gap[] = [];
  const want = (weight: number, field: string, there: boolean): void => {
    total += weight;
    if (there) reached += weight;
    else missing.push({ field, weight });
  };
  const everyVariant = (weight: number, name: string, has: (variant: (typeof variants)[number][1]) => boolean): void => {
    const gap = variants.find(([, variant]) => !has(variant));
    want(weight, gap ? `variants/${gap[0]}/${name}` : `variants/${name}`, gap === undefined && variants.length > 0);
  };
  want(20, `texts/${locale}/title`, filled(text?.title));
  want(20, `texts/${locale}/description`, filled(text?.description));
  want(20, 'images', Object.keys(product.images).length > 0);
  want(10, 'categoryId', product.categoryId !== null);
  want(10, 'brand', filled(product.brand));
  everyVariant(5, 'price', (variant) => variant.price > 0);
  want(5, 'tags', product.tags.length > 0);
  if (physical) {
    everyVariant(10, 'gtin', (variant) => variant.gtin !== null);
    everyVariant(5, 'weightG', (variant) => variant.weightG !== null);
  }
  missing.sort((a, b) => b.weight - a.weight);
  return { percent: Math.floor((reached * 100) / total), missing };
}

/** Whether a language has what a buyer reads: a title and a description. */
export function hasText(product: Pick<Product, 'texts'>, locale: Locale): boolean {
  const text = product.texts[locale];
  return filled(text?.title) && filled(text?.description);
}
