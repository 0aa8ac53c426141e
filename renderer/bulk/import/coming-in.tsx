import { useTranslation } from 'react-i18next';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, ProgressBar } from '#renderer/ui/index.ts';
import { dismissIncoming, isUnderWay, useIncoming } from './open-file.ts';
import styles from './import.module.css';

/** How much of a file has come in, while its first rows are already worked on; and the way to stop it. */
export function ComingIn({ draft }: { draft: string }) {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const incoming = useIncoming(({ incoming: one }) => (one?.draft === draft && isUnderWay(one) ? one : null));
  if (incoming === null) return null;
  const { sent, file } = incoming;
  return (
    <div className={styles.sending}>
      <ProgressBar label={t('sending')} value={(100 * sent) / file.size} text={t('sendingText', { done: formatBytes(sent, locale), total: formatBytes(file.size, locale) })} />
      <Button size="sm" onPress={() => void dismissIncoming()}>{t('cancel')}</Button>
    </div>
  );
}
