import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { listen } from '#renderer/lib/client.ts';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { useFieldWords } from '#renderer/sync/describe-field.ts';
import { ErrorState, Skeleton } from '#renderer/ui/index.ts';
import { useShopPage } from './shop-context.ts';
import styles from './shop.module.css';

/** Who changed what on the shop, newest first; what has not left this console says so. */
export function ShopHistory() {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const now = useNow(60_000);
  const words = useFieldWords();
  const { shop } = useShopPage().detail;
  const { data, error, refresh } = useAsk('catalog.shopHistory', { id: shop.id, limit: 50 }, { refreshOn: ['catalog.changed'] });
  useEffect(() => listen('sync.state', refresh), [refresh]);
  if (error) return <ErrorState size="line" error={error} onRetry={refresh} />;
  if (!data) return <Skeleton width="70%" />;
  const context = { product: null, shop, currency: shop.currency };
  return (
    <>
      {!data.complete && <p className={styles.hint}>{t('history.offline')}</p>}
      {data.entries.length === 0 ? <p className={styles.hint}>{t('history.none')}</p> : (
        <ol className={styles.history}>
          {data.entries.map((entry) => (
            <li key={entry.id}>
              <time className={`num ${styles.when}`} dateTime={new Date(entry.at).toISOString()} title={formatExact(entry.at, locale)}>{formatMoment(entry.at, now, locale)}</time>
              <div>
                {entry.changes.map(({ path, before, after }) => (
                  <p key={path}>
                    {words.label(path, context)}{' '}
                    {typeof before === 'object' && typeof after === 'object'
                      ? <span className={styles.soft}>{after === null ? t('history.removed') : before === null ? t('history.added') : t('history.changed')}</span>
                      : <><del className={styles.soft} dir="auto">{before === null ? '' : words.value(path, before, context)}</del> <b dir="auto">{words.value(path, after, context)}</b></>}
                  </p>
                ))}
                <p className={styles.soft}>
                  {[entry.by, entry.device].filter((part) => part !== null).join(' · ')}
                  {(entry.state === 'unsent' || entry.state === 'rejected') && <span className={styles.mark} data-mark={entry.state}> {t(`history.${entry.state}`)}</span>}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
