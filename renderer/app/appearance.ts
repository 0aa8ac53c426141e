import { z } from 'zod';
import { locale, type Locale } from '#shared/auth/model.ts';
import { settings, type Settings } from '#shared/settings/contract.ts';

const KEY = 'comptoir.appearance';
const kept = z.object({ locale, theme: settings.shape.theme, density: settings.shape.density, reducedMotion: z.boolean() });
export type Appearance = z.infer<typeof kept>;

/** The theme to draw: the system's wish where the person left it to the system. */
export function themeOf(choice: Settings['theme'], system: { dark: boolean; moreContrast: boolean }): 'light' | 'dark' | 'contrast-light' | 'contrast-dark' {
  const contrast = choice === 'high-contrast' || (choice === 'system' && system.moreContrast);
  const dark = choice === 'dark' || (choice !== 'light' && system.dark);
  return contrast ? (dark ? 'contrast-dark' : 'contrast-light') : dark ? 'dark' : 'light';
}

const wish = (query: string) => window.matchMedia(query).matches;

/** Draws the page this way, and remembers it for the first moment of the next start. */
export function applyAppearance(appearance: Appearance): void {
  const root = document.documentElement;
  root.dataset['theme'] = themeOf(appearance.theme, { dark: wish('(prefers-color-scheme: dark)'), moreContrast: wish('(prefers-contrast: more)') });
  root.dataset['density'] = appearance.density;
  root.dataset['motion'] = appearance.reducedMotion ? 'reduced' : 'full';
  localStorage.setItem(KEY, JSON.stringify(appearance));
}

/** How the console looked when it was last open on this machine; only colours and the language, nothing of anybody. */
export function lastAppearance(systemLanguage: Locale): Appearance {
  const fresh: Appearance = { locale: systemLanguage, theme: 'system', density: 'normal', reducedMotion: false };
  try {
    return kept.catch(fresh).parse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch (cause) {
    // Half-written or meddled with: start from the system's wishes.
    if (cause instanceof SyntaxError) return fresh;
    throw cause;
  }
}

/** Draws again when the system turns dark, or asks for more contrast. */
export function followSystem(redraw: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', redraw);
  return () => {
    for (const query of queries) query.removeEventListener('change', redraw);
  };
}
