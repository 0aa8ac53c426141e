import { useEffect, useMemo } from 'react';
import { navigate } from '#renderer/app/router.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { productQuery, type ProductFilter, type ProductQuery, type ProductSort } from '#shared/catalog/contract.ts';
import { useViews } from './components/views/use-views.ts';
import { emptyFilter, fromAddress, sameFilter, toAddress } from './filter.ts';
import { useCatalog } from './store.ts';

type Given = {
  /** The one shop shown, of several. */
  readonly shown: ShopId | null;
  /** At or below this many pieces stock is low, for the view of what runs out. */
  readonly ownLow: number;
  /** The order of the tabs, as this person left it. */
  readonly tabs: readonly string[];
};

/** What the list shows: the address says it, so that going back brings it back. */
export function useListQuery(address: string, { shown, ownLow, tabs }: Given) {
  const locale = useLocale();
  const { views, save, remove, error } = useViews(ownLow, tabs);
  const said = useMemo(() => fromAddress(address), [address]);
  const view = views.find(({ id }) => id === said.view) ?? views.find(({ id }) => id === 'all')!;
  const addressed = !sameFilter(said.filter, emptyFilter);
  const filter = addressed ? said.filter : view.filter;
  const sort: ProductSort = said.sort ?? (filter.text.trim() !== '' ? { by: 'relevance', dir: 'desc' } : view.sort);
  // The same question is the same object, however often this page draws.
  const queryKey = JSON.stringify({ filter: shown === null ? filter : { ...filter, shopId: shown }, sort, locale });
  const query = useMemo<ProductQuery>(() => productQuery.parse(JSON.parse(queryKey)), [queryKey]);

  const show = (next: { view?: string; filter?: ProductFilter; sort?: ProductSort | null }, replace = false) => {
    const to = { view: next.view ?? view.id, filter: next.filter ?? said.filter, sort: next.sort === undefined ? said.sort : next.sort };
    // Nothing left of what the view asks for: that is the whole catalogue.
    if (next.filter && sameFilter(next.filter, emptyFilter) && next.view === undefined) to.view = 'all';
    const of = views.find(({ id }) => id === to.view);
    if (of && sameFilter(to.filter, of.filter)) to.filter = emptyFilter;
    const text = toAddress({ ...to, view: to.view === 'all' ? null : to.view });
    navigate(text === '' ? '#/catalog' : `#/catalog?${text}`, { replace });
  };
  useEffect(() => useCatalog.setState({ listHref: address === '' ? '#/catalog' : `#/catalog?${address}` }), [address]);
  const changed = !sameFilter(filter, view.filter) || (said.sort !== null && JSON.stringify(said.sort) !== JSON.stringify(view.sort));
  return { views, view, filter, sort, query, queryKey, changed, show, save, remove, error };
}
