import type { Product, Variant } from '../../catalog/model.ts';
import { fold } from '../../kernel/text.ts';
import type { ReadRow, VariantValues } from './model.ts';
import { pricesOf, variantOf } from './variant-change.ts';

/**
 * Whether a product says, letter for letter, all that its only row says: then nothing changes, and nobody needs to work out what would. Most rows of
 * a file that was exported, worked on and brought back are such rows.
 *
 * A "no" says nothing: a price written otherwise or a text with other blanks may be no change either, which `intendedChange` knows. A "yes" is
 * always `unchanged` there, without a problem.
 */
export function saysAlready(row: ReadRow, current: Product): boolean {
  const { command, kind, group, product: given, variant } = row;
  // Everything with an answer of its own takes the long way: feeds, parents, commands that delete or replace, cells somebody should look at.
  if ((command !== 'MERGE' && command !== 'UPDATE') || row.problems.length > 0 || kind !== null || group !== null || !variant.sku) return false;
  if (given.brand !== undefined && given.brand !== current.brand) return false;
  if (given.categoryId !== undefined && given.categoryId !== current.categoryId) return false;
  if ((given.condition && given.condition !== current.condition) || (given.kind && given.kind !== current.kind)) return false;
  if ((given.status && given.status !== current.status) || given.published != null) return false;
  if (row.handle !== null && row.productId !== null && row.handle !== current.handle) return false;
  if (given.tags !== undefined && !sameList(given.tags ?? [], current.tags)) return false;
  return sameTexts(given.texts, current) && sameAttributes(given.attributes, current) && sameVariant(row, current);
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((entry, at) => entry === b[at]);

function sameTexts(given: ReadRow['product']['texts'], { texts }: Product): boolean {
  for (const locale of Object.keys(given) as (keyof typeof given)[]) {
    const { title, description } = given[locale]!;
    const now = texts[locale];
    if (title !== undefined && (title ?? '') !== (now?.title ?? '')) return false;
    if (description !== undefined && (description ?? '') !== (now?.description ?? '')) return false;
  }
  return true;
}

function sameAttributes(given: ReadRow['product']['attributes'], { attributes }: Product): boolean {
  for (const key of Object.keys(given)) {
    // A path ends at a slash: such a key stands somewhere else.
    if (!Object.hasOwn(attributes, key) || attributes[key] !== given[key] || key.includes('/')) return false;
  }
  return true;
}

function sameVariant(row: ReadRow, current: Product): boolean {
  const options = optionsIn(row, current);
  if (options === undefined) return false;
  const only = onlyVariant(current);
  const now = only !== null && row.variantId === null && only.sku === row.variant.sku ? only : named(row, current, options);
  if (now === undefined || (options !== null && !sameList(options, now.options))) return false;
  return saysVariant(row.variant, now);
}

function onlyVariant({ variants }: Product): Variant | null {
  const all = Object.values(variants);
  return all.length === 1 ? all[0]! : null;
}
function named(row: ReadRow, current: Product, options: readonly string[] | null): Variant | undefined {
  const id = variantOf(current, row, options, true);
  return id === null ? undefined : current.variants[id];
}

/** The values of the axes a row names; null: it names none. Undefined: axes that are called otherwise here, or written as some shops write that there are none. */
function optionsIn({ options }: ReadRow, current: Product): readonly string[] | null | undefined {
  if (options.every(({ value }) => value === null)) return null;
  if (options.length !== current.options.length) return undefined;
  const isHere = options.every(({ name, value }, at) => value !== null && (name === null || name === '' || name === current.options[at]) && !(options.length > 1 && fold(value) === NONE));
  return isHere ? options.map(({ value }) => value!) : undefined;
}
/** What Shopify writes where there are no axes: among several, one is not counted. */
const NONE = 'default title';

const plainFields = ['gtin', 'mpn', 'cost', 'weightG', 'trackStock', 'backorder', 'lowStockAt'] as const;

function saysVariant(values: VariantValues, now: Variant): boolean {
  if (values.sku !== now.sku || (values.taxClass && values.taxClass !== now.taxClass)) return false;
  for (const field of plainFields) if (values[field] !== undefined && values[field] !== (now[field] ?? null)) return false;
  const { price, compareAt } = pricesOf(values);
  if ((price !== undefined && price !== now.price) || (compareAt !== undefined && compareAt !== now.compareAt)) return false;
  for (let side = 0; side < 3; side++) if (values.sizeMm[side] !== undefined && values.sizeMm[side] !== (now.sizeMm?.[side] ?? null)) return false;
  for (const place of Object.keys(values.stock) as (keyof typeof values.stock)[]) if (values.stock[place] !== (now.stock[place]?.onHand ?? 0)) return false;
  return samePriceLists(values.prices, now.prices ?? {});
}

function samePriceLists(given: VariantValues['prices'], now: NonNullable<Variant['prices']>): boolean {
  for (const code of Object.keys(given) as (keyof typeof given)[]) {
    const { price, compareAt } = given[code]!;
    const list = now[code];
    if (list === undefined ? price != null : (price !== undefined && price !== list.price) || (compareAt !== undefined && compareAt !== list.compareAt)) return false;
  }
  return true;
}
