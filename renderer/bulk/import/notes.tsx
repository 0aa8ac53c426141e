import { ChevronLeft, ChevronRight, StickyNote } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { EmptyState, ErrorState, IconButton, Skeleton } from '#renderer/ui/index.ts';
import { NotesFile } from '../export/notes-file.tsx';
import own from './notes.module.css';
import styles from './problems.module.css';

const PAGE = 50;

/** What the file says in columns that mean nothing to a product: kept with the import, row by row, never dropped. */
export function Notes({ plan }: { plan: string }) {
  const { t } = useTranslation(['import', 'bulk']);
  const locale = useLocale();
  const [offset, setOffset] = useState(0);
  const { data: told, error, refresh } = useAsk('bulk.notes', { plan, offset, limit: PAGE }, { refreshOn: ['bulk.changed'] });
  const data = useDeferredValue(told, null);
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.waiting} aria-busy><Skeleton width="60%" /></div>;
  if (data.total === 0) return <EmptyState icon={StickyNote} title={t('notes.none')}>{t('notes.noneText')}</EmptyState>;
  return (
    <section className={styles.main} aria-label={t('tab.notes')}>
      <div className={own.head}>
        <p className={own.lead}>{t('notes.lead')}</p>
        <NotesFile plan={plan} />
      </div>
      <div className={styles.rows}>
        <table className={styles.table}>
          <thead><tr><th scope="col">{t('problems.line')}</th><th scope="col">{t('notes.product')}</th><th scope="col">{t('tab.notes')}</th></tr></thead>
          <tbody>
            {data.rows.map(({ line, record, sku, notes }) => (
              <tr key={line}>
                <th scope="row" className="num">{formatNumber(line, locale)}</th>
                <td className={styles.where}>{sku !== null && (record === null ? <bdi dir="ltr">{sku}</bdi> : <a href={hrefOf(['catalog', record])}><bdi dir="ltr">{sku}</bdi></a>)}</td>
                <td>
                  <dl className={own.notes}>
                    {Object.entries(notes).map(([header, value]) => <div key={header}><dt><bdi>{header}</bdi></dt><dd><bdi>{value}</bdi></dd></div>)}
                  </dl>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data.total > PAGE && (
        <footer className={styles.pager}>
          <IconButton icon={ChevronLeft} label={t('bulk:preview.before')} isDisabled={offset === 0} onPress={() => setOffset(Math.max(0, offset - PAGE))} />
          <span className="num" role="status">{t('bulk:preview.range', { from: formatNumber(offset + 1, locale), to: formatNumber(Math.min(offset + PAGE, data.total), locale), total: formatNumber(data.total, locale) })}</span>
          <IconButton icon={ChevronRight} label={t('bulk:preview.after')} isDisabled={offset + PAGE >= data.total} onPress={() => setOffset(offset + PAGE)} />
        </footer>
      )}
    </section>
  );
}
