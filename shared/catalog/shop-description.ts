import { z } from 'zod';
import type { AppError } from '../kernel/errors.ts';
import { hasZeroCharacter, type Json } from '../kernel/json.ts';
import type { EntityDescription, FieldKind, FieldOp, ScopeName } from '../sync/model.ts';
import { checkShop } from './shop-rules.ts';
import { shippingProfile, shop, shopClosure, shopLocation, taxProfile, type Shop } from './shop-model.ts';

type FieldRule = { readonly kind: FieldKind; readonly schema: z.ZodType };
const rule = (kind: FieldKind, schema: z.ZodType): FieldRule => ({ kind, schema });
const entry = (schema: z.ZodType): FieldRule => rule('element', schema.nullable());
const { shape } = shop;

/** Every field of a shop that people edit, with how two people's changes to it meet. */
const fields: Readonly<Record<string, FieldRule>> = {
  'name': rule('short', shape.name),
  'city': rule('short', shape.city),
  'status': rule('short', shape.status),
  'email': rule('short', shape.email),
  'phone': rule('short', shape.phone),
  'address': rule('long', shape.address),
  'about/:locale': rule('long', z.string().max(5_000).nullable()),
  'template': rule('short', shape.template),
  'webAddress': rule('short', shape.webAddress),
  'returnDays': rule('short', shape.returnDays),
  'returnPaidBy': rule('short', shape.returnPaidBy),
  'returnTerms/:locale': rule('long', z.string().max(2_000).nullable()),
  'watermark': rule('short', shape.watermark),
  'lowStockAt': rule('short', shape.lowStockAt),
  'trackStock': rule('short', z.boolean()),
  'backorder': rule('short', z.boolean()),
  'locations/:id': entry(shopLocation),
  'locations/:id/position': rule('short', shopLocation.shape.position),
  'locations/:id/name': rule('short', shopLocation.shape.name),
  'locations/:id/address': rule('long', shopLocation.shape.address),
  'taxProfiles/:id': entry(taxProfile),
  'taxProfiles/:id/position': rule('short', taxProfile.shape.position),
  'taxProfiles/:id/name': rule('short', taxProfile.shape.name),
  'taxProfiles/:id/rates': rule('short', taxProfile.shape.rates),
  'taxProfiles/:id/included': rule('short', taxProfile.shape.included),
  'shippingProfiles/:id': entry(shippingProfile),
  'shippingProfiles/:id/position': rule('short', shippingProfile.shape.position),
  'shippingProfiles/:id/name': rule('short', shippingProfile.shape.name),
  'shippingProfiles/:id/zones': rule('short', shippingProfile.shape.zones),
  'closures/:id': entry(shopClosure),
  'closures/:id/from': rule('short', shopClosure.shape.from),
  'closures/:id/to': rule('short', shopClosure.shape.to),
  'closures/:id/note': rule('short', shopClosure.shape.note),
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LOCALE = /^(fr|en|ar)$/;
/** Texts with one entry per language; every other collection has ids for keys. */
const IN_LANGUAGES: ReadonlySet<string> = new Set(['about', 'returnTerms']);

function ruleAt(path: string): FieldRule | null {
  const steps = path.split('/');
  if (steps.length > 1) steps[1] = IN_LANGUAGES.has(steps[0]!) ? (LOCALE.test(steps[1]!) ? ':locale' : '?') : UUID.test(steps[1]!) ? ':id' : '?';
  const pattern = steps.join('/');
  return Object.hasOwn(fields, pattern) ? fields[pattern]! : null;
}

/** Refuses an operation on a shop that does not fit its field: an unknown field, a value of the wrong shape, anything but a new value. */
export function checkShopOp(op: FieldOp): AppError | null {
  const found = ruleAt(op.path);
  if (found === null) return { code: 'invalid-input', field: op.path, rule: 'unknown-field' };
  if (hasZeroCharacter(op as unknown as Json)) return { code: 'invalid-input', field: op.path, rule: 'zero-character' };
  if (op.op !== 'set') return { code: 'invalid-input', field: op.path, rule: 'wrong-operation', details: { op: op.op, kind: found.kind } };
  return shapeError(found.schema, op.value, op.path);
}

function shapeError(schema: z.ZodType, value: unknown, at: string): AppError | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0]!;
  return { code: 'invalid-input', field: [at, ...issue.path].filter((step) => step !== '').join('/'), rule: issue.code, details: { expected: issue.message } };
}

/** How shops describe themselves to the sync engine. */
export const shopDescription = {
  entity: 'shop',
  kindOf: (path) => ruleAt(path)?.kind ?? null,
  check: (before, after, by) => shapeError(shop, after, '') ?? checkShop(before as unknown as Shop | null, after as unknown as Shop, by),
  checkDelete: () => ({ code: 'forbidden', rule: 'shop-stays' }),
  scopesOf: (doc) => [`vendor:${(doc as unknown as Shop).id}` as ScopeName, 'admin' as ScopeName],
} as const satisfies EntityDescription;
