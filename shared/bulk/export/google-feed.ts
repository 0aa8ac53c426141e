import { attributeDefinitions, attributeKeys } from '../../catalog/attributes.ts';
import { siteOf } from '../../catalog/channels/finding.ts';
import { googleEntry, type GoogleEntry } from '../../catalog/channels/google.ts';
import type { Product } from '../../catalog/model.ts';
import { liveProduct } from '../../catalog/review.ts';
import { variantsInOrder } from '../../catalog/variant-rules.ts';
import { withGuard } from '../formula-guard.ts';
import type { ExportContext, ExportTable } from './context.ts';
import { xmlText } from './xml-text.ts';

const before = ['id', 'title', 'description', 'link', 'image_link', 'additional_image_link', 'availability', 'price', 'sale_price', 'google_product_category', 'product_type', 'brand', 'gtin', 'mpn', 'identifier_exists', 'condition', 'item_group_id'];
const details = [...new Set(attributeKeys.flatMap((key) => attributeDefinitions[key].google ?? []))];
/** Every attribute the feed may have, in its order; one that a product does not say is an empty cell. */
const names = [...before, ...details, 'shipping_weight', 'external_seller_id'];

/** Lines of the feed for one product; none for what Google does not take: services, and listings that are not on sale or without a title. */
function entriesOf(product: Product, { shop, categoryOf, locales: [locale] }: ExportContext): readonly GoogleEntry[] {
  // An edit that waits for a moderator is seen by nobody yet, and its new pictures by no feed.
  const live = liveProduct(product);
  if (live.kind === 'service' || live.status !== 'published' || (live.texts[locale]?.title ?? '').trim() === '') return [];
  const context = { shop, locale, category: live.categoryId === null ? null : categoryOf(live.categoryId) };
  return variantsInOrder(live).map(([id, variant]) => googleEntry(live, id, variant, context));
}

/** Google Merchant's feed as a tab-separated table: a row per variant. Source: Google Merchant product data specification. */
export function googleTable(context: ExportContext): ExportTable {
  return {
    headers: names, figures: new Set(), codes: new Set(),
    * rows(product) {
      for (const { attributes } of entriesOf(product, context)) {
        const said = new Map(attributes);
        yield names.map((name) => withGuard(said.get(name) ?? ''));
      }
    },
  };
}

/** The same as XML: RSS 2.0 with Google's own names. `rows` of a product are whole `item`s. */
export function googleXml(context: ExportContext): { readonly head: string; readonly rows: (product: Product) => Iterable<string>; readonly tail: string } {
  const { shop } = context;
  return {
    head: `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n<title>${xmlText(shop.name)}</title>\n<link>${xmlText(siteOf(shop))}</link>\n<description>${xmlText(shop.name)}</description>\n`,
    * rows(product) {
      for (const { attributes } of entriesOf(product, context)) {
        // More pictures are an element each.
        const elements = attributes.flatMap(([name, value]) => (name === 'additional_image_link' ? value.split(',') : [value]).map((one) => `<g:${name}>${xmlText(one)}</g:${name}>`));
        yield `<item>${elements.join('')}</item>\n`;
      }
    },
    tail: '</channel>\n</rss>\n',
  };
}
