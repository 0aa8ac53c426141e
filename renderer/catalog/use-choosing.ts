import { useCallback, useEffect, useState } from 'react';
import { ask, listen } from '#renderer/lib/client.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import type { ProductQuery, ProductRow } from '#shared/catalog/contract.ts';
import { only, without, type Selection } from './components/grid/selection.ts';
import { useCatalog } from './store.ts';

/** What is chosen in the list: all of it, what lies between two lines; what is gone leaves the choice by itself. */
export function useChoosing(rows: RowWindow<ProductRow>, query: ProductQuery) {
  const setSelection = useCallback((next: Selection) => useCatalog.setState({ selection: next }), []);
  const [isChoosing, setChoosing] = useState(false);
  const chooseAll = useCallback(async () => {
    setChoosing(true);
    const result = await ask('catalog.ids', { query });
    setChoosing(false);
    if (result.ok) setSelection(only(result.value.ids));
  }, [query, setSelection]);
  const idsBetween = useCallback(
    async (from: number, to: number): Promise<readonly string[]> => {
      const held: string[] = [];
      for (let index = from; index <= to; index++) {
        const row = rows.row(index);
        if (row === undefined) break;
        held.push(row.id);
      }
      if (held.length === to - from + 1) return held;
      const result = await ask('catalog.ids', { query });
      return result.ok ? result.value.ids.slice(from, to + 1) : held;
    },
    [rows, query],
  );
  useEffect(
    () =>
      listen('catalog.changed', ({ ids }) => {
        if (ids === null || ids.length > 200) return;
        const gone = ids.filter((id) => selectionHas(id));
        if (gone.length === 0) return;
        void Promise.all(gone.map((id) => ask('catalog.product', { id }))).then((answers) => {
          const missing = gone.filter((_, at) => {
            const answer = answers[at]!;
            return !answer.ok && (answer.error.code === 'not-found' || answer.error.code === 'gone');
          });
          useCatalog.setState((state) => ({ selection: without(state.selection, missing) }));
        });
      }),
    [],
  );
  return { isChoosing, setSelection, chooseAll, idsBetween };
}

const selectionHas = (id: string) => useCatalog.getState().selection.chosen.has(id);
