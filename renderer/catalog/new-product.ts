import type { Me } from '#shared/auth/model.ts';
import type { Locale } from '#shared/auth/model.ts';
import { handleOf } from '#shared/catalog/handle.ts';
import { placesOf, type LocationId, type Product, type ProductId, type Shop, type Sku, type VariantId } from '#shared/catalog/model.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';

/** The few things a new product starts with; everything else is filled in on its page. */
export type NewProduct = {
  readonly title: string;
  readonly sku: Sku;
  readonly price: Minor;
} & (
  | { readonly kind: 'physical'; readonly pieces: number; readonly weightG: number | null }
  | { readonly kind: 'digital' }
  | { readonly kind: 'service'; readonly durationMinutes: number | null; readonly capacity: number | null }
);

/** A draft with one variant; what is physical has its stock in the first place of the shop, what is not has none. */
export function draftProduct(start: NewProduct, made: { id: ProductId; variantId: VariantId; shop: Shop; by: Me; locale: Locale; now: EpochMs }): Product {
  const { id, variantId, shop, by, locale, now } = made;
  const place: LocationId | undefined = placesOf(shop)[0]?.id;
  return {
    id, shopId: shop.id, kind: start.kind, status: 'draft', handle: handleOf(start.title, id), brand: null, categoryId: null, condition: 'new',
    currency: shop.currency, tags: [], texts: { [locale]: { title: start.title.trim(), description: '' } }, attributes: {}, options: [],
    variants: {
      [variantId]: {
        position: 1, options: [], sku: start.sku, gtin: null, mpn: null, price: start.price, compareAt: null, cost: null, taxClass: 'standard', weightG: start.kind === 'physical' ? start.weightG : null, sizeMm: null,
        stock: place === undefined || start.kind !== 'physical' ? {} : { [place]: { onHand: start.pieces, reserved: 0, incoming: 0 } },
      },
    },
    ...(start.kind === 'service' ? { durationMinutes: start.durationMinutes, capacity: start.capacity } : {}),
    images: {}, createdAt: now, createdBy: by.id, updatedAt: now,
  };
}
