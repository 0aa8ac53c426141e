import { ChevronDown, Keyboard, LogOut, Search, Settings2 } from 'lucide-react';
import { Button as Primitive } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/auth/contract.ts';
import { locales } from '#shared/auth/model.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcutRevision } from '#renderer/lib/shortcuts.ts';
import { Icon, Kbd, Menu } from '#renderer/ui/index.ts';
import { ConnectionChip } from './connection-chip.tsx';
import { useShop } from './current-shop.ts';
import { changeSettings } from './live.ts';
import { Mark } from './mark.tsx';
import { navigate } from './router.ts';
import styles from './frame.module.css';

type Props = { session: Extract<Session, { name: 'signed-in' }>; onSearch: () => void; onShortcuts: () => void; onSignOut: () => void };

/** Who works here, for which shop; the way to find anything; the truth about the connection. */
export function TopBar({ session, onSearch, onShortcuts, onSignOut }: Props) {
  const { t } = useTranslation('common');
  const locale = useLocale();
  useShortcutRevision();
  const { me } = session;
  return (
    <header className={styles.top}>
      <div className={styles.brand}>
        <Mark />
        <span className={styles.brandName}>{t('app.name')}</span>
      </div>
      <ShopSwitch />
      <Primitive className={styles.find!} onPress={onSearch} aria-haspopup="dialog">
        <Icon icon={Search} />
        <span className={styles.findText}>{t('app.search')}</span>
        <Kbd keys={keysOf('app.palette')} />
      </Primitive>
      <ConnectionChip />
      <Menu
        label={t('account.menu', { name: me.name })}
        placement="bottom end"
        trigger={
          <Primitive className={styles.who!} aria-label={t('account.menu', { name: me.name })}>
            <span className={styles.initials} data-initials={initials(me.name)} />
          </Primitive>
        }
        entries={[
          {
            kind: 'section',
            id: 'who',
            label: `${me.name} · ${t(`role.${me.role}`)}`,
            entries: [
              { id: 'settings', label: t('account.settings'), icon: Settings2, kbd: keysOf('app.goSettings'), onAction: () => navigate('#/settings') },
              { id: 'shortcuts', label: t('account.shortcuts'), icon: Keyboard, kbd: keysOf('app.shortcuts'), onAction: onShortcuts },
            ],
          },
          {
            kind: 'section',
            id: 'language',
            label: t('account.language'),
            entries: locales.map((code) => ({ id: code, label: languageNames[code], checked: code === locale, onAction: () => void changeSettings({ locale: code }) })),
          },
          { kind: 'separator', id: 'line' },
          { id: 'out', label: t('account.signOut'), icon: LogOut, onAction: onSignOut },
        ]}
      />
    </header>
  );
}

/** The shop on screen; a choice only where there is one. */
function ShopSwitch() {
  const { t } = useTranslation('common');
  const { shops, current, choose, seesAll } = useShop();
  const name = current ? (
    <>
      <b>
        <bdi>{current.name}</bdi>
      </b>
      <span className={styles.city}>
        {' · '}
        <bdi>{current.city}</bdi>
      </span>
    </>
  ) : (
    <b>{seesAll ? t('shop.market') : t('shop.all')}</b>
  );
  if (shops.length < 2) return <div className={styles.shop}>{name}</div>;
  return (
    <Menu
      label={t('shop.label')}
      trigger={
        <Primitive className={styles.shop!}>
          {name}
          <Icon icon={ChevronDown} size={14} />
        </Primitive>
      }
      entries={[
        { id: 'all', label: t('shop.all'), checked: current === null, onAction: () => choose(null) },
        ...shops.map((shop) => ({ id: shop.id, label: shop.name, note: shop.city, checked: shop.id === current?.id, onAction: () => choose(shop.id) })),
      ]}
    />
  );
}

/** The first letters of the first and last name; of an Arabic name its first letter, joined letters would not read. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  if (/\p{Script=Arabic}/u.test(first) || words.length < 2) return first.toUpperCase();
  return (first + ([...words.at(-1)!][0] ?? '')).toUpperCase();
}
