import type { Locale } from '../../auth/model.ts';
import type { Minor } from '../../kernel/money.ts';
import { imagesOf } from '../listing-images.ts';
import type { Product, ProductImage } from '../model.ts';
import { variantsInOrder } from '../variant-rules.ts';
import { availabilityOf, cut, Findings, hasInvisible, lengthOf, plainText, textIn, type Availability, type ChannelContext, type Finding } from './finding.ts';

/** Longer titles are cut in search results. */
export const CARD_TITLE = 70;

/** A listing among the results of a search. Amounts in minor units of the product's currency. */
export type Card = {
  readonly title: string; readonly cut: boolean; readonly titleLocale: Locale;
  /** Its first picture; null: it has none. */
  readonly image: ProductImage | null; readonly alt: string;
  readonly brand: string | null; readonly price: Minor | null; /** Whether other variants cost more. */ readonly from: boolean; readonly compareAt: Minor | null;
  /** How much less than before, whole percent. */
  readonly off: number | null;
  readonly availability: Availability;
  readonly findings: readonly Finding[];
};

/** How a listing looks as one of many, in one language, and what is lost there. */
export function cardOf(product: Product, context: ChannelContext): Card {
  const { locale, shop } = context;
  const findings = new Findings();
  const text = textIn(product, locale);
  const title = plainText(text.title);
  const [image] = imagesOf(product);
  const variants = variantsInOrder(product);
  const cheapest = variants.map(([, variant]) => variant).reduce<(typeof variants)[number][1] | null>((best, variant) => (best === null || variant.price < best.price ? variant : best), null);
  const price = cheapest !== null && cheapest.price > 0 ? cheapest.price : null;
  const compareAt = price !== null && cheapest!.compareAt !== null && cheapest!.compareAt > price ? cheapest!.compareAt : null;
  const states = variants.map(([, variant]) => availabilityOf(product, variant, shop));
  const availability = (['in_stock', 'backorder'] as const).find((state) => states.includes(state)) ?? 'out_of_stock';

  if (title === '') findings.add('error', 'title-missing', `texts/${locale}/title`);
  else if (text.locale !== locale) findings.add('warning', 'title-other-language', `texts/${locale}/title`);
  if (lengthOf(title) > CARD_TITLE) findings.add('warning', 'title-cut', `texts/${text.locale}/title`, { found: lengthOf(title), most: CARD_TITLE });
  if (hasInvisible(text.title)) findings.add('warning', 'marks-removed', `texts/${text.locale}/title`);
  if (image === undefined) findings.add('error', 'image-missing', 'images');
  else if ((image[1].alt[locale] ?? '').trim() === '') findings.add('warning', 'alt-missing', `images/${image[0]}/alt/${locale}`);
  const free = variants.find(([, variant]) => variant.price <= 0);
  if (free) findings.add('error', 'price-zero', `variants/${free[0]}/price`);
  if (availability === 'out_of_stock') findings.add('warning', 'sold-out', 'variants');
  if (product.status !== 'published') findings.add('warning', 'not-published', 'status');
  return {
    title: cut(title, CARD_TITLE), cut: lengthOf(title) > CARD_TITLE, titleLocale: text.locale, image: image?.[1] ?? null, alt: plainText(image?.[1].alt[locale] ?? ''),
    brand: product.brand === null ? null : plainText(product.brand), price, from: variants.some(([, variant]) => variant.price > (price ?? 0)) && variants.length > 1, compareAt,
    off: compareAt === null ? null : Math.floor(((compareAt - price!) * 100) / compareAt), availability, findings: findings.list(),
  };
}
