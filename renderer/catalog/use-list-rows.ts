import { useCallback, useEffect } from 'react';
import { ask, listen } from '#renderer/lib/client.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { useRefreshed, type Telling } from '#renderer/lib/rows/use-refreshed.ts';
import type { ProductFilter, ProductQuery, ProductRow, ProductSort } from '#shared/catalog/contract.ts';
import { isNarrowed } from './filter.ts';
import { heldIn } from './held-order.ts';
import { useCatalog } from './store.ts';

type Asked = { readonly query: ProductQuery; readonly queryKey: string; readonly sort: ProductSort; readonly filter: ProductFilter };

const catalogChanges: Telling = (changed) => listen('catalog.changed', changed);

/** Where the lines come from, again after every change; and their order, which stands still while somebody edits in it. */
export function useListRows(rows: RowWindow<ProductRow>, { query, queryKey, sort, filter }: Asked) {
  useEffect(() => {
    rows.use({ key: queryKey, load: (offset, limit) => ask('catalog.page', { query, offset, limit, hold: heldIn(queryKey) }) });
  }, [rows, queryKey, query]);
  useRefreshed(rows, catalogChanges);

  const standStill = useCallback(
    async (columnId: string) => {
      // Only where the edit may move its line, or take it out of what is shown.
      if (heldIn(queryKey) !== null || (sort.by !== columnId && !isNarrowed(filter))) return;
      const kept = await ask('catalog.hold', { query });
      if (kept.ok) useCatalog.setState({ hold: { key: queryKey, name: kept.value.hold } });
    },
    [queryKey, query, sort.by, filter],
  );
  const reorder = () => {
    useCatalog.setState({ hold: null });
    void rows.refresh();
  };
  // Another list, or coming back to this one: everything where it belongs.
  useEffect(() => () => useCatalog.setState({ hold: null }), [queryKey]);
  return { standStill, reorder };
}
