import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { OrderFilter, OrderSort } from '#shared/orders/contract.ts';
import type { ColumnChoice } from '../catalog/components/grid/columns.ts';
import { builtInView, builtInViews } from './filter.ts';
import { useOrdersScreen, type OwnView } from './preferences.ts';

export type View = {
  readonly id: string;
  readonly name: string;
  readonly filter: OrderFilter;
  readonly sort: OrderSort;
  /** null: as everywhere else. */
  readonly columns: ColumnChoice | null;
  /** Somebody's own: may be renamed, changed, removed. */
  readonly own: OwnView | null;
};

/** All views in the order of the tabs: those everybody has, then one's own. */
export function useViews(now: EpochMs) {
  const { t } = useTranslation('orders');
  const [screen, change] = useOrdersScreen();
  const views = useMemo(() => {
    const all: View[] = [
      ...builtInViews.map((id) => ({ id, name: t(`view.${id}`), ...builtInView(id, now), columns: null, own: null })),
      ...screen.views.map((own) => ({ ...own, own })),
    ];
    const place = (id: string) => (screen.tabs.includes(id) ? screen.tabs.indexOf(id) : screen.tabs.length);
    return all.toSorted((a, b) => place(a.id) - place(b.id));
  }, [t, now, screen.views, screen.tabs]);
  return {
    views,
    /** Keeps a new view, or an old one as it is now. */
    save: (view: OwnView) => change({ views: screen.views.some(({ id }) => id === view.id) ? screen.views.map((one) => (one.id === view.id ? view : one)) : [...screen.views, view] }),
    remove: (id: string) => change({ views: screen.views.filter((one) => one.id !== id) }),
    /** Puts a tab so many places further. */
    move: (view: View, by: number) => {
      const ids = views.map(({ id }) => id).filter((id) => id !== view.id);
      ids.splice(Math.max(0, views.findIndex(({ id }) => id === view.id) + by), 0, view.id);
      change({ tabs: ids });
    },
  };
}
