import { useEffect, useRef } from 'react';
import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { formatAgo, formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Icon } from '#renderer/ui/index.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import styles from './vendor.module.css';

/** Says how old a figure is while the server cannot be asked, and asks again once it can. */
export function AsOf({ of, onBack }: { of: { readonly at: EpochMs; readonly isOld: boolean }; onBack: () => void }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const now = useNow(30_000);
  const isOnline = syncState.use((live) => live.value?.connection.name === 'online');
  const was = useRef(isOnline);
  useEffect(() => {
    if (isOnline && !was.current && of.isOld) onBack();
    was.current = isOnline;
  }, [isOnline, of.isOld, onBack]);
  if (!of.isOld) return null;
  return (
    <p className={styles.asOf} role="status" title={formatExact(of.at, locale)}>
      <Icon icon={CloudOff} />
      {t('asOf', { ago: formatAgo(of.at, now, locale, t('justNow')) })}
    </p>
  );
}
