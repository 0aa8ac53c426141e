import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { ProgressBar } from '#renderer/ui/index.ts';
import styles from '../list.module.css';

/** While the first full copy is on its way: how far it is, and that what is shown is only a part. */
export function BootstrapNotice() {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const state = syncState.use((live) => live.value);
  if (!state || state.cacheReady) return null;
  const { connection } = state;
  if (connection.name !== 'bootstrapping') {
    return <p className={styles.notice}>{connection.name === 'offline' ? t('bootstrap.offline') : t('bootstrap.waiting')}</p>;
  }
  const { phase, doneBytes, totalBytes } = connection;
  return (
    <div className={styles.notice}>
      <ProgressBar
        label={t(`bootstrap.${phase}`)}
        value={phase === 'downloading' && totalBytes > 0 ? Math.floor((doneBytes * 100) / totalBytes) : null}
        {...(phase === 'downloading' && totalBytes > 0 ? { text: t('bootstrap.bytes', { done: formatBytes(doneBytes, locale), total: formatBytes(totalBytes, locale) }) } : {})}
      />
    </div>
  );
}
