import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { navigate } from '#renderer/app/router.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, Skeleton } from '#renderer/ui/index.ts';
import type { PayoutRun } from '#shared/payouts/contract.ts';
import { RunAside } from './run-aside.tsx';
import type { Asked } from './run-dialog.ts';
import { RunDialogs } from './run-dialogs.tsx';
import { RunHead } from './run-head.tsx';
import { RunLines } from './run-lines.tsx';
import { RunNotes } from './run-notes.tsx';
import { useFresh } from './use-fresh.ts';
import styles from './finance.module.css';

/** One payout run, whole: what it pays whom and why, what speaks against it, who has decided, and what became of it. */
export function RunPage({ id }: { id: string }) {
  const { t } = useTranslation('finance');
  const { data, error, refresh } = useAsk('payouts.run', { params: { id } });
  useFresh(refresh);
  const away = <Button onPress={() => navigate('#/payouts')}>{t('run.back')}</Button>;
  if (error && !data) {
    return error.code === 'not-found' || error.code === 'invalid-input' ? <EmptyState title={t('run.gone')} actions={away}>{t('run.goneText')}</EmptyState> : <ErrorState error={error} onRetry={refresh} actions={away} />;
  }
  if (!data) return <div className={styles.loading} aria-busy><Skeleton width="40%" height={20} /><Skeleton width="70%" /><Skeleton width="90%" height={120} /></div>;
  return <Loaded run={data} onChanged={refresh} stale={error !== null} />;
}

function Loaded({ run, onChanged, stale }: { run: PayoutRun; onChanged: () => void; /** The server does not answer now. */ stale: boolean }) {
  const { t } = useTranslation('finance');
  const me = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  usePageTitle(`${t('run.title', { currency: run.currency })} ${run.id.slice(-6).toUpperCase()}`);
  return (
    <div className={styles.page}>
      <RunHead run={run} isMine={run.maker === me?.id} onAsk={setAsked} onChanged={onChanged} />
      {stale && <p className={styles.notice} role="status">{t('stale')}</p>}
      <RunNotes run={run} isMine={run.maker === me?.id} />
      <div className={styles.body}>
        <div className={styles.main}><RunLines run={run} isMine={run.maker === me?.id} onAsk={setAsked} onChanged={onChanged} /></div>
        <aside className={styles.aside}><RunAside run={run} /></aside>
      </div>
      {asked && <RunDialogs run={run} asked={asked} onClose={() => setAsked(null)} onChanged={onChanged} />}
    </div>
  );
}
