import type { z } from 'zod';
import { locale } from '#shared/auth/model.ts';
import { settings, type Settings } from '#shared/settings/contract.ts';

/** Settings as somebody changed them: what they never touched is not there. */
export type SettingsPart = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** @param systemLocale as the system names it: `fr-MA`, `ar`, `en_US.UTF-8`; French where it is none of ours */
export function defaultSettings(systemLocale: string): Settings {
  const language = locale.safeParse(systemLocale.slice(0, 2).toLowerCase());
  return { locale: language.success ? language.data : 'fr', theme: 'system', density: 'normal', reducedMotion: false, shortcuts: {}, screens: {}, shopId: null };
}

/** Later settings over earlier ones; what each screen remembers is put together screen by screen. */
export function mergeSettings(before: Settings, part: SettingsPart): Settings {
  const given = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Partial<Settings>;
  return { ...before, ...given, screens: { ...before.screens, ...part.screens } };
}

/** Reads settings somebody stored earlier, key by key: one that is not understood any more falls back to its default. */
export function readable(stored: Readonly<Record<string, unknown>>): SettingsPart {
  const part: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries<z.ZodType>(settings.shape)) {
    if (!Object.hasOwn(stored, key)) continue;
    const parsed = schema.safeParse(stored[key]);
    if (parsed.success) part[key] = parsed.data;
  }
  return part as SettingsPart;
}
