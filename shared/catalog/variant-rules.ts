import type { AppError } from '../kernel/errors.ts';
import { fold } from '../kernel/text.ts';
import { checkGtin, gtinKey } from './gtin.ts';
import type { Product, Variant, VariantId } from './model.ts';

export type VariantEntry = readonly [VariantId, Variant];

/** Records are never changed in place once they are looked at, so 2,048 variants are put in order once for everybody who asks. */
const orders = new WeakMap<Product['variants'], readonly VariantEntry[]>();

/** The variants of a product in the order the seller gave them; equal positions fall back to the id, so that everybody sees one order. */
export function variantsInOrder({ variants }: Pick<Product, 'variants'>): readonly VariantEntry[] {
  const known = orders.get(variants);
  if (known !== undefined) return known;
  const entries = Object.entries(variants) as [VariantId, Variant][];
  if (entries.length < 2) return entries;
  entries.sort(([idA, a], [idB, b]) => a.position - b.position || (idA < idB ? -1 : 1));
  orders.set(variants, entries);
  return entries;
}

/** SKUs are compared without regard to case and outer blanks: `ab-1` and `AB-1` are one code to a warehouse. */
export const skuKey = (sku: string): string => sku.trim().toLowerCase();

/** Option values are compared as people read them: "Rouge " and "rouge" are one colour. */
export const optionsKey = (values: readonly string[]): string => values.map(fold).join('\u001f');

/** The variant that already has this key, earlier in order. */
function findTwin(variants: readonly VariantEntry[], keyOf: (variant: Variant) => string | null): { first: VariantId; second: VariantId } | null {
  const seen = new Map<string, VariantId>();
  for (const [id, variant] of variants) {
    const key = keyOf(variant);
    if (key === null) continue;
    const first = seen.get(key);
    if (first !== undefined) return { first, second: id };
    seen.set(key, id);
  }
  return null;
}

/**
 * Asked while typing in a row of the variant table: which other variant has this combination of option values?
 *
 * @returns the id of the other variant, or null when the combination is free
 */
export function twinOfOptions(product: Pick<Product, 'variants'>, variantId: string | null, values: readonly string[]): VariantId | null {
  const key = optionsKey(values);
  for (const [id, variant] of variantsInOrder(product)) if (id !== variantId && optionsKey(variant.options) === key) return id;
  return null;
}

/** One value per option in every variant, none blank. */
export function checkOptionCount(product: Pick<Product, 'options' | 'variants'>): AppError | null {
  const names = product.options.map(fold);
  const doubled = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (doubled !== -1) return { code: 'rule-broken', field: 'options', rule: 'option-name-taken', details: { option: product.options[doubled]! } };
  if (names.includes('')) return { code: 'rule-broken', field: 'options', rule: 'option-name-needed' };
  for (const [id, variant] of variantsInOrder(product)) {
    const field = `variants/${id}/options`;
    if (variant.options.length !== product.options.length) {
      return { code: 'rule-broken', field, rule: 'option-count', details: { expected: product.options.length, found: variant.options.length } };
    }
    const blank = variant.options.findIndex((value) => value.trim() === '');
    if (blank !== -1) return { code: 'rule-broken', field, rule: 'option-value-needed', details: { option: product.options[blank]! } };
  }
  return null;
}

/** No two variants with the same combination of option values. */
export function checkCombinations(product: Pick<Product, 'variants'>): AppError | null {
  const twin = findTwin(variantsInOrder(product), (variant) => optionsKey(variant.options));
  return twin && { code: 'rule-broken', field: `variants/${twin.second}/options`, rule: 'option-combination-taken', details: { values: product.variants[twin.second]!.options, by: twin.first } };
}

/** No two variants of the product with the same SKU. Other products of the shop are checked by whoever has them at hand. */
export function checkSkus(product: Pick<Product, 'variants'>): AppError | null {
  const twin = findTwin(variantsInOrder(product), (variant) => skuKey(variant.sku));
  return twin && { code: 'sku-taken', field: `variants/${twin.second}/sku`, rule: 'sku-unique-in-product', details: { sku: product.variants[twin.second]!.sku, by: twin.first } };
}

/** No two variants of the product with the same GTIN, in whatever length it is written. */
export function checkGtins(product: Pick<Product, 'variants'>): AppError | null {
  const twin = findTwin(variantsInOrder(product), (variant) => variant.gtin && gtinKey(variant.gtin));
  return twin && { code: 'rule-broken', field: `variants/${twin.second}/gtin`, rule: 'gtin-unique-in-product', details: { gtin: product.variants[twin.second]!.gtin, by: twin.first } };
}

/** What is wrong with one variant's own codes, if anything. */
export function checkCodes(before: Variant | undefined, after: Variant, path: string): AppError | null {
  if (after.gtin !== null && after.gtin !== before?.gtin) {
    const checked = checkGtin(after.gtin, `${path}/gtin`);
    if (!checked.ok) return checked.error;
  }
  if (after.sku !== before?.sku && after.sku.trim() !== after.sku) {
    return { code: 'rule-broken', field: `${path}/sku`, rule: 'sku-no-outer-blanks', details: { found: after.sku } };
  }
  return null;
}
