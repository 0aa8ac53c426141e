import { create } from 'zustand';
import { RowWindow } from '#renderer/lib/rows/row-window.ts';
import type { OrderRow } from '#shared/orders/contract.ts';
import { nothing, type Selection } from '../catalog/components/grid/selection.ts';

type OrdersState = {
  /** Whose list this is, and of which shop; another account or shop starts afresh. */
  readonly account: string | null;
  /** Lines, scroll position: still there when somebody comes back from an order. */
  readonly window: RowWindow<OrderRow>;
  readonly selection: Selection;
  readonly activeId: string | null;
  /** Where the list was left, for the way back. */
  readonly listHref: string;
};

const fresh = (account: string | null): OrdersState => ({ account, window: new RowWindow<OrderRow>(({ id }) => id), selection: nothing, activeId: null, listHref: '#/orders' });

export const useOrders = create<OrdersState>(() => fresh(null));

/** Called with whoever is signed in and the shop they look at: nothing of one list is seen in the next. */
export function ordersFor(account: string): void {
  if (useOrders.getState().account !== account) useOrders.setState(fresh(account));
}
