import { sql } from 'kysely';
import type { OrderRow } from '#shared/orders/contract.ts';
import type { OrderColumns } from '#shared/orders/columns.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

type Stored = OrderColumns & { readonly rid: number };
const names = sql.raw('o.rid, o.id, o.shop_id, o.group_id, o.number, o.order_state, o.payment_state, o.fulfilment_state, o.return_state, o.placed_at, o.customer_id, o.currency, o.gross, o.net, o.pieces, o.pieces_left, o.due_at, o.updated_at');
// The name as it is written: the column beside it is folded for sorting.
const called = sql<string>`o.doc ->> '$.customer.name' AS customer`;
const byRids = reading<{ rids: string }>()((_, p) => sql<Stored>`SELECT ${names}, ${called} FROM json_each(${p('rids')}) AS k CROSS JOIN orders AS o ON o.rid = k.value ORDER BY k.key`.compile(builder));
const ofGroup = reading<{ group: string; but: string }>()((_, p) => sql<Stored>`SELECT ${names}, ${called} FROM orders AS o INDEXED BY order_group WHERE o.group_id = ${p('group')} AND o.id <> ${p('but')} ORDER BY o.number`.compile(builder));
const marks = reading<{ ids: string }>()((_, p) => sql<{ id: string; rejected: number }>`SELECT entity_id AS id, max(state = 'rejected') AS rejected FROM outbox WHERE entity = 'order' AND entity_id IN (SELECT value FROM json_each(${p('ids')})) GROUP BY entity_id`.compile(builder));

/** Lines of the list, in the order of the row numbers; an order that is gone meanwhile is left out. */
export const orderRows = (db: ReadableDb, rids: Iterable<number>): OrderRow[] => shown(db, db.all(byRids, { rids: JSON.stringify([...rids]) }));

/** The other parts of one customer order. */
export const partsOfGroup = (db: ReadableDb, group: string, but: string): OrderRow[] => shown(db, db.all(ofGroup, { group, but }));

function shown(db: ReadableDb, stored: readonly Stored[]): OrderRow[] {
  const waiting = new Map(db.all(marks, { ids: JSON.stringify(stored.map(({ id }) => id)) }).map(({ id, rejected }) => [id, rejected === 1 ? 'rejected' : 'unsent'] as const));
  return stored.map((row) => ({
    id: row.id, shopId: row.shop_id, groupId: row.group_id, number: row.number, customer: row.customer, placedAt: row.placed_at, order: row.order_state, payment: row.payment_state,
    fulfilment: row.fulfilment_state, returned: row.return_state === '' ? null : row.return_state, currency: row.currency, gross: row.gross, net: row.net, pieces: row.pieces, piecesLeft: row.pieces_left,
    dueAt: row.due_at, updatedAt: row.updated_at, mark: waiting.get(row.id) ?? null,
  }) as OrderRow);
}
