import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShopId } from '#shared/auth/model.ts';
import { hrefOf } from '#renderer/app/router.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { EmptyState, ErrorState, Segmented, Skeleton, Status } from '#renderer/ui/index.ts';
import titled from '#renderer/ui/titled-page.module.css';
import { ReviewCase } from './review-case.tsx';
import { caseTone } from './tones.ts';
import styles from './verification.module.css';

const shows = ['waiting', 'asked-again', 'decided'] as const;

/** Sellers whose case waits, the longest waiting first; one of them opened beside the list. */
export function QueuePage({ shop }: { shop: ShopId | null }) {
  const { t } = useTranslation('verification');
  const locale = useLocale();
  const now = useNow(60_000);
  const [show, setShow] = useState<(typeof shows)[number]>('waiting');
  const { data, error, refresh } = useAsk('verification.queue', { show });
  const chosen = shop ?? data?.cases[0]?.shop.id ?? null;
  return (
    <div className={titled.page}>
      <header className={titled.head}>
        <h1>{t('queue.title')}</h1>
        <Segmented label={t('queue.show')} hideLabel items={shows.map((id) => ({ id, label: t(`queue.${id}`) }))} value={show} onChange={setShow} />
      </header>
      {error && <ErrorState size={data === null ? 'page' : 'line'} error={error} onRetry={refresh} />}
      {data === null ? !error && <div className={styles.waiting} aria-busy><Skeleton width="40%" /></div> : chosen === null ? <EmptyState title={t('queue.empty')}>{t('queue.emptyText')}</EmptyState> : (
        <div className={styles.split}>
          <nav className={styles.list} aria-label={t('queue.title')}>
            {data.cases.map((one) => (
              <a key={one.shop.id} href={hrefOf(['verification', one.shop.id])} className={styles.line} {...(one.shop.id === chosen ? { 'aria-current': 'true' as const } : {})}>
                <b><bdi>{one.shop.name}</bdi></b>
                <Status tone={caseTone[one.state]}>{t(`state.${one.state}`)}</Status>
                <span className={styles.soft}>
                  {[one.country, t(`form.${one.legalForm}`), t('queue.pending', { count: one.pending }), ...(one.submittedAt === null ? [] : [formatMoment(one.submittedAt, now, locale)])].join(' · ')}
                </span>
              </a>
            ))}
          </nav>
          <ReviewCase key={chosen} shop={chosen} onChanged={refresh} />
        </div>
      )}
    </div>
  );
}
