import type { Locale } from '../auth/model.ts';
import { isGiven } from './attributes.ts';
import type { Product } from './model.ts';
import { variantsInOrder } from './variant-rules.ts';

/** Where a listing is shown: the marketplace's own shop pages, and Google Merchant. */
export const channels = ['shop', 'google'] as const;
export type Channel = (typeof channels)[number];

/** One thing a good listing has: where it is filled in, and how much it counts. */
export type Gap = { readonly field: string; readonly weight: number };
export type Completeness = { readonly percent: number; readonly missing: readonly Gap[] };

const filled = (text: string | null | undefined): boolean => text !== null && text !== undefined && text.trim() !== '';

/** A thing the listing has or has not. */
type Point = Gap & { readonly there: boolean };

/** What each channel asks, with its weights; a weight of 0 leaves it out. Sources: our own rules for `shop`, Google's product data specification for `google`. */
const weights: Readonly<Record<Channel, Readonly<Record<'title' | 'description' | 'images' | 'category' | 'brand' | 'price' | 'tags' | 'gtin' | 'weight' | 'attribute' | 'kind', number>>>> = {
  shop: { title: 20, description: 20, images: 20, category: 10, brand: 10, price: 5, tags: 5, gtin: 10, weight: 5, attribute: 5, kind: 10 },
  google: { title: 20, description: 20, images: 20, category: 5, brand: 10, price: 15, tags: 0, gtin: 15, weight: 5, attribute: 5, kind: 0 },
};

/**
 * What a listing is asked for in one language and on one channel, and whether it is there.
 *
 * @param required keys of the attributes its category asks for
 */
function pointsOf(product: Product, locale: Locale, channel: Channel, required: readonly string[]): Point[] {
  const weight = weights[channel];
  const text = product.texts[locale];
  const variants = variantsInOrder(product);
  const points: Point[] = [];
  const want = (counts: number, field: string, there: boolean): void => void (counts > 0 && points.push({ field, weight: counts, there }));
  const everyVariant = (counts: number, name: string, has: (variant: (typeof variants)[number][1]) => boolean): void => {
    const gap = variants.find(([, variant]) => !has(variant));
    want(counts, gap ? `variants/${gap[0]}/${name}` : `variants/${name}`, gap === undefined && variants.length > 0);
  };
  want(weight.title, `texts/${locale}/title`, filled(text?.title));
  want(weight.description, `texts/${locale}/description`, filled(text?.description));
  want(weight.images, 'images', Object.keys(product.images).length > 0);
  want(weight.category, 'categoryId', product.categoryId !== null);
  want(weight.brand, 'brand', filled(product.brand));
  everyVariant(weight.price, 'price', (variant) => variant.price > 0);
  want(weight.tags, 'tags', product.tags.length > 0);
  for (const key of required) want(weight.attribute, `attributes/${key}`, isGiven(product, key));
  switch (product.kind) {
    case 'physical':
      everyVariant(weight.gtin, 'gtin', (variant) => variant.gtin !== null);
      everyVariant(weight.weight, 'weightG', (variant) => variant.weightG !== null);
      break;
    case 'digital':
      want(weight.kind, 'files', Object.keys(product.files ?? {}).length > 0 || (product.keys ?? []).length > 0);
      break;
    case 'service':
      want(weight.kind, 'durationMinutes', (product.durationMinutes ?? null) !== null);
      want(weight.kind, 'hours', Object.keys(product.hours ?? {}).length > 0);
      want(weight.kind, 'capacity', (product.capacity ?? null) !== null);
      break;
  }
  return points;
}

/**
 * How complete a listing is in one language and on one channel, and exactly what is missing, heaviest first.
 *
 * @param required keys of the attributes its category asks for (`category.attributes.required`)
 * @returns `percent` 0 to 100, whole; `missing` field paths as the product page knows them. A field that does not apply
 *   (the weight of a download) counts neither way
 */
export function completeness(product: Product, locale: Locale, channel: Channel = 'shop', required: readonly string[] = []): Completeness {
  const points = pointsOf(product, locale, channel, required);
  let [total, reached] = [0, 0];
  for (const { weight, there } of points) {
    total += weight;
    if (there) reached += weight;
  }
  const missing = points.filter(({ there }) => !there).map(({ field, weight }) => ({ field, weight })).sort((a, b) => b.weight - a.weight);
  return { percent: Math.floor((reached * 100) / total), missing };
}

/** The figure of `completeness` for every language at once, as lists show and sort it: what is the same in all of them is looked at once. */
export function completenessPercents(product: Product, channel: Channel, required: readonly string[]): Record<Locale, number> {
  const points = pointsOf(product, 'fr', channel, required);
  const weight = weights[channel];
  let [total, common] = [0, 0];
  for (const { weight: counts, there, field } of points) {
    total += counts;
    if (there && !field.startsWith('texts/')) common += counts;
  }
  const of = (locale: Locale): number => {
    const text = product.texts[locale];
    return Math.floor(((common + (filled(text?.title) ? weight.title : 0) + (filled(text?.description) ? weight.description : 0)) * 100) / total);
  };
  return { fr: of('fr'), en: of('en'), ar: of('ar') };
}

/** Whether a language has what a buyer reads: a title and a description. */
export function hasText(product: Pick<Product, 'texts'>, locale: Locale): boolean {
  const text = product.texts[locale];
  return filled(text?.title) && filled(text?.description);
}
