import type { ShopId, UserId } from '#shared/auth/model.ts';
import type { CategoryId, Category, LocationId, Product, ProductId, Shop, Sku, Variant, VariantId } from '#shared/catalog/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ProductColumns } from '#shared/catalog/cache-tables.ts';
import { projectProduct } from '#shared/catalog/projection.ts';
import { scoring } from '#shared/moderation/listing-score.ts';
import type { Actor } from '#shared/sync/model.ts';

/** A UUID told by a number, so that a test reads `id(7)` and a failure shows which one. */
export const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const productIdOf = (n: number): ProductId => id(n) as ProductId;
export const shopIdOf = (n: number): ShopId => id(0x5_0000_0000 + n) as ShopId;
export const variantIdOf = (n: number): VariantId => id(0xa_0000_0000 + n) as VariantId;
export const locationIdOf = (n: number): LocationId => id(0x1_0000_0000 + n) as LocationId;
export const categoryIdOf = (n: number): CategoryId => id(0xc_0000_0000 + n) as CategoryId;
export const userIdOf = (n: number): UserId => id(0xe_0000_0000 + n) as UserId;
export const minorOf = (amount: number): Minor => amount as Minor;
export const at = (ms: number): EpochMs => ms as EpochMs;

export const aVendor: Actor = { userId: userIdOf(1), role: 'vendor', shopIds: [shopIdOf(1)] };
export const anAdmin: Actor = { userId: userIdOf(2), role: 'admin', shopIds: [] };

/** A variant with one place; only what matters to the case is given. */
export function aVariant(given: Partial<Omit<Variant, 'sku' | 'price' | 'compareAt' | 'cost' | 'gtin'>> & { sku?: string; price?: number; compareAt?: number | null; cost?: number | null; gtin?: string | null; onHand?: number; reserved?: number } = {}): Variant {
  const { sku, price, compareAt, cost, gtin, onHand, reserved, ...rest } = given;
  return {
    position: 0, options: [], mpn: null, taxClass: 'standard', weightG: 250, sizeMm: null,
    stock: { [locationIdOf(1)]: { onHand: onHand ?? 10, reserved: reserved ?? 0, incoming: 0 } },
    sku: (sku ?? 'SKU-1') as Sku, gtin: (gtin ?? null) as Variant['gtin'], price: minorOf(price ?? 1_000),
    compareAt: compareAt === undefined || compareAt === null ? null : minorOf(compareAt), cost: cost === undefined || cost === null ? null : minorOf(cost),
    ...rest,
  };
}

/** A published product of shop 1 with one variant; `n` numbers its ids, `variant` shapes the only variant. */
export function aProduct(given: Partial<Product> & { n?: number; title?: string; variant?: Parameters<typeof aVariant>[0] } = {}): Product {
  const { n = 1, title, variant, ...rest } = given;
  return {
    id: productIdOf(n), shopId: shopIdOf(1), kind: 'physical', status: 'published', handle: `product-${n}`, brand: 'Nour', categoryId: categoryIdOf(1),
    condition: 'new', currency: 'MAD' as Currency, tags: [],
    texts: { fr: { title: title ?? `Article ${n}`, description: 'Une description.' } },
    attributes: {}, options: [], variants: { [variantIdOf(n)]: aVariant({ sku: `SKU-${n}`, ...variant }) }, images: {},
    createdAt: at(1_000), createdBy: userIdOf(1), updatedAt: at(2_000),
    ...rest,
  };
}

export function aShop(given: Partial<Shop> & { n?: number } = {}): Shop {
  const { n = 1, ...rest } = given;
  return {
    id: shopIdOf(n), name: `Shop ${n}`, handle: `shop-${n}`, city: 'Casablanca', country: 'MA', currency: 'MAD' as Currency, status: 'open',
    locations: { [locationIdOf(1)]: { position: 0, name: 'Dépôt', address: null } }, lowStockAt: 5, ...rest,
  };
}

export function aCategory(given: Partial<Category> & { n?: number } = {}): Category {
  const { n = 1, ...rest } = given;
  const name = { fr: `Rayon ${n}`, en: `Aisle ${n}`, ar: `رف ${n}` };
  return { id: categoryIdOf(n), number: n, parentId: null, lft: n * 2, rgt: n * 2 + 1, depth: 0, path: name, name, ...rest };
}

/** The derived columns of a product whose category asks for no attributes. */
export const columnsOf = (doc: Product): ProductColumns => projectProduct(doc, { required: [], scoring });
/** The same figures as a line of the grid carries them, in French. */
export const figuresOf = (doc: Product): { completeness: number; google: number; score: number } => {
  const { complete_fr, google_fr, score } = columnsOf(doc);
  return { completeness: complete_fr, google: google_fr, score };
};
