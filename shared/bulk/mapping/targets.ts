import { z } from 'zod';
import { locale } from '../../auth/model.ts';
import { currency, type Currency } from '../../kernel/money.ts';

/** Units a column of weights or lengths may be in. */
export const weightUnits = ['g', 'kg', 'mg', 'lb', 'oz'] as const;
export const lengthUnits = ['mm', 'cm', 'm', 'in', 'ft'] as const;
const weightUnit = z.enum(weightUnits);
const lengthUnit = z.enum(lengthUnits);
/** Fields that say everything by their name. */
export const plainField = z.enum([
  'productId', 'variantId', 'handle', 'group', 'parent', 'rowId', 'command', 'rowKind', 'sku', 'gtin', 'mpn', 'brand', 'category', 'tags', 'status', 'published', 'condition', 'kind', 'taxClass', 'cost', 'salePrice', 'currency',
  'trackStock', 'backorder', 'lowStockAt', 'availability', 'weightUnit', 'imageUrl', 'imageAlt', 'imagePosition', 'variantImageUrl', 'note',
]);
export type PlainField = z.infer<typeof plainField>;
const optionPlace = z.int().min(0).max(2);

/**
 * What a column of a file may mean for a product. One that means nothing to a product is a `note`: it is kept beside it, under its
 * header, never dropped.
 *
 * - identity: `productId`, `variantId`, `sku`, `handle`; `group` and `parent` tie the rows of one product together (`parent` names another row's SKU, or as `id:44` its `rowId`, the number it had where it comes from)
 * - `command` what a row asks for (NEW, MERGE, …); `rowKind` whether it is a product, a variant or a picture
 * - `locale` null: the language chosen for the file; `currency` null: the shop's, or that of the column `currency`
 * - `salePrice` beside `price`: what is asked now, `price` then being the former one
 * - `stock` of a place by its name; null: the shop's first
 * - `optionName`, `optionValue`: the axes variants differ by; `at` from 0
 * - `unit` null: written in the cells, in the column for units, or the usual one
 */
export const target = z.discriminatedUnion('field', [
  z.object({ field: plainField }),
  z.object({ field: z.enum(['title', 'description']), locale: locale.nullable() }),
  z.object({ field: z.enum(['price', 'compareAt']), currency: currency.nullable() }),
  z.object({ field: z.literal('stock'), place: z.string().max(120).nullable() }),
  z.object({ field: z.literal('weight'), unit: weightUnit.nullable() }),
  z.object({ field: z.enum(['length', 'width', 'height', 'dimensions']), unit: lengthUnit.nullable() }),
  z.object({ field: z.enum(['optionName', 'optionValue']), at: optionPlace }),
  z.object({ field: z.literal('attribute'), key: z.string().min(1).max(60) }),
]);
export type Target = z.infer<typeof target>;
export type TargetField = Target['field'];

export const note: Target = { field: 'note' };

/** Two columns may not mean the same thing, except these: pictures, and what is only noted. */
const manyTimes: ReadonlySet<TargetField> = new Set(['imageUrl', 'imageAlt', 'note']);
export const mayRepeat = ({ field }: Target): boolean => manyTimes.has(field);

/** The catalogue has no place for it: kept beside the job, by line. */
export const isNoted = ({ field }: Target): boolean => field === 'note' || field === 'availability' || field === 'imageUrl' || field === 'variantImageUrl';

/** What tells two targets apart. */
export function targetKey(one: Target): string {
  switch (one.field) {
    case 'title':
    case 'description': return `${one.field}:${one.locale ?? ''}`;
    case 'price':
    case 'compareAt': return `${one.field}:${one.currency ?? ''}`;
    case 'stock': return `stock:${one.place ?? ''}`;
    case 'optionName':
    case 'optionValue': return `${one.field}:${one.at}`;
    case 'attribute': return `attribute:${one.key}`;
    default: return one.field;
  }
}

/** Our own names for columns, by field; what comes after a colon or in brackets is said by the target. */
const ownNames = {
  productId: 'product id', variantId: 'variant id', handle: 'handle', group: 'group', parent: 'parent sku', rowId: 'row id', command: 'command', rowKind: 'row kind', sku: 'sku', gtin: 'gtin', mpn: 'mpn', brand: 'brand',
  category: 'category', tags: 'tags', status: 'status', published: 'published', condition: 'condition', kind: 'kind', taxClass: 'tax class', cost: 'cost', salePrice: 'sale price', currency: 'currency',
  trackStock: 'track stock', backorder: 'backorder', lowStockAt: 'low stock at', availability: 'availability', weightUnit: 'weight unit', imageUrl: 'image url', imageAlt: 'image alt', imagePosition: 'image position',
  variantImageUrl: 'variant image url', note: 'note', title: 'title', description: 'description', price: 'price', compareAt: 'compare-at price', stock: 'stock', weight: 'weight', length: 'length', width: 'width',
  height: 'height', dimensions: 'dimensions', optionName: 'option name', optionValue: 'option value', attribute: 'attribute',
} as const satisfies Record<TargetField, string>;

/** The header under which Comptoir writes a column, so that its own files are read back without asking. */
export function ownHeader(one: Target): string {
  const name = ownNames[one.field];
  switch (one.field) {
    case 'title':
    case 'description': return one.locale === null ? name : `${name}:${one.locale}`;
    case 'price':
    case 'compareAt': return one.currency === null ? name : `${name}:${one.currency}`;
    case 'stock': return one.place === null ? name : `${name}:${one.place}`;
    case 'weight':
    case 'length':
    case 'width':
    case 'height':
    case 'dimensions': return one.unit === null ? name : `${name} (${one.unit})`;
    case 'optionName': return `option ${one.at + 1} name`;
    case 'optionValue': return `option ${one.at + 1} value`;
    case 'attribute': return `attribute:${one.key}`;
    default: return name;
  }
}

const fieldsByName: ReadonlyMap<string, TargetField> = new Map(Object.entries(ownNames).map(([field, name]) => [name, field as TargetField]));

/** What a header of Comptoir's own means; null for any other. The inverse of `ownHeader`. */
export function ofOwnHeader(header: string): Target | null {
  const option = /^option ([123]) (name|value)$/.exec(header);
  if (option) return { field: option[2] === 'name' ? 'optionName' : 'optionValue', at: Number(option[1]) - 1 };
  const parts = /^([a-z-]+(?: [a-z]+)*)(?: \(([a-z]+)\))?(?::([\s\S]+))?$/.exec(header);
  if (parts === null) return null;
  const [, name = '', unit, more] = parts;
  return named(name, unit ?? null, more ?? null);
}

function named(name: string, unit: string | null, more: string | null): Target | null {
  const field = fieldsByName.get(name);
  if (field === undefined) return null;
  const made = target.safeParse(whole(field, unit, more));
  return made.success && ownHeader(made.data) === `${name}${unit === null ? '' : ` (${unit})`}${more === null ? '' : `:${more}`}` ? made.data : null;
}

function whole(field: TargetField, unit: string | null, more: string | null): object {
  switch (field) {
    case 'title':
    case 'description': return { field, locale: more };
    case 'price':
    case 'compareAt': return { field, currency: more as Currency | null };
    case 'stock': return { field, place: more };
    case 'attribute': return { field, key: more };
    case 'weight':
    case 'length':
    case 'width':
    case 'height':
    case 'dimensions': return { field, unit };
    default: return { field };
  }
}
