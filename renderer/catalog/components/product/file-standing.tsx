import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { ProgressBar } from '#renderer/ui/index.ts';
import type { FileState } from '#shared/catalog/file-contract.ts';
import { assertNever } from '#shared/kernel/assert.ts';
import styles from './files.module.css';

/** How a file stands, in words that are read aloud when they change; the share only beside them, so that nobody hears every percent. */
export function FileStanding({ state, bytes, name }: { state: FileState | null; bytes: number; name: string }) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const explain = useExplain();
  const isOffline = syncState.use((live) => live.value !== null && ['offline', 'needs-sign-in', 'stopped', 'signed-out'].includes(live.value.connection.name));
  if (state === null) return null;
  const said = (): string => {
    switch (state.name) {
      case 'waiting': return t(isOffline ? 'files.state.waitingOffline' : 'files.state.waiting');
      case 'sending': return t('files.state.sending');
      case 'sent': return t(state.here ? 'files.state.sent' : 'files.state.sentOnly');
      case 'elsewhere': return t('files.state.elsewhere');
      case 'refused': return `${explain(state.error).what} ${explain(state.error).wayOut}`;
      default: return assertNever(state);
    }
  };
  const share = state.name === 'waiting' || state.name === 'sending' ? state.sent / bytes : null;
  return (
    <div className={styles.progress}>
      <p role="status" className={state.name === 'refused' ? styles.refused : styles.standing} data-state={state.name}>{said()}</p>
      {share !== null && (state.name === 'sending' || share > 0) && <ProgressBar hideLabel label={t('files.sendingOne', { name })} value={share * 100} text={formatPercent(share, locale)} />}
    </div>
  );
}
