import type { OrderTable } from '#server/db/schema.ts';
import { bulkInsert, slices } from '#server/sync/bulk-insert.ts';
import type { EntityStore, Stored } from '#server/sync/entity-store.ts';
import { jsonText } from '#server/sync/json-text.ts';
import type { Json } from '#shared/kernel/json.ts';
import { projectOrder } from '#shared/orders/columns.ts';
import { checkOrderOp, orderDescription } from '#shared/orders/description.ts';
import type { Order } from '#shared/orders/model.ts';
import { getAt } from '#shared/sync/merge.ts';

export const orderColumns = [
  'id', 'shop_id', 'version', 'group_id', 'number', 'order_state', 'payment_state', 'fulfilment_state', 'return_state', 'placed_at', 'customer_id', 'customer', 'currency',
  'gross', 'net', 'pieces', 'pieces_left', 'due_at', 'skus', 'search', 'updated_at', 'doc',
] as const satisfies readonly (keyof OrderTable)[];

export const insertOrders = bulkInsert('orders', orderColumns);
/** What never changes is in indexes: not naming it spares rewriting those. */
const fixed: readonly string[] = ['id', 'shop_id', 'group_id', 'number', 'placed_at'];
const overwriteOrders = bulkInsert('orders', orderColumns, { keys: ['id'], update: orderColumns.filter((column) => !fixed.includes(column)) });

/** The row of an order: its record and the columns derived from it. */
export const orderRow = (order: Order, version: number) => ({ ...projectOrder(order), version, doc: jsonText(order) });

/** Orders as consoles work on them: facts are added; nobody makes or deletes one from there. */
export const orderStore: EntityStore = {
  description: orderDescription,
  checkOp: checkOrderOp,

  load: async (trx, dialect, ids) => {
    const found = new Map<string, Stored>();
    for (const slice of slices(ids.toSorted())) {
      const rows = await dialect.lockRows(trx.selectFrom('orders').select(['id', 'version', 'doc']).where('id', 'in', slice).orderBy('id')).execute();
      for (const row of rows) found.set(row.id, { version: row.version, doc: JSON.parse(row.doc) as Json });
    }
    return found;
  },

  // The record alone decides: everything its rules ask about is in it.
  guard: () => Promise.resolve({ check: () => null, accepted: () => undefined }),

  admit: (doc) => doc,

  save: async (trx, dialect, changes) => {
    await overwriteOrders(trx, dialect, changes.flatMap(({ after, version }) => (after === null ? [] : [orderRow(after as unknown as Order, version)])));
  },

  shopOf: (doc) => getAt(doc, 'shopId') as string,
};
