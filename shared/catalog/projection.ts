import { locales, type Locale } from '../auth/model.ts';
import { fold } from '../kernel/text.ts';
import { missingBits, type ProductColumns, type VariantColumns } from './cache-tables.ts';
import { completenessPercents, hasText } from './completeness.ts';
import type { ProductRow } from './contract.ts';
import { gtinKey } from './gtin.ts';
import { hasImages, showsSomething } from './listing-images.ts';
import { stageOf } from './listing-states.ts';
import type { LocationId, Product, ProductImage, ProductText, Variant } from './model.ts';
import { totalStock } from './stock-rules.ts';
import { variantsInOrder, type VariantEntry } from './variant-rules.ts';

/** Stands between tags in `product.tags`: a character nobody types. */
export const TAG_MARK = '\u001f';

/** How a tag is compared, and how it is found in `product.tags`: between two marks. */
export const tagKey = (tag: string): string => `${TAG_MARK}${fold(tag)}${TAG_MARK}`;

/** How a listing gets its score out of 100 (`shared/moderation`), and whether an edit leaves it as it was, the attributes asked for being the same. */
export type Scoring = { of(product: Product, required: readonly string[]): number; stays(before: Product, after: Product): boolean };

/** What the columns of a product need besides its record: the attributes its category asks for, and how it is scored. */
export type ListingFacts = { readonly required: readonly string[]; readonly scoring: Scoring };

/** A record and the columns that were derived from it. */
export type Projected = { readonly doc: Product; readonly columns: ProductColumns };

/**
 * The columns by which a product is filtered, sorted and found, all derived from its record.
 *
 * @param known the record this one was made of by operations: what they left alone is the same object, and folding it again is spared
 */
export function projectProduct(doc: Product, { required, scoring }: ListingFacts, known?: Projected): ProductColumns {
  const variants = variantsInOrder(doc);
  const { cheapest, dearest } = priceRange(variants);
  const stock = { onHand: 0, reserved: 0, available: 0, incoming: 0 };
  for (const [, variant] of variants) {
    const part = totalStock(variant);
    stock.onHand += part.onHand;
    stock.reserved += part.reserved;
    stock.available += part.available;
    stock.incoming += part.incoming;
  }
  const shop = completenessPercents(doc, 'shop', required);
  const google = completenessPercents(doc, 'google', required);
  const percents: Percents = { complete_fr: shop.fr, complete_en: shop.en, complete_ar: shop.ar, google_fr: google.fr, google_en: google.en, google_ar: google.ar };
  return {
    id: doc.id, shop_id: doc.shopId, status: doc.status, kind: doc.kind,
    sku: variants[0]?.[1].sku ?? '', brand: doc.brand, category_id: doc.categoryId,
    price: cheapest?.price ?? 0, price_to: dearest?.price ?? 0, compare_at: cheapest?.compareAt ?? null,
    on_hand: stock.onHand, reserved: stock.reserved, available: stock.available, incoming: stock.incoming,
    variant_count: variants.length,
    ...(known !== undefined && known.doc.texts === doc.texts ? sortKeysIn(known.columns) : sortKeysOf(doc)),
    ...percents,
    // A category that asks for other attributes than it did shows in the percentages first.
    score: known !== undefined && samePercents(known.columns, percents) && scoring.stays(known.doc, doc) ? known.columns.score : scoring.of(doc, required),
    in_review: doc.review && stageOf(doc.status) === 'online' ? 1 : 0,
    missing: missingOf(doc, variants),
    tags: known !== undefined && known.doc.tags === doc.tags ? known.columns.tags : doc.tags.length === 0 ? '' : TAG_MARK + doc.tags.map(fold).join(TAG_MARK) + TAG_MARK,
    updated_at: doc.updatedAt,
  };
}

type Percents = Pick<ProductColumns, 'complete_fr' | 'complete_en' | 'complete_ar' | 'google_fr' | 'google_en' | 'google_ar'>;
const samePercents = (a: Percents, b: Percents): boolean =>
  a.complete_fr === b.complete_fr && a.complete_en === b.complete_en && a.complete_ar === b.complete_ar && a.google_fr === b.google_fr && a.google_en === b.google_en && a.google_ar === b.google_ar;

type SortKeys = Pick<ProductColumns, 'sort_fr' | 'sort_en' | 'sort_ar'>;
const sortKeysIn = ({ sort_fr, sort_en, sort_ar }: ProductColumns): SortKeys => ({ sort_fr, sort_en, sort_ar });
const sortKeysOf = (doc: Product): SortKeys => ({ sort_fr: fold(titleIn(doc, 'fr').title), sort_en: fold(titleIn(doc, 'en').title), sort_ar: fold(titleIn(doc, 'ar').title) });

/** One line per variant for exact look-up of SKU and GTIN. */
export function projectVariants(doc: Product): VariantColumns[] {
  return variantsInOrder(doc).map(([id, { sku, gtin }]) => ({ product_id: doc.id, variant_id: id, sku, gtin: gtin === null ? null : gtinKey(gtin) }));
}

/** What full-text search reads, folded and in order of weight: titles of all languages, then codes, brand, tags and attributes, then descriptions. */
export type SearchText = { readonly titles: string; readonly labels: string; readonly body: string };
export function searchTextOf(doc: Product): SearchText {
  const texts: readonly ProductText[] = locales.flatMap((locale) => doc.texts[locale] ?? []);
  const labels = [doc.brand ?? '', ...doc.tags, ...Object.values(doc.attributes), ...variantsInOrder(doc).flatMap(([, { sku, options }]) => [sku, ...options])];
  return { titles: fold(texts.map(({ title }) => title).join(' ')), labels: fold(labels.join(' ')), body: fold(texts.map(({ description }) => description).join(' ')) };
}

/** What a line says beside its status: of an edit that waits, where it stands; of a listing sent back, that there is a word. Else the status says it all. */
const reviewSignOf = ({ status, review }: Product): ProductRow['inReview'] => (review && (stageOf(status) === 'online' || status === 'changes_requested') ? review.state : null);

/** One line of the grid as somebody reading this language sees it. */
export function rowOf(doc: Product, figures: Pick<ProductRow, 'completeness' | 'google' | 'score'>, locale: Locale, marks: ProductRow['marks']): ProductRow {
  const variants = variantsInOrder(doc);
  const columns = priceRange(variants);
  const only = variants.length === 1 ? variants[0]! : null;
  const stock = { onHand: 0, reserved: 0, available: 0, incoming: 0 };
  for (const [, variant] of variants) {
    const part = totalStock(variant);
    stock.onHand += part.onHand;
    stock.reserved += part.reserved;
    stock.available += part.available;
    stock.incoming += part.incoming;
  }
  const { title, locale: titleLocale } = titleIn(doc, locale);
  const price = columns.cheapest?.price ?? (0 as ProductRow['price']);
  const priceTo = columns.dearest?.price ?? price;
  return {
    id: doc.id, shopId: doc.shopId, title, titleLocale,
    sku: variants[0]?.[1].sku ?? '', gtin: variants[0]?.[1].gtin ?? null,
    brand: doc.brand, categoryId: doc.categoryId, kind: doc.kind, status: doc.status, currency: doc.currency,
    price, priceTo: priceTo === price ? null : priceTo, compareAt: columns.cheapest?.compareAt ?? null,
    ...stock,
    ...figures, inReview: reviewSignOf(doc),
    variantCount: variants.length, variantId: only?.[0] ?? null, locationId: only === null ? null : onlyPlace(only[1]),
    ...firstImage(doc), updatedAt: doc.updatedAt, marks,
  };
}

/** The title in the asked language, or in the first language that has one. */
export function titleIn(doc: Pick<Product, 'texts'>, asked: Locale): { title: string; locale: Locale } {
  for (const locale of [asked, ...locales]) {
    const title = doc.texts[locale]?.title;
    if (title !== undefined && title.trim() !== '') return { title, locale };
  }
  return { title: '', locale: asked };
}

function priceRange(variants: readonly VariantEntry[]): { cheapest: Variant | null; dearest: Variant | null } {
  let cheapest: Variant | null = null;
  let dearest: Variant | null = null;
  for (const [, variant] of variants) {
    if (cheapest === null || variant.price < cheapest.price) cheapest = variant;
    if (dearest === null || variant.price > dearest.price) dearest = variant;
  }
  return { cheapest, dearest };
}

function missingOf(doc: Product, variants: readonly VariantEntry[]): number {
  let bits = 0;
  if (!hasImages(doc)) bits |= missingBits.image;
  if (doc.kind === 'physical' && variants.some(([, { gtin }]) => gtin === null)) bits |= missingBits.gtin;
  if (doc.categoryId === null) bits |= missingBits.category;
  for (const locale of locales) if (!hasText(doc, locale)) bits |= missingBits[`text-${locale}`];
  return bits;
}

function onlyPlace(variant: Variant): LocationId | null {
  const places = Object.keys(variant.stock) as LocationId[];
  return places.length === 1 ? places[0]! : null;
}

/** What stands for the listing: its first picture, with what holds its place until it is there. */
function firstImage(doc: Product): Pick<ProductRow, 'drawing' | 'picture'> {
  let first: { readonly id: string; readonly image: ProductImage } | null = null;
  for (const [id, image] of Object.entries(doc.images)) {
    if (!showsSomething(image)) continue;
    if (first === null || image.position < first.image.position || (image.position === first.image.position && id < first.id)) first = { id, image };
  }
  if (first === null) return { drawing: null, picture: null };
  const { drawing, picture = null, recipe = null } = first.image;
  return { drawing, picture: picture && { sha256: picture.sha256, placeholder: picture.placeholder, recipe } };
}
