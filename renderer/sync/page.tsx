import { useMemo, useState } from 'react';
import { Check, GitCompareArrows, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import type { PageProps } from '#renderer/app/routes.tsx';
import { formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { AlertDialog, Button, EmptyState, ErrorState, PickList, Skeleton, TabPanel, Tabs } from '#renderer/ui/index.ts';
import { ChangeDetail } from './change-detail.tsx';
import { ConflictDetail } from './conflict-detail.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import { ChangeLine, ConflictLine } from './lines.tsx';
import { groupChanges, groupConflicts } from './groups.ts';
import { useUndo } from './use-undo.ts';
import './shortcuts.ts';
import styles from './sync.module.css';

const tabs = ['conflicts', 'rejected', 'unsent'] as const;
type Tab = (typeof tabs)[number];
const PAGE = 200;
const MOST = 500;

/** Everything between this console and the server: what waits, what was refused, what two people changed. */
export function SyncPage({ parts }: PageProps) {
  const { t } = useTranslation(['sync', 'common']);
  const locale = useLocale();
  const now = useNow(30_000);
  const state = syncState.use();
  const undo = useUndo();
  const [limit, setLimit] = useState(PAGE);
  const [askingAll, setAskingAll] = useState(false);
  const unsentAsked = useAsk('sync.unsent', { offset: 0, limit }, { refreshOn: ['sync.state'] });
  const conflictsAsked = useAsk('sync.conflicts', { offset: 0, limit }, { refreshOn: ['sync.state'] });

  const conflicts = useMemo(() => conflictsAsked.data?.conflicts ?? [], [conflictsAsked.data]);
  const records = useMemo(() => groupConflicts(conflicts), [conflicts]);
  const rejected = useMemo(() => groupChanges((unsentAsked.data?.changes ?? []).filter((change) => change.state === 'rejected')), [unsentAsked.data]);
  const waiting = useMemo(() => groupChanges((unsentAsked.data?.changes ?? []).filter((change) => change.state !== 'rejected')), [unsentAsked.data]);
  const counts: Record<Tab, number> = { conflicts: state.value?.conflicts ?? 0, rejected: state.value?.rejected ?? 0, unsent: state.value?.unsent ?? 0 };

  // Where something needs a decision first; else what is on its way.
  const wanted = tabs.find((tab) => tab === parts[0]) ?? (counts.conflicts > 0 ? 'conflicts' : counts.rejected > 0 ? 'rejected' : 'unsent');
  const keys = wanted === 'conflicts' ? records.map((record) => record.recordId) : (wanted === 'rejected' ? rejected : waiting).map((group) => group.key);
  // The line chosen in this list; another list starts at its first.
  const [chosen, setChosenLine] = useState<{ tab: Tab; key: string } | null>(null);
  const setChosen = (key: string) => setChosenLine({ tab: wanted, key });
  const selected = chosen?.tab === wanted && keys.includes(chosen.key) ? chosen.key : (keys[0] ?? null);
  const move = (step: 1 | -1) => {
    const next = keys[keys.indexOf(selected ?? '') + step];
    if (next !== undefined) setChosen(next);
  };
  useShortcut('sync.next', () => move(1), { enabled: keys.length > 1 });
  useShortcut('sync.previous', () => move(-1), { enabled: keys.length > 1 });

  const refresh = () => {
    conflictsAsked.refresh();
    unsentAsked.refresh();
  };
  const asked = wanted === 'conflicts' ? conflictsAsked : unsentAsked;
  const record = records.find((candidate) => candidate.recordId === selected);
  const change = (wanted === 'rejected' ? rejected : waiting).find((candidate) => candidate.key === selected);
  const shown = wanted === 'conflicts' ? conflicts.length : (wanted === 'rejected' ? rejected : waiting).reduce((sum, group) => sum + group.changes.length, 0);
  const total = counts[wanted];

  return (
    <div className={styles.page}>
      <h1 className={styles.hidden}>{t('title')}</h1>
      <div className={styles.side}>
        {state.value ? <ConnectionPanel state={state.value} /> : state.error ? <ErrorState error={state.error} onRetry={() => void syncState.load()} /> : <Waiting />}
        <Tabs
          label={t('tab.label')}
          className={styles.tabs}
          items={tabs.map((id) => ({ id, label: t(`tab.${id}`), ...(counts[id] > 0 ? { count: formatNumber(counts[id], locale) } : {}), ...(id !== 'unsent' && counts[id] > 0 ? { tone: 'warn' as const } : {}) }))}
          selected={wanted}
          onSelect={(id) => navigate(hrefOf(['sync', id]), { replace: true })}
        >
          <TabPanel key={wanted} id={wanted} className={styles.panel!}>
            {asked.error && <ErrorState size="line" error={asked.error} onRetry={asked.refresh} />}
            {asked.state === 'loading' && <Waiting />}
            {keys.length > 0 && wanted === 'conflicts' && (
              <PickList label={t('tab.conflicts')} items={records} idOf={(item) => item.recordId} selected={selected} onSelect={setChosen}>
                {(item) => <ConflictLine item={item} when={formatMoment(item.conflicts[0].foundAt, now, locale)} />}
              </PickList>
            )}
            {keys.length > 0 && wanted !== 'conflicts' && (
              <PickList label={t(`tab.${wanted}`)} items={wanted === 'rejected' ? rejected : waiting} idOf={(item) => item.key} selected={selected} onSelect={setChosen}>
                {(item) => <ChangeLine item={item} when={formatMoment(item.changes[0].madeAt, now, locale)} />}
              </PickList>
            )}
            {total > shown && shown > 0 && (
              <p className={styles.more}>
                <span className="num">{t('list.more', { shown: formatNumber(shown, locale), total: formatNumber(total, locale) })}</span>
                {limit < MOST && (
                  <Button size="sm" variant="quiet" onPress={() => setLimit(MOST)}>
                    {t('common:action.showMore')}
                  </Button>
                )}
              </p>
            )}
            {wanted === 'unsent' && counts.unsent > 0 && (
              <div className={styles.sideFoot}>
                <Button size="sm" variant="danger" icon={Undo2} onPress={() => setAskingAll(true)}>
                  {t('undo.all')}
                </Button>
              </div>
            )}
          </TabPanel>
        </Tabs>
      </div>
      <div className={styles.main}>
        {wanted === 'conflicts' && record ? (
          <ConflictDetail key={record.recordId} record={record} all={conflicts} onSettled={refresh} />
        ) : wanted !== 'conflicts' && change ? (
          <ChangeDetail key={change.key} item={change} />
        ) : (
          asked.data && (
            <EmptyState icon={wanted === 'unsent' ? Check : wanted === 'conflicts' ? GitCompareArrows : Undo2} title={t(`empty.${wanted}`)}>
              {t(`empty.${wanted}Text`)}
            </EmptyState>
          )
        )}
      </div>
      <AlertDialog
        title={t('undo.allTitle', { count: counts.unsent })}
        isOpen={askingAll}
        onClose={() => setAskingAll(false)}
        tone="danger"
        confirm={t('undo.allConfirm')}
        onConfirm={() => {
          setAskingAll(false);
          void undo({ what: 'all' });
        }}
      >
        <p>{t('undo.allText')}</p>
      </AlertDialog>
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.waiting} aria-busy>
      <Skeleton width="70%" />
      <Skeleton width="50%" />
      <Skeleton width="62%" />
    </div>
  );
}
