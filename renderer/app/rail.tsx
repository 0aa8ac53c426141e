import { Link } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Role, ShopId } from '#shared/auth/model.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Icon } from '#renderer/ui/index.ts';
import { useShop } from './current-shop.ts';
import { syncState } from './live.ts';
import { routes, type RouteName } from './routes.tsx';
import styles from './frame.module.css';

/** The places of the console this role has, with what waits in each. */
export function Rail({ current, role }: { current: RouteName | null; role: Role }) {
  const { t } = useTranslation('common');
  const locale = useLocale();
  const sync = syncState.use((live) => live.value);
  const counts = useAsk('catalog.counts', { filters: [], locale }, { refreshOn: ['catalog.changed'] });
  const { current: shop } = useShop();
  const toDo = useAsk('orders.counts', { filters: [{ order: ['awaiting_acceptance'], ...(shop === null ? {} : { shopId: shop.id }) }] }, { refreshOn: ['orders.changed'] });
  const toAccept = toDo.data?.counts[0] ?? 0;
  const unread = useAsk('messaging.counts', { filters: [{ state: ['new', 'open'], asleep: 'without', unread: true, ...(shop === null ? {} : { shopId: shop.id }) }] }, { refreshOn: ['messaging.changed'] });
  const talks = unread.data?.counts[0] ?? 0;
  const tray = useAsk('media.tray', { shopId: (shop?.id ?? '') as ShopId, limit: 1 }, { refreshOn: ['media.trayChanged'], enabled: shop !== null });
  const placeable = shop === null || tray.data === null ? 0 : tray.data.ready + tray.data.refused;
  const waiting = sync ? sync.conflicts + sync.rejected + sync.unsent : 0;
  const badge: Record<RouteName, { count: number; hot: boolean }> = {
    catalog: { count: counts.data?.total ?? 0, hot: false },
    orders: { count: toAccept, hot: toAccept > 0 },
    payouts: { count: 0, hot: false },
    conversations: { count: talks, hot: talks > 0 },
    pictures: { count: placeable, hot: placeable > 0 },
    shop: { count: 0, hot: false },
    moderation: { count: 0, hot: false },
    sync: { count: waiting, hot: waiting > 0 },
    verification: { count: 0, hot: false },
    audit: { count: 0, hot: false },
    settings: { count: 0, hot: false },
  };
  const places = routes.filter((route) => route.roles.includes(role));
  return (
    <nav className={styles.rail} aria-label={t('nav.label')}>
      {places.map((route, index) => (
        <div key={route.name} role="presentation">
          {route.aside && !places[index - 1]?.aside && <hr className={styles.between} />}
          <Link
            href={route.href}
            className={`${styles.place} ${route.name === current ? styles.here : ''}`}
            {...(route.name === current ? { 'aria-current': 'page' as const } : {})}
          >
            <Icon icon={route.icon} />
            <span className={styles.placeName}>{t(`nav.${route.name}`)}</span>
            {badge[route.name].count > 0 && (
              <span className={`num ${styles.count} ${badge[route.name].hot ? styles.hot : styles.calm}`}>{formatNumber(badge[route.name].count, locale)}</span>
            )}
          </Link>
        </div>
      ))}
    </nav>
  );
}
