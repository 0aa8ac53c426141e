import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatDuration, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, ProgressBar, Segmented, Skeleton, Status, showToast } from '#renderer/ui/index.ts';
import { jobStates, type JobState, type QueuedJob } from '#shared/jobs/contract.ts';
import { Moment } from './moments.tsx';
import { jobTones } from './tones.ts';
import { useFresh } from './use-fresh.ts';
import styles from './finance.module.css';

/** The server's work beside requests: how much waits, what was given up, and once more. */
export function JobsPage() {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const [state, setState] = useState<JobState | 'all'>('all');
  const { data, error, refresh } = useAsk('payouts.queue', { query: { ...(state === 'all' ? {} : { state }), limit: 100 } });
  useFresh(refresh);
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.loading} aria-busy><Skeleton width="80%" /><Skeleton width="60%" /></div>;
  const items = [{ id: 'all' as const, label: t('jobs.all') }, ...jobStates.map((id) => ({ id, label: `${t(`jobs.is.${id}`)} ${formatNumber(data.counts[id], locale)}` }))];
  return (
    <>
      <div className={styles.tools}>
        <Segmented<JobState | 'all'> label={t('jobs.filter')} hideLabel value={state} onChange={setState} items={items} />
        <p className={styles.note} role="status">{data.lateMs > 5_000 ? t('jobs.late', { time: formatDuration(data.lateMs, locale) }) : t('jobs.onTime')}</p>
      </div>
      <div className={styles.scroll}>
        {data.jobs.length === 0 ? <EmptyState title={t('jobs.none')}>{t('jobs.noneText')}</EmptyState> : (
          <table className={styles.table} aria-label={t('place.jobs')}>
            <thead><tr><th scope="col">{t('jobs.what')}</th><th scope="col">{t('line.state')}</th><th scope="col" data-end>{t('jobs.tries')}</th><th scope="col">{t('jobs.when')}</th><th scope="col">{t('line.actions')}</th></tr></thead>
            <tbody>{data.jobs.map((job) => <Line key={job.id} job={job} onChanged={refresh} />)}</tbody>
          </table>
        )}
      </div>
    </>
  );
}

function Line({ job, onChanged }: { job: QueuedJob; onChanged: () => void }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const explain = useExplain();
  const step = async (kind: 'cancel' | 'again') => {
    const done = await ask('payouts.stepJob', { params: { id: job.id }, body: { kind } });
    if (done.ok) showToast({ tone: 'ok', text: t(`jobs.done.${kind}`) });
    else showToast({ tone: 'bad', text: explain(done.error).what, detail: explain(done.error).wayOut });
    onChanged();
  };
  const { state, progress } = job;
  return (
    <tr>
      <th scope="row"><bdi className="ltr">{job.type}</bdi><span className={styles.under}><bdi className={`ltr ${styles.code}`}>{job.key}</bdi></span></th>
      <td>
        <Status tone={jobTones[state]}>{t(`jobs.is.${state}`)}</Status>
        {state === 'running' && progress.total > 0 && <ProgressBar label={t('jobs.progress')} value={progress.done / progress.total} />}
        {job.error !== null && state !== 'done' && <span className={styles.under}>{explain(job.error).what}</span>}
      </td>
      <td data-end className="num">{formatNumber(job.attempts, locale)} / {formatNumber(job.mostAttempts, locale)}</td>
      <td>{job.endedAt === null ? <>{t(state === 'queued' ? 'jobs.due' : 'jobs.since')} <Moment at={state === 'queued' ? job.dueAt : job.createdAt} /></> : <Moment at={job.endedAt} />}</td>
      <td>
        {(state === 'queued' || state === 'running') && <Button size="sm" variant="quiet" onPress={() => void step('cancel')}>{t('jobs.cancel')}</Button>}
        {state !== 'running' && state !== 'done' && <Button size="sm" onPress={() => void step('again')}>{t('jobs.again')}</Button>}
      </td>
    </tr>
  );
}
