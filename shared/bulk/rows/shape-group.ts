import type { Locale } from '../../auth/model.ts';
import { attributeOfAxis } from '../../catalog/attributes.ts';
import { fold } from '../../kernel/text.ts';
import { problemAt, type RowProblem } from '../problem.ts';
import type { ProductValues, ReadRow } from './model.ts';

/** What the rows of one product say together: once for the product, and once per variant. `options` null: the file says nothing of axes. */
export type ShapedGroup = {
  readonly product: ProductValues;
  readonly options: readonly string[] | null;
  readonly variants: readonly { readonly row: ReadRow; readonly options: readonly string[] | null }[];
  readonly problems: readonly RowProblem[];
};

/** Attributes by which a feed (Google's) tells variants apart, and what their axis is called. */
const axisNames: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  size: { fr: 'Taille', en: 'Size', ar: 'المقاس' }, color: { fr: 'Couleur', en: 'Colour', ar: 'اللون' }, material: { fr: 'Matière', en: 'Material', ar: 'المادة' }, pattern: { fr: 'Motif', en: 'Pattern', ar: 'النقش' },
};
/** Shopify's way of saying that there are no axes. */
const isDefault = (name: string | null, value: string | null): boolean => fold(name ?? 'title') === 'title' && fold(value ?? 'default title') === 'default title';

/** A row that is about a variant, not only about the product or a picture of it. */
export function isVariantRow({ kind, variantId, variant, options, images, command }: ReadRow): boolean {
  if (kind === 'parent') return false;
  const says = [variant.sku, variant.gtin, variant.mpn, variant.price, variant.salePrice, variant.cost].some((value) => value !== undefined && value !== null) || options.some(({ value }) => value !== null);
  // Nothing but an address: one more picture, as Shopify writes them.
  return kind === 'variant' || variantId !== null || says || (images.length === 0 && command === 'DELETE');
}

/**
 * Puts the rows of one product together. What a product has once is taken from the first row that says it; where a later row says something
 * else, that is reported (`rows-disagree`). Titles of a feed and of WooCommerce's variations name the variant and are not compared.
 */
export function shapeGroup(rows: readonly ReadRow[], locale: Locale): ShapedGroup {
  const parent = rows.find(({ kind }) => kind === 'parent');
  const variantRows = rows.filter(isVariantRow);
  const feed = rows.some(({ group }) => group !== null);
  const speaking = parent ? [parent] : rows;
  const problems: RowProblem[] = [];
  const single = parent === undefined && rows.length === 1 && rows[0]!.kind === 'single';
  const named = single ? [] : namedAxes(rows, variantRows);
  // Amazon ties its rows to a parent and tells them apart as a feed does; WooCommerce names its axes.
  const byFeed = variantRows.length > 1 && (feed || (named.length === 0 && variantRows.some(({ parent: above }) => above !== null))) ? feedAxes(variantRows) : [];
  const product = merged(speaking, { problems, feed, own: new Set(byFeed), details: single ? rows[0]!.options : [] });
  if (byFeed.length > 0) {
    return { product, options: byFeed.map((key) => axisNames[key]![locale]), variants: variantRows.map((row) => ({ row, options: byFeed.map((key) => row.product.attributes[key] ?? '') })), problems };
  }
  // `Default Title` says that there is nothing to tell apart, not that axes go.
  const axes = named.length === 0 ? null : named;
  return { product, options: axes?.map(({ name }) => name) ?? null, variants: variantRows.map((row) => ({ row, options: axes === null ? null : axes.map(({ at }) => row.options[at]?.value ?? '') })), problems };
}

/** The axes the file names: a name stands where it is written first, often in the first row only. */
function namedAxes(rows: readonly ReadRow[], variants: readonly ReadRow[]): readonly { readonly at: number; readonly name: string }[] {
  const width = Math.max(0, ...rows.map(({ options }) => options.length));
  return Array.from({ length: width }, (_, at) => ({
    at, name: rows.find(({ options }) => options[at]?.name)?.options[at]?.name ?? null, values: variants.map(({ options }) => options[at]?.value ?? null),
  })).flatMap(({ at, name, values }) => (values.every((value) => value === null) || (values.length === 1 && isDefault(name, values[0]!)) ? [] : [{ at, name: name ?? '' }]));
}

/** The attributes all rows of a feed's group have, and in which they differ. */
function feedAxes(rows: readonly ReadRow[]): readonly string[] {
  return Object.keys(axisNames).filter((key) => {
    const values = rows.map(({ product }) => product.attributes[key]);
    return values.every((value) => typeof value === 'string' && value !== '') && new Set(values.map((value) => fold(value!))).size > 1;
  }).slice(0, 3);
}

type Merging = { readonly problems: RowProblem[]; readonly feed: boolean; /** Attributes that belong to the variants. */ readonly own: ReadonlySet<string>; /** Attributes of a product without variants, which WooCommerce writes like options. */ readonly details: ReadRow['options'] };

function merged(rows: readonly ReadRow[], { problems, feed, own, details }: Merging): ProductValues {
  // Most products have one row, which agrees with itself.
  if (rows.length === 1 && own.size === 0 && details.length === 0) return rows[0]!.product;
  const first = <T>(pick: (row: ReadRow) => T | undefined, key: string, compared = true): T | undefined => {
    const saying = rows.filter((row) => pick(row) !== undefined && pick(row) !== null);
    const [one] = saying;
    const other = compared && one ? saying.find((row) => JSON.stringify(pick(row)) !== JSON.stringify(pick(one))) : undefined;
    if (other) problems.push(problemAt(other.line, other.headers[key] ?? null, String(pick(other)), { rule: 'rows-disagree', severity: 'warning', details: { first: one!.line } }));
    return one ? pick(one) : rows.map(pick).find((value) => value !== undefined);
  };
  const texts = Object.fromEntries([...new Set(rows.flatMap(({ product }) => Object.keys(product.texts)))].map((language) => {
    const at = language as Locale;
    return [at, { title: first(({ product }) => product.texts[at]?.title, `title:${at}`, !feed), description: first(({ product }) => product.texts[at]?.description, `description:${at}`, !feed) }];
  }));
  const keys = [...new Set(rows.flatMap(({ product }) => Object.keys(product.attributes)))].filter((key) => !own.has(key));
  const attributes = Object.fromEntries(keys.map((key) => [key, first(({ product }) => product.attributes[key], `attribute:${key}`, !feed) ?? null]));
  const written = details.flatMap(({ name, value }) => (name !== null && value !== null ? [[attributeOfAxis(name) ?? name.replaceAll('/', ' ').slice(0, 60), value] as const] : []));
  return {
    brand: first(({ product }) => product.brand, 'brand'), categoryId: first(({ product }) => product.categoryId, 'category'), tags: first(({ product }) => product.tags, 'tags'), status: first(({ product }) => product.status, 'status'),
    published: first(({ product }) => product.published, 'published'), condition: first(({ product }) => product.condition, 'condition'), kind: first(({ product }) => product.kind, 'kind'),
    texts, attributes: { ...attributes, ...Object.fromEntries(written) },
  };
}
