import { ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, ProgressBar } from '#renderer/ui/index.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { ApplyBar } from '../apply-bar.tsx';
import type { DraftHandle } from './use-draft.ts';
import type { ImportJob } from './use-import-job.ts';
import styles from './import.module.css';

type Props = { handle: DraftHandle; job: ImportJob; onPreview: (head: PlanHead) => void };

/** The one thing to do next with a file: have its preview computed, or apply it. */
export function ImportBar({ handle: { draft, isWhole, isChanging }, job, onPreview }: Props) {
  const { t } = useTranslation(['import', 'common']);
  const explain = useExplain();
  const { head, isBehind, isAsked } = job;
  const refused = job.error ?? draft?.problem ?? null;
  const said = refused === null ? null : explain(refused);
  const compute = async () => {
    const made = await job.compute();
    if (made !== null) onPreview(made);
  };
  if (head !== null && !isBehind && !isAsked && refused === null) return <ApplyBar head={head} isBehind={false} onHead={job.setHead} />;
  return (
    <footer className={styles.bar}>
      {isAsked ? (
        <>
          <div className={styles.said}><ProgressBar label={t('go.staging')} value={null} /></div>
          <Button onPress={job.stop}>{t('common:action.cancel')}</Button>
        </>
      ) : (
        <p className={`${styles.said} ${said === null ? '' : styles.fault}`} role={said === null ? 'status' : 'alert'}>
          {said === null ? t(!isWhole ? 'go.whole' : isBehind ? 'go.behind' : 'go.ready') : `${said.what} ${said.wayOut}`}
        </p>
      )}
      <Button variant="go" icon={ScanSearch} isDisabled={!isWhole || isChanging || draft?.problem != null} isPending={isAsked} onPress={() => void compute()}>
        {t(head === null ? 'go.preview' : 'go.again')}
      </Button>
    </footer>
  );
}
