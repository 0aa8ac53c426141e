import type { Locale } from '../../auth/model.ts';
import { imageAddress } from '../../catalog/channels/finding.ts';
import { attributeOf } from '../../catalog/attributes.ts';
import { handleOf } from '../../catalog/handle.ts';
import { inherited } from '../../catalog/inherited.ts';
import { imagesForVariant, imagesOf, variantsShown } from '../../catalog/listing-images.ts';
import type { Product, Variant, VariantId } from '../../catalog/model.ts';
import { placesOf } from '../../catalog/shop-model.ts';
import { variantsInOrder } from '../../catalog/variant-rules.ts';
import { withGuard } from '../formula-guard.ts';
import { codeCell, figureCell, htmlOfText, listCell, moneyCell } from './cells.ts';
import type { ExportContext, ExportTable } from './context.ts';
import type { HandleNames } from './handle-names.ts';

/** A row of Shopify's file as it is filled: `image` counts the product's pictures from 1; a row may be a variant, a picture, or both. */
type Row = { readonly product: Product; readonly variant: Variant | null; readonly variantImage: string; readonly isFirst: boolean; readonly image: { readonly url: string; readonly position: number; readonly alt: string } | null; readonly handle: string };
type Fill = (row: Row) => string;
/** A column under its present header and the one before; null: that layout has none. */
type ShopifyColumn = readonly [now: string | null, before: string | null, fill: Fill];

const nothing: Fill = () => '';
const once = (fill: (product: Product) => string): Fill => ({ product, isFirst }) => (isFirst ? fill(product) : '');
const ofVariant = (fill: (variant: Variant, product: Product) => string): Fill => ({ variant, product }) => (variant === null ? '' : fill(variant, product));
const option = (at: number): ShopifyColumn[] => [
  // Without axes there is one variant, which Shopify calls so.
  [`Option${at + 1} name`, `Option${at + 1} Name`, ofVariant((_, { options }) => withGuard(options[at] ?? (options.length === 0 && at === 0 ? 'Title' : '')))],
  [`Option${at + 1} value`, `Option${at + 1} Value`, ofVariant(({ options: values }, { options }) => withGuard(values[at] ?? (options.length === 0 && at === 0 ? 'Default Title' : '')))],
  [`Option${at + 1} Linked To`, null, nothing],
];
/** Shopify knows three states; everything on its way to being sold is a draft there. */
const statusOf = ({ status }: Product): 'active' | 'draft' | 'archived' => (status === 'published' ? 'active' : status === 'archived' ? 'archived' : 'draft');
const truth = (value: boolean): string => (value ? 'TRUE' : 'FALSE');
const google = (now: string, before: string, fill: Fill): ShopifyColumn => [`Google Shopping / ${now}`, `Google Shopping / ${before}`, fill];
const labels = [0, 1, 2, 3, 4].map((at) => google(`Custom label ${at}`, `Custom Label ${at}`, nothing));

function columns({ shop, categoryOf, locales: [locale] }: ExportContext): readonly ShopifyColumn[] {
  const [place] = placesOf(shop);
  const own = (product: Product): boolean => product.currency === shop.currency;
  const money = (pick: (variant: Variant) => Variant['price'] | null): Fill => ofVariant((variant, product) => (own(product) ? moneyCell(pick(variant), shop.currency) : ''));
  const category = once(({ categoryId }) => withGuard((categoryId === null ? null : categoryOf(categoryId))?.path.en ?? ''));
  const counted = (variant: Variant, product: Product): boolean => inherited('trackStock', variant, product, shop).value;
  const oversold = (variant: Variant, product: Product): boolean => inherited('backorder', variant, product, shop).value;
  const text = (field: 'title' | 'description') => (product: Product): string => product.texts[locale]?.[field] ?? '';
  const attribute = (key: string): Fill => once((product) => withGuard(attributeOf(product, key) ?? ''));
  return [
    ['Title', 'Title', once((product) => withGuard(text('title')(product)))],
    ['URL handle', 'Handle', ({ handle }) => withGuard(handle)],
    ['Description', 'Body (HTML)', once((product) => htmlOfText(text('description')(product)))],
    ['Vendor', 'Vendor', once(({ brand }) => withGuard(brand ?? ''))],
    ['Product category', 'Product Category', category],
    ['Type', 'Type', once(({ categoryId }) => withGuard((categoryId === null ? null : categoryOf(categoryId))?.name[locale] ?? ''))],
    ['Tags', 'Tags', once(({ tags }) => withGuard(listCell(tags)))],
    ['Published on online store', 'Published', once((product) => truth(statusOf(product) === 'active'))],
    ['Status', null, once((product) => statusOf(product))],
    ['SKU', null, ofVariant(({ sku }) => codeCell(sku))],
    ['Barcode', null, ofVariant(({ gtin }) => gtin ?? '')],
    ...[0, 1, 2].flatMap(option),
    [null, 'Variant SKU', ofVariant(({ sku }) => codeCell(sku))],
    [null, 'Variant Grams', ofVariant(({ weightG }) => figureCell(weightG))],
    [null, 'Variant Inventory Tracker', ofVariant((variant, product) => (counted(variant, product) ? 'shopify' : ''))],
    [null, 'Variant Inventory Qty', ofVariant(({ stock }) => figureCell((place && stock[place.id]?.onHand) ?? null))],
    [null, 'Variant Inventory Policy', ofVariant((variant, product) => (oversold(variant, product) ? 'continue' : 'deny'))],
    [null, 'Variant Fulfillment Service', ofVariant(() => 'manual')],
    ['Price', 'Variant Price', money(({ price }) => price)],
    ['Compare-at price', 'Variant Compare At Price', money(({ compareAt }) => compareAt)],
    ['Cost per item', null, money(({ cost }) => cost)],
    ['Charge tax', null, ofVariant(({ taxClass }) => truth(taxClass !== 'exempt'))],
    ['Tax code', null, nothing],
    ...['total measure', 'total measure unit', 'base measure', 'base measure unit'].map((name): ShopifyColumn => [`Unit price ${name}`, null, nothing]),
    ['Inventory tracker', null, ofVariant((variant, product) => (counted(variant, product) ? 'shopify' : ''))],
    ['Inventory quantity', null, ofVariant(({ stock }) => figureCell((place && stock[place.id]?.onHand) ?? null))],
    ['Continue selling when out of stock', null, ofVariant((variant, product) => (oversold(variant, product) ? 'CONTINUE' : 'DENY'))],
    ['Weight value (grams)', null, ofVariant(({ weightG }) => figureCell(weightG))],
    ['Weight unit for display', null, ofVariant(({ weightG }) => (weightG === null ? '' : 'g'))],
    ['Requires shipping', 'Variant Requires Shipping', ofVariant((_, { kind }) => truth(kind === 'physical'))],
    [null, 'Variant Taxable', ofVariant(({ taxClass }) => truth(taxClass !== 'exempt'))],
    [null, 'Variant Barcode', ofVariant(({ gtin }) => gtin ?? '')],
    ['Fulfillment service', null, ofVariant(() => 'manual')],
    ['Product image URL', 'Image Src', ({ image }) => image?.url ?? ''],
    ['Image position', 'Image Position', ({ image }) => (image === null ? '' : String(image.position))],
    ['Image alt text', 'Image Alt Text', ({ image }) => withGuard(image?.alt ?? '')],
    ['Variant image URL', null, ({ variantImage }) => variantImage],
    ['Gift card', 'Gift Card', once(() => 'FALSE')],
    ['SEO title', 'SEO Title', nothing],
    ['SEO description', 'SEO Description', nothing],
    ['Color (product.metafields.shopify.color-pattern)', null, nothing],
    google('Google product category', 'Google Product Category', category),
    google('Gender', 'Gender', attribute('gender')),
    google('Age group', 'Age Group', attribute('age_group')),
    google('Manufacturer part number (MPN)', 'MPN', ofVariant(({ mpn }) => withGuard(mpn ?? ''))),
    google('Ad group name', 'AdWords Grouping', nothing),
    google('Ads labels', 'AdWords Labels', nothing),
    google('Condition', 'Condition', once(({ condition }) => condition)),
    google('Custom product', 'Custom Product', nothing),
    ...labels,
    [null, 'Variant Image', ({ variantImage }) => variantImage],
    [null, 'Variant Weight Unit', ofVariant(({ weightG }) => (weightG === null ? '' : 'g'))],
    [null, 'Variant Tax Code', nothing],
    [null, 'Cost per item', money(({ cost }) => cost)],
    [null, 'Status', once((product) => statusOf(product))],
  ];
}

/** The handle a product asks for; without one of its own, from its title. */
export const shopifyHandle = ({ id, handle, texts }: Product, locale: Locale): string => handle.trim() || handleOf(texts[locale]?.title ?? '', id);

/**
 * Shopify's product CSV: a row per variant, pictures beyond the variants in rows of their own. What Shopify has no place for (other languages, other places of stock, price lists, details) is not in it, and stays when the file
 * comes back.
 *
 * @param isOld with the headers Shopify had before 2025
 *
 * Source: Shopify's product template, 57 columns, and its files of before.
 */
export function shopifyTable(context: ExportContext, isOld: boolean, handles: HandleNames): ExportTable {
  const used = columns(context).filter(([now, before]) => (isOld ? before : now) !== null);
  // The old layout begins with the handle.
  const ordered = isOld ? [...used].sort(([, a], [, b]) => Number(b === 'Handle') - Number(a === 'Handle')) : used;
  /** The picture a variant is shown by; '' where it has none of its own. */
  const imageOf = (product: Product, variant: VariantId): string => {
    const [first] = imagesForVariant(product, variant);
    return first && variantsShown(product, first[1]).includes(variant) ? imageAddress(first, context) : '';
  };
  const headers = ordered.map(([now, before]) => (isOld ? before : now)!);
  return {
    headers, figures: new Set(), codes: new Set(headers.flatMap((name, at) => (/SKU|Barcode|MPN/.test(name) ? [at] : []))),
    * rows(product) {
      const handle = handles.nameOf(shopifyHandle(product, context.locales[0]), product.id);
      const images = imagesOf(product).map((entry, at) => ({ url: imageAddress(entry, context), position: at + 1, alt: entry[1].alt[context.locales[0]] ?? '' }));
      const variants = variantsInOrder(product);
      for (let at = 0; at < Math.max(variants.length, images.length); at++) {
        const [id, variant = null] = variants[at] ?? [];
        const row: Row = { product, variant, variantImage: id === undefined ? '' : imageOf(product, id), isFirst: at === 0, image: images[at] ?? null, handle };
        yield ordered.map(([, , fill]) => fill(row));
      }
    },
  };
}
