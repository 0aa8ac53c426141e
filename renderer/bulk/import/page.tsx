import { ArrowLeft, FileUp } from 'lucide-react';
import { startTransition, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { navigate } from '#renderer/app/router.ts';
import { useCatalog } from '#renderer/catalog/store.ts';
import { formatBytes, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, EmptyState, ErrorState, Skeleton, TabPanel, Tabs, type TabItem } from '#renderer/ui/index.ts';
import { Preview } from '../preview.tsx';
import { Clusters } from './clusters.tsx';
import { ColumnsTab } from './columns-tab.tsx';
import { ImportBar } from './import-bar.tsx';
import { Notes } from './notes.tsx';
import { ComingIn } from './coming-in.tsx';
import { importHref } from './open-file.ts';
import { Problems } from './problems.tsx';
import { SumLine } from './sum-line.tsx';
import { useDraft } from './use-draft.ts';
import { useImportJob } from './use-import-job.ts';
import { useNoStrayDrops } from '#renderer/catalog/use-no-stray-drops.ts';
import styles from './import.module.css';

/** One file on its way into the catalogue: how it is read, what it would change, what is wrong with it, and the button that does it. */
export function ImportPage({ draft: id }: { draft: string }) {
  const { t } = useTranslation(['import', 'common']);
  const locale = useLocale();
  const listHref = useCatalog((state) => state.listHref);
  const handle = useDraft(id);
  const { draft, broken } = handle;
  const job = useImportJob(handle);
  const [tab, setTab] = useState('columns');
  usePageTitle(draft?.name ?? t('title'));
  useScope('product');
  useNoStrayDrops();
  const back = () => navigate(listHref);
  useShortcut('catalog.back', back);
  const { head } = job;
  const number = (count: number | undefined) => (count === undefined ? undefined : formatNumber(count, locale));
  const tabs: readonly TabItem[] = [
    { id: 'columns', label: t('tab.columns'), count: number(draft?.columns.length) },
    { id: 'preview', label: t('tab.preview'), count: head === null ? undefined : number(head.total) },
    { id: 'problems', label: t('tab.problems'), count: job.problems === null ? undefined : number(job.problems), ...(job.problems ? { tone: 'warn' as const } : {}) },
    { id: 'clusters', label: t('tab.clusters') },
    { id: 'notes', label: t('tab.notes') },
  ];
  const isLocked = head?.state === 'applied' || head?.state === 'applying';
  const noPreview = <EmptyState title={t('go.none')}>{t('go.noneText')}</EmptyState>;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button variant="quiet" size="sm" icon={ArrowLeft} kbd="Escape" onPress={back}>{t('back')}</Button>
        <div className={styles.title}>
          <h1><bdi>{draft?.name ?? t('title')}</bdi></h1>
          {draft && <p className={styles.soft}>{formatBytes(draft.bytes, locale)}</p>}
        </div>
        <ComingIn draft={id} />
        <Button size="sm" icon={FileUp} onPress={() => navigate(importHref())}>{t('other')}</Button>
      </header>
      {broken && <ErrorState size="line" error={broken} />}
      {handle.error && draft && !broken && <ErrorState size="line" error={handle.error} onRetry={() => void handle.change({})} />}
      {draft === null ? (
        handle.error ? <ErrorState error={handle.error} actions={<Button onPress={() => navigate(importHref())}>{t('again')}</Button>} /> : <div className={styles.waiting} aria-busy><Skeleton width="60%" /><Skeleton width="40%" /></div>
      ) : (
        <>
          <Tabs label={t('tab.label')} items={tabs} selected={tab} onSelect={(id) => startTransition(() => setTab(id))} className={styles.tabs}>
            <TabPanel id="columns" className={styles.panel!}><ColumnsTab handle={handle} isLocked={isLocked} /></TabPanel>
            <TabPanel id="preview" className={styles.panel!}>{head === null ? noPreview : <><SumLine head={head} /><Preview head={head} isBehind={job.isBehind} /></>}</TabPanel>
            <TabPanel id="problems" className={styles.panel!}>{head === null ? noPreview : <><SumLine head={head} /><Problems head={head} columns={draft.columns} isLocked={isLocked} onHead={job.setHead} /></>}</TabPanel>
            <TabPanel id="clusters" className={styles.panel!}>{head === null ? noPreview : <Clusters head={head} columns={draft.columns} isLocked={isLocked} onHead={job.setHead} />}</TabPanel>
            <TabPanel id="notes" className={styles.panel!}>{head === null ? noPreview : <Notes plan={head.id} />}</TabPanel>
          </Tabs>
          {/* Of a file that was taken away while it was read nothing more can be made. Where no row became a product, what is wrong is all there is to see. */}
          {!broken && <ImportBar handle={handle} job={job} onPreview={({ total }) => setTab(total === 0 ? 'problems' : 'preview')} />}
        </>
      )}
    </div>
  );
}
