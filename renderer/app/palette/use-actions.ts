import { useState } from 'react';
import { Command, Contrast, CopyX, FileUp, History, Keyboard, Languages, LogOut, Moon, Plus, Rows3, Sun, SunMoon, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/auth/contract.ts';
import { locales } from '#shared/auth/model.ts';
import { languageNames } from '#renderer/lib/i18n.ts';
import { keysOf, liveShortcuts, runShortcut } from '#renderer/lib/shortcuts.ts';
import { useShortcutLabel } from '#renderer/lib/shortcut-label.ts';
import { changeSettings } from '../live.ts';
import { navigate } from '../router.ts';
import { routes, type RouteName } from '../routes.tsx';
import type { PaletteEntry } from './palette-entry.ts';

type Doors = { session: Extract<Session, { name: 'signed-in' }>; onShortcuts: () => void; onSignOut: () => void };

const themes: readonly (readonly [theme: 'system' | 'light' | 'dark' | 'high-contrast', icon: LucideIcon])[] = [
  ['system', SunMoon], ['light', Sun], ['dark', Moon], ['high-contrast', Contrast],
];
/** Pages of the catalogue that have a key in the list, and are a place to go to from everywhere else. */
const inner = [
  { id: 'catalog.new', icon: Plus, href: '#/catalog/new', roles: ['vendor', 'admin'] },
  { id: 'catalog.import', icon: FileUp, href: '#/catalog/import', roles: ['vendor', 'admin'] },
  { id: 'catalog.jobs', icon: History, href: '#/catalog/jobs', roles: ['vendor', 'admin', 'moderator', 'support'] },
  { id: 'catalog.duplicates', icon: CopyX, href: '#/catalog/duplicates', roles: ['vendor', 'admin', 'moderator', 'support'] },
] as const;
/** Reached through their own lines below, or pointless from inside the palette. */
const elsewhere: readonly string[] = ['app.palette', 'app.goCatalog', 'app.goOrders', 'app.goPictures', 'app.goShop', 'app.goSync', 'app.goSettings', 'app.shortcuts'];

/** Everything that can be done from here: the keys of the page behind the palette, the places, the look, the account. */
export function usePaletteActions({ session, onShortcuts, onSignOut }: Doors): PaletteEntry[] {
  const { t } = useTranslation(['palette', 'settings', 'common']);
  const label = useShortcutLabel();
  // What works on the page behind, looked up once: with the palette open, its own keys have taken over.
  const [behind] = useState(() => liveShortcuts().filter((shortcut) => !elsewhere.includes(shortcut.id)));
  const goKeys = { catalog: 'app.goCatalog', orders: 'app.goOrders', pictures: 'app.goPictures', shop: 'app.goShop', sync: 'app.goSync', settings: 'app.goSettings' } as const;
  const goKeyOf = (name: RouteName) => (name in goKeys ? goKeys[name as keyof typeof goKeys] : null);
  return [
    ...behind.map((shortcut) => ({
      id: shortcut.id, kind: 'action' as const, label: label(shortcut.id), icon: Command, keys: keysOf(shortcut.id), run: () => runShortcut(shortcut.id),
    })),
    ...routes
      .filter((route) => route.roles.includes(session.me.role))
      .map((route) => {
        const key = goKeyOf(route.name);
        const told = key === null ? { label: t('palette:go', { place: t(`common:nav.${route.name}`) }) } : { label: label(key), keys: keysOf(key) };
        return { id: `go.${route.name}`, kind: 'action' as const, icon: route.icon, ...told, run: () => navigate(route.href) };
      }),
    ...inner
      .filter(({ id, roles }) => behind.every((shortcut) => shortcut.id !== id) && roles.some((role) => role === session.me.role))
      .map(({ id, icon, href }) => ({ id, kind: 'action' as const, label: label(id), icon, run: () => navigate(href) })),
    ...themes.map(([theme, icon]) => ({
      id: `theme.${theme}`, kind: 'action' as const, label: t('theme', { name: t(`settings:theme.${theme}`) }), icon, run: () => void changeSettings({ theme }),
    })),
    ...(['compact', 'normal', 'comfortable'] as const).map((density) => ({
      id: `density.${density}`, kind: 'action' as const, label: t('density', { name: t(`settings:density.${density}`) }), icon: Rows3, run: () => void changeSettings({ density }),
    })),
    ...locales.map((locale) => ({
      id: `language.${locale}`, kind: 'action' as const, label: t('language', { name: languageNames[locale] }), icon: Languages, run: () => void changeSettings({ locale }),
    })),
    { id: 'shortcuts', kind: 'action' as const, label: label('app.shortcuts'), icon: Keyboard, keys: keysOf('app.shortcuts'), run: onShortcuts },
    { id: 'out', kind: 'action' as const, label: t('common:account.signOut'), icon: LogOut, run: onSignOut },
  ];
}
