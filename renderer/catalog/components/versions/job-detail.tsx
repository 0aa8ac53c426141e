import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatExact, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ErrorState, ProgressBar, showToast, Skeleton, Tabs } from '#renderer/ui/index.ts';
import { jobCellState, type Job, type JobCellState, type JobLine } from '#shared/catalog/versions-contract.ts';
import { useUndoToast } from '../../use-undo.ts';
import { useBulk } from '../selection/use-bulk.ts';
import { useIntentWords } from './intent-words.ts';
import { JobLines } from './job-lines.tsx';
import styles from './versions.module.css';

const keyOf = ({ record, path }: Pick<JobLine, 'record' | 'path'>): string => `${record} ${path}`;
const STEP = 100;

/** One job: how each cell it changed stands today, and the way back for what nobody changed since. */
export function JobDetail({ job }: { job: Job }) {
  const { t } = useTranslation('versions');
  const locale = useLocale();
  const intent = useIntentWords();
  return (
    <article className={styles.detail} aria-label={intent(job.intent)}>
      <header className={styles.detailHead}>
        <h2>{intent(job.intent)} · {t('jobs.edits', { count: job.edits })}</h2>
        <p className={styles.soft}>
          {[
            t('by', { name: job.by ?? t('market') }), ...(job.device === null ? [] : [t('device', { device: job.device })]),
            t('made', { when: formatExact(job.at, locale) }), job.appliedAt === null ? t('notApplied') : t('applied', { when: formatExact(job.appliedAt, locale) }),
            ...(job.refused > 0 ? [t('jobs.refused', { count: job.refused })] : []),
          ].join(' · ')}
        </p>
      </header>
      {job.appliedAt === null ? <Waiting job={job} /> : <Cells job={job} />}
    </article>
  );
}

/** A job that has not left yet is simply taken back. */
function Waiting({ job }: { job: Job }) {
  const { t } = useTranslation('versions');
  const explain = useExplain();
  const takeBack = async () => {
    const result = await ask('sync.undo', { what: 'group', group: job.id });
    showToast(result.ok ? { tone: 'ok', text: t('jobs.tookBack', { count: result.value.undone }) } : { tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  };
  return (
    <>
      <p className={styles.soft}>{t('jobs.waitingText')}</p>
      <p><Button onPress={() => void takeBack()}>{t('jobs.takeBack')}</Button></p>
    </>
  );
}

function Cells({ job }: { job: Job }) {
  const { t } = useTranslation(['versions', 'common']);
  const locale = useLocale();
  const explain = useExplain();
  const undoToast = useUndoToast();
  const { bulk, run, stop } = useBulk();
  const [state, setState] = useState<JobCellState | null>(null);
  const [limit, setLimit] = useState(STEP);
  const [also, setAlso] = useState<ReadonlyMap<string, Pick<JobLine, 'record' | 'path'>>>(new Map());
  const asked = { id: job.id, shopId: job.shopId, locale };
  const counts = useAsk('catalog.job', { ...asked, limit: 1 }, { refreshOn: ['catalog.changed', 'sync.state'] });
  const shown = state ?? jobCellState.options.find((one) => (counts.data?.counts[one] ?? 0) > 0) ?? 'restorable';
  const { data, error, refresh } = useAsk('catalog.job', { ...asked, state: shown, limit: Math.min(limit, 500) }, { refreshOn: ['catalog.changed', 'sync.state'] });
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data || !counts.data) return <Skeleton width="60%" />;
  const { counts: of } = counts.data;
  const restorable = of.restorable + of.deleted + also.size;
  const restore = async () => {
    const result = await run(counts.data!.records, (work) => ask('catalog.restoreJob', { id: job.id, shopId: job.shopId, also: [...also.values()], work }));
    if (!result.ok) return showToast(result.error.rule === 'cancelled' ? { tone: 'info', text: t('jobs.cancelled') } : { tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    setAlso(new Map());
    const { restored, leftCount, mids, group } = result.value;
    if (restored > 0) undoToast(t('restored', { count: restored }), { mids, group });
    else showToast({ tone: 'info', text: t('restoredNone'), detail: leftCount > 0 ? t('left', { count: leftCount }) : undefined });
  };
  const tick = (line: JobLine, on: boolean) => {
    const next = new Map(also);
    if (on) next.set(keyOf(line), { record: line.record, path: line.path });
    else next.delete(keyOf(line));
    setAlso(next);
  };
  return (
    <>
      <div className={styles.acts}>
        {bulk ? (
          <>
            <ProgressBar label={t('jobs.working')} value={bulk.total > 0 ? (100 * bulk.done) / bulk.total : null} />
            <Button isDisabled={bulk.stopping} onPress={stop}>{t('common:action.cancel')}</Button>
          </>
        ) : (
          <Button variant="go" isDisabled={restorable === 0} onPress={() => void restore()}>{restorable === 0 ? t('jobs.nothing') : t('jobs.restore', { count: restorable })}</Button>
        )}
      </div>
      <Tabs
        label={t('compare')} selected={shown} onSelect={(id) => { setState(jobCellState.parse(id)); setLimit(STEP); }}
        items={jobCellState.options.filter((one) => of[one] > 0).map((one) => ({ id: one, label: t(`jobs.state.${one}`), count: formatNumber(of[one], locale), ...(one === 'changed' ? { tone: 'warn' as const } : {}) }))}
      />
      <p className={styles.soft}>{t(`jobs.about.${shown}`)}</p>
      <JobLines lines={data.lines} ticked={shown === 'changed' ? (line) => also.has(keyOf(line)) : null} onTick={tick} />
      {data.lines.length < of[shown] && (
        <p className={styles.acts}>
          {limit < 500 && <Button variant="quiet" onPress={() => setLimit(limit + STEP)}>{t('common:action.showMore')}</Button>}
          <span className={`num ${styles.soft}`}>{t('jobs.shown', { shown: formatNumber(data.lines.length, locale), total: formatNumber(of[shown], locale) })}</span>
        </p>
      )}
    </>
  );
}
