import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { calendarDate } from '../kernel/time.ts';
import { watermark } from '../media/recipe.ts';

export const locationId = uuid.brand<'LocationId'>();
export type LocationId = z.infer<typeof locationId>;

/** A place where stock lies. */
export const shopLocation = z.object({ position: z.int(), name: z.string().trim().min(1).max(120), address: z.string().max(500).nullable() });
export type ShopLocation = z.infer<typeof shopLocation>;

/** Tax in basis points (2,000 = 20 %) for each class a product may be in. */
export const taxProfile = z.object({
  position: z.int(),
  name: z.string().trim().min(1).max(120),
  rates: z.object({ standard: z.int().min(0).max(10_000), reduced: z.int().min(0).max(10_000), zero: z.int().min(0).max(10_000), exempt: z.int().min(0).max(10_000) }),
  /** Whether the prices of this shop contain the tax. */
  included: z.boolean(),
});
export type TaxProfile = z.infer<typeof taxProfile>;

/** What sending costs, country group by country group; the first zone that names a country (or `*`) holds. */
export const shippingZone = z.object({
  countries: z.array(z.string().regex(/^([A-Z]{2}|\*)$/)).min(1).max(250),
  price: minor,
  /** From this order total on it is free; null: never. */
  freeFrom: minor.nullable(),
  days: z.tuple([z.int().min(0).max(365), z.int().min(0).max(365)]),
});
export const shippingProfile = z.object({ position: z.int(), name: z.string().trim().min(1).max(120), zones: z.array(shippingZone).max(50) });
export type ShippingProfile = z.infer<typeof shippingProfile>;

/** Days on which the shop is closed, both ends included, and what buyers are told. */
export const shopClosure = z.object({ from: calendarDate, to: calendarDate, note: z.partialRecord(locale, z.string().max(500)) });
export type ShopClosure = z.infer<typeof shopClosure>;

/** Who pays for sending goods back. */
export const returnPayer = z.enum(['buyer', 'shop']);
export type ReturnPayer = z.infer<typeof returnPayer>;

/** How a shop's own pages look. */
export const shopTemplate = z.enum(['counter', 'gallery', 'market', 'atelier']);

export const shop = z.object({
  id: shopId,
  name: z.string().trim().min(1).max(120),
  handle: z.string(),
  city: z.string().max(120),
  country: z.string(),
  currency,
  status: z.enum(['pending_approval', 'open', 'suspended', 'terminated']),
  locations: z.record(locationId, shopLocation),
  /** At or below this many available pieces, stock counts as low, unless the product or variant says otherwise. */
  lowStockAt: z.int().min(0),
  /** Whether stock is counted, and whether more may be sold than there is, unless the product or variant says otherwise; absent: yes, no. */
  trackStock: z.boolean().optional(),
  backorder: z.boolean().optional(),
  about: z.partialRecord(locale, z.string().max(5_000)).optional(),
  email: z.string().max(254).nullable().optional(),
  phone: z.string().max(40).nullable().optional(),
  address: z.string().max(500).nullable().optional(),
  taxProfiles: z.record(uuid, taxProfile).optional(),
  shippingProfiles: z.record(uuid, shippingProfile).optional(),
  closures: z.record(uuid, shopClosure).optional(),
  template: shopTemplate.nullable().optional(),
  /** Where buyers find it on the web, `https://…` without a slash at its end (`readWebAddress`): what addresses in feeds begin with. */
  webAddress: z.string().max(300).nullable().optional(),
  /** Days from delivery in which goods may come back; 0: never; absent: the shop has not said. */
  returnDays: z.int().min(0).max(365).nullable().optional(),
  returnPaidBy: returnPayer.nullable().optional(),
  /** On what conditions, in the buyer's language. */
  returnTerms: z.partialRecord(locale, z.string().max(2_000)).optional(),
  /** What stands over every picture that buyers see; null or absent: nothing. */
  watermark: watermark.nullable().optional(),
});
export type Shop = z.infer<typeof shop>;

/** A shop's places in the order it gave them. */
export function placesOf({ locations }: Pick<Shop, 'locations'>): readonly (ShopLocation & { readonly id: LocationId })[] {
  return (Object.entries(locations) as [LocationId, ShopLocation][])
    .map(([id, place]) => ({ id, ...place }))
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}
