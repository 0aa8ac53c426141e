import type { Locale } from '../../auth/model.ts';
import { attributeLines, attributeOf, isGiven } from '../attributes.ts';
import { hasMarkup, leadsAway } from '../forbidden-text.ts';
import { imagesOf } from '../listing-images.ts';
import type { Product, ProductImage } from '../model.ts';
import type { ReturnPayer, Shop } from '../shop-model.ts';
import { variantsInOrder } from '../variant-rules.ts';
import { cardOf, type Card } from './card.ts';
import { Findings, plainText, textIn, type ChannelContext, type Finding } from './finding.ts';

/** More would not be looked through by anybody; the rest is behind "show all". */
export const PAGE_VALUES = 40;

/** The page of a listing as its buyers see it in one language. */
export type ListingPage = Omit<Card, 'findings' | 'title' | 'cut'> & {
  readonly title: string;
  /** Paragraphs; none when this language has no text. */
  readonly description: readonly string[];
  readonly images: readonly { readonly image: ProductImage; readonly alt: string }[];
  /** Each axis with its values in the order of the variants, at most `PAGE_VALUES`. */
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** What the category gives buyers to compare by, and the seller's own; what no longer applies is not shown. */
  readonly details: readonly { readonly key: string; readonly value: string }[];
  /** How goods come back; null: nothing is sent, or the shop has not said. */
  readonly returns: { readonly days: number; readonly paidBy: ReturnPayer | null; readonly terms: readonly string[] } | null;
  readonly findings: readonly Finding[];
};

/** A listing as its page shows it, and what a buyer would miss there. */
export function pageOf(product: Product, context: ChannelContext): ListingPage {
  const { locale, category } = context;
  const findings = new Findings();
  const card = cardOf(product, context);
  const text = textIn(product, locale);
  const description = product.texts[locale]?.description ?? '';
  const images = imagesOf(product);
  const lines = attributeLines(product, category);
  for (const finding of card.findings) if (finding.rule !== 'title-cut' && finding.rule !== 'alt-missing') findings.add(finding.severity, finding.rule, finding.field, finding.details);
  if (description.trim() === '') findings.add('warning', 'description-missing', `texts/${locale}/description`);
  for (const part of ['title', 'description'] as const) {
    const written = product.texts[locale]?.[part] ?? '';
    if (leadsAway(written)) findings.add('error', 'contact-shown', `texts/${locale}/${part}`);
    if (hasMarkup(written)) findings.add('error', 'markup-shown', `texts/${locale}/${part}`);
  }
  const dumb = images.find(([, { alt }]) => (alt[locale] ?? '').trim() === '');
  if (dumb) findings.add('warning', 'alt-missing', `images/${dumb[0]}/alt/${locale}`);
  if (category === null) findings.add('error', 'category-missing', 'categoryId');
  for (const { key } of lines.required) if (!isGiven(product, key)) findings.add('warning', 'attribute-missing', `attributes/${key}`, { attribute: key });
  if (product.kind === 'digital' && Object.keys(product.files ?? {}).length + (product.keys ?? []).length === 0) findings.add('error', 'nothing-to-deliver', 'files');
  if (product.kind === 'service' && Object.keys(product.hours ?? {}).length === 0) findings.add('error', 'no-hours', 'hours');
  const { findings: _, cut: __, ...shown } = card;
  return {
    ...shown, title: plainText(text.title),
    description: paragraphsOf(description),
    images: images.map(([, image]) => ({ image, alt: plainText(image.alt[locale] ?? '') })),
    options: product.options.map((name, at) => ({ name: plainText(name), values: [...new Set(variantsInOrder(product).map(([, { options }]) => plainText(options[at] ?? '')))].filter((value) => value !== '').slice(0, PAGE_VALUES) })),
    details: [...lines.required, ...lines.suggested, ...lines.own].flatMap(({ key }) => {
      const value = plainText(attributeOf(product, key) ?? '');
      return value === '' ? [] : [{ key, value }];
    }),
    returns: product.kind === 'physical' ? returnsOf(context.shop, locale) : null,
    findings: findings.list(),
  };
}

const paragraphsOf = (text: string): string[] => text.split(/\n+/).map(plainText).filter((paragraph) => paragraph !== '');

const returnsOf = ({ returnDays = null, returnPaidBy = null, returnTerms }: Shop, locale: Locale): ListingPage['returns'] =>
  (returnDays === null ? null : { days: returnDays, paidBy: returnPaidBy, terms: paragraphsOf(returnTerms?.[locale] ?? '') });

