import { ChevronLeft, ChevronRight, CircleCheck } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { EmptyState, ErrorState, IconButton, Skeleton } from '#renderer/ui/index.ts';
import type { DraftColumn } from '#shared/bulk/draft-model.ts';
import type { ProblemGroup } from '#shared/bulk/fix-model.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { FixList } from './fix-list.tsx';
import { ProblemGroups, groupKey } from './problem-groups.tsx';
import { ProblemRow } from './problem-row.tsx';
import { useFixes } from './use-fixes.ts';
import type { OnHead } from './use-import-job.ts';
import './shortcuts.ts';
import styles from './problems.module.css';

type Props = { head: PlanHead; columns: readonly DraftColumn[]; isLocked: boolean; onHead: OnHead };

/** So many at once: each has a field of its own. */
const PAGE = 40;

/** What is wrong with the rows of a file, kind by kind, each to be mended where it is told; the counts follow every correction. */
export function Problems({ head, columns, isLocked, onHead }: Props) {
  const { t } = useTranslation(['import', 'bulk']);
  const locale = useLocale();
  const [wished, setWished] = useState<string | null>(null);
  const [offset, setOffset] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  /** The row somebody mended last: the keyboard goes to the one that took its place. */
  const at = useRef<number | null>(null);
  const fixes = useFixes(head.id, onHead);
  useShortcut('import.undoFix', () => void fixes.unfix(fixes.steps.slice(0, 1)), { enabled: !isLocked && !fixes.isAsked && fixes.steps.length > 0 });

  const [groups, setGroups] = useState<readonly ProblemGroup[]>([]);
  const group = groups.find((one) => groupKey(one) === wished) ?? null;
  const { data: told, error, refresh } = useAsk('bulk.problems', { plan: head.id, rule: group?.rule ?? null, column: group?.column ?? null, offset, limit: PAGE }, { enabled: head.state !== 'computing', refreshOn: ['bulk.changed'] });
  // Forty rows, each with a field of its own, are drawn in the time that is left.
  const data = useDeferredValue(told, null);
  if (data !== null && data.groups !== groups) setGroups(data.groups);
  const total = data?.total ?? 0;
  if (offset > 0 && data !== null && offset >= total) setOffset(Math.max(0, Math.floor((total - 1) / PAGE) * PAGE));
  useEffect(() => {
    if (at.current === null || (document.activeElement !== document.body && document.activeElement !== null)) return;
    const fields = list.current?.querySelectorAll<HTMLElement>('input') ?? [];
    fields[Math.min(at.current, fields.length - 1)]?.focus();
    at.current = null;
  }, [data]);

  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.waiting} aria-busy><Skeleton width="60%" /></div>;
  if (groups.length === 0 && fixes.steps.length === 0) return <EmptyState icon={CircleCheck} title={t('problems.none')}>{t('problems.noneText')}</EmptyState>;
  return (
    <div className={styles.body} aria-busy={head.state === 'computing' || fixes.isAsked}>
      <aside className={styles.side}>
        <ProblemGroups groups={groups} chosen={group} onChoose={(one) => { setWished(one === null ? null : groupKey(one)); setOffset(0); }} />
        {fixes.steps.length > 0 && <FixList fixes={fixes} isLocked={isLocked} />}
      </aside>
      {groups.length === 0 ? <EmptyState icon={CircleCheck} title={t('problems.none')}>{t('problems.noneText')}</EmptyState> : (
        <section className={styles.main} aria-label={t('problems.list')}>
          <div className={styles.rows} ref={list}>
            <table className={styles.table}>
              <thead>
                <tr><th scope="col">{t('problems.line')}</th><th scope="col">{t('problems.column')}</th><th scope="col">{t('problems.why')}</th><th scope="col">{t('problems.mend')}</th></tr>
              </thead>
              <tbody>
                {data.problems.map((problem, place) => (
                  <ProblemRow
                    key={`${problem.line} ${problem.column} ${problem.rule} ${problem.value}`} plan={head.id} problem={problem} columns={columns} fixes={fixes} isLocked={isLocked}
                    ofGroup={groups.find((one) => one.rule === problem.rule && one.column === problem.column) ?? null}
                    onFix={() => { at.current = place; }}
                  />
                ))}
              </tbody>
            </table>
          </div>
          {total > PAGE && (
            <footer className={styles.pager}>
              <IconButton icon={ChevronLeft} label={t('bulk:preview.before')} isDisabled={offset === 0} onPress={() => setOffset(Math.max(0, offset - PAGE))} />
              <span className="num" role="status">{t('bulk:preview.range', { from: formatNumber(offset + 1, locale), to: formatNumber(Math.min(offset + PAGE, total), locale), total: formatNumber(total, locale) })}</span>
              <IconButton icon={ChevronRight} label={t('bulk:preview.after')} isDisabled={offset + PAGE >= total} onPress={() => setOffset(offset + PAGE)} />
            </footer>
          )}
        </section>
      )}
    </div>
  );
}
