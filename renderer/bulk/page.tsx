import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { navigate } from '#renderer/app/router.ts';
import { useCatalog } from '#renderer/catalog/store.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, ErrorState, Skeleton } from '#renderer/ui/index.ts';
import { ApplyBar } from './apply-bar.tsx';
import { Preview } from './preview.tsx';
import { StepList } from './step-list.tsx';
import { usePlan } from './use-plan.ts';
import { useSelectionWords } from './use-selection-words.ts';
import styles from './bulk.module.css';

/** A change of many products: the steps on one side, on the other what they come to, and one button that does exactly that. */
export function BulkPage({ plan: id }: { plan: string }) {
  const { t } = useTranslation('bulk');
  const listHref = useCatalog((state) => state.listHref);
  const selectionWords = useSelectionWords();
  const plan = usePlan(id);
  const { head } = plan;
  usePageTitle(t('title'));
  useScope('product');
  const back = () => navigate(listHref);
  useShortcut('catalog.back', back);
  if (plan.error && !head) return <ErrorState error={plan.error} onRetry={back} />;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={back}>{t('back')}</Button>
        <div>
          <h1>{t('title')}</h1>
          {head && <p className={styles.soft}><bdi>{selectionWords(head.selection, head.total)}</bdi> · {t('frozen')}</p>}
        </div>
      </header>
      {!head || !plan.limits ? <div className={styles.waiting} aria-busy><Skeleton width="60%" /><Skeleton width="40%" /></div> : (
        <>
          <div className={styles.body}>
            <StepList drafts={plan.drafts} onDrafts={plan.setDrafts} limits={plan.limits} onLimits={plan.setLimits} fault={plan.fault} isLocked={head.state === 'applied' || head.state === 'applying'} />
            <Preview head={head} isBehind={plan.isBehind && plan.fault === null} />
          </div>
          <ApplyBar head={head} isBehind={plan.isBehind} onHead={plan.setHead} />
        </>
      )}
    </div>
  );
}
