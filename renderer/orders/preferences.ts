import { useMemo } from 'react';
import { z } from 'zod';
import { changeSettings, settings } from '#renderer/app/live.ts';
import { orderFilter, orderSort } from '#shared/orders/contract.ts';
import { columnChoice } from '../catalog/components/grid/columns.ts';

/** A way of looking at the orders that somebody named: what narrows them, their order, and their columns. */
const ownView = z.object({ id: z.string().max(60), name: z.string().max(60), filter: orderFilter, sort: orderSort, columns: columnChoice.nullable() });
export type OwnView = z.infer<typeof ownView>;

/** What the list of orders remembers of how somebody works: kept with their account, like the rest of the settings. */
const ordersScreen = z.object({
  columns: columnChoice.nullable().catch(null),
  views: z.array(ownView).max(50).catch([]),
  /** Order of all tabs, built-in and own; the ones it does not name come last. */
  tabs: z.array(z.string().max(60)).max(100).catch([]),
});
export type OrdersScreen = z.infer<typeof ordersScreen>;

const KEY = 'orders';

/** Reads and changes what the list of orders remembers; a change is seen at once. */
export function useOrdersScreen(): readonly [OrdersScreen, (part: Partial<OrdersScreen>) => void] {
  const stored = settings.use((live) => live.value?.screens[KEY]);
  const screen = useMemo(() => ordersScreen.parse(typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {}), [stored]);
  const change = (part: Partial<OrdersScreen>) => {
    const screens = settings.use.getState().value?.screens ?? {};
    void changeSettings({ screens: { ...screens, [KEY]: { ...screen, ...part } } });
  };
  return [screen, change];
}
