import { anOrder } from '#tests/builders/orders.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import type { Minor } from '#shared/kernel/money.ts';
import type { Order } from '#shared/orders/model.ts';
import { canaryOf, SHOPS } from './people.ts';

/** The orders a marketplace begins with where a history has any: two of each shop, one that waits for a yes and one that may leave; the customer's name is a word of the shop. */
export const firstOrders = (): Order[] => SHOPS.flatMap((shop) => [0, 1].map((i) => {
  const order = anOrder({ n: 10 * shop + i, shopId: shopIdOf(shop), acceptBy: i === 0, lines: [{ quantity: 6, unitPrice: 10_000 as Minor }, { quantity: 2, unitPrice: 4_000 as Minor }] });
  return { ...order, customer: { ...order.customer, name: `Client ${canaryOf(shop, 'base', order.id)}` } };
}));
