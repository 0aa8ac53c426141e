import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { ErrorState, IconButton, showToast, Skeleton } from '#renderer/ui/index.ts';
import styles from './settings.module.css';

/** Which console this is, where its data lives, and with which server it works. */
export function AboutSection() {
  const { t } = useTranslation(['settings', 'common']);
  const locale = useLocale();
  const about = useAsk('settings.about', {}, { refreshOn: ['auth.changed'] });
  const bytes = syncState.use((live) => live.value?.cacheBytes ?? 0);
  if (about.error) return <ErrorState size="line" error={about.error} onRetry={about.refresh} />;
  if (!about.data) return <Skeleton width={320} height={60} />;
  const { version, protocol, shell, dataDir, cacheFile, serverUrl, encrypted } = about.data;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('about.version')}</dt>
        <dd>
          <bdi dir="ltr" className="num">
            {version}
          </bdi>{' '}
          <span className={styles.soft}>{t('about.protocol', { number: protocol })}</span>
        </dd>
        <dt>{t('about.shell')}</dt>
        <dd>{t(`about.shells.${shell}`)}</dd>
        <dt>{t('about.server')}</dt>
        <Path text={serverUrl} />
        <dt>{t('about.dataDir')}</dt>
        <Path text={dataDir} />
        {cacheFile !== null && (
          <>
            <dt>{t('about.cacheFile')}</dt>
            <Path text={cacheFile} note={formatBytes(bytes, locale)} />
          </>
        )}
        <dt>{t('about.encrypted')}</dt>
        <dd>{encrypted ? t('about.encryptedYes') : t('about.encryptedNo')}</dd>
      </dl>
      <p className={styles.hint}>{t('about.privacy')}</p>
    </>
  );
}

function Path({ text, note }: { text: string; note?: string }) {
  const { t } = useTranslation(['settings', 'common']);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    showToast({ tone: 'ok', text: t('common:action.copied') });
  };
  return (
    <dd className={styles.path}>
      <bdi dir="ltr">{text}</bdi>
      {note !== undefined && <span className={styles.soft}>{note}</span>}
      <IconButton icon={Copy} label={t('common:action.copy')} size="sm" onPress={() => void copy()} />
    </dd>
  );
}
