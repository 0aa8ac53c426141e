import { useMemo } from 'react';
import { z } from 'zod';
import { changeSettings, settings } from '#renderer/app/live.ts';
import { columnChoice } from './components/grid/columns.ts';

/** What the catalogue remembers of how somebody works: kept with their account, like the rest of the settings. */
const catalogScreen = z.object({
  columns: columnChoice.nullable().catch(null),
  panel: z.object({ open: z.boolean(), width: z.number().int().min(280).max(640) }).catch({ open: true, width: 372 }),
  /** Order of all tabs, built-in and own; the ones it does not name come last. */
  tabs: z.array(z.string().max(60)).max(100).catch([]),
});
export type CatalogScreen = z.infer<typeof catalogScreen>;

const KEY = 'catalog';

/** Reads and changes what the catalogue remembers; a change is seen at once. */
export function useCatalogScreen(): readonly [CatalogScreen, (part: Partial<CatalogScreen>) => void] {
  const stored = settings.use((live) => live.value?.screens[KEY]);
  const screen = useMemo(() => catalogScreen.parse(typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {}), [stored]);
  const change = (part: Partial<CatalogScreen>) => {
    const screens = settings.use.getState().value?.screens ?? {};
    void changeSettings({ screens: { ...screens, [KEY]: { ...screen, ...part } } });
  };
  return [screen, change];
}
