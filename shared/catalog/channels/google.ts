import { toDecimal, type Minor } from '../../kernel/money.ts';
import { attributeDefinitions, attributeKeys, attributeOfAxis, definitionOf, isGiven, type GoogleAttribute } from '../attributes.ts';
import { checkGtin } from '../gtin.ts';
import type { Product, Variant, VariantId } from '../model.ts';
import { variantsInOrder } from '../variant-rules.ts';
import { channelRules } from '../../media/channel-rules.ts';
import { availabilityOf, cut, Findings, hasInvisible, imageAddresses, lengthOf, pageAddress, plainText, saidFor, type ChannelContext, type Finding } from './finding.ts';
import { findInPictures } from './picture-findings.ts';

const rules = channelRules.find(({ channel }) => channel === 'google')!;

/** Limits in characters. Source: Google Merchant product data specification. */
export const googleLimits = { id: 50, title: 150, description: 5_000, images: 10, brand: 70, mpn: 70, type: 750 } as const;

/** The top of Google's own taxonomy; a category under another root is the marketplace's own. */
const googleRoots: ReadonlySet<string> = new Set([
  'Animals & Pet Supplies', 'Apparel & Accessories', 'Arts & Entertainment', 'Baby & Toddler', 'Business & Industrial', 'Cameras & Optics', 'Electronics', 'Food, Beverages & Tobacco', 'Furniture', 'Hardware', 'Health & Beauty',
  'Home & Garden', 'Luggage & Bags', 'Mature', 'Media', 'Office Supplies', 'Religious & Ceremonial', 'Software', 'Sporting Goods', 'Toys & Games', 'Vehicles & Parts',
]);
/** By these Google tells the variants of one group apart. */
const telling: readonly GoogleAttribute[] = ['color', 'size', 'material', 'pattern'];

/** One line of the feed: attribute names in the order they are sent, each with its value as it stands in the file. */
export type GoogleEntry = { readonly variantId: VariantId; readonly attributes: readonly (readonly [name: string, value: string])[] };

const priceOf = (amount: Minor, product: Product): string => `${toDecimal(amount, product.currency)} ${product.currency}`;
const cm = (mm: number): string => `${mm / 10} cm`;

/** What a product and one of its variants say for the attributes of Google that ours feed. */
function sayings(product: Product, variant: Variant): Map<GoogleAttribute, string> {
  const said = new Map<GoogleAttribute, string>();
  product.options.forEach((axis, at) => {
    const key = attributeOfAxis(axis);
    const value = plainText(variant.options[at] ?? '');
    if (key !== null && value !== '') said.set(key, value);
  });
  for (const key of attributeKeys) {
    const definition = attributeDefinitions[key];
    const value = saidFor(product, key);
    if (definition.google === null || value === '' || said.has(definition.google)) continue;
    // A word of the list travels as Google writes it: "midnight blue", "age_group" values as they are.
    const spoken = definition.kind === 'choice' && definition.open ? value.replaceAll('_', ' ') : value;
    said.set(definition.google, definition.kind === 'number' && definition.unit !== null ? `${spoken} ${definition.unit}` : spoken);
  }
  if (variant.sizeMm !== null) {
    const [length, width, height] = variant.sizeMm;
    for (const [name, mm] of [['product_length', length], ['product_width', width], ['product_height', height]] as const) if (!said.has(name)) said.set(name, cm(mm));
  }
  return said;
}

/** A GTIN that holds; a book's ISBN is one. */
function gtinOf(product: Product, variant: Variant): string | null {
  const written = variant.gtin ?? (product.kind === 'physical' && Object.keys(product.variants).length === 1 ? saidFor(product, 'isbn') : '');
  const checked = checkGtin(written);
  return checked.ok ? checked.value : null;
}

/**
 * One variant exactly as a line of the Google Merchant feed would hold it.
 *
 * @returns attribute names and values; what is not known is left out, as Google asks
 */
export function googleEntry(product: Product, variantId: VariantId, variant: Variant, context: Omit<ChannelContext, 'today'>): GoogleEntry {
  const { locale, category, shop } = context;
  const out: (readonly [string, string])[] = [];
  const put = (name: string, value: string | null): void => void (value !== null && value !== '' && out.push([name, value]));
  const { title = '', description = '' } = product.texts[locale] ?? {};
  const several = Object.keys(product.variants).length > 1;
  const images = imageAddresses(product, context, variantId);
  const gtin = gtinOf(product, variant);
  const [brand, mpn] = [cut(plainText(product.brand ?? ''), googleLimits.brand), cut(plainText(variant.mpn ?? ''), googleLimits.mpn)];
  const reduced = variant.compareAt !== null && variant.compareAt > variant.price;
  put('id', cut(plainText(variant.sku), googleLimits.id));
  put('title', cut(plainText(several && title !== '' ? `${title} ${variant.options.join(' ')}` : title), googleLimits.title));
  put('description', cut(plainText(description), googleLimits.description));
  put('link', `${pageAddress(product, context)}${several ? `?variant=${variantId}` : ''}`);
  put('image_link', images[0] ?? null);
  put('additional_image_link', images.slice(1, 1 + googleLimits.images).join(','));
  put('availability', availabilityOf(product, variant, shop));
  put('price', priceOf(reduced ? variant.compareAt! : variant.price, product));
  put('sale_price', reduced ? priceOf(variant.price, product) : null);
  put('google_product_category', category !== null && googleRoots.has(category.path.en.split(' > ', 1)[0]!) ? category.path.en : null);
  put('product_type', category === null ? null : cut(category.path[locale], googleLimits.type));
  put('brand', brand);
  put('gtin', gtin);
  put('mpn', mpn);
  put('identifier_exists', gtin === null && (mpn === '' || brand === '') ? 'no' : null);
  put('condition', product.condition);
  put('item_group_id', several ? product.id : null);
  for (const [name, value] of sayings(product, variant)) put(name, value);
  put('shipping_weight', variant.weightG === null || product.kind !== 'physical' ? null : `${variant.weightG} g`);
  put('external_seller_id', shop.handle);
  return { variantId, attributes: out };
}

/** What Google would refuse or warn about, over all variants of the listing, in one language. */
export function googleFindings(product: Product, context: ChannelContext): Finding[] {
  const { locale, category, shop: { webAddress = null } } = context;
  const findings = new Findings();
  if (webAddress === null) findings.atShop('error', 'web-address-missing', 'webAddress');
  const { title = '', description = '' } = product.texts[locale] ?? {};
  const variants = variantsInOrder(product);
  const [titleAt, descriptionAt] = [`texts/${locale}/title`, `texts/${locale}/description`];
  if (product.kind === 'service') findings.add('error', 'service-refused', null);
  if (product.status !== 'published') findings.add('warning', 'not-published', 'status');
  if (plainText(title) === '') findings.add('error', 'title-missing', titleAt);
  if (lengthOf(plainText(title)) > googleLimits.title) findings.add('warning', 'title-cut', titleAt, { found: lengthOf(plainText(title)), most: googleLimits.title });
  if (/\p{Lu}{12,}/u.test(title.replaceAll(' ', ''))) findings.add('warning', 'title-shouting', titleAt);
  if (plainText(description) === '') findings.add('error', 'description-missing', descriptionAt);
  if (lengthOf(plainText(description)) > googleLimits.description) findings.add('warning', 'description-cut', descriptionAt, { found: lengthOf(plainText(description)), most: googleLimits.description });
  if (hasInvisible(title)) findings.add('warning', 'marks-removed', titleAt);
  else if (hasInvisible(description)) findings.add('warning', 'marks-removed', descriptionAt);
  findInPictures(findings, product, context, rules, 1 + googleLimits.images);
  if (category === null) findings.add('warning', 'category-missing', 'categoryId');
  if (plainText(product.brand ?? '') === '') findings.add('warning', 'brand-missing', 'brand');
  for (const key of category?.attributes?.required ?? []) {
    if ((definitionOf(key)?.google ?? null) !== null && !isGiven(product, key)) findings.add('warning', 'attribute-missing', `attributes/${key}`, { attribute: key });
  }
  const seen = new Set<string>();
  let alike: VariantId | null = null;
  for (const [id, variant] of variants) {
    const path = `variants/${id}`;
    if (variant.price <= 0) findings.atVariant('error', 'price-zero', `${path}/price`);
    if (lengthOf(variant.sku) > googleLimits.id) findings.atVariant('error', 'id-long', `${path}/sku`, { found: lengthOf(variant.sku), most: googleLimits.id });
    if (variant.gtin !== null && !checkGtin(variant.gtin).ok) findings.atVariant('error', 'gtin-wrong', `${path}/gtin`, { found: variant.gtin });
    else if (product.kind === 'physical' && gtinOf(product, variant) === null) {
      if ((variant.mpn ?? '').trim() === '' || plainText(product.brand ?? '') === '') findings.atVariant('warning', 'identifiers-missing', `${path}/gtin`, { sent: 'identifier_exists = no' });
      else findings.atVariant('warning', 'gtin-missing', `${path}/gtin`);
    }
    if (product.kind === 'physical' && variant.weightG === null) findings.atVariant('warning', 'weight-missing', `${path}/weightG`);
    if (variants.length > 1) {
      const said = sayings(product, variant);
      const key = JSON.stringify(telling.map((name) => said.get(name) ?? null));
      if (seen.has(key)) alike ??= id;
      seen.add(key);
    }
  }
  if (alike !== null) findings.add('error', 'variants-alike', `variants/${alike}/options`);
  return findings.list();
}
