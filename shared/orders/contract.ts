import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { channels, events } from '../contract/channel.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';
import { epochMs } from '../kernel/time.ts';
import { orderCommand } from './commands/command.ts';
import { order, orderId } from './model.ts';
import { fulfilmentState, orderFilter, orderQuery, orderState, paymentState, returnState } from './order-query.ts';

export * from './order-query.ts';

/** Whether something about an order waits here to be sent, or came back refused. */
export const orderMark = z.enum(['unsent', 'rejected']);

/** One line of the list. */
export const orderRow = z.object({
  id: orderId,
  shopId,
  groupId: uuid,
  number: z.string(),
  customer: z.string(),
  placedAt: epochMs,
  order: orderState,
  payment: paymentState,
  fulfilment: fulfilmentState,
  returned: returnState.nullable(),
  currency,
  /** What the buyer pays, and what the shop gets of it. */
  gross: minor,
  net: minor,
  /** Pieces that were not cancelled, and those still to be sent. */
  pieces: z.int(),
  piecesLeft: z.int(),
  /** By when somebody has to do something; null: nothing is due. */
  dueAt: epochMs.nullable(),
  updatedAt: epochMs,
  mark: orderMark.nullable(),
});
export type OrderRow = z.infer<typeof orderRow>;

const written = z.object({ /** Mutations written to the outbox, durably, before this answer. */ mids: z.array(uuid), group: uuid.nullable() });

export const orderChannels = channels({
  /** A window into the list: rows `offset` to `offset + limit` of the query, and how many there are in all. */
  'orders.page': {
    input: z.object({ query: orderQuery, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    output: z.object({ total: z.int(), offset: z.int(), rows: z.array(orderRow), /** Changes whenever any order of the cache does. */ revision: z.int() }),
  },
  /** Ids of every row of a query, in its order. */
  'orders.ids': { input: z.object({ query: orderQuery }), output: z.object({ ids: z.array(orderId) }) },
  'orders.counts': { input: z.object({ filters: z.array(orderFilter).max(40) }), output: z.object({ total: z.int(), counts: z.array(z.int()) }) },
  /**
   * One order, edits made here included. Its states, lines, parcels, returns, totals and timeline are read from it by the pure functions of this folder
   * (`statesOf`, `linesOf`, `parcelsOf`, `returnsOf`, `totalsOf`, `timelineOf`).
   */
  'orders.order': {
    input: z.object({ id: orderId }),
    output: z.object({
      order,
      version: z.int(),
      /** Facts said here that were not sent yet, and those that were refused with the reason: they are not in `order`. */
      unsent: z.array(uuid),
      refused: z.array(z.object({ mid: uuid, intent: z.string(), error: appError.nullable() })),
      /** The other parts of the same customer order, as far as this person may see them. */
      others: z.array(orderRow),
      editable: z.boolean(),
    }),
  },
  /** Does one thing to one or many orders: all or, when a rule stands against one, none. On disk before the answer; refused by the same rules as on the server. */
  'orders.do': { input: z.object({ ids: z.array(orderId).min(1).max(5_000), command: orderCommand }), output: written },
  /** Whether a command would be refused, and why: what a screen asks before it offers it. Null: it may be done. */
  'orders.may': { input: z.object({ id: orderId, commands: z.array(orderCommand).max(40) }), output: z.object({ refusals: z.array(appError.nullable()) }) },
  /**
   * Takes back what was done, sent or not: what waits leaves the outbox, for the rest the opposite is said where there is one (`released` for `held`).
   * `kept` have no way back.
   */
  'orders.undo': { input: z.object({ mids: z.array(uuid).min(1).max(5_000) }), output: z.object({ undone: z.int(), compensated: z.int(), kept: z.int() }) },
});
/** Orders changed by an edit here, a pull or a poke; `ids` null when too many to name. */
export const orderEvents = events({ 'orders.changed': z.object({ revision: z.int(), ids: z.array(orderId).nullable(), total: z.int() }) });
