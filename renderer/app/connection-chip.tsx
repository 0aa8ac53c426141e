import { Link } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/lib/use-now.ts';
import { Skeleton, Status } from '#renderer/ui/index.ts';
import { useConnectionWords } from './connection-words.ts';
import { syncState, useLine } from './live.ts';
import styles from './frame.module.css';

/** Always the truth about the connection; leads to the sync page. */
export function ConnectionChip() {
  const { t } = useTranslation('common');
  const say = useConnectionWords();
  const now = useNow(10_000);
  const state = syncState.use((live) => live.value);
  const line = useLine();
  const waiting = state?.preflight?.heldUntil != null && state.preflight.heldUntil > now ? state.preflight : null;
  const said = !line ? { tone: 'bad' as const, words: t('connection.noProcess') } : waiting ? { tone: 'warn' as const, words: t('connection.preflight', { count: waiting.conflicts + waiting.refused }) } : state ? say(state.connection, now) : null;
  if (!said) return <Skeleton width={72} height={22} />;
  return (
    <Link href="#/sync" className={styles.connection!} aria-label={t('connection.label', { state: said.words })}>
      <Status tone={said.tone}>{said.words}</Status>
    </Link>
  );
}
