import type { Locale } from '../auth/model.ts';
import { isGiven } from './attributes.ts';
import { hasImages } from './listing-images.ts';
import type { Product, Variant } from './model.ts';
import { variantsInOrder } from './variant-rules.ts';

/** Where a listing is shown: the marketplace's own shop pages, and Google Merchant. */
export const channels = ['shop', 'google'] as const;
export type Channel = (typeof channels)[number];

/** One thing a good listing has: where it is filled in, and how much it counts. */
export type Gap = { readonly field: string; readonly weight: number };
export type Completeness = { readonly percent: number; readonly missing: readonly Gap[] };

const filled = (text: string | null | undefined): boolean => text !== null && text !== undefined && text.trim() !== '';
const hasEntries = (parts: object): boolean => {
  for (const key in parts) if (Object.hasOwn(parts, key)) return true;
  return false;
};

/** What each channel asks, with its weights; a weight of 0 leaves it out. Sources: our own rules for `shop`, Google's product data specification for `google`. */
const weights: Readonly<Record<Channel, Readonly<Record<'title' | 'description' | 'images' | 'category' | 'brand' | 'price' | 'tags' | 'gtin' | 'weight' | 'attribute' | 'kind', number>>>> = {
  shop: { title: 20, description: 20, images: 20, category: 10, brand: 10, price: 5, tags: 5, gtin: 10, weight: 5, attribute: 5, kind: 10 },
  google: { title: 20, description: 20, images: 20, category: 5, brand: 10, price: 15, tags: 0, gtin: 15, weight: 5, attribute: 5, kind: 0 },
};

/** Told each thing a listing is asked for: how much it counts, whether it is there, and where it is filled in. */
type Visit = (weight: number, there: boolean, field: () => string) => void;

/** What a listing is asked for in any language on a channel; see `textPoints` for the rest. Puts no words together: lists ask this at every edit. */
function commonPoints(product: Product, channel: Channel, required: readonly string[], visit: Visit): void {
  const weight = weights[channel];
  const variants = variantsInOrder(product);
  const want = (counts: number, field: string, there: boolean): void => void (counts > 0 && visit(counts, there, () => field));
  const everyVariant = (counts: number, name: string, has: (variant: Variant) => boolean): void => {
    const gap = variants.find(([, variant]) => !has(variant));
    visit(counts, gap === undefined && variants.length > 0, () => (gap ? `variants/${gap[0]}/${name}` : `variants/${name}`));
  };
  want(weight.images, 'images', hasImages(product));
  want(weight.category, 'categoryId', product.categoryId !== null);
  want(weight.brand, 'brand', filled(product.brand));
  everyVariant(weight.price, 'price', (variant) => variant.price > 0);
  want(weight.tags, 'tags', product.tags.length > 0);
  for (const key of required) visit(weight.attribute, isGiven(product, key), () => `attributes/${key}`);
  switch (product.kind) {
    case 'physical':
      everyVariant(weight.gtin, 'gtin', (variant) => variant.gtin !== null);
      everyVariant(weight.weight, 'weightG', (variant) => variant.weightG !== null);
      break;
    case 'digital':
      want(weight.kind, 'files', hasEntries(product.files ?? {}) || (product.keys ?? []).length > 0);
      break;
    case 'service':
      want(weight.kind, 'durationMinutes', (product.durationMinutes ?? null) !== null);
      want(weight.kind, 'hours', hasEntries(product.hours ?? {}));
      want(weight.kind, 'capacity', (product.capacity ?? null) !== null);
      break;
  }
}

/** What it is asked for in one language. */
function textPoints(product: Product, locale: Locale, channel: Channel, visit: Visit): void {
  const text = product.texts[locale];
  visit(weights[channel].title, filled(text?.title), () => `texts/${locale}/title`);
  visit(weights[channel].description, filled(text?.description), () => `texts/${locale}/description`);
}

/**
 * How complete a listing is in one language and on one channel, and exactly what is missing, heaviest first.
 *
 * @param required keys of the attributes its category asks for (`category.attributes.required`)
 * @returns `percent` 0 to 100, whole; `missing` field paths as the product page knows them. A field that does not apply
 *   (the weight of a download) counts neither way
 */
export function completeness(product: Product, locale: Locale, channel: Channel = 'shop', required: readonly string[] = []): Completeness {
  const missing: Gap[] = [];
  let [total, reached] = [0, 0];
  const visit: Visit = (weight, there, field) => {
    total += weight;
    if (there) reached += weight;
    else missing.push({ field: field(), weight });
  };
  textPoints(product, locale, channel, visit);
  commonPoints(product, channel, required, visit);
  return { percent: Math.floor((reached * 100) / total), missing: missing.sort((a, b) => b.weight - a.weight) };
}

/** The figure of `completeness` for every language at once, as lists show and sort it: what is the same in all of them is looked at once. */
export function completenessPercents(product: Product, channel: Channel, required: readonly string[]): Record<Locale, number> {
  let [total, common] = [0, 0];
  commonPoints(product, channel, required, (weight, there) => {
    total += weight;
    if (there) common += weight;
  });
  const of = (locale: Locale): number => {
    let [all, reached] = [total, common];
    textPoints(product, locale, channel, (weight, there) => {
      all += weight;
      if (there) reached += weight;
    });
    return Math.floor((reached * 100) / all);
  };
  return { fr: of('fr'), en: of('en'), ar: of('ar') };
}

/** Whether a language has what a buyer reads: a title and a description. */
export function hasText(product: Pick<Product, 'texts'>, locale: Locale): boolean {
  const text = product.texts[locale];
  return filled(text?.title) && filled(text?.description);
}
