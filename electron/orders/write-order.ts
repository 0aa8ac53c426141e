import type { Json } from '#shared/kernel/json.ts';
import { projectOrder, type OrderColumns } from '#shared/orders/columns.ts';
import type { Order } from '#shared/orders/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';

const columnNames = [
  'id', 'shop_id', 'group_id', 'number', 'order_state', 'payment_state', 'fulfilment_state', 'return_state', 'placed_at', 'customer_id', 'customer', 'currency',
  'gross', 'net', 'pieces', 'pieces_left', 'due_at', 'skus', 'search', 'updated_at',
] as const satisfies readonly (keyof OrderColumns)[];

const storedWhole = reading<{ id: string }>()((q, p) => q.selectFrom('orders').select([...columnNames, 'rid', 'version', 'doc']).where('id', '=', p('id')));
type Values = OrderColumns & { version: number; doc: string };
const insert = writing<Values>()((q, p) => q.insertInto('orders').values({ ...(Object.fromEntries(columnNames.map((name) => [name, p(name)])) as OrderColumns), version: p('version'), doc: p('doc') } as never));
const update = writing<Values>()((q, p) =>
  q.updateTable('orders').set({ ...(Object.fromEntries(columnNames.filter((name) => name !== 'id').map((name) => [name, p(name)])) as Omit<OrderColumns, 'id'>), version: p('version'), doc: p('doc') }).where('id', '=', p('id')));
const versionOnly = writing<{ id: string; version: number }>()((q, p) => q.updateTable('orders').set({ version: p('version') }).where('id', '=', p('id')));
const drop = writing<{ id: string }>()((q, p) => q.deleteFrom('orders').where('id', '=', p('id')));

/** Writes an order with everything derived from it: edits, downloads and what is taken back alike, so that columns never differ from the record. */
export function putOrder(db: WritableDb, doc: Json, version: number): void {
  const text = JSON.stringify(doc);
  const order = doc as unknown as Order;
  const here = db.get(storedWhole, { id: order.id });
  // Most answers say what is here already: then only the version moves.
  if (here !== undefined && here.doc === text) {
    if (here.version !== version) db.run(versionOnly, { id: order.id, version });
    return;
  }
  db.run(here === undefined ? insert : update, { ...projectOrder(order), version, doc: text });
  db.notes.order(order.id);
}

/** Takes an order out of the cache; does nothing when it is not there. */
export function removeOrder(db: WritableDb, id: string): void {
  if (db.run(drop, { id }).changes > 0) db.notes.order(id);
}

/** Whether the columns beside an order are what its record says. */
export function isOrderDerived(db: ReadableDb, order: Order): boolean {
  const here = db.get(storedWhole, { id: order.id });
  if (here === undefined || here.doc !== JSON.stringify(order)) return false;
  const columns = projectOrder(order);
  return columnNames.every((name) => here[name] === columns[name]);
}
