import { z } from 'zod';
import { locale, shopId, userId } from '../auth/model.ts';
import { productId, uuid, variantId } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';
import { listedPicture } from '../media/listed-picture.ts';
import { recipe } from '../media/recipe.ts';
import { digitalParts, serviceParts } from './kind-model.ts';
import { pendingReview } from './review-model.ts';
import { locationId } from './shop-model.ts';

export { productId, variantId, type ProductId, type VariantId } from '../kernel/ids.ts';
export { locationId, placesOf, shop, type LocationId, type Shop } from './shop-model.ts';

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

/** How stock is kept; null or absent: as the level above says (variant, product, shop). */
export const stockSettings = {
  trackStock: z.boolean().nullable().optional(),
  /** At or below this many available pieces it counts as low. */
  lowStockAt: z.int().min(0).max(1_000_000).nullable().optional(),
  /** Whether more may be sold than there is. */
  backorder: z.boolean().nullable().optional(),
};

/** A price in another currency than the shop's own, set by hand: no rate is applied. */
export const listPrice = z.object({ price: minor, compareAt: minor.nullable() });
export type ListPrice = z.infer<typeof listPrice>;

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
  /** Price lists by currency, beside the shop's own. */
  prices: z.record(currency, listPrice).optional(),
  ...stockSettings,
});
export type Variant = z.infer<typeof variant>;

export const productText = z.object({ title: z.string().max(200), description: z.string().max(20_000) });
export type ProductText = z.infer<typeof productText>;

/** A picture of a listing: a file of the shop (`picture`), or one of the demo's, drawn from a seed (`drawing`; '' otherwise). */
export const productImage = z.object({
  position: z.int(),
  drawing: z.string().max(200),
  alt: z.partialRecord(locale, z.string().max(300)),
  picture: listedPicture.nullable().optional(),
  /** How it is changed before anybody sees it, the shop's watermark aside (`effectiveRecipe`); null or absent: not at all. */
  recipe: recipe.nullable().optional(),
  /** The variants it shows; none or absent: all. One that has been taken out since counts for nothing. */
  variants: z.array(variantId).max(2_048).optional(),
});
export type ProductImage = z.infer<typeof productImage>;

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
  ...stockSettings,
  /** Which of the shop's profiles hold; null or absent: its first. */
  taxProfileId: uuid.nullable().optional(),
  shippingProfileId: uuid.nullable().optional(),
  ...digitalParts,
  ...serviceParts,
  /** Present while the listing, or an edit of it, waits for a moderator or has come back with a word. */
  review: pendingReview.nullable().optional(),
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
  /** Keys of the attributes a listing here must and may have, those of the categories above included (`attributes.ts`); absent: none. */
  attributes: z.object({ required: z.array(z.string().max(60)).max(60), suggested: z.array(z.string().max(60)).max(60) }).optional(),
});
export type Category = z.infer<typeof category>;
