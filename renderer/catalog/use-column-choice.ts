import { useCallback, useMemo, useState } from 'react';
import type { SavedView } from '#shared/catalog/contract.ts';
import { reconcile, type ColumnChoice } from './components/grid/columns.ts';
import type { View } from './components/views/use-views.ts';
import { useCatalogScreen } from './preferences.ts';

/** Which columns are shown, how wide and in which order: as the view was saved with, else as everywhere; while one is dragged, as it is dragged. */
export function useColumnChoice(columns: Parameters<typeof reconcile>[0], view: View, save: (view: SavedView) => Promise<unknown>) {
  const [screen, changeScreen] = useCatalogScreen();
  const [dragged, setDragged] = useState<ColumnChoice | null>(null);
  // A view of one's own keeps the columns it was saved with; arranging them there changes the view.
  const ownColumns = view.own?.columns ?? null;
  const choice = useMemo(() => dragged ?? reconcile(columns, ownColumns ?? screen.columns), [columns, ownColumns, screen.columns, dragged]);
  const onChoice = useCallback(
    (next: ColumnChoice, done: boolean) => {
      setDragged(next);
      if (!done) return;
      const { own } = view;
      if (own?.columns) void save({ ...own, columns: next }).then(() => setDragged(null));
      else {
        changeScreen({ columns: next });
        setDragged(null);
      }
    },
    [changeScreen, save, view],
  );
  return { choice, onChoice };
}
