import { useMemo } from 'react';
import { z } from 'zod';
import { changeSettings, settings } from '#renderer/app/live.ts';
import { locale, locales } from '#shared/auth/model.ts';
import { exportFormat } from '#shared/bulk/export/model.ts';
import { columnChoice } from './column-choice.ts';

/** How somebody exported the last time, kept with their account. `spoken` null: in the language on screen. */
const exportScreen = z.object({
  format: exportFormat.catch('xlsx'),
  spoken: locale.nullable().catch(null),
  languages: z.array(locale).catch([...locales]),
  columns: columnChoice,
});
export type ExportScreen = z.infer<typeof exportScreen>;

const KEY = 'export';

/** What an export begins with, and how to keep another choice. */
export function useExportScreen(): readonly [ExportScreen, (screen: ExportScreen) => void] {
  const stored = settings.use((live) => live.value?.screens[KEY]);
  const screen = useMemo(() => exportScreen.parse(typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {}), [stored]);
  const keep = ({ columns: { order, out }, languages, ...rest }: ExportScreen) => {
    const screens = settings.use.getState().value?.screens ?? {};
    void changeSettings({ screens: { ...screens, [KEY]: { ...rest, languages: [...languages], columns: { order: [...order], out: [...out] } } } });
  };
  return [screen, keep];
}
