import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';
import { currency } from '../kernel/money.ts';

export const userId = uuid.brand<'UserId'>();
export type UserId = z.infer<typeof userId>;
export const shopId = uuid.brand<'ShopId'>();
export type ShopId = z.infer<typeof shopId>;

/** Who acted, to a vendor who is not told the name: somebody of the marketplace's own staff. */
export const MARKETPLACE = 'marketplace';

/** What a person is to the marketplace. */
export const role = z.enum(['vendor', 'admin', 'moderator', 'support']);
export type Role = z.infer<typeof role>;

/** What a vendor does in one shop: everything, the catalogue, orders, money, or conversations with customers. */
export const sellerRole = z.enum(['administration', 'inventory', 'orders', 'accounting', 'support']);
export type SellerRole = z.infer<typeof sellerRole>;

export const locale = z.enum(['fr', 'en', 'ar']);
export type Locale = z.infer<typeof locale>;
export const locales = locale.options;

/** E-mail as typed for signing in: compared without regard to case. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** A person who is signed in, as their own console may know them. */
export const me = z.object({
  id: userId,
  email: z.string(),
  name: z.string(),
  role,
  locale,
  shops: z.array(z.object({ id: shopId, name: z.string(), city: z.string(), currency, /** What they are there; administration where nothing is said. */ sellerRole: sellerRole.optional() })),
});
export type Me = z.infer<typeof me>;
