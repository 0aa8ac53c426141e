import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { ProductFilter, ProductSort, SavedView } from '#shared/catalog/contract.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { builtInView, builtInViews } from '../../filter.ts';

export type View = {
  readonly id: string;
  readonly name: string;
  readonly filter: ProductFilter;
  readonly sort: ProductSort;
  /** How its columns and lines stand; null: as everywhere else. */
  readonly columns: SavedView['columns'];
  readonly density: NonNullable<SavedView['density']> | null;
  /** Somebody's own: may be renamed, changed, removed. */
  readonly own: SavedView | null;
};

/** An id made in this window. */
export const freshId = (): string => uuidv7(() => Date.now() as EpochMs, (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));

/** All views in the order of the tabs: those everybody has, then one's own. */
export function useViews(lowStockAt: number, tabOrder: readonly string[]) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const saved = useAsk('catalog.views', {});
  const own = saved.data?.views;
  const views = useMemo(() => {
    const all: View[] = [
      ...builtInViews.map((id) => ({ id, name: t(`view.${id}`), ...builtInView(id, lowStockAt, locale), columns: null, density: null, own: null })),
      ...(own ?? []).toSorted((a, b) => a.position - b.position).map((view) => ({ ...view, density: view.density ?? null, own: view })),
    ];
    const place = (id: string) => (tabOrder.includes(id) ? tabOrder.indexOf(id) : tabOrder.length);
    return all.toSorted((a, b) => place(a.id) - place(b.id));
  }, [t, locale, own, lowStockAt, tabOrder]);
  return {
    views,
    error: saved.error,
    save: async (view: SavedView) => {
      const result = await ask('catalog.saveView', { view });
      if (result.ok) saved.refresh();
      return result;
    },
    remove: async (id: string) => {
      const result = await ask('catalog.removeView', { id });
      if (result.ok) saved.refresh();
      return result;
    },
  };
}
