import { locales, type Locale } from '../../auth/model.ts';
import { attributeOf } from '../attributes.ts';
import { inherited } from '../inherited.ts';
import { imagesForVariant, imagesOf, recipeOf, servedImage, type ImageEntry } from '../listing-images.ts';
import type { Category, Product, Shop, Variant, VariantId } from '../model.ts';
import { totalStock } from '../stock-rules.ts';
import { pathOfPicture } from '../../media/picture-address.ts';

/** What a channel says of a listing: `error` is refused, `warning` is taken and shown less, or not as meant. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  readonly rule: FindingRule;
  /** Where it can be mended, as the product page knows it; null: not on the product. */
  readonly field: string | null;
  /** Where it can be mended on the page of the shop. */
  readonly shopField?: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** How many variants it is about, where it is about variants; the same for pictures. */
  readonly variants?: number;
  readonly pictures?: number;
};

export const findingRules = [
  'title-missing', 'title-cut', 'title-other-language', 'title-shouting', 'description-missing', 'description-cut', 'marks-removed', 'image-missing', 'image-drawn', 'image-small', 'image-large', 'image-ground', 'image-fill', 'image-frame', 'image-watermark', 'image-empty', 'alt-missing', 'price-zero', 'brand-missing',
  'identifiers-missing', 'gtin-missing', 'gtin-wrong', 'category-missing', 'attribute-missing', 'id-long', 'variants-alike', 'axis-unknown', 'service-refused', 'not-published', 'nothing-to-deliver', 'no-hours', 'sold-out',
  'contact-shown', 'markup-shown', 'web-address-missing', 'shipping-missing', 'returns-missing', 'weight-missing',
] as const;
export type FindingRule = (typeof findingRules)[number];

/** What a channel is told besides the product itself. */
export type ChannelContext = {
  readonly shop: Shop;
  readonly category: Category | null;
  readonly locale: Locale;
  /** `2026-11-22`: rules of marketplaces begin on a day. */
  readonly today: string;
};

/** Gathers findings; the same one on many variants is said once, with their number and the first place to mend it. */
export class Findings {
  readonly #byRule = new Map<string, Finding>();

  add(severity: Finding['severity'], rule: FindingRule, field: string | null, details: Finding['details'] = {}): void {
    if (!this.#byRule.has(rule + JSON.stringify(details))) this.#byRule.set(rule + JSON.stringify(details), { severity, rule, field, details });
  }

  /** What is to be mended on the shop's page, once for all its products. */
  atShop(severity: Finding['severity'], rule: FindingRule, shopField: string): void {
    this.#byRule.set(rule, { severity, rule, field: null, shopField, details: {} });
  }

  /** Once for a rule, counting the variants it is about. */
  atVariant(severity: Finding['severity'], rule: FindingRule, field: string, details: Finding['details'] = {}): void {
    const known = this.#byRule.get(rule);
    this.#byRule.set(rule, known ? { ...known, variants: (known.variants ?? 1) + 1 } : { severity, rule, field, details, variants: 1 });
  }

  /** Once for a rule, counting the pictures it is about. */
  atPicture(severity: Finding['severity'], rule: FindingRule, id: string, details: Finding['details'] = {}): void {
    const known = this.#byRule.get(severity + rule);
    this.#byRule.set(severity + rule, known ? { ...known, pictures: known.pictures! + 1 } : { severity, rule, field: `images/${id}`, details, pictures: 1 });
  }

  /** Refusals first, in the order they were found. */
  list(): Finding[] {
    return [...this.#byRule.values()].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  }
}

/** Whether a variant can be ordered now. */
export type Availability = 'in_stock' | 'out_of_stock' | 'backorder';
export function availabilityOf(product: Product, variant: Variant, shop: Shop): Availability {
  if (product.kind === 'service' || !inherited('trackStock', variant, product, shop).value || totalStock(variant).available > 0) return 'in_stock';
  return inherited('backorder', variant, product, shop).value ? 'backorder' : 'out_of_stock';
}

/** The title in the asked language or the first that has one, with the language it is in. */
export function textIn(product: Pick<Product, 'texts'>, asked: Locale): { readonly title: string; readonly description: string; readonly locale: Locale } {
  for (const locale of [asked, ...locales]) {
    const text = product.texts[locale];
    if (text !== undefined && text.title.trim() !== '') return { ...text, locale };
  }
  return { title: '', description: product.texts[asked]?.description ?? '', locale: asked };
}

// Control characters, direction marks and halves of a character: invisible to the seller, refused or turned into boxes by channels.
const invisible = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\p{Surrogate}]+/gu;

/** A text as a channel can hold it: on one line, nothing invisible in it. */
export const plainText = (text: string): string => text.replace(/\s+/g, ' ').replace(invisible, '').trim();
/** Whether `plainText` takes out more than white space. */
export const hasInvisible = (text: string): boolean => text.replace(/\s+/g, ' ').search(invisible) !== -1;

/** The first `most` characters as people count them; an emoji is not cut in two. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const letters = [...text];
  return letters.length <= most ? text : letters.slice(0, most).join('').trimEnd();
}
export const lengthOf = (text: string): number => [...text].length;

/** What a listing says for an attribute, or '' when nothing. */
export const saidFor = (product: Pick<Product, 'attributes'>, key: string): string => plainText(attributeOf(product, key) ?? '');

/** Where the shop is on the web; '' leaves addresses relative, which every channel refuses (`web-address-missing`). */
export const siteOf = ({ webAddress }: Pick<Shop, 'webAddress'>): string => webAddress ?? '';
/** Where buyers find the listing. */
export const pageAddress = (product: Pick<Product, 'handle'>, { shop }: Pick<ChannelContext, 'shop'>): string => `${siteOf(shop)}/${encodeURIComponent(wellFormed(product.handle))}`;
/** Where a picture is, as large as it is served; drawings of the demo have an address that shows nothing. */
export function imageAddress([id, image]: ImageEntry, { shop }: Pick<ChannelContext, 'shop'>): string {
  const served = servedImage(image, shop);
  return siteOf(shop) + (image.picture && served ? pathOfPicture(shop.id, image.picture, recipeOf(image, shop), served.purpose) : `/media/${id}`);
}
/** The addresses of a listing's pictures, or of those that show one variant. */
export const imageAddresses = (product: Product, context: Pick<ChannelContext, 'shop'>, variant: VariantId | null = null): string[] =>
  (variant === null ? imagesOf(product) : imagesForVariant(product, variant)).map((entry) => imageAddress(entry, context));

/** Half a character would make `encodeURIComponent` throw. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
