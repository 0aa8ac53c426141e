import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { IconButton, ProgressBar } from '#renderer/ui/index.ts';
import { dismissIntake, type Intake } from '../../file-intake.ts';
import styles from './files.module.css';

/** A file that is being read, or why it could not be taken in. */
export function IntakeLine({ intake: { id, name, bytes, read, error } }: { intake: Intake }) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const explain = useExplain();
  const words = error && explain(error);
  return (
    <li className={styles.line}>
      <bdi className={styles.plainName}>{name}</bdi>
      <span className={`num ${styles.size}`}>{bytes > 0 && formatBytes(bytes, locale)}</span>
      <span className={styles.tools}>
        <IconButton size="sm" icon={X} label={t(error ? 'files.dismiss' : 'files.stop', { name })} onPress={() => dismissIntake(id)} />
      </span>
      {words ? (
        <p role="alert" className={styles.refused}>{words.what} {words.wayOut}</p>
      ) : (
        <div className={styles.progress}>
          <ProgressBar hideLabel label={t('files.readingOne', { name })} value={bytes === 0 ? null : (read / bytes) * 100} text={t('files.read', { share: formatPercent(bytes === 0 ? 0 : read / bytes, locale) })} />
        </div>
      )}
    </li>
  );
}
