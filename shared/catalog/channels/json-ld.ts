import type { Json } from '../../kernel/json.ts';
import { toDecimal } from '../../kernel/money.ts';
import { attributeDefinitions, attributeKeys, attributeOfAxis } from '../attributes.ts';
import { checkGtin } from '../gtin.ts';
import { profileOf } from '../inherited.ts';
import { imagesOf } from '../listing-images.ts';
import type { Product, Variant, VariantId } from '../model.ts';
import { variantsInOrder } from '../variant-rules.ts';
import { availabilityOf, Findings, hasInvisible, imageAddresses, pageAddress, plainText, saidFor, type ChannelContext, type Finding } from './finding.ts';

type Node = { readonly [name: string]: Json };
const SCHEMA = 'https://schema.org/';
const availability = { in_stock: 'InStock', out_of_stock: 'OutOfStock', backorder: 'BackOrder' } as const;
const condition = { new: 'NewCondition', refurbished: 'RefurbishedCondition', used: 'UsedCondition' } as const;
const returnFees = { shop: 'FreeReturn', buyer: 'ReturnFeesCustomerResponsibility' } as const;
/** Attributes that Schema.org has a property of its own for; the others go as `additionalProperty`. */
const properties = ['color', 'size', 'material', 'pattern'] as const;
type Property = (typeof properties)[number];

/** Leaves out what is not known: a property is there with a value, or not at all. */
const node = (parts: Readonly<Record<string, Json | null | undefined>>): Node => Object.fromEntries(Object.entries(parts).filter((entry): entry is [string, Json] => entry[1] !== null && entry[1] !== undefined && entry[1] !== ''));

function offerOf(product: Product, id: VariantId, variant: Variant, context: ChannelContext): Node {
  const { shop } = context;
  return node({
    '@type': 'Offer', url: `${pageAddress(product, context)}${Object.keys(product.variants).length > 1 ? `?variant=${id}` : ''}`, price: toDecimal(variant.price, product.currency), priceCurrency: product.currency,
    availability: SCHEMA + availability[availabilityOf(product, variant, shop)], itemCondition: product.kind === 'physical' ? SCHEMA + condition[product.condition] : null,
    seller: node({ '@type': 'Organization', name: plainText(shop.name) }), shippingDetails: shippingOf(product, context), hasMerchantReturnPolicy: returnsOf(product, context),
  });
}

/** So many countries a return policy may name. Source: Google's merchant listing documentation, `applicableCountry`. */
const RETURN_COUNTRIES = 50;

/** How goods come back, for the countries the shop sends to; nothing as long as the shop has not said. */
function returnsOf(product: Product, { shop, locale }: ChannelContext): Json | null {
  const { returnDays = null, returnPaidBy = null, returnTerms } = shop;
  if (product.kind !== 'physical' || returnDays === null) return null;
  const zones = profileOf(product.shippingProfileId, shop.shippingProfiles)?.profile.zones ?? [];
  const countries = [...new Set([shop.country, ...zones.flatMap((zone) => zone.countries)])].filter((country) => country !== '*').slice(0, RETURN_COUNTRIES);
  const taken = returnDays > 0;
  return node({
    '@type': 'MerchantReturnPolicy', applicableCountry: countries, returnPolicyCategory: SCHEMA + (taken ? 'MerchantReturnFiniteReturnWindow' : 'MerchantReturnNotPermitted'),
    merchantReturnDays: taken ? returnDays : null, returnMethod: taken ? `${SCHEMA}ReturnByMail` : null,
    returnFees: taken && returnPaidBy !== null ? SCHEMA + returnFees[returnPaidBy] : null, description: plainText(returnTerms?.[locale] ?? ''),
  });
}

/** One entry for each zone of the shipping profile that holds. */
function shippingOf(product: Product, { shop }: ChannelContext): Json | null {
  if (product.kind !== 'physical') return null;
  const zones = profileOf(product.shippingProfileId, shop.shippingProfiles)?.profile.zones ?? [];
  return zones.length === 0 ? null : zones.map(({ countries, price, days }) => node({
    '@type': 'OfferShippingDetails', shippingRate: { '@type': 'MonetaryAmount', value: toDecimal(price, shop.currency), currency: shop.currency },
    shippingDestination: countries.filter((country) => country !== '*').map((country) => ({ '@type': 'DefinedRegion', addressCountry: country })),
    deliveryTime: { '@type': 'ShippingDeliveryTime', transitTime: { '@type': 'QuantitativeValue', minValue: days[0], maxValue: days[1], unitCode: 'DAY' } },
  }));
}

/** What the whole product says: properties of their own, and the others by name. */
function detailsOf(product: Product): Record<string, Json | null> {
  const spoken = (key: string): string => saidFor(product, key).replaceAll('_', ' ');
  const others = attributeKeys.filter((key) => !properties.includes(key as Property) && saidFor(product, key) !== '').map((key) => {
    const definition = attributeDefinitions[key];
    return node({ '@type': 'PropertyValue', name: key, value: spoken(key), unitText: definition.kind === 'number' ? definition.unit : null });
  });
  return { ...Object.fromEntries(properties.map((key) => [key, spoken(key)])), additionalProperty: others.length === 0 ? null : others };
}

function codesOf(variant: Variant): Record<string, string | null> {
  const gtin = variant.gtin !== null && checkGtin(variant.gtin).ok ? variant.gtin : null;
  return { sku: plainText(variant.sku), gtin, mpn: plainText(variant.mpn ?? '') };
}

/**
 * A listing as search engines read it: a `Product` with its offer, a `ProductGroup` when it comes in variants, a `Service` for what is booked.
 *
 * @param most variants written out; the preview of a thousand stops earlier
 */
export function jsonLd(product: Product, context: ChannelContext, most = Number.POSITIVE_INFINITY): Node {
  const { locale } = context;
  const { title = '', description = '' } = product.texts[locale] ?? {};
  const variants = variantsInOrder(product);
  const name = plainText(title);
  const brand = plainText(product.brand ?? '');
  const base = {
    name, description: plainText(description), url: pageAddress(product, context), inLanguage: locale, image: imageAddresses(product, context),
    brand: brand === '' ? null : { '@type': 'Brand', name: brand }, category: context.category === null ? null : context.category.path[locale],
  };
  const [first] = variants;
  if (product.kind === 'service') {
    const { brand: _, ...service } = base;
    return node({ '@context': SCHEMA, '@type': 'Service', ...service, provider: { '@type': 'Organization', name: plainText(context.shop.name) }, offers: variants.slice(0, most).map(([id, variant]) => offerOf(product, id, variant, context)) });
  }
  if (variants.length <= 1) return node({ '@context': SCHEMA, '@type': 'Product', ...base, ...(first ? codesOf(first[1]) : {}), ...detailsOf(product), offers: first ? offerOf(product, first[0], first[1], context) : null });
  const axes = product.options.map(attributeOfAxis);
  return node({
    '@context': SCHEMA, '@type': 'ProductGroup', ...base, productGroupID: product.id, ...detailsOf(product), variesBy: axes.filter((axis) => axis !== null).map((axis) => SCHEMA + axis),
    hasVariant: variants.slice(0, most).map(([id, variant]) => node({
      '@type': 'Product', name: plainText(`${name} ${variant.options.join(' ')}`), ...codesOf(variant),
      ...Object.fromEntries(axes.flatMap((axis, at) => (axis === null ? [] : [[axis, plainText(variant.options[at] ?? '')]]))), offers: offerOf(product, id, variant, context),
    })),
  });
}

/** The same as the text of a script element: whatever a title holds, it cannot end the element or start another. */
export const jsonLdText = (product: Product, context: ChannelContext, most?: number): string => JSON.stringify(jsonLd(product, context, most), null, 2).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/** What search engines would not show a merchant listing without, or would like besides. */
export function jsonLdFindings(product: Product, context: ChannelContext): Finding[] {
  const { locale, shop } = context;
  const findings = new Findings();
  const { title = '', description = '' } = product.texts[locale] ?? {};
  const variants = variantsInOrder(product);
  if ((shop.webAddress ?? null) === null) findings.atShop('error', 'web-address-missing', 'webAddress');
  if (plainText(title) === '') findings.add('error', 'title-missing', `texts/${locale}/title`);
  if (hasInvisible(title)) findings.add('warning', 'marks-removed', `texts/${locale}/title`);
  const images = imagesOf(product);
  if (images.length === 0) findings.add('error', 'image-missing', 'images');
  if (images.some(([, { picture }]) => !picture)) findings.add('warning', 'image-drawn', 'images');
  if (plainText(description) === '') findings.add('warning', 'description-missing', `texts/${locale}/description`);
  if (product.kind !== 'service' && plainText(product.brand ?? '') === '') findings.add('warning', 'brand-missing', 'brand');
  for (const [id, variant] of variants) {
    if (variant.price <= 0) findings.atVariant('error', 'price-zero', `variants/${id}/price`);
    if (product.kind === 'physical' && variant.gtin === null) findings.atVariant('warning', 'gtin-missing', `variants/${id}/gtin`);
    if (variant.gtin !== null && !checkGtin(variant.gtin).ok) findings.atVariant('error', 'gtin-wrong', `variants/${id}/gtin`, { found: variant.gtin });
  }
  if (variants.length > 1) for (const axis of product.options) if (attributeOfAxis(axis) === null) findings.add('warning', 'axis-unknown', 'options', { axis: plainText(axis) });
  if (product.kind === 'physical') {
    if ((profileOf(product.shippingProfileId, shop.shippingProfiles)?.profile.zones.length ?? 0) === 0) findings.atShop('warning', 'shipping-missing', 'shippingProfiles');
    if ((shop.returnDays ?? null) === null) findings.atShop('warning', 'returns-missing', 'returnDays');
  }
  return findings.list();
}
