import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { locale as localeSchema, type Locale } from '#shared/auth/model.ts';
import { formatNumber } from './format.ts';
import type en from '../locales/en/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
    returnNull: false;
  }
}

export const namespaces = ['common', 'audit', 'auth', 'checks', 'editor', 'settings', 'sync', 'errors', 'palette', 'catalog', 'bulk', 'export', 'finance', 'import', 'attributes', 'listing', 'media', 'moderation', 'messaging', 'offer', 'orders', 'payouts', 'shop', 'verification', 'versions'] as const;

type Words = { [N in (typeof namespaces)[number]]: object };

/** One file per language, fetched when it is first spoken. */
const load: Readonly<Record<Locale, () => Promise<{ default: Words }>>> = {
  fr: () => import('../locales/fr/index.ts'),
  en: () => import('../locales/en/index.ts'),
  ar: () => import('../locales/ar/index.ts'),
};

/** What each language calls itself. */
export const languageNames: Readonly<Record<Locale, string>> = { fr: 'Français', en: 'English', ar: 'العربية' };

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr');

/** The first language of the system that the console speaks; French where there is none. */
export function systemLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const known = localeSchema.safeParse(tag.slice(0, 2).toLowerCase());
    if (known.success) return known.data;
  }
  return 'fr';
}

/** Speaks another language: its words are fetched first, then page, direction and title turn at once. */
export async function speak(locale: Locale): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      ns: [...namespaces],
      defaultNS: 'common',
      fallbackLng: false,
      resources: {},
      // React escapes; French quotes and Arabic marks come through as written.
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
    // `{{count, n}}`: the plural is chosen by the number, the reader sees it grouped.
    i18next.services.formatter?.add('n', (value: unknown, language) => formatNumber(Number(value), localeSchema.catch('fr').parse(language)));
  }
  await fetchWords(locale);
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}

/** Fetches the words of a language without speaking it, for a preview of what its readers see: `i18n.getFixedT(locale)` has them then. */
export async function fetchWords(locale: Locale): Promise<void> {
  if (i18next.hasResourceBundle(locale, 'common')) return;
  const words = (await load[locale]()).default;
  for (const namespace of namespaces) i18next.addResourceBundle(locale, namespace, words[namespace]);
}

/** The language on screen. */
export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return localeSchema.catch('fr').parse(i18n.language);
}
