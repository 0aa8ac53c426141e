import { z } from 'zod';
import { locale, shopId, userId } from '../auth/model.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';

export const productId = uuid.brand<'ProductId'>();
export type ProductId = z.infer<typeof productId>;
export const variantId = uuid.brand<'VariantId'>();
export type VariantId = z.infer<typeof variantId>;
export const locationId = uuid.brand<'LocationId'>();
export type LocationId = z.infer<typeof locationId>;
export const categoryId = uuid.brand<'CategoryId'>();
export type CategoryId = z.infer<typeof categoryId>;

/** Stock keeping unit: the vendor's own code, unique within the shop. */
export const sku = z.string().trim().min(1).max(64).brand<'Sku'>();
export type Sku = z.infer<typeof sku>;
/** Global trade item number as written on the package: 8, 12, 13 or 14 digits, never a number. The check digit is a rule, so that a wrong one can be explained. */
export const gtin = z.string().regex(/^(\d{8}|\d{12,14})$/).brand<'Gtin'>();
export type Gtin = z.infer<typeof gtin>;

export const productKind = z.enum(['physical', 'digital', 'service']);
export type ProductKind = z.infer<typeof productKind>;

export const listingStatus = z.enum([
  'draft', 'submitted', 'validating', 'in_review', 'changes_requested', 'approved', 'published', 'paused', 'suspended', 'rejected', 'appealed', 'expired', 'archived',
]);
export type ListingStatus = z.infer<typeof listingStatus>;

export const conditionOf = z.enum(['new', 'refurbished', 'used']);
export const taxClass = z.enum(['standard', 'reduced', 'zero', 'exempt']);

/** Stock of one variant at one place, in pieces. What can be sold is `onHand - reserved`. */
export const stockLevel = z.object({ onHand: z.int(), reserved: z.int(), incoming: z.int() });
export type StockLevel = z.infer<typeof stockLevel>;

/** A sellable version of a product (size 38, red) with the offer under which the shop sells it. */
export const variant = z.object({
  position: z.int(),
  /** One value per option of the product, in the same order. */
  options: z.array(z.string().max(120)),
  sku,
  gtin: gtin.nullable(),
  mpn: z.string().max(70).nullable(),
  price: minor,
  /** Former price, shown struck through; must be above the price. */
  compareAt: minor.nullable(),
  cost: minor.nullable(),
  taxClass,
  weightG: z.int().min(0).nullable(),
  /** Length, width, height in millimetres. */
  sizeMm: z.tuple([z.int(), z.int(), z.int()]).nullable(),
  stock: z.record(locationId, stockLevel),
});
export type Variant = z.infer<typeof variant>;

export const productText = z.object({ title: z.string().max(200), description: z.string().max(20_000) });
export type ProductText = z.infer<typeof productText>;

/** A picture; in this version drawn from a seed (`drawing`) until uploads come. */
export const productImage = z.object({ position: z.int(), drawing: z.string().max(200), alt: z.partialRecord(locale, z.string().max(300)) });

/** A product with its texts, variants, offers and stock: one aggregate, it travels whole. */
export const product = z.object({
  id: productId,
  shopId,
  kind: productKind,
  status: listingStatus,
  handle: z.string().max(120),
  brand: z.string().max(120).nullable(),
  categoryId: categoryId.nullable(),
  condition: conditionOf,
  currency,
  tags: z.array(z.string().max(60)),
  texts: z.partialRecord(locale, productText),
  attributes: z.record(z.string().max(60), z.string().max(500)),
  /** The axes along which variants differ: Size, Colour. At most three. */
  options: z.array(z.string().max(60)).max(3),
  variants: z.record(variantId, variant),
  images: z.record(uuid, productImage),
  createdAt: epochMs,
  createdBy: userId.nullable(),
  updatedAt: epochMs,
});
export type Product = z.infer<typeof product>;

export const category = z.object({
  id: categoryId,
  /** Number in the public taxonomy. */
  number: z.int(),
  parentId: categoryId.nullable(),
  /** Nested-set bounds: everything below lies strictly between them. */
  lft: z.int(),
  rgt: z.int(),
  depth: z.int(),
  /** From the root to here, joined by ` > `. */
  path: z.object({ fr: z.string(), en: z.string(), ar: z.string() }),
  name: z.object({ fr: z.string(), en: z.string(), ar: z.string() }),
});
export type Category = z.infer<typeof category>;

export const shop = z.object({
  id: shopId,
  name: z.string(),
  handle: z.string(),
  city: z.string(),
  country: z.string(),
  currency,
  status: z.enum(['pending_approval', 'open', 'suspended', 'terminated']),
  locations: z.array(z.object({ id: locationId, name: z.string() })),
  /** At or below this many available pieces, stock counts as low. */
  lowStockAt: z.int(),
});
export type Shop = z.infer<typeof shop>;
