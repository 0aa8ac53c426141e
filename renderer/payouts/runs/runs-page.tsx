import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Amount, Button, EmptyState, ErrorState, Segmented, Skeleton, Status } from '#renderer/ui/index.ts';
import type { RunSummary } from '#shared/payouts/contract.ts';
import type { RunState } from '#shared/payouts/runs/states.ts';
import { DrawDialog } from './draw-dialog.tsx';
import { Moment } from './moments.tsx';
import { runTones } from './tones.ts';
import { useFresh } from './use-fresh.ts';
import styles from './finance.module.css';

const filters = { all: null, waiting: ['pending_approval'], open: ['draft', 'approved', 'rejected', 'expired'], sent: ['exported', 'settling'], over: ['settled', 'partly_settled', 'cancelled'] } as const satisfies Record<string, readonly RunState[] | null>;
type Filter = keyof typeof filters;
const STEP = 100;

/** Every payout run, the latest first, with how it stands. */
export function RunsPage() {
  const { t } = useTranslation('finance');
  const [filter, setFilter] = useState<Filter>('all');
  const [limit, setLimit] = useState(STEP);
  const [isDrawing, setDrawing] = useState(false);
  const { data, error, refresh } = useAsk('payouts.runs', { query: { limit } });
  useFresh(refresh);
  const states: readonly RunState[] | null = filters[filter];
  const runs = (data?.runs ?? []).filter(({ state }) => states === null || states.includes(state));
  const draw = <Button variant="go" icon={Plus} onPress={() => setDrawing(true)}>{t('runs.draw')}</Button>;
  return (
    <>
      <div className={styles.tools}>
        <Segmented label={t('runs.filter')} hideLabel value={filter} onChange={setFilter} items={(Object.keys(filters) as Filter[]).map((id) => ({ id, label: t(`runs.is.${id}`) }))} />
        <div className={styles.toolsEnd}>{draw}</div>
      </div>
      <div className={styles.scroll}>
        {error && !data ? <ErrorState error={error} onRetry={refresh} />
          : !data ? <div className={styles.loading} aria-busy><Skeleton width="70%" /><Skeleton width="80%" /><Skeleton width="60%" /></div>
            : runs.length === 0 ? <EmptyState title={t(data.runs.length === 0 ? 'runs.none' : 'runs.noneSuch')} actions={data.runs.length === 0 ? draw : undefined}>{data.runs.length === 0 ? t('runs.noneText') : null}</EmptyState>
              : <RunTable runs={runs} />}
        {data?.more === true && limit < 200 && <Button onPress={() => setLimit(200)}>{t('more')}</Button>}
      </div>
      {isDrawing && <DrawDialog onClose={() => setDrawing(false)} onDrawn={(id) => navigate(hrefOf(['payouts', 'run', id]))} />}
    </>
  );
}

function RunTable({ runs }: { runs: readonly RunSummary[] }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  return (
    <table className={styles.table} aria-label={t('place.runs')}>
      <thead>
        <tr>
          <th scope="col">{t('runs.run')}</th>
          <th scope="col">{t('runs.state')}</th>
          <th scope="col" data-end>{t('runs.total')}</th>
          <th scope="col" data-end>{t('runs.shops')}</th>
          <th scope="col">{t('runs.maker')}</th>
          <th scope="col">{t('runs.cutoff')}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row"><a href={hrefOf(['payouts', 'run', run.id])}><RunName run={run} /></a></th>
            <td><Status tone={runTones[run.state]}>{t(`state.${run.state}`)}</Status></td>
            <td data-end><Amount amount={run.total} currency={run.currency} /></td>
            <td data-end className="num">{formatNumber(run.paid, locale)}</td>
            <td><bdi>{run.makerName}</bdi></td>
            <td><Moment at={run.cutoff} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a run is called: its currency and the last signs of its id, as banks and people quote it. */
export function RunName({ run }: { run: Pick<RunSummary, 'id' | 'currency'> }) {
  return <bdi className="num ltr">{run.currency} · {run.id.slice(-6).toUpperCase()}</bdi>;
}
