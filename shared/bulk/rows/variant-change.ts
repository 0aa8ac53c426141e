import type { LocationId, Product, Variant, VariantId } from '../../catalog/model.ts';
import { inherited } from '../../catalog/inherited.ts';
import { gtinKey } from '../../catalog/gtin.ts';
import { listPriceOp } from '../../catalog/price-rules.ts';
import { movementOps } from '../../catalog/stock-rules.ts';
import { optionsKey, skuKey, variantsInOrder } from '../../catalog/variant-rules.ts';
import type { Json } from '../../kernel/json.ts';
import type { Currency, Minor } from '../../kernel/money.ts';
import { sameJson } from '../../sync/equal.ts';
import type { FieldOp } from '../../sync/model.ts';
import { cleanText } from '../cells/read-text.ts';
import type { Fault } from '../problem.ts';
import type { ImportChoices, ReadRow, VariantValues } from './model.ts';

const bySkus = new WeakMap<Product['variants'], ReadonlyMap<string, VariantId>>();
/** The variants of a product by SKU, looked through once for all of its rows: there may be thousands of both. */
function placesBySku(variants: Product['variants']): ReadonlyMap<string, VariantId> {
  const known = bySkus.get(variants);
  if (known) return known;
  // Of two with one SKU the first counts.
  const made = new Map(variantsInOrder({ variants }).map(([id, { sku }]) => [skuKey(sku), id] as const).reverse());
  bySkus.set(variants, made);
  return made;
}

/** The variant of a product a row is about: by its id, its SKU, its values, its GTIN; a product with one variant and a file that names none has that one. */
export function variantOf(product: Product, row: ReadRow, options: readonly string[] | null, isOnly: boolean): VariantId | null {
  const { variantId } = row;
  if (variantId !== null && Object.hasOwn(product.variants, variantId)) return variantId as VariantId;
  const variants = variantsInOrder(product);
  const { sku, gtin } = row.variant;
  const found = (test: (one: Variant) => boolean): VariantId | null => variants.find(([, one]) => test(one))?.[0] ?? null;
  const bySku = sku ? (placesBySku(product.variants).get(skuKey(sku)) ?? null) : null;
  if (bySku !== null) return bySku;
  const byOptions = options !== null && options.length === product.options.length && options.length > 0 ? found((one) => optionsKey(one.options) === optionsKey(options)) : null;
  // Its values name a variant; that its SKU is another one is a change of the SKU.
  if (byOptions !== null) return byOptions;
  const byGtin = gtin && !sku ? found((one) => one.gtin !== null && gtinKey(one.gtin) === gtinKey(gtin)) : null;
  return byGtin ?? (isOnly && variants.length === 1 && options === null && !sku ? variants[0]![0] : null);
}

/** Price and former price a row asks for: while a sale is on, the usual price is the former one; an empty sale column ends it. */
export function pricesOf({ price, salePrice, compareAt, hasSaleColumn }: VariantValues): { readonly price?: Minor; readonly compareAt?: Minor | null } {
  if (salePrice !== undefined && salePrice !== null) return { price: salePrice, ...(price !== undefined && price !== null && price > salePrice ? { compareAt: price } : {}) };
  const given = price === undefined || price === null ? {} : { price };
  if (compareAt !== undefined) return { ...given, compareAt };
  return hasSaleColumn && 'price' in given ? { ...given, compareAt: null } : given;
}

/** The size a row and what is there make together; null while a side is missing. */
function sizeOf(given: VariantValues['sizeMm'], now: Variant['sizeMm']): Variant['sizeMm'] | undefined {
  if (given.every((side) => side === undefined)) return undefined;
  const sides = given.map((side, at) => (side === undefined ? (now?.[at] ?? null) : side));
  return sides.some((side) => side === null) ? null : (sides as [number, number, number]);
}

/** Fields of a variant by name, as a row asks for them; undefined: it says nothing. */
function wantedOf(values: VariantValues, now: Variant | null) {
  return {
    sku: values.sku ?? undefined, gtin: values.gtin, mpn: values.mpn, ...pricesOf(values), cost: values.cost, taxClass: values.taxClass ?? undefined, weightG: values.weightG, sizeMm: sizeOf(values.sizeMm, now?.sizeMm ?? null),
    trackStock: values.trackStock, backorder: values.backorder, lowStockAt: values.lowStockAt,
  } satisfies Partial<Record<keyof Variant, unknown>>;
}

/** Whether a field says already what a file says of it: blanks that reading takes away are no change. */
export function isSaid(base: unknown, value: unknown): boolean {
  if (Array.isArray(base) && Array.isArray(value)) return base.length === value.length && base.every((entry, at) => isSaid(entry, value[at]));
  return typeof base === 'string' && typeof value === 'string' ? base === value || base.trim() === value || cleanText(base, false) === value : sameJson((base ?? null) as Json, (value ?? null) as Json);
}

/** Settings a variant takes over from its product or shop. */
const takenOver = ['trackStock', 'backorder', 'lowStockAt'] as const;
/** Whether a setting is in force already though the variant says nothing of it: saying it once more would only cut it off from what the shop decides. */
export function inForce(now: Variant, product: Product, shop: ImportChoices['shop']): (setting: string, value: unknown) => boolean {
  return (setting, value) => {
    const known = takenOver.find((one) => one === setting);
    return known !== undefined && shop !== undefined && (now[known] ?? null) === null && inherited(known, null, product, shop).value === value;
  };
}

/** The operations that make of a variant what a row says; none for what it has already, or for what `holds` anyway. Stock becomes movements. */
export function variantOps(id: VariantId, now: Variant, values: VariantValues, options: readonly string[] | null, holds: (setting: string, value: unknown) => boolean = () => false): readonly FieldOp[] {
  const ops: FieldOp[] = [];
  const set = (name: string, base: unknown, value: unknown): void => {
    if (value !== undefined && !isSaid(base, value)) ops.push({ op: 'set', path: `variants/${id}/${name}`, base: (base ?? null) as Json, value: value as Json });
  };
  for (const [name, value] of Object.entries(wantedOf(values, now))) if (!holds(name, value)) set(name, now[name as keyof Variant], value);
  if (options !== null) set('options', now.options, [...options]);
  for (const [code, { price, compareAt }] of Object.entries(values.prices) as [Currency, { price?: Minor | null; compareAt?: Minor | null }][]) {
    const list = now.prices?.[code];
    const next = price === null ? null : price !== undefined || list !== undefined ? { price: (price ?? list?.price)!, compareAt: compareAt === undefined ? (list?.compareAt ?? null) : compareAt } : undefined;
    if (next !== undefined && !sameJson((list ?? null) as Json, next as Json)) ops.push(listPriceOp(id, now, code, next));
  }
  for (const [place, pieces] of Object.entries(values.stock) as [LocationId, number][]) {
    const delta = pieces - (now.stock[place]?.onHand ?? 0);
    if (delta !== 0) ops.push(...movementOps(id, now, place, delta, 'correction'));
  }
  return ops;
}

/**
 * A new variant from a row.
 *
 * @param like the variant beside which it comes: its tax class
 * @returns or why it cannot be made: `sku-needed`, `price-needed`, `options-needed` (details `options`)
 */
export function newVariant(values: VariantValues, options: readonly string[], position: number, like: Variant | null): { readonly variant: Variant } | { readonly fault: Fault } {
  const { sku, price, ...wanted } = wantedOf(values, null);
  if (sku === undefined) return { fault: { rule: 'sku-needed' } };
  if (price === undefined) return { fault: { rule: 'price-needed' } };
  const prices = Object.fromEntries(Object.entries(values.prices).flatMap(([code, list]) => (list.price === undefined || list.price === null ? [] : [[code, { price: list.price, compareAt: list.compareAt ?? null }]])));
  const settings = { ...(wanted.trackStock == null ? {} : { trackStock: wanted.trackStock }), ...(wanted.backorder == null ? {} : { backorder: wanted.backorder }), ...(wanted.lowStockAt == null ? {} : { lowStockAt: wanted.lowStockAt }) };
  return {
    variant: {
      position, options: [...options], sku, gtin: wanted.gtin ?? null, mpn: wanted.mpn ?? null, price, compareAt: wanted.compareAt ?? null, cost: wanted.cost ?? null, taxClass: wanted.taxClass ?? like?.taxClass ?? 'standard',
      weightG: wanted.weightG ?? null, sizeMm: wanted.sizeMm ?? null,
      stock: Object.fromEntries(Object.entries(values.stock).map(([place, onHand]) => [place, { onHand, reserved: 0, incoming: 0 }])),
      ...(Object.keys(prices).length === 0 ? {} : { prices }), ...settings,
    },
  };
}
