import { CircleStop, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatDuration, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, Checkbox, ProgressBar, Status } from '#renderer/ui/index.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { AskOnce, takesAway } from './ask-once.tsx';
import { useApply } from './use-apply.ts';
import { useSelectionWords } from './use-selection-words.ts';
import './shortcuts.ts';
import styles from './bulk.module.css';

type Props = { head: PlanHead; /** The preview is of other steps than those on screen. */ isBehind: boolean; onHead: (head: PlanHead) => void };

/** The one thing to do next: wait, apply, look at what came of it, take it back. */
export function ApplyBar({ head, isBehind, onHead }: Props) {
  const { state } = head;
  const job = useApply(head, onHead);
  if (state === 'computing' || state === 'applying') return <UnderWay head={head} onStop={job.stop} />;
  if (state === 'applied' && head.result) return <Result head={head} job={job} />;
  return <Ready head={head} isBehind={isBehind} job={job} />;
}

type Job = ReturnType<typeof useApply>;

function UnderWay({ head, onStop }: { head: PlanHead; onStop: () => void }) {
  const { t } = useTranslation(['bulk', 'catalog']);
  const locale = useLocale();
  const done = t('catalog:selection.progress', { done: formatNumber(head.done, locale), total: formatNumber(head.due, locale) });
  const text = head.remainingMs === null ? done : `${done} · ${t('apply.remaining', { time: formatDuration(head.remainingMs, locale) })}`;
  return (
    <footer className={styles.bar}>
      <div className={styles.progress}><ProgressBar label={t(`apply.${head.state as 'computing' | 'applying'}`)} value={head.due === 0 ? null : (100 * head.done) / head.due} text={text} /></div>
      <Button icon={CircleStop} onPress={onStop}>{t('catalog:selection.stop')}</Button>
    </footer>
  );
}

function Ready({ head, isBehind, job }: Pick<Props, 'head' | 'isBehind'> & { job: Job }) {
  const { t } = useTranslation(['bulk', 'import']);
  const selectionWords = useSelectionWords();
  const [allOrNothing, setAllOrNothing] = useState(false);
  const { failed, updated, created, deleted } = head.counts;
  const products = updated + created + deleted;
  // What a file makes anew has no fields that change: it is counted in products.
  const isFile = head.selection.how === 'file';
  const warnings = Object.values(head.warnings).reduce((sum, count) => sum + count, 0);
  const canApply = head.state === 'ready' && !isBehind && products > 0 && !(allOrNothing && failed > 0);
  const [isAsking, setAsking] = useState(false);
  const apply = () => void job.apply('leave', allOrNothing);
  const go = () => (takesAway(head.asks) ? setAsking(true) : apply());
  useShortcut('bulk.apply', go, { enabled: canApply && !job.isAsked && !isAsking });
  return (
    <footer className={styles.bar}>
      <p className={styles.summary} role="status">
        {head.state === 'open' ? t('apply.open') : head.state === 'stopped' ? t('apply.stopped') : products === 0 ? t('apply.nothing') : t(isFile ? 'import:go.summary' : 'apply.summary', { count: products })}
        {head.state !== 'open' && <span className={styles.soft}> · <bdi>{selectionWords(head.selection, head.total)}</bdi></span>}
      </p>
      {warnings > 0 && <Status tone="warn">{t('apply.warnings', { count: warnings })}</Status>}
      {failed > 0 && <Status tone="bad">{t('apply.failed', { count: failed })}</Status>}
      {failed > 0 && <Checkbox isSelected={allOrNothing} onChange={setAllOrNothing}>{t('apply.allOrNothing')}</Checkbox>}
      {head.state === 'stopped' && <Button onPress={() => void job.goOn()}>{t('apply.goOn')}</Button>}
      <Button variant="go" isDisabled={!canApply} isPending={job.isAsked} onPress={go}>{isFile ? t('import:go.apply', { count: products }) : t('apply.go', { count: head.cells })}</Button>
      <AskOnce asks={head.asks} isOpen={isAsking} onClose={() => setAsking(false)} onGo={() => { setAsking(false); apply(); }} />
    </footer>
  );
}

function Result({ head, job }: { head: PlanHead; job: Job }) {
  const { t } = useTranslation(['bulk', 'import']);
  const { products, cells, left, refused, groups } = head.result!;
  return (
    <footer className={styles.bar}>
      <p className={styles.summary} role="status">{job.isUndone ? t('apply.undone') : head.selection.how === 'file' ? t('import:go.done', { count: products }) : t('apply.done', { count: products, cells: t('apply.cells', { count: cells }) })}</p>
      {left > 0 && !job.isUndone && (
        <>
          <Status tone="warn">{t('apply.left', { count: left })}</Status>
          <Button isPending={job.isAsked} onPress={() => void job.apply('change', false)}>{t('apply.changeToo')}</Button>
        </>
      )}
      {refused > 0 && <Status tone="bad">{t('apply.failed', { count: refused })}</Status>}
      {groups.length > 0 && !job.isUndone && <Button icon={Undo2} isPending={job.isAsked} onPress={() => void job.undo()}>{t('apply.undo')}</Button>}
      <Button onPress={() => navigate(hrefOf(['catalog', 'jobs']))}>{t('apply.jobs')}</Button>
    </footer>
  );
}
