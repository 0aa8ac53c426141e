import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';

export const orderId = uuid.brand<'OrderId'>();
export type OrderId = z.infer<typeof orderId>;
export const lineId = uuid.brand<'LineId'>();
export type LineId = z.infer<typeof lineId>;

/** Where an order goes. `region` and `postcode` null where a country has none. */
export const address = z.object({
  name: z.string().max(120),
  lines: z.array(z.string().max(120)).max(4),
  postcode: z.string().max(20).nullable(),
  city: z.string().max(80),
  region: z.string().max(80).nullable(),
  country: z.string().regex(/^[A-Z]{2}$/),
  phone: z.string().max(40).nullable(),
});
export type Address = z.infer<typeof address>;
