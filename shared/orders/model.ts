import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { productId, productKind, variantId } from '../catalog/model.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';
import { commissionLine } from './commission-line.ts';
import { orderFact } from './facts.ts';
import { address, lineId, orderId } from './parts.ts';

export { commissionLine, type CommissionLine } from './commission-line.ts';
export { factActor, factKinds, orderFact, pieces, type FactActor, type FactKind, type FactOf, type OrderFact, type Pieces } from './facts.ts';
export { address, lineId, orderId, type Address, type LineId, type OrderId } from './parts.ts';

/**
 * So many pieces of one offer, as they were sold. Amounts in minor units of the order's currency:
 * `unitPrice` is what the buyer pays for one piece, tax included; `discount` comes off the whole line; `tax` is contained in what is left.
 */
export const orderLine = z.object({
  position: z.int(),
  productId: productId.nullable(),
  variantId: variantId.nullable(),
  kind: productKind,
  sku: z.string().max(64),
  title: z.string().max(200),
  quantity: z.int().min(1).max(1_000_000),
  unitPrice: minor,
  discount: minor,
  tax: minor,
  commission: commissionLine,
});
export type OrderLine = z.infer<typeof orderLine>;

/** Who bought. Vendors need the name and the way to reach them; nothing else about a customer travels with an order. */
export const orderCustomer = z.object({ id: uuid, name: z.string().max(120), email: z.string().max(254).nullable(), phone: z.string().max(40).nullable() });
export type OrderCustomer = z.infer<typeof orderCustomer>;

/**
 * What a customer bought of one shop: what was sold, and everything that happened since. It travels whole.
 *
 * The parts of one customer order over several shops share `groupId`; each is fulfilled, returned and refunded alone.
 * No state is written down: `statesOf` reads all four from `facts`, which are only ever added to.
 */
export const order = z.object({
  id: orderId,
  shopId,
  /** The order as the customer placed it, over all shops. */
  groupId: uuid,
  /** What people call it: unique in the marketplace. */
  number: z.string().trim().min(1).max(40),
  customer: orderCustomer,
  shipTo: address.nullable(),
  currency,
  lines: z.record(lineId, orderLine),
  /** What sending costs the buyer, tax included; `tax` is contained in `amount`. */
  shipping: z.object({ method: z.string().max(80), amount: minor, tax: minor }),
  /** Paid to whoever brings it. */
  cashOnDelivery: z.boolean(),
  /** Until when the shop says yes to each line; null: nobody asks it to. */
  acceptBy: epochMs.nullable(),
  /** Until when everything should have left; null: nothing was promised. */
  shipBy: epochMs.nullable(),
  facts: z.record(uuid, orderFact),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type Order = z.infer<typeof order>;
