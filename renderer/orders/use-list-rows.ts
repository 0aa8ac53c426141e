import { useEffect } from 'react';
import { ask, listen, onLine } from '#renderer/lib/client.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import type { OrderQuery, OrderRow } from '#shared/orders/contract.ts';
import { onSent } from './on-sent.ts';

/** Where the lines come from, again after every change. */
export function useListRows(rows: RowWindow<OrderRow>, query: OrderQuery, queryKey: string): void {
  useEffect(() => {
    rows.use({ key: queryKey, load: (offset, limit) => ask('orders.page', { query, offset, limit }) });
  }, [rows, queryKey, query]);
  useEffect(() => {
    let waiting: number | null = null;
    // A pull of a thousand orders tells it many times: the list looks again once a frame at most.
    const refresh = () => {
      waiting ??= requestAnimationFrame(() => {
        waiting = null;
        void rows.refresh();
      });
    };
    const stopEvent = listen('orders.changed', refresh);
    const stopSent = onSent(refresh);
    const stopLine = onLine((open) => {
      if (open) refresh();
    });
    void rows.refresh();
    return () => {
      stopEvent();
      stopSent();
      stopLine();
      if (waiting !== null) cancelAnimationFrame(waiting);
    };
  }, [rows]);
}
