import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { LockedPage } from '#renderer/auth/locked-page.tsx';
import { SignInPage } from '#renderer/auth/page.tsx';
import { regionOf } from '#renderer/lib/format.ts';
import { speak, useLocale } from '#renderer/lib/i18n.ts';
import { tellLanguage } from '#renderer/lib/shell.ts';
import { listenForShortcuts, remapShortcuts } from '#renderer/lib/shortcuts.ts';
import { ErrorState, ToastRegion } from '#renderer/ui/index.ts';
import { applyAppearance, followSystem } from './appearance.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { session, settings, useLiveStores } from './live.ts';
import { usePasteGuard } from './paste-guard.ts';
import { Starting } from './starting.tsx';
import './app-shortcuts.ts';

/** The whole window: who is there decides between the sign-in page and the console. */
export function App() {
  useLiveStores();
  useEffect(listenForShortcuts, []);
  useAppearance();
  usePasteGuard();
  const locale = useLocale();
  return (
    <I18nProvider locale={regionOf[locale]}>
      <ErrorBoundary>
        <Door />
      </ErrorBoundary>
      <ToastRegion />
    </I18nProvider>
  );
}

function Door() {
  const { t } = useTranslation('common');
  const { value, error } = session.use();
  useEffect(() => {
    if (value?.name === 'signed-out') document.title = t('app.name');
  }, [value, t]);
  if (!value) {
    return error ? <ErrorState error={error} onRetry={() => void session.load()} /> : <Starting />;
  }
  if (value.name === 'signed-out') return <SignInPage session={value} />;
  return value.locked ? <LockedPage session={value} /> : <Frame session={value} />;
}

/** Theme, density, motion, language and keys follow the settings, wherever they are changed. */
function useAppearance() {
  const chosen = settings.use((live) => live.value);
  useEffect(() => {
    if (!chosen) return;
    const { locale, theme, density, reducedMotion } = chosen;
    const draw = () => applyAppearance({ locale, theme, density, reducedMotion });
    draw();
    void speak(locale);
    tellLanguage(locale);
    return followSystem(draw);
  }, [chosen]);
  const keys = chosen?.shortcuts;
  useEffect(() => {
    if (keys) remapShortcuts(keys);
  }, [keys]);
}
