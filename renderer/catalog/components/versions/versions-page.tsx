import { ArrowLeft } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatExact, formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, EmptyState, ErrorState, Segmented, Skeleton, Status } from '#renderer/ui/index.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { stateAfter, stateBefore } from '#shared/catalog/versions.ts';
import type { Json } from '#shared/kernel/json.ts';
import { useHistory, useProduct, type ProductDetail } from '../../use-product.ts';
import { useRestore } from './use-restore.ts';
import { VersionDiff } from './version-diff.tsx';
import { useVersionName } from './version-name.ts';
import styles from './versions.module.css';

/** As many versions as are listed at first, and more with every "older". */
const STEP = 200;

/** Every version of a product, the latest first: who made it, where and when, what differs from now or from the version before, and the way back. */
export function VersionsPage({ id, version }: { id: string; version: string | null }) {
  const { t } = useTranslation('versions');
  const { data, error, refresh } = useProduct(id);
  useScope('product');
  const back = () => navigate(hrefOf(['catalog', id]));
  useShortcut('catalog.back', back);
  usePageTitle(t('title'));
  if (error) return <ErrorState error={error} onRetry={refresh} actions={<Button variant="quiet" onPress={back}>{t('back')}</Button>} />;
  return data ? <Loaded detail={data} version={version} onBack={back} /> : <div className={styles.waiting} aria-busy><Skeleton width="40%" height={20} /><Skeleton width="70%" /></div>;
}

function Loaded({ detail, version, onBack }: { detail: ProductDetail; version: string | null; onBack: () => void }) {
  const { t } = useTranslation('versions');
  const locale = useLocale();
  const { product } = detail;
  const [limit, setLimit] = useState(STEP);
  const { data, error, refresh } = useHistory(product.id, limit);
  const entries = useMemo(() => (data?.entries ?? []).filter(({ state }) => state !== 'rejected'), [data]);
  const chosen = entries.find(({ id }) => id === version) ?? entries[0] ?? null;
  const title = titleIn(product, locale);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={onBack}>{t('back')}</Button>
        <h1>{t('title')} · <bdi lang={title.locale}>{title.title}</bdi></h1>
      </header>
      {data?.complete === false && <p className={styles.notice} role="status">{t('offline')}</p>}
      {error && !data ? <ErrorState error={error} onRetry={refresh} /> : !data ? <div className={styles.waiting} aria-busy><Skeleton width="60%" /></div> : chosen === null ? <EmptyState title={t('none')}>{t('noneText')}</EmptyState> : (
        <div className={styles.body}>
          <nav className={styles.list} aria-label={t('list')}>
            {entries.map((entry) => <VersionLink key={entry.id} entry={entry} detail={detail} isChosen={entry === chosen} />)}
            {data.entries.length === limit && <Button variant="quiet" onPress={() => setLimit(limit + STEP)}>{t('more')}</Button>}
          </nav>
          <Version key={chosen.id} entry={chosen} entries={entries} detail={detail} />
        </div>
      )}
    </div>
  );
}

function VersionLink({ entry, detail: { product, shop }, isChosen }: { entry: HistoryEntry; detail: ProductDetail; isChosen: boolean }) {
  const { t } = useTranslation(['versions', 'catalog']);
  const locale = useLocale();
  const now = useNow(60_000);
  const called = useVersionName(product, shop);
  return (
    <a href={hrefOf(['catalog', product.id, 'versions', entry.id])} className={styles.version} {...(isChosen ? { 'aria-current': 'true' as const } : {})}>
      <b>{called(entry)}</b>
      <time className="num">{formatMoment(entry.at, now, locale)}</time>
      <span className={styles.soft}>{entry.by ?? t('market')}</span>
      {entry.state !== 'applied' && <Status tone={entry.state === 'conflict' ? 'warn' : 'accent'}>{t(`catalog:mark.${entry.state}`)}</Status>}
    </a>
  );
}

function Version({ entry, entries, detail }: { entry: HistoryEntry; entries: readonly HistoryEntry[]; detail: ProductDetail }) {
  const { t } = useTranslation('versions');
  const locale = useLocale();
  const { product, shop, editable } = detail;
  const called = useVersionName(product, shop);
  const [against, setAgainst] = useState<'now' | 'before'>(entries[0] === entry ? 'before' : 'now');
  const restore = useRestore(product, shop);
  const now = product as unknown as Json;
  const then = stateAfter(now, entries, entry.id)!;
  const before = stateBefore(now, entries, entry.id)!;
  return (
    <article className={styles.detail} aria-label={called(entry)}>
      <header className={styles.detailHead}>
        <h2>{called(entry)}</h2>
        <p className={styles.soft}>
          {[
            t('by', { name: entry.by ?? t('market') }), ...(entry.device === null ? [] : [t('device', { device: entry.device })]),
            t('made', { when: formatExact(entry.at, locale) }), entry.appliedAt === null ? t('notApplied') : t('applied', { when: formatExact(entry.appliedAt, locale) }),
          ].join(' · ')}
        </p>
        <div className={styles.acts}>
          <Segmented label={t('compare')} items={[{ id: 'now', label: t('withNow') }, { id: 'before', label: t('withBefore') }]} value={against} onChange={setAgainst} />
          {editable && <Button onPress={() => void restore(entry.id, 'after', null)}>{t('restoreAll')}</Button>}
        </div>
      </header>
      {against === 'now' ? (
        <VersionDiff from={then} to={now} heads={[t('then'), t('now')]} product={product} shop={shop} onRestore={editable ? (path) => void restore(entry.id, 'after', [path]) : null} />
      ) : (
        <VersionDiff from={before} to={then} heads={[t('before'), t('after')]} product={product} shop={shop} onRestore={editable ? (path) => void restore(entry.id, 'before', [path]) : null} />
      )}
    </article>
  );
}
