import { useState } from 'react';
import { Download, RefreshCw, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditReport } from '#shared/audit/model.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ask } from '#renderer/lib/client.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { saveCsv } from '#renderer/lib/save-csv.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, Chip, EmptyState, ErrorState, IconButton, Segmented, Select, showToast, Skeleton } from '#renderer/ui/index.ts';
import titled from '#renderer/ui/titled-page.module.css';
import table from '#renderer/ui/read-table.module.css';
import { useAuditWords } from './audit-words.ts';
import { exportLines } from './export-lines.ts';
import { LineDetail } from './line-detail.tsx';
import { ReportNotice } from './report-notice.tsx';
import { useAuditLines, type AuditFilter } from './use-audit-lines.ts';
import styles from './audit.module.css';

const kinds = ['all', 'acts', 'changes'] as const;
const areas = ['any', 'payouts', 'verification', 'auth', 'team', 'moderation', 'orders', 'audit'] as const;
const spans = ['always', 'day', 'week', 'month'] as const;
const days = { day: 1, week: 7, month: 30 };

/** The journal of the marketplace: who did what to which thing, with before and after; whether the record of it is whole. For administrators. */
export function AuditPage() {
  const { t } = useTranslation(['audit', 'common']);
  const locale = useLocale();
  const now = useNow(60_000);
  const words = useAuditWords();
  const [filter, setFilter] = useState<AuditFilter>({ kind: 'all' });
  const [span, setSpan] = useState<(typeof spans)[number]>('always');
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState<'verify' | 'export' | null>(null);
  const [report, setReport] = useState<AuditReport | null>(null);
  const [failed, setFailed] = useState<AppError | null>(null);
  const { lines, more, error, pending, next, refresh } = useAuditLines(filter);
  const line = lines?.find(({ id }) => id === chosen) ?? lines?.[0] ?? null;

  const narrow = (change: Partial<AuditFilter>) => setFilter((before) => ({ ...before, ...change }));
  const widen = (key: 'by' | 'object' | 'shop') => setFilter(({ [key]: _gone, ...rest }) => rest);
  const chooseSpan = (to: (typeof spans)[number]) => {
    setSpan(to);
    setFilter(({ from: _from, ...rest }) => (to === 'always' ? rest : { ...rest, from: Date.now() - days[to] * DAY_MS }));
  };
  const work = async (what: 'verify' | 'export', run: () => Promise<AppError | null>) => {
    setBusy(what);
    setFailed(null);
    setFailed(await run());
    setBusy(null);
  };
  const verify = () => work('verify', async () => {
    const done = await ask('audit.verify', {});
    if (!done.ok) return done.error;
    setReport(done.value);
    refresh();
    return null;
  });
  const save = () => work('export', async () => {
    const done = await exportLines(filter);
    if (!done.ok) return done.error;
    saveCsv(done.value.text, `${t('fileName')}.csv`);
    showToast(done.value.isWhole ? { tone: 'ok', text: t('exported', { count: done.value.count }) } : { tone: 'bad', text: t('exportedPart', { most: done.value.count }) });
    return null;
  });

  return (
    <div className={titled.page}>
      <header className={titled.head}>
        <h1>{t('title')}</h1>
        <span className={styles.soft}>{t('lead')}</span>
        <div className={styles.atEnd}>
          <IconButton icon={RefreshCw} label={t('refresh')} onPress={refresh} />
          <Button size="sm" icon={Download} isPending={busy === 'export'} onPress={() => void save()}>{t('export')}</Button>
          <Button size="sm" icon={ShieldCheck} isPending={busy === 'verify'} onPress={() => void verify()}>{t('verify')}</Button>
        </div>
      </header>
      <div className={styles.filters}>
        <Segmented label={t('kind.label')} hideLabel items={kinds.map((id) => ({ id, label: t(`kind.${id}`) }))} value={filter.kind ?? 'all'} onChange={(kind) => narrow({ kind })} />
        <Select label={t('area.label')} hideLabel items={areas.map((id) => ({ id, label: t(`area.${id}`) }))} value={(filter.area ?? 'any') as (typeof areas)[number]} onChange={(area) => setFilter(({ area: _area, ...rest }) => (area === 'any' ? rest : { ...rest, area }))} />
        <Select label={t('span.label')} hideLabel items={spans.map((id) => ({ id, label: t(`span.${id}`) }))} value={span} onChange={chooseSpan} />
        {(['by', 'object', 'shop'] as const).map((key) => filter[key] !== undefined && (
          <Chip key={key} label={t(`chip.${key}`)} onRemove={() => widen(key)} removeLabel={t('chip.remove')}>{nameOf(key)}</Chip>
        ))}
      </div>
      {report && <ReportNotice report={report} />}
      {failed && <ErrorState size="line" error={failed} />}
      {error && <ErrorState size={lines === null ? 'page' : 'line'} error={error} onRetry={refresh} />}
      {lines === null ? !error && <div className={styles.waiting} aria-busy><Skeleton width="60%" /><Skeleton width="72%" /></div> : lines.length === 0 ? <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState> : (
        <div className={styles.body}>
          <div className={styles.list}>
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">{t('column.at')}</th>
                  <th scope="col">{t('column.by')}</th>
                  <th scope="col">{t('column.action')}</th>
                  <th scope="col">{t('column.object')}</th>
                  <th scope="col">{t('column.shop')}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((one) => (
                  <tr key={one.id} className={one === line ? styles.chosen : ''} onClick={() => setChosen(one.id)}>
                    <td className={`num ${styles.when}`}>{formatMoment(one.at, now, locale)}</td>
                    <td><bdi>{one.by?.name ?? t('nobody')}</bdi></td>
                    <td>
                      <button type="button" className={styles.open} aria-pressed={one === line} onClick={() => setChosen(one.id)}>{words.action(one)}</button>
                    </td>
                    <td>{words.object(one.object.kind)}</td>
                    <td><bdi>{one.shop?.name ?? ''}</bdi></td>
                  </tr>
                ))}
              </tbody>
            </table>
            {more && <Button variant="quiet" isPending={pending} onPress={next}>{t('more')}</Button>}
          </div>
          {line && <LineDetail key={line.id} line={line} onNarrow={narrow} />}
        </div>
      )}
    </div>
  );

  function nameOf(key: 'by' | 'object' | 'shop'): string {
    const first = lines?.find((one) => (key === 'by' ? one.by?.id : key === 'shop' ? one.shop?.id : one.object.id) === filter[key]);
    return (key === 'by' ? first?.by?.name : key === 'shop' ? first?.shop?.name : first && words.object(first.object.kind)) ?? filter[key]!.slice(0, 8);
  }
}
