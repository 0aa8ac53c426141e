import { ArrowLeft, FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { importHref } from '#renderer/bulk/import/open-file.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, EmptyState, ErrorState, Skeleton, Status } from '#renderer/ui/index.ts';
import type { Job } from '#shared/catalog/versions-contract.ts';
import { useCatalog } from '../../store.ts';
import { useIntentWords } from './intent-words.ts';
import { JobDetail } from './job-detail.tsx';
import styles from './versions.module.css';

const STEP = 50;

/** What was done at once, by whomever and on whatever device, newest first; each job can be brought back, cell by cell. */
export function JobsPage({ shop, job }: { shop: string | null; job: string | null }) {
  const { t } = useTranslation(['versions', 'catalog']);
  const me = useMe();
  const listHref = useCatalog((state) => state.listHref);
  const [limit, setLimit] = useState(STEP);
  const { data, error, refresh } = useAsk('catalog.jobs', { limit: Math.min(limit, 200) }, { refreshOn: ['catalog.changed', 'sync.state'] });
  useScope('product');
  const back = () => navigate(listHref);
  useShortcut('catalog.back', back);
  usePageTitle(t('jobs.title'));
  const chosen = data?.jobs.find((one) => one.id === job && one.shopId === shop) ?? data?.jobs[0] ?? null;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={back}>{t('jobs.back')}</Button>
        <div>
          <h1>{t('jobs.title')}</h1>
          <p className={styles.soft}>{t('jobs.lead')}</p>
        </div>
        {(me?.role === 'vendor' || me?.role === 'admin') && <Button size="sm" icon={FileUp} className={styles.atEnd} onPress={() => navigate(importHref())}>{t('catalog:shortcut.import')}</Button>}
      </header>
      {data?.complete === false && <p className={styles.notice} role="status">{t('jobs.offline')}</p>}
      {error && !data ? <ErrorState error={error} onRetry={refresh} /> : !data ? <div className={styles.waiting} aria-busy><Skeleton width="60%" /></div> : chosen === null ? <EmptyState title={t('jobs.none')}>{t('jobs.noneText')}</EmptyState> : (
        <div className={styles.body}>
          <nav className={styles.list} aria-label={t('jobs.list')}>
            {data.jobs.map((one) => <JobLink key={`${one.shopId} ${one.id} ${one.by ?? ''}`} job={one} isChosen={one === chosen} />)}
            {data.more && limit < 200 && <Button variant="quiet" onPress={() => setLimit(limit + STEP)}>{t('jobs.more')}</Button>}
          </nav>
          <JobDetail key={`${chosen.shopId} ${chosen.id}`} job={chosen} />
        </div>
      )}
    </div>
  );
}

function JobLink({ job, isChosen }: { job: Job; isChosen: boolean }) {
  const { t } = useTranslation('versions');
  const locale = useLocale();
  const now = useNow(60_000);
  const intent = useIntentWords();
  const me = useMe();
  const shop = (me?.shops.length ?? 0) > 1 ? me?.shops.find(({ id }) => id === job.shopId)?.name : undefined;
  return (
    <a href={hrefOf(['catalog', 'jobs', job.shopId, job.id])} className={styles.version} {...(isChosen ? { 'aria-current': 'true' as const } : {})}>
      <b>{intent(job.intent)} · {t('jobs.edits', { count: job.edits })}</b>
      <time className="num">{formatMoment(job.at, now, locale)}</time>
      <span className={styles.soft}>{[job.by ?? t('market'), ...(shop === undefined ? [] : [shop])].join(' · ')}</span>
      {job.appliedAt === null && <Status tone="accent">{t('jobs.waiting')}</Status>}
    </a>
  );
}
