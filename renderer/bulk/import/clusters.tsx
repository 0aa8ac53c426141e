import { Merge, SpellCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, Segmented, Select, Skeleton, Status, TextField } from '#renderer/ui/index.ts';
import { clusterMethod, type Cluster, type ClusterMethod } from '#shared/bulk/cluster/model.ts';
import type { DraftColumn } from '#shared/bulk/draft-model.ts';
import type { TargetField } from '#shared/bulk/mapping/targets.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { useFixes, type Fixes } from './use-fixes.ts';
import type { OnHead } from './use-import-job.ts';
import styles from './clusters.module.css';

type Props = { head: PlanHead; columns: readonly DraftColumn[]; isLocked: boolean; onHead: OnHead };

/** Columns whose values name things that should be written in one way. */
const named: ReadonlySet<TargetField> = new Set(['brand', 'tags', 'category', 'optionName', 'optionValue', 'attribute']);
/** As many groups as are drawn; merging brings the next into view. */
const MOST_SHOWN = 60;

/** Values of a column that are probably one, written in several ways; merged into one spelling. */
export function Clusters({ head, columns, isLocked, onHead }: Props) {
  const { t } = useTranslation('import');
  const offered = columns.filter(({ target }) => named.has(target.field));
  const [wished, setWished] = useState<number | null>(null);
  const [method, setMethod] = useState<ClusterMethod>('fingerprint');
  const fixes = useFixes(head.id, onHead);
  const column = offered.find(({ at }) => at === wished) ?? offered[0] ?? null;
  const { data, error, refresh } = useAsk('bulk.clusters', { plan: head.id, column: column?.at ?? 0, method }, { enabled: column !== null, refreshOn: ['bulk.changed'], keep: false });
  if (column === null) return <EmptyState icon={SpellCheck} title={t('clusters.noColumn')}>{t('clusters.noColumnText')}</EmptyState>;
  const merge = async ({ values }: Cluster, to: string) => {
    if (await fixes.fix({ what: 'alike', column: column.at, from: values.map(({ value }) => value).filter((value) => value !== to), to })) refresh();
  };
  const mergeAll = async () => {
    for (const one of data?.clusters ?? []) await fixes.fix({ what: 'alike', column: column.at, from: one.values.map(({ value }) => value).filter((value) => value !== one.proposed), to: one.proposed });
    refresh();
  };
  return (
    <section className={styles.page} aria-label={t('clusters.label')}>
      <header className={styles.head}>
        <Select label={t('clusters.column')} items={offered.map(({ at, header }) => ({ id: String(at), label: header }))} value={String(column.at)} onChange={(id) => setWished(Number(id))} />
        <Segmented label={t('clusters.method')} items={clusterMethod.options.map((id) => ({ id, label: t(`method.${id}`) }))} value={method} onChange={setMethod} />
        {(data?.clusters.length ?? 0) > 1 && !isLocked && <Button icon={Merge} isDisabled={fixes.isAsked} onPress={() => void mergeAll()}>{t('clusters.mergeAll')}</Button>}
      </header>
      {error && !data ? <ErrorState error={error} onRetry={refresh} /> : !data ? <div className={styles.waiting} aria-busy><Skeleton width="50%" /></div> : data.clusters.length === 0 ? <EmptyState icon={SpellCheck} title={t('clusters.none')}>{t('clusters.noneText')}</EmptyState> : (
        <ul className={styles.list}>
          {data.clusters.slice(0, MOST_SHOWN).map((one) => <Group key={one.values.map(({ value }) => value).join('\n')} cluster={one} fixes={fixes} isLocked={isLocked} onMerge={(to) => void merge(one, to)} />)}
        </ul>
      )}
    </section>
  );
}

type GroupProps = { cluster: Cluster; fixes: Fixes; isLocked: boolean; onMerge: (to: string) => void };

function Group({ cluster: { proposed, values }, fixes, isLocked, onMerge }: GroupProps) {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const [spelling, setSpelling] = useState(proposed);
  const all = formatList(values.map(({ value }) => value), locale);
  return (
    <li className={styles.group}>
      <ul className={styles.values} aria-label={all}>
        {values.map(({ value, rows, products }) => (
          <li key={value}>
            <Button size="sm" variant={value === spelling ? 'plain' : 'quiet'} isDisabled={isLocked} aria-pressed={value === spelling} onPress={() => setSpelling(value)}><bdi>{value}</bdi></Button>
            <span className={`num ${styles.soft}`}>{t('clusters.times', { count: rows })}</span>
            {products > 0 && <Status tone="info">{t('clusters.inCatalogue', { total: formatNumber(products, locale) })}</Status>}
          </li>
        ))}
      </ul>
      {!isLocked && (
        <form className={styles.merge} onSubmit={(event) => { event.preventDefault(); if (spelling.trim() !== '') onMerge(spelling.trim()); }}>
          <TextField label={t('clusters.keepOf', { values: all })} hideLabel value={spelling} onChange={setSpelling} maxLength={500} />
          <Button type="submit" variant="plain" icon={Merge} isDisabled={fixes.isAsked || spelling.trim() === ''}>{t('clusters.merge')}</Button>
        </form>
      )}
    </li>
  );
}
