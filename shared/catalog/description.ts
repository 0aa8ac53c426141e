import { z } from 'zod';
import type { AppError } from '../kernel/errors.ts';
import { hasZeroCharacter, type Json } from '../kernel/json.ts';
import type { EntityDescription, FieldKind, FieldOp, ScopeName } from '../sync/model.ts';
import { dayException, digitalFile, openHours } from './kind-model.ts';
import { listPrice, product, productImage, productText, stockLevel, variant, variantId, type Product } from './model.ts';
import { pendingReview } from './review-model.ts';
import { markReview } from './review.ts';
import { checkDelete, checkProduct } from './rules.ts';

type FieldRule = { readonly kind: FieldKind; readonly schema: z.ZodType };
const rule = (kind: FieldKind, schema: z.ZodType): FieldRule => ({ kind, schema });
/** Taken away as well as set: null leaves the record without the entry. */
const entry = (schema: z.ZodType): FieldRule => rule('element', schema.nullable());

const stockSettingRules = (path: string): Record<string, FieldRule> => ({
  [`${path}trackStock`]: rule('short', product.shape.trackStock),
  [`${path}lowStockAt`]: rule('short', product.shape.lowStockAt),
  [`${path}backorder`]: rule('short', product.shape.backorder),
});

/**
 * Every field of a product that exists, with how two people's changes to it meet. `:id`, `:locale` and `:key` stand for one step.
 * Pieces reserved by orders are the server's figures: nobody edits them by hand.
 */
const fields: Readonly<Record<string, FieldRule>> = {
  'id': rule('fixed', product.shape.id),
  'shopId': rule('short', product.shape.shopId),
  'kind': rule('fixed', product.shape.kind),
  'currency': rule('fixed', product.shape.currency),
  'createdAt': rule('fixed', product.shape.createdAt),
  'createdBy': rule('fixed', product.shape.createdBy),
  'updatedAt': rule('fixed', product.shape.updatedAt),
  'status': rule('state', product.shape.status),
  'handle': rule('short', product.shape.handle),
  'brand': rule('short', product.shape.brand),
  'categoryId': rule('short', product.shape.categoryId),
  'condition': rule('short', product.shape.condition),
  'tags': rule('members', product.shape.tags),
  'options': rule('short', product.shape.options),
  'texts/:locale': entry(productText),
  'texts/:locale/title': rule('short', productText.shape.title),
  'texts/:locale/description': rule('long', productText.shape.description),
  'attributes/:key': rule('short', z.string().max(500).nullable()),
  'variants/:id': entry(variant),
  'variants/:id/position': rule('short', variant.shape.position),
  'variants/:id/options': rule('short', variant.shape.options),
  'variants/:id/sku': rule('short', variant.shape.sku),
  'variants/:id/gtin': rule('short', variant.shape.gtin),
  'variants/:id/mpn': rule('short', variant.shape.mpn),
  'variants/:id/price': rule('money', variant.shape.price),
  'variants/:id/compareAt': rule('money', variant.shape.compareAt),
  'variants/:id/cost': rule('money', variant.shape.cost),
  'variants/:id/taxClass': rule('short', variant.shape.taxClass),
  'variants/:id/weightG': rule('short', variant.shape.weightG),
  'variants/:id/sizeMm': rule('short', variant.shape.sizeMm),
  'variants/:id/stock/:id': entry(stockLevel),
  'variants/:id/stock/:id/onHand': rule('stock', z.int()),
  'variants/:id/stock/:id/incoming': rule('stock', z.int()),
  'variants/:id/stock/:id/reserved': rule('fixed', z.int()),
  'images/:id': entry(productImage),
  'images/:id/position': rule('short', productImage.shape.position),
  'images/:id/drawing': rule('short', productImage.shape.drawing),
  'images/:id/picture': rule('short', productImage.shape.picture),
  'images/:id/recipe': rule('short', productImage.shape.recipe),
  'images/:id/variants': rule('members', z.array(variantId)),
  'images/:id/alt/:locale': rule('short', z.string().max(300).nullable()),
  'variants/:id/prices/:currency': entry(listPrice),
  'variants/:id/prices/:currency/price': rule('money', listPrice.shape.price),
  'variants/:id/prices/:currency/compareAt': rule('money', listPrice.shape.compareAt),
  ...stockSettingRules('variants/:id/'),
  ...stockSettingRules(''),
  'taxProfileId': rule('short', product.shape.taxProfileId),
  'shippingProfileId': rule('short', product.shape.shippingProfileId),
  'files/:id': entry(digitalFile),
  'files/:id/position': rule('short', digitalFile.shape.position),
  'files/:id/name': rule('short', digitalFile.shape.name),
  'keys': rule('members', z.array(z.string())),
  'downloadLimit': rule('short', product.shape.downloadLimit),
  'linkDays': rule('short', product.shape.linkDays),
  'durationMinutes': rule('short', product.shape.durationMinutes),
  'bufferMinutes': rule('short', product.shape.bufferMinutes),
  'capacity': rule('short', product.shape.capacity),
  'noticeHours': rule('short', product.shape.noticeHours),
  'servicePlace': rule('short', product.shape.servicePlace),
  'hours/:id': entry(openHours),
  'exceptions/:id': entry(dayException),
  // Only staff decide; vendors' edits put it there by themselves (`markReview`).
  'review': rule('short', pendingReview.nullable()),
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LOCALE = /^(fr|en|ar)$/;
const CURRENCY = /^[A-Z]{3}$/;
/** Collections whose entries stand under a UUID. */
const NUMBERED: ReadonlySet<string> = new Set(['variants', 'images', 'stock', 'files', 'hours', 'exceptions']);
/** These names as a key would reach JavaScript's own insides instead of the record. */
const KEY = /^(?!(__proto__|constructor|prototype)$).{1,60}$/su;

/** The pattern of a path; a collection's own name decides what its keys look like. */
function patternOf(path: string): string {
  const steps = path.split('/');
  const [first] = steps;
  for (let i = 1; i < steps.length; i += 2) {
    const key = steps[i]!;
    const collection = steps[i - 1]!;
    if (i === 1 && first === 'attributes') steps[i] = KEY.test(key) ? ':key' : '?';
    else if (collection === 'texts' || collection === 'alt') steps[i] = LOCALE.test(key) ? ':locale' : '?';
    else if (collection === 'prices') steps[i] = CURRENCY.test(key) ? ':currency' : '?';
    else if (NUMBERED.has(collection)) steps[i] = UUID.test(key) ? ':id' : '?';
  }
  return steps.join('/');
}

const ruleAt = (path: string): FieldRule | null => {
  const pattern = patternOf(path);
  return Object.hasOwn(fields, pattern) ? fields[pattern]! : null;
};

/** How changes to this field meet; null when a product has no such field. */
export const kindOf = (path: string): FieldKind | null => ruleAt(path)?.kind ?? null;

/**
 * Refuses an operation that does not fit its field: unknown or fixed fields, a value of the wrong shape, a movement of something
 * that is not stock, a value of the whole tag list where additions and removals are asked for.
 */
export function checkOp(op: FieldOp): AppError | null {
  const found = ruleAt(op.path);
  const refuse = (name: string, details?: AppError['details']): AppError => ({ code: 'invalid-input', field: op.path, rule: name, details });
  if (found === null) return refuse('unknown-field');
  if (hasZeroCharacter(op as unknown as Json)) return refuse('zero-character');
  if (found.kind === 'fixed') return { code: 'rule-broken', field: op.path, rule: 'fixed-field' };
  if ((op.op === 'add') !== (found.kind === 'stock') && op.op !== 'set') return refuse('wrong-operation', { op: op.op, kind: found.kind });
  if ((op.op === 'members') !== (found.kind === 'members')) return refuse('wrong-operation', { op: op.op, kind: found.kind });
  if (op.op === 'members' && op.path.startsWith('images/')) return shapeError(found.schema, op.add, [op.path]);
  if (op.op === 'members') {
    const most = op.path === 'keys' ? 200 : 60;
    return op.add.every((member) => member.trim() !== '' && member.length <= most) ? null : refuse(op.path === 'keys' ? 'key-length' : 'tag-length', { most });
  }
  if (op.op !== 'set') return null;
  return shapeError(found.schema, op.value, [op.path]);
}

/** Whether a value read from a cache, a file or the wire is a product, and if not, at which field it stops being one. */
export function parseProduct(value: Json): { ok: true; value: Product } | { ok: false; error: AppError } {
  const wrong = shapeError(product, value, []);
  return wrong === null ? { ok: true, value: value as unknown as Product } : { ok: false, error: wrong };
}

function shapeError(schema: z.ZodType, value: unknown, at: readonly string[]): AppError | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0]!;
  return { code: 'invalid-input', field: [...at, ...issue.path].join('/'), rule: issue.code, details: { expected: issue.message } };
}

type Parts = Readonly<Record<string, unknown>>;
const partSchemas = Object.entries(product.shape) as readonly (readonly [keyof Product, z.ZodType])[];

/**
 * The same for a record that operations were applied to: only the parts they touched are looked at. What they left alone is the same
 * object before and after, and looking at all of it took as long as writing the edit down.
 */
function changedShapeError(before: Product, after: Product): AppError | null {
  for (const [name, schema] of partSchemas) {
    const [was, is] = [before[name], after[name]];
    if (was === is) continue;
    const wrong = name === 'variants' ? changedVariantError(was as Parts, is as unknown) : shapeError(schema, is, [name]);
    if (wrong) return wrong;
  }
  return null;
}

function changedVariantError(was: Parts, is: unknown): AppError | null {
  if (!isParts(is)) return shapeError(product.shape.variants, is, ['variants']);
  for (const [id, one] of Object.entries(is)) {
    const earlier = was[id];
    if (earlier === one) continue;
    const wrong = isParts(earlier) && isParts(one) && sameNames(earlier, one) ? changedFieldError(earlier, one, ['variants', id]) : shapeError(product.shape.variants, { [id]: one }, ['variants']);
    if (wrong) return wrong;
  }
  return null;
}

const isParts = (value: unknown): value is Parts => typeof value === 'object' && value !== null && !Array.isArray(value);

function sameNames(was: Parts, is: Parts): boolean {
  const names = Object.keys(is);
  return names.length === Object.keys(was).length && names.every((name) => Object.hasOwn(was, name));
}

const variantSchemas: Parts = variant.shape;

/** A variant that has the fields it had: only those that say something else are looked at. */
function changedFieldError(was: Parts, is: Parts, at: readonly string[]): AppError | null {
  for (const [name, value] of Object.entries(is)) {
    if (was[name] === value || !Object.hasOwn(variantSchemas, name)) continue;
    const wrong = shapeError(variantSchemas[name] as z.ZodType, value, [...at, name]);
    if (wrong) return wrong;
  }
  return null;
}

/** How products describe themselves to the sync engine. */
export const productDescription = {
  entity: 'product',
  kindOf,
  check: (before, after, by) => {
    const [was, is] = [before as unknown as Product | null, after as unknown as Product];
    return (was === null ? shapeError(product, is, []) : changedShapeError(was, is)) ?? checkProduct(was, is, by);
  },
  afterEdit: (before, after, at) => markReview(before as unknown as Product, after as unknown as Product, at) as unknown as Json,
  checkDelete: (before, by) => checkDelete(before as unknown as Product, by),
  scopesOf: (doc) => [`vendor:${(doc as unknown as Product).shopId}` as ScopeName, 'admin' as ScopeName],
} as const satisfies EntityDescription;
