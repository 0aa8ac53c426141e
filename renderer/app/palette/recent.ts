import { z } from 'zod';
import { changeSettings, settings } from '../live.ts';

const KEY = 'palette.recent';
const recent = z.array(z.object({ id: z.string(), label: z.string(), code: z.string() })).max(20);
export type Recent = z.infer<typeof recent>[number];

/** Products opened from the palette lately, newest first; kept with the other habits of this account, on this machine. */
export const recentOf = (screens: Readonly<Record<string, unknown>> | undefined): readonly Recent[] => recent.catch([]).parse(screens?.[KEY] ?? []);

/** Puts a product on top of the recent ones. */
export function remember(entry: Recent): void {
  const screens = settings.use.getState().value?.screens ?? {};
  const kept = [entry, ...recentOf(screens).filter((other) => other.id !== entry.id)].slice(0, 8);
  void changeSettings({ screens: { ...screens, [KEY]: kept } });
}
