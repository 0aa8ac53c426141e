import { useTranslation } from 'react-i18next';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Skeleton } from '#renderer/ui/index.ts';
import type { Output } from '#renderer/lib/client.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { useChangeWords } from './change-words.ts';
import styles from './history.module.css';

type Props = { history: Output<'catalog.history'> | null; product: Product | null; shop: Shop | null; compact?: boolean };

/** Who changed what, newest first; what has not left this console says so. */
export function HistoryList({ history, product, shop, compact = false }: Props) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const now = useNow(60_000);
  const words = useChangeWords(product, shop);
  if (!history) return <Skeleton width="70%" />;
  if (history.entries.length === 0) return <p className={styles.none}>{history.complete ? t('history.none') : t('history.offline')}</p>;
  return (
    <>
      <ol className={styles.list} data-compact={compact || undefined}>
        {history.entries.map((entry) => (
          <li key={entry.id} className={styles.entry}>
            <time className={`num ${styles.time}`} dateTime={new Date(entry.at).toISOString()} title={formatExact(entry.at, locale)}>
              {formatMoment(entry.at, now, locale)}
            </time>
            <div className={styles.what}>
              {entry.changes.length === 0 && <p>{entry.intent === 'create' ? t('history.created') : entry.intent === 'delete' ? t('history.deleted') : t('history.edited')}</p>}
              {entry.changes.slice(0, compact ? 2 : 20).map((change) => {
                const said = words(change);
                return (
                  <p key={change.path}>
                    {said.what} {said.before !== null && <><bdi className={styles.before}>{said.before}</bdi> <span className={styles.arrow} aria-label={t('history.becomes')}>→</span> </>}
                    {said.after !== null && <bdi className={styles.after}>{said.after}</bdi>}
                    {said.note !== null && <span className={styles.note}> {said.note}</span>}
                  </p>
                );
              })}
              {entry.changes.length > (compact ? 2 : 20) && <p className={styles.by}>{t('history.more', { count: entry.changes.length - (compact ? 2 : 20) })}</p>}
              <p className={styles.by}>
                <EntryState state={entry.state} />
                {entry.state === 'applied' && (entry.by ?? t('history.system'))}
                {entry.device !== null && !compact && ` · ${entry.device}`}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {!history.complete && <p className={styles.none}>{t('history.offline')}</p>}
    </>
  );
}

function EntryState({ state }: { state: HistoryEntry['state'] }) {
  const { t } = useTranslation('catalog');
  return state === 'applied' ? null : <span className={styles.state} data-state={state}>{t(`mark.${state}`)}</span>;
}
