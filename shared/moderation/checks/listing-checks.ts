import { locales } from '../../auth/model.ts';
import { hasMarkup } from '../../catalog/forbidden-text.ts';
import { imagesOf } from '../../catalog/listing-images.ts';
import type { Product } from '../../catalog/model.ts';
import { variantsInOrder } from '../../catalog/variant-rules.ts';
import { pictureFaults } from '../../media/picture-faults.ts';
import type { Finding } from '../model.ts';
import { waysOut } from './contact.ts';
import { languageOf } from './language.ts';

/** The checks below, and those of this folder; raised when one of them decides otherwise, so that a stored result says by which rules it came about. */
export const CHECKS_VERSION = 1;

const FEWEST_LETTERS = { title: 8, description: 40 };

/** What the texts of a listing show without a network: another language than they are filed under, too little said, ways out of the marketplace, markup. */
export function textFindings(product: Pick<Product, 'texts'>): { readonly description: Finding[]; readonly moderation: Finding[] } {
  const found = { description: [] as Finding[], moderation: [] as Finding[] };
  for (const locale of locales) {
    const text = product.texts[locale];
    if (text === undefined) continue;
    for (const part of ['title', 'description'] as const) {
      const field = `texts/${locale}/${part}`;
      const words = text[part].trim();
      if (words.length < FEWEST_LETTERS[part]) found.description.push({ check: `${part}-short`, field, severity: 'hint', details: { found: words.length, need: FEWEST_LETTERS[part] } });
      const language = languageOf(words);
      if (language !== null && language !== locale) found.description.push({ check: 'other-language', field, severity: 'low', details: { is: language, filed: locale } });
      const out = waysOut(words);
      if (out !== null) found.moderation.push({ check: `contact-${out}`, field, severity: out === 'open' ? 'medium' : 'high', details: {} });
      if (hasMarkup(words)) found.moderation.push({ check: 'markup', field, severity: 'low', details: {} });
    }
  }
  return found;
}

/** What the pictures of a listing show by what is known of them: none at all, or with faults. */
export function pictureFindings(product: Product): Finding[] {
  const images = imagesOf(product);
  if (images.length === 0) return [{ check: 'picture-none', field: 'images', severity: 'low', details: {} }];
  return images.flatMap(([id, { picture, recipe }]): Finding[] => {
    const [fault] = picture ? pictureFaults(picture, recipe) : [];
    return fault === undefined ? [] : [{ check: 'picture-fault', field: `images/${id}`, severity: 'hint', details: { fault } }];
  });
}

/** What the figures of a listing show by themselves. */
export function figureFindings(product: Product): Finding[] {
  return variantsInOrder(product).flatMap(([id, { price, compareAt }]): Finding[] => {
    if (price <= 0) return [{ check: 'price-none', field: `variants/${id}/price`, severity: 'low', details: {} }];
    // A reduction nobody believes: the former price is an invention.
    return compareAt !== null && compareAt > price * 10 ? [{ check: 'price-struck', field: `variants/${id}/compareAt`, severity: 'medium', details: { times: Math.floor(compareAt / price) } }] : [];
  }).slice(0, 5);
}

/** All that a console can say before anything is sent, as the server will say it, but for what needs the rest of the marketplace. */
export function previewFindings(product: Product): Finding[] {
  const texts = textFindings(product);
  return [...texts.moderation, ...texts.description, ...pictureFindings(product), ...figureFindings(product)];
}
