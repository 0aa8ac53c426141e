import { sql, type RawBuilder } from 'kysely';
import { fold } from '#shared/kernel/text.ts';
import { skuMark } from '#shared/orders/columns.ts';
import type { OrderFilter } from '#shared/orders/order-query.ts';

const MOST_WORDS = 16;

/** Every part of a filter as a condition on the columns of `order_list`. */
export function conditionsOf(filter: OrderFilter): readonly RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  const any = (column: string, values: readonly string[]): void => {
    if (values.length > 0) conditions.push(sql`${sql.ref(column)} IN (${sql.join(values)})`);
  };
  const is = (column: string, value: string | null): void => {
    if (value !== null) conditions.push(sql`${sql.ref(column)} = ${value}`);
  };
  is('shop_id', filter.shopId);
  any('order_state', filter.order);
  any('payment_state', filter.payment);
  any('fulfilment_state', filter.fulfilment);
  any('return_state', filter.returned);
  if (filter.placedFrom !== null) conditions.push(sql`placed_at >= ${filter.placedFrom}`);
  if (filter.placedBefore !== null) conditions.push(sql`placed_at < ${filter.placedBefore}`);
  is('customer_id', filter.customerId);
  is('group_id', filter.groupId);
  is('number', filter.number);
  is('currency', filter.currency);
  if (filter.grossMin !== null) conditions.push(sql`gross >= ${filter.grossMin}`);
  if (filter.grossMax !== null) conditions.push(sql`gross <= ${filter.grossMax}`);
  if (filter.dueBefore !== null) conditions.push(sql`due_at < ${filter.dueBefore}`);
  if (filter.sku !== null) conditions.push(sql`instr(skus, ${skuMark(filter.sku)}) > 0`);
  // Read, not looked up: numbers are searched by any part of them, and 100,000 short texts lie in the index anyway.
  for (const word of fold(filter.text).split(/\s+/).filter((one) => one !== '').slice(0, MOST_WORDS)) conditions.push(sql`instr(search, ${word}) > 0`);
  if (filter.unsent) conditions.push(sql`id IN (SELECT entity_id FROM outbox WHERE entity = 'order')`);
  return conditions;
}
