import { useState } from 'react';
import { Check, GitCompareArrows, History, RotateCcw, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { useShop } from '#renderer/app/current-shop.ts';
import { ask } from '#renderer/lib/client.ts';
import { formatMoment, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { EmptyState, ErrorState, PickList, Skeleton, TabPanel, Tabs } from '#renderer/ui/index.ts';
import { ChangeDetail } from './change-detail.tsx';
import { ConflictDetail } from './conflict-detail.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import { lineId, tabs, type Line, type Tab } from './groups.ts';
import { ChangeLine, ConflictLine, RecentLine, SettlementLine } from './lines.tsx';
import { OtherShops } from './other-shops.tsx';
import { OutboxFoot } from './outbox-foot.tsx';
import { RecentDetail } from './recent-detail.tsx';
import { SettlementDetail } from './settlement-detail.tsx';
import { useChosen } from './use-chosen.ts';
import { useLines } from './use-lines.ts';
import './shortcuts.ts';
import styles from './sync.module.css';

const icons = { conflicts: GitCompareArrows, rejected: Undo2, unsent: Check, recent: RotateCcw, settled: History };

/** Everything between this console and the server: what waits, what was refused, what two people changed, what was decided. */
export function SyncPage({ parts }: PageProps) {
  const { t } = useTranslation(['sync', 'common']);
  const locale = useLocale();
  const now = useNow(30_000);
  const state = syncState.use();
  const [alike, setAlike] = useState<Readonly<Record<string, number>>>({});
  // Of several shops one is looked at: lists and figures are its own, and a line says what waits in the others.
  const { shops, current, choose: chooseShop } = useShop();
  const isOneOfSeveral = shops.length > 1 && current !== null;
  const ofShops = useAsk('sync.shops', {}, { refreshOn: ['sync.state'], enabled: isOneOfSeveral });
  const whole = { conflicts: state.value?.conflicts ?? 0, rejected: state.value?.rejected ?? 0, unsent: state.value?.unsent ?? 0 };
  const counts = isOneOfSeveral ? (ofShops.data?.here ?? { conflicts: 0, rejected: 0, unsent: 0 }) : whole;
  const list = current?.id ?? 'all';

  // Where something needs a decision first; else what is on its way. Once on screen a list stays, also when it empties.
  const asked = tabs.find((tab) => tab === parts[0]);
  const [opened, setOpened] = useState<Tab | null>(null);
  const first: Tab | null = !state.value || (isOneOfSeveral && !ofShops.data) ? null : counts.conflicts > 0 ? 'conflicts' : counts.rejected > 0 ? 'rejected' : 'unsent';
  if (opened === null && first !== null) setOpened(first);
  const wanted: Tab = asked ?? opened ?? 'unsent';

  const load = async (offset: number, limit: number): ReturnType<Parameters<typeof useLines<Line>>[1]> => {
    if (wanted === 'conflicts') {
      const page = await ask('sync.conflicts', { offset, limit });
      if (!page.ok) return page;
      setAlike(page.value.alike);
      return { ok: true, value: { total: page.value.total, rows: page.value.records.map((record) => ({ kind: 'conflict', record })) } };
    }
    if (wanted === 'recent') {
      const page = await ask('catalog.recent', { offset, limit });
      return page.ok ? { ok: true, value: { total: page.value.total, rows: page.value.edits.map((edit) => ({ kind: 'recent', edit })) } } : page;
    }
    if (wanted === 'settled') {
      const page = await ask('sync.settled', { offset, limit });
      return page.ok ? { ok: true, value: { total: page.value.total, rows: page.value.settlements.map((settlement) => ({ kind: 'settlement', settlement })) } } : page;
    }
    const page = await ask('sync.unsent', { state: wanted === 'rejected' ? 'rejected' : 'waiting', offset, limit });
    return page.ok ? { ok: true, value: { total: page.value.total, rows: page.value.lines.map((change) => ({ kind: 'change', change })) } } : page;
  };
  const lines = useLines<Line>(`${list} ${wanted}`, load, lineId);
  const { index, line, choose } = useChosen(`${list} ${wanted}`, lines, lineId);
  useShortcut('sync.next', () => choose(Math.min(lines.total - 1, index + 1)), { enabled: lines.total > 1 });
  useShortcut('sync.previous', () => choose(Math.max(0, index - 1)), { enabled: lines.total > 1 });

  return (
    <div className={styles.page}>
      <h1 className={styles.hidden}>{t('title')}</h1>
      <div className={styles.side}>
        {state.value ? <ConnectionPanel state={state.value} /> : state.error ? <ErrorState error={state.error} onRetry={() => void syncState.load()} /> : <Waiting />}
        {isOneOfSeveral && <OtherShops others={ofShops.data?.others ?? []} choose={chooseShop} />}
        <Tabs
          label={t('tab.label')}
          className={styles.tabs}
          items={tabs.map((id) => {
            const count = id === 'settled' || id === 'recent' ? 0 : counts[id];
            return { id, label: t(`tab.${id}`), ...(count > 0 ? { count: formatNumber(count, locale) } : {}), ...((id === 'conflicts' || id === 'rejected') && count > 0 ? { tone: 'warn' as const } : {}) };
          })}
          selected={wanted}
          onSelect={(id) => navigate(hrefOf(['sync', id]), { replace: true })}
        >
          {/* Without a line there is nothing in it to reach by keyboard. */}
          <TabPanel key={wanted} id={wanted} className={styles.panel!} render={(props) => <div {...props} tabIndex={undefined} />}>
            {lines.error && <ErrorState size="line" error={lines.error} onRetry={lines.refresh} />}
            {lines.waiting && !lines.error && <Waiting />}
            {lines.total > 0 && (
              <PickList key={wanted} label={t(`tab.${wanted}`)} rows={lines.rows} idOf={lineId} selected={index} onSelect={choose}>
                {(item) => <LineOf line={item} when={(at) => formatMoment(at, now, locale)} />}
              </PickList>
            )}
            {(wanted === 'unsent' || wanted === 'rejected') && <OutboxFoot key={list} state={wanted === 'unsent' ? 'waiting' : 'rejected'} unsent={counts.unsent} any={counts.unsent + counts.rejected > 0} />}
          </TabPanel>
        </Tabs>
      </div>
      <div className={styles.main}>
        {line?.kind === 'conflict' ? (
          <ConflictDetail key={line.record.recordId} record={line.record} alike={alike} onSettled={lines.refresh} />
        ) : line?.kind === 'change' ? (
          <ChangeDetail key={line.change.key} line={line.change} onDone={lines.refresh} />
        ) : line?.kind === 'recent' ? (
          <RecentDetail key={line.edit.key} edit={line.edit} onDone={lines.refresh} />
        ) : line?.kind === 'settlement' ? (
          <SettlementDetail key={line.settlement.id} settlement={line.settlement} onReopened={lines.refresh} />
        ) : (
          !lines.waiting && lines.total === 0 && !lines.error && (
            <EmptyState icon={icons[wanted]} title={t(`empty.${wanted}`)}>
              {t(`empty.${wanted}Text`)}
            </EmptyState>
          )
        )}
      </div>
    </div>
  );
}

function LineOf({ line, when }: { line: Line; when: (at: Parameters<typeof formatMoment>[0]) => string }) {
  switch (line.kind) {
    case 'conflict': return <ConflictLine record={line.record} when={when(line.record.conflicts[0]!.foundAt)} />;
    case 'change': return <ChangeLine change={line.change} when={when(line.change.first.madeAt)} />;
    case 'recent': return <RecentLine edit={line.edit} when={when(line.edit.at)} />;
    case 'settlement': return <SettlementLine settlement={line.settlement} when={when(line.settlement.at)} />;
  }
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
