import { isOrderDerived } from '#electron/orders/write-order.ts';
import { linesOf } from '#shared/orders/lines.ts';
import type { Order } from '#shared/orders/model.ts';
import type { SimConsole } from '../world/sim-console.ts';
import type { SimServer } from '../world/sim-server.ts';
import { same } from './record-model.ts';
import type { Report } from './violation.ts';

type Row = { readonly id: string; readonly version: number; readonly doc: string };
const rows = (from: { prepare(sql: string): { all(): unknown[] } }): Row[] => from.prepare('SELECT id, version, doc FROM orders ORDER BY id').all() as Row[];

/** I1 and I7 for orders: who caught up has the orders of its shops, with their columns; and whatever was said in which order, nobody sent more pieces than were sold. */
export function checkOrders(server: SimServer, consoles: readonly SimConsole[], report: Report): void {
  const theirs = rows(server.db.sqlite!).map((row) => ({ ...row, order: JSON.parse(row.doc) as Order }));
  for (const { order } of theirs) {
    for (const { id, ordered, cancelled, shipped, left, returning } of linesOf(order)) {
      if (left < 0 || returning > shipped) report('I7', `order ${order.number}: of ${ordered} pieces of ${id} ${cancelled} are cancelled, ${shipped} were sent and ${returning} come back`);
    }
  }
  for (const console of consoles) {
    const readable = server.readableShops(console.person.userId);
    const visible = theirs.filter(({ id }) => readable.has(server.shopOf(id)!)).map(({ order: _, ...row }) => row);
    const mine = rows(console.db.sqlite);
    if (!same(visible, mine)) report('I1', `${console.name} has other orders than the server: ${mine.map(({ id, version }) => `${id} ${version}`).join(', ')} instead of ${visible.map(({ id, version }) => `${id} ${version}`).join(', ')}`);
    for (const { id, doc } of mine) if (!isOrderDerived(console.db, JSON.parse(doc) as Order)) report('I1', `${console.name}: the columns of order ${id} do not follow from the record`);
  }
}
