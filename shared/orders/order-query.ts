import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';
import { fulfilmentStates, orderStates, paymentStates, returnStates } from './states.ts';

export const orderState = z.enum(orderStates);
export const paymentState = z.enum(paymentStates);
export const fulfilmentState = z.enum(fulfilmentStates);
export const returnState = z.enum(returnStates);

/** What the list of orders shows: every part narrows it; an empty filter shows everything. */
export const orderFilter = z.object({
  /** Words in number, customer and SKUs; each found anywhere. */
  text: z.string().max(200).default(''),
  shopId: shopId.nullable().default(null),
  /** One of these, on each of the four axes; none: any. */
  order: z.array(orderState).default([]),
  payment: z.array(paymentState).default([]),
  fulfilment: z.array(fulfilmentState).default([]),
  returned: z.array(returnState).default([]),
  /** Placed from this moment on, and before that one. */
  placedFrom: epochMs.nullable().default(null),
  placedBefore: epochMs.nullable().default(null),
  customerId: uuid.nullable().default(null),
  /** The parts of one customer order. */
  groupId: uuid.nullable().default(null),
  /** Whole SKUs, without regard to case. */
  sku: z.string().max(64).nullable().default(null),
  number: z.string().max(40).nullable().default(null),
  currency: currency.nullable().default(null),
  /** What the buyer pays, minor units, both ends included. */
  grossMin: minor.nullable().default(null),
  grossMax: minor.nullable().default(null),
  /** Something has to be done before this moment. */
  dueBefore: epochMs.nullable().default(null),
  unsent: z.boolean().default(false),
});
export type OrderFilter = z.infer<typeof orderFilter>;

export const orderSort = z.object({ by: z.enum(['placedAt', 'number', 'customer', 'gross', 'net', 'dueAt', 'updatedAt']), dir: z.enum(['asc', 'desc']) });
export type OrderSort = z.infer<typeof orderSort>;

export const orderQuery = z.object({ filter: orderFilter, sort: orderSort });
export type OrderQuery = z.infer<typeof orderQuery>;
