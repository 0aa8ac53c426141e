import { fold } from '../kernel/text.ts';
import { happenedTo, ofKind } from './happened.ts';
import { linesOf } from './lines.ts';
import type { Order } from './model.ts';
import { dueAt, statesOf } from './states.ts';
import { totalsOf } from './totals.ts';

/** The derived columns of one order, named as in `cacheTables.orders` (without `rid`, `version`, `doc`). */
export type OrderColumns = {
  id: string; shop_id: string; group_id: string; number: string;
  /** The four axes; `return_state` empty: nothing was asked back. */
  order_state: string; payment_state: string; fulfilment_state: string; return_state: string;
  placed_at: number; customer_id: string; customer: string; currency: string;
  /** What the buyer pays, minor units, and what the shop gets of it. */
  gross: number; net: number;
  /** Pieces that were not cancelled, and those that are still to be sent. */
  pieces: number; pieces_left: number;
  /** By when somebody has to do something; null: nothing is due. */
  due_at: number | null;
  /** SKUs folded for comparing, each between two U+001F. */
  skus: string;
  /** What a search reads: number, customer and SKUs, folded, a U+001F between them. */
  search: string;
  updated_at: number;
};

const MARK = '\u001f';
/** How a SKU stands in `skus`. */
export const skuMark = (sku: string): string => `${MARK}${fold(sku)}${MARK}`;

/** Everything beside an order's document, from the document alone. */
export function projectOrder(order: Order): OrderColumns {
  const states = statesOf(order);
  const lines = linesOf(order);
  const { whole } = totalsOf(order);
  const skus = [...new Set(lines.map(({ line }) => fold(line.sku)))];
  const kept = lines.filter(({ ordered, cancelled }) => ordered > cancelled);
  return {
    id: order.id, shop_id: order.shopId, group_id: order.groupId, number: order.number,
    order_state: states.order, payment_state: states.payment, fulfilment_state: states.fulfilment, return_state: states.returned ?? '',
    placed_at: ofKind(happenedTo(order), 'placed')[0]?.fact.at ?? order.createdAt,
    customer_id: order.customer.id, customer: fold(order.customer.name), currency: order.currency, gross: whole.gross, net: whole.net,
    pieces: kept.reduce((sum, line) => sum + line.ordered - line.cancelled, 0), pieces_left: kept.reduce((sum, line) => sum + line.left, 0),
    due_at: dueAt(order, states), skus: skus.length === 0 ? '' : `${MARK}${skus.join(MARK)}${MARK}`,
    search: [fold(order.number), fold(order.customer.name), ...skus].join(MARK), updated_at: order.updatedAt,
  };
}
