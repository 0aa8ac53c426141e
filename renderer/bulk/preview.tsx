import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { EmptyState, ErrorState, IconButton, Skeleton, Tabs } from '#renderer/ui/index.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { PreviewRow } from './preview-row.tsx';
import { narrowedBy, usePreviewTabs } from './preview-tabs.ts';
import styles from './bulk.module.css';

const PAGE = 50;
const UNDER_WAY = ['bulk.changed'] as const;
/** What was applied may be taken back anywhere. */
const APPLIED = ['bulk.changed', 'catalog.changed'] as const;

/** What the steps come to, product by product: before, after, and what to look at; narrowed by outcome and warning. */
export function Preview({ head, isBehind }: { head: PlanHead; isBehind: boolean }) {
  const { t } = useTranslation('bulk');
  const locale = useLocale();
  const tabs = usePreviewTabs(head);
  const [wished, setWished] = useState('all');
  const [offset, setOffset] = useState(0);
  const rowsAt = useRef<HTMLDivElement>(null);
  const tab = tabs.some(({ id }) => id === wished) ? wished : 'all';
  const { data: told, error, refresh } = useAsk('bulk.rows', { plan: head.id, ...narrowedBy(tab), offset, limit: PAGE }, { refreshOn: head.state === 'applied' ? APPLIED : UNDER_WAY, enabled: head.state !== 'open' });
  // Fifty rows with all their cells are drawn in the time that is left.
  const data = useDeferredValue(told, null);
  // A preview of other steps has other rows at the same places.
  const of = JSON.stringify([head.steps, head.limits, head.state]);
  useEffect(() => {
    if (head.state !== 'open') refresh();
  }, [of, refresh, head.state]);
  if (head.state === 'open') return <section className={styles.preview} aria-label={t('preview.label')}><EmptyState title={t('preview.empty')}>{t('preview.emptyText')}</EmptyState></section>;
  const total = data?.total ?? 0;
  const turn = (to: number) => {
    setOffset(to);
    rowsAt.current?.scrollTo({ top: 0 });
  };
  return (
    <section className={styles.preview} aria-label={t('preview.label')} aria-busy={isBehind || head.state === 'computing'}>
      <Tabs label={t('preview.narrow')} items={tabs} selected={tab} onSelect={(id) => { setWished(id); setOffset(0); }} />
      {error && !data ? <ErrorState error={error} onRetry={refresh} /> : !data ? <div className={styles.waiting}><Skeleton width="70%" /></div> : total === 0 ? <p className={styles.nothing}>{t('preview.none')}</p> : (
        <div className={styles.rows} ref={rowsAt} data-behind={isBehind || undefined}>
          <table className={styles.table}>
            <thead><tr><th scope="col">{t('preview.product')}</th><th scope="col">{t('preview.changes')}</th><th scope="col">{t('preview.outcome')}</th></tr></thead>
            <tbody>{data.rows.map((row) => <PreviewRow key={`${row.record} ${row.at}`} plan={head.id} row={row} />)}</tbody>
          </table>
        </div>
      )}
      {total > PAGE && (
        <footer className={styles.pager}>
          <IconButton icon={ChevronLeft} label={t('preview.before')} isDisabled={offset === 0} onPress={() => turn(Math.max(0, offset - PAGE))} />
          <span className="num" role="status">{t('preview.range', { from: formatNumber(offset + 1, locale), to: formatNumber(Math.min(offset + PAGE, total), locale), total: formatNumber(total, locale) })}</span>
          <IconButton icon={ChevronRight} label={t('preview.after')} isDisabled={offset + PAGE >= total} onPress={() => turn(offset + PAGE)} />
        </footer>
      )}
    </section>
  );
}
