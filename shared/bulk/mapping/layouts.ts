import { headerText } from './header-words.ts';
import { note, ofOwnHeader, type PlainField, type Target } from './targets.ts';

/** Files that are known whole: what each column means is not guessed. */
export const layoutNames = ['shopify', 'shopify-2', 'woocommerce', 'google', 'comptoir'] as const;
export type LayoutName = (typeof layoutNames)[number];

type Layout = { readonly name: LayoutName; /** Headers only this layout has together. */ readonly signature: readonly string[]; readonly targetOf: (header: string) => Target | null };
const plain = (field: PlainField): Target => ({ field });
const title: Target = { field: 'title', locale: null };
const description: Target = { field: 'description', locale: null };
const price: Target = { field: 'price', currency: null };
const compareAt: Target = { field: 'compareAt', currency: null };
const stock: Target = { field: 'stock', place: null };
const attribute = (key: string): Target => ({ field: 'attribute', key });

const byName = (table: Readonly<Record<string, Target>>): ((header: string) => Target | null) => {
  const folded = new Map(Object.entries(table).map(([name, one]) => [headerText(name), one]));
  return (header) => folded.get(headerText(header)) ?? null;
};

/** `Google Shopping / Gender` in Shopify's files, without the first part. */
const shopifyGoogle = { Gender: attribute('gender'), 'Age Group': attribute('age_group'), MPN: plain('mpn'), 'Manufacturer part number (MPN)': plain('mpn'), Condition: plain('condition') };
const options = (name: string, value: string): Record<string, Target> => Object.fromEntries([0, 1, 2].flatMap((at) => [[name.replace('#', String(at + 1)), { field: 'optionName', at }], [value.replace('#', String(at + 1)), { field: 'optionValue', at }]]));
const google = (table: Readonly<Record<string, Target>>): Record<string, Target> => Object.fromEntries(Object.entries(table).map(([name, one]) => [`Google Shopping / ${name}`, one]));

const shopify = byName({
  Handle: plain('handle'), Title: title, 'Body (HTML)': description, Vendor: plain('brand'), 'Product Category': plain('category'), Type: note, Tags: plain('tags'), Published: plain('published'), ...options('Option# Name', 'Option# Value'),
  'Variant SKU': plain('sku'), 'Variant Grams': { field: 'weight', unit: 'g' }, 'Variant Inventory Tracker': plain('trackStock'), 'Variant Inventory Qty': stock, 'Variant Inventory Policy': plain('backorder'), 'Variant Price': price,
  'Variant Compare At Price': compareAt, 'Variant Barcode': plain('gtin'), 'Image Src': plain('imageUrl'), 'Image Position': plain('imagePosition'), 'Image Alt Text': plain('imageAlt'), 'Variant Image': plain('variantImageUrl'),
  // It says how the grams beside it are shown, not what they are.
  'Variant Weight Unit': note, 'Variant Tax Code': note, 'Price / International': note, 'Compare At Price / International': note, 'Unit Price Total Measure': note, 'Unit Price Base Measure': note, 'Cost per item': plain('cost'), Status: plain('status'), ...google(shopifyGoogle), 'Google Shopping / Google Product Category': note,
});
const shopifyTwo = byName({
  'URL handle': plain('handle'), Title: title, Description: description, Vendor: plain('brand'), 'Product category': plain('category'), Type: note, Tags: plain('tags'), 'Published on online store': plain('published'), Status: plain('status'),
  SKU: plain('sku'), Barcode: plain('gtin'), ...options('Option# name', 'Option# value'), Price: price, 'Compare-at price': compareAt, 'Cost per item': plain('cost'), 'Inventory tracker': plain('trackStock'), 'Inventory quantity': stock,
  'Continue selling when out of stock': plain('backorder'), 'Weight value (grams)': { field: 'weight', unit: 'g' }, 'Weight unit for display': note, 'Tax code': note, 'Price / International': note, 'Compare-at price / International': note, 'Unit price total measure': note, 'Unit price base measure': note, 'Product image URL': plain('imageUrl'), 'Image position': plain('imagePosition'),
  'Image alt text': plain('imageAlt'), 'Variant image URL': plain('variantImageUrl'), ...google(shopifyGoogle), 'Google Shopping / Google product category': note,
});

const woo = byName({
  ID: plain('rowId'), Type: plain('rowKind'), SKU: plain('sku'), 'GTIN, UPC, EAN, or ISBN': plain('gtin'), Name: title, Published: plain('published'), 'Short description': note, Description: description, 'Tax class': plain('taxClass'),
  'In stock?': plain('availability'), Stock: stock, 'Low stock amount': plain('lowStockAt'), 'Backorders allowed?': plain('backorder'), 'Weight (kg)': { field: 'weight', unit: 'kg' }, 'Length (cm)': { field: 'length', unit: 'cm' },
  'Width (cm)': { field: 'width', unit: 'cm' }, 'Height (cm)': { field: 'height', unit: 'cm' }, 'Weight (g)': { field: 'weight', unit: 'g' }, 'Weight (lbs)': { field: 'weight', unit: 'lb' }, 'Length (in)': { field: 'length', unit: 'in' },
  'Width (in)': { field: 'width', unit: 'in' }, 'Height (in)': { field: 'height', unit: 'in' }, 'Sale price': plain('salePrice'), 'Regular price': price, Categories: plain('category'), Tags: plain('tags'), Images: plain('imageUrl'), Parent: plain('parent'),
  Brands: plain('brand'), ...options('Attribute # name', 'Attribute # value(s)'),
});

const merchant = byName({
  id: plain('sku'), title, description, link: note, image_link: plain('imageUrl'), additional_image_link: plain('imageUrl'), availability: plain('availability'), price, sale_price: plain('salePrice'), google_product_category: plain('category'),
  // Words of the seller's own; beside a category of Google's they are kept, alone they are looked at as one.
  product_type: note, brand: plain('brand'), gtin: plain('gtin'), mpn: plain('mpn'), condition: plain('condition'), item_group_id: plain('group'), color: attribute('color'), size: attribute('size'), gender: attribute('gender'), age_group: attribute('age_group'),
  material: attribute('material'), pattern: attribute('pattern'), size_type: attribute('size_type'), size_system: attribute('size_system'), multipack: attribute('pieces'), shipping_weight: { field: 'weight', unit: null },
  shipping_length: { field: 'length', unit: null }, shipping_width: { field: 'width', unit: null }, shipping_height: { field: 'height', unit: null }, product_weight: note, unit_pricing_measure: attribute('net_content'), cost_of_goods_sold: plain('cost'),
  energy_efficiency_class: attribute('energy_class'), quantity: stock,
  // Words for the seller's own campaigns.
  ...Object.fromEntries([0, 1, 2, 3, 4].map((at) => [`custom_label_${at}`, note])),
});

const layouts: readonly Layout[] = [
  { name: 'comptoir', signature: ['product id', 'variant id', 'sku'], targetOf: ofOwnHeader },
  { name: 'shopify', signature: ['Handle', 'Variant Price'], targetOf: shopify },
  { name: 'shopify', signature: ['Handle', 'Title', 'Body (HTML)'], targetOf: shopify },
  { name: 'shopify-2', signature: ['URL handle', 'Title'], targetOf: shopifyTwo },
  { name: 'woocommerce', signature: ['SKU', 'Name', 'Regular price', 'Type'], targetOf: woo },
  { name: 'google', signature: ['id', 'title', 'image_link'], targetOf: merchant },
  { name: 'google', signature: ['id', 'title', 'availability', 'price'], targetOf: merchant },
];

export type Recognised = { readonly name: LayoutName; /** What a header means in this layout; `note` for one of its own that says nothing to a product here, null for one it does not have. */ readonly targetOf: (header: string) => Target | null };

/** Which known layout a header row is, if one: not by most of its words, but by those only this layout has together. */
export function recogniseLayout(headers: readonly string[]): Recognised | null {
  const present = new Set(headers.map(headerText));
  const found = layouts.find(({ signature }) => signature.every((name) => present.has(headerText(name))));
  return found ? { name: found.name, targetOf: found.targetOf } : null;
}
