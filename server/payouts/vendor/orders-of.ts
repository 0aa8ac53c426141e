import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { slices } from '#server/sync/bulk-insert.ts';
import type { LedgerRef } from '#shared/payouts/ledger/model.ts';
import type { OrderNamed } from '#shared/payouts/statement/statement.ts';

/**
 * The orders that things in the books belong to: an order itself, its refunds, disputes and reserves.
 *
 * @returns by the id of what is referred to; payouts and settlements belong to none
 */
export async function ordersOf(db: Kysely<ServerSchema>, refs: readonly LedgerRef[]): Promise<ReadonlyMap<string, OrderNamed>> {
  const orderOf = new Map<string, string>();
  const ids = (kinds: readonly LedgerRef['kind'][]) => [...new Set(refs.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id))];
  for (const id of ids(['order'])) orderOf.set(id, id);
  for (const some of slices(ids(['refund', 'dispute']))) for (const row of await db.selectFrom('ledger_ref_order').selectAll().where('ref_id', 'in', [...some]).execute()) orderOf.set(row.ref_id, row.order_id);
  for (const some of slices(ids(['reserve']))) for (const row of await db.selectFrom('payout_reserve').select(['id', 'order_id']).where('id', 'in', [...some]).execute()) orderOf.set(row.id, row.order_id);
  const numbers = new Map<string, string>();
  for (const some of slices([...new Set(orderOf.values())])) for (const row of await db.selectFrom('orders').select(['id', 'number']).where('id', 'in', [...some]).execute()) numbers.set(row.id, row.number!);
  return new Map([...orderOf].flatMap(([ref, id]) => (numbers.has(id) ? [[ref, { id, number: numbers.get(id)! }] as const] : [])));
}
