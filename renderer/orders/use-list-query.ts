import { useEffect, useMemo } from 'react';
import { navigate } from '#renderer/app/router.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { orderQuery, type OrderFilter, type OrderQuery, type OrderSort } from '#shared/orders/contract.ts';
import { dueNow, emptyFilter, fromAddress, sameFilter, toAddress } from './filter.ts';
import { useOrders } from './store.ts';
import { useViews } from './use-views.ts';

const hrefOf = (address: string): string => (address === '' ? '#/orders' : `#/orders?${address}`);

/** What the list shows: the address says it, so that going back brings it back. */
export function useListQuery(address: string, /** The one shop shown, of several. */ shown: ShopId | null) {
  const now = dueNow(useNow(60_000));
  const { views, save, remove, move } = useViews(now);
  const said = useMemo(() => fromAddress(address), [address]);
  const view = views.find(({ id }) => id === said.view) ?? views.find(({ id }) => id === 'all')!;
  const filter = sameFilter(said.filter, emptyFilter) ? view.filter : said.filter;
  const sort: OrderSort = said.sort ?? view.sort;
  // The same question is the same object, however often this page draws.
  const queryKey = JSON.stringify({ filter: shown === null ? filter : { ...filter, shopId: shown }, sort });
  const query = useMemo<OrderQuery>(() => orderQuery.parse(JSON.parse(queryKey)), [queryKey]);
  const show = (next: { view?: string; filter?: OrderFilter; sort?: OrderSort | null }, replace = false) => {
    const to = { view: next.view ?? view.id, filter: next.filter ?? said.filter, sort: next.sort === undefined ? said.sort : next.sort };
    // Nothing left of what the view asks for: that is all of them.
    if (next.filter && sameFilter(next.filter, emptyFilter) && next.view === undefined) to.view = 'all';
    const of = views.find(({ id }) => id === to.view);
    if (of && sameFilter(to.filter, of.filter)) to.filter = emptyFilter;
    navigate(hrefOf(toAddress({ ...to, view: to.view === 'all' ? null : to.view })), { replace });
  };
  useEffect(() => useOrders.setState({ listHref: hrefOf(address) }), [address]);
  const changed = !sameFilter(filter, view.filter) || (said.sort !== null && JSON.stringify(said.sort) !== JSON.stringify(view.sort));
  return { views, view, filter, sort, query, queryKey, changed, show, save, remove, move };
}
