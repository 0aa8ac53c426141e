import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/auth/contract.ts';
import { ConfirmDialog } from '#renderer/auth/confirm-dialog.tsx';
import { SignOutDialog } from '#renderer/auth/sign-out-dialog.tsx';
import { SignInAgain } from '#renderer/auth/sign-in-again.tsx';
import { ask } from '#renderer/lib/client.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { EmptyState } from '#renderer/ui/index.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { FootBar } from './foot-bar.tsx';
import { usePageTitle } from './page-title.ts';
import { Palette } from './palette/palette.tsx';
import { Rail } from './rail.tsx';
import { navigate, useLocation } from './router.ts';
import { routeOf } from './routes.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { Starting } from './starting.tsx';
import { SyncLine } from './sync-line.tsx';
import { TopBar } from './top-bar.tsx';
import { WorkLine } from './work-line.tsx';
import styles from './frame.module.css';

type SignedIn = Extract<Session, { name: 'signed-in' }>;

/** The console around every page: who and where at the top, places at the side, the state of things at the foot. */
export function Frame({ session }: { session: SignedIn }) {
  const { t } = useTranslation('common');
  const location = useLocation();
  const found = routeOf(location, session.me.role);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const main = useRef<HTMLElement>(null);
  const place = location.parts.join('/');

  useScope(found?.route.name ?? 'nowhere');
  useShortcut('app.palette', () => setPaletteOpen(true));
  useShortcut('app.shortcuts', () => setSheetOpen(true));
  useShortcut('app.goCatalog', () => navigate('#/catalog'));
  useShortcut('app.goOrders', () => navigate('#/orders'));
  useShortcut('app.goShop', () => navigate('#/shop'));
  useShortcut('app.goPictures', () => navigate('#/pictures'), { enabled: session.me.role === 'vendor' || session.me.role === 'admin' });
  useShortcut('app.goSync', () => navigate('#/sync'));
  useShortcut('app.goSettings', () => navigate('#/settings'));
  useShortcut('app.syncNow', () => void ask('sync.now', {}));
  usePageTitle(found ? t(`nav.${found.route.name}`) : t('app.notFound.title'));
  useFocusOnArrival(place, main);

  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {t('app.skip')}
      </a>
      <TopBar session={session} onSearch={() => setPaletteOpen(true)} onShortcuts={() => setSheetOpen(true)} onSignOut={() => setLeaving(true)} />
      <Rail current={found?.route.name ?? null} role={session.me.role} />
      <main className={styles.main} ref={main} tabIndex={-1} id="main">
        <SyncLine />
        <WorkLine />
        {session.needsSignIn && <SignInAgain me={session.me} />}
        <ErrorBoundary place={place}>
          <Suspense fallback={<Starting />}>
            {found ? (
              <found.route.page {...found.props} />
            ) : (
              <EmptyState isPage title={t('app.notFound.title')}>{t('app.notFound.text')}</EmptyState>
            )}
          </Suspense>
        </ErrorBoundary>
      </main>
      <FootBar />
      {paletteOpen && <Palette session={session} onClose={() => setPaletteOpen(false)} onShortcuts={() => setSheetOpen(true)} onSignOut={() => setLeaving(true)} />}
      <ShortcutSheet isOpen={sheetOpen} onClose={() => setSheetOpen(false)} />
      <ConfirmDialog />
      <SignOutDialog isOpen={leaving} onClose={() => setLeaving(false)} />
    </div>
  );
}

/** A new place starts at its beginning for keyboard and screen reader too, unless the page has put the focus somewhere itself. */
function useFocusOnArrival(place: string, main: React.RefObject<HTMLElement | null>) {
  const arrived = useRef(place);
  useEffect(() => {
    if (arrived.current === place) return;
    // Within one part of the console the rail keeps its focus; what went with the page before leaves none.
    const sameSection = arrived.current.split('/')[0] === place.split('/')[0];
    arrived.current = place;
    const timer = setTimeout(() => {
      const at = document.activeElement;
      if (sameSection ? at === null || at === document.body : !main.current?.contains(at)) main.current?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [place, main]);
}
