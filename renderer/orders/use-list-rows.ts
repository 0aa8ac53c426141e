import { useEffect } from 'react';
import { ask, listen } from '#renderer/lib/client.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { useRefreshed, type Telling } from '#renderer/lib/rows/use-refreshed.ts';
import type { OrderQuery, OrderRow } from '#shared/orders/contract.ts';
import { onSent } from './on-sent.ts';

/** Orders change by what comes in, and lose their mark when what was done here has left. */
const ordersChange: Telling = (changed) => {
  const stops = [listen('orders.changed', changed), onSent(changed)];
  return () => stops.forEach((stop) => stop());
};

/** Where the lines come from, again after every change. */
export function useListRows(rows: RowWindow<OrderRow>, query: OrderQuery, queryKey: string): void {
  useEffect(() => {
    rows.use({ key: queryKey, load: (offset, limit) => ask('orders.page', { query, offset, limit }) });
  }, [rows, queryKey, query]);
  useRefreshed(rows, ordersChange);
}
