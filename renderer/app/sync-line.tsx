import { useTranslation } from 'react-i18next';
import { ProgressBar as Primitive } from 'react-aria-components';
import { syncState } from './live.ts';
import styles from './frame.module.css';

/** A hairline above the page while the first copy comes down. */
export function SyncLine() {
  const { t } = useTranslation('common');
  const connection = syncState.use((live) => live.value?.connection);
  if (connection?.name !== 'bootstrapping' || connection.phase !== 'downloading' || connection.totalBytes === 0) return null;
  const percent = Math.min(100, (100 * connection.doneBytes) / connection.totalBytes);
  return (
    <Primitive className={styles.syncLine!} value={percent} aria-label={t('connection.bootstrappingAsked')}>
      <span style={{ inlineSize: `${percent}%` }} />
    </Primitive>
  );
}
