import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { syncState, useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, Skeleton } from '#renderer/ui/index.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { runCommand } from '#shared/orders/commands/run.ts';
import { linesOf } from '#shared/orders/lines.ts';
import { parcelsOf } from '#shared/orders/parcels.ts';
import { returnsOf } from '#shared/orders/returns.ts';
import { statesOf } from '#shared/orders/states.ts';
import { totalsOf } from '#shared/orders/totals.ts';
import { freshId } from '../catalog/components/views/use-views.ts';
import { CustomerSection } from './components/customer-section.tsx';
import { OrderDialog } from './components/dialogs/order-dialog.tsx';
import { LinesSection } from './components/lines-section.tsx';
import { MoneySection } from './components/money/money-section.tsx';
import { NotesSection } from './components/notes-section.tsx';
import { OthersSection } from './components/others-section.tsx';
import { ParcelsSection } from './components/parcels-section.tsx';
import { PrintSheet, type Sheet } from './components/print-sheet.tsx';
import { ReturnsSection } from './components/returns-section.tsx';
import { TimelineSection } from './components/timeline-section.tsx';
import { OrderContext, type Asked, type OrderPageContext } from './order-context.ts';
import { OrderHead } from './order-head.tsx';
import { useOrders } from './store.ts';
import { useOrder, useOrderCommands, type OrderDetail } from './use-order.ts';
import styles from './order.module.css';

/** One order, whole: what was sold, what is where, what comes back, what it brings, and everything that happened. */
export function OrderPage({ id, sheet, parcelId }: { id: string; sheet: Sheet | null; parcelId: string | null }) {
  const { t } = useTranslation('orders');
  const listHref = useOrders((state) => state.listHref);
  const { data, state, error, refresh } = useOrder(id);
  useScope('order');
  const back = () => navigate(listHref);
  useShortcut('orders.back', back);
  const isWhole = syncState.use((live) => live.value?.cacheReady ?? true);
  const away = <Button onPress={back}>{t('page.back')}</Button>;
  if (state === 'error' && error) {
    return error.code === 'not-found' || error.code === 'gone' || error.code === 'invalid-input' ? (
      <EmptyState title={t(isWhole ? 'page.gone' : 'page.notYet')} actions={away}>{t(isWhole ? 'page.goneText' : 'page.notYetText')}</EmptyState>
    ) : (
      <ErrorState error={error} onRetry={refresh} actions={away} />
    );
  }
  if (!data) {
    return (
      <div className={styles.loading} aria-busy>
        <Skeleton width="40%" height={20} />
        <Skeleton width="70%" height={12} />
        <Skeleton width="90%" height={120} />
      </div>
    );
  }
  return <Loaded detail={data} onBack={back} sheet={sheet} parcelId={parcelId} />;
}

function Loaded({ detail, onBack, sheet, parcelId }: { detail: OrderDetail; onBack: () => void; sheet: Sheet | null; parcelId: string | null }) {
  const { t } = useTranslation('orders');
  const me = useMe();
  const { order } = detail;
  usePageTitle(order.number);
  const shops = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  const shopName = shops.data?.shops.find(({ id }) => id === order.shopId)?.name ?? '';
  const { run, undoLast } = useOrderCommands(order.id);
  useShortcut('orders.undo', () => void undoLast());
  const [asked, setAsked] = useState<Asked | null>(null);
  const context = useMemo<OrderPageContext>(() => {
    const by = { id: me?.id ?? null, role: me?.role ?? ('support' as const) };
    return {
      order, states: statesOf(order), lines: linesOf(order), totals: totalsOf(order), parcels: parcelsOf(order), returns: returnsOf(order),
      account: me?.id ?? '', run, ask: setAsked,
      may: (command) => detail.editable && runCommand(order, command, { by, at: Date.now() as EpochMs, newId: freshId }).ok,
    };
  }, [order, detail.editable, me, run]);
  if (sheet !== null) {
    return <OrderContext value={context}><PrintSheet sheet={sheet} parcelId={parcelId} shopName={shopName} onBack={() => navigate(hrefOf(['orders', order.id]))} /></OrderContext>;
  }
  return (
    <OrderContext value={context}>
      <div className={styles.page}>
        <OrderHead onBack={onBack} shopName={me !== null && me.shops.length === 1 ? null : shopName} />
        {!detail.editable && <p className={styles.notice}>{t('page.readOnly')}</p>}
        {detail.unsent.length > 0 && <p className={styles.notice} role="status">{t('page.unsent')}</p>}
        {detail.refused.map(({ mid, error }) => <ErrorState key={mid} size="line" error={error ?? { code: 'rule-broken' }} actions={<Button size="sm" variant="quiet" onPress={() => navigate('#/sync')}>{t('page.refused')}</Button>} />)}
        <div className={styles.body}>
          <div className={styles.main}>
            <LinesSection />
            <MoneySection />
            <ParcelsSection />
            <ReturnsSection />
            <NotesSection />
          </div>
          <aside className={styles.aside}>
            <CustomerSection />
            {detail.others.length > 0 && <OthersSection others={detail.others} />}
            <TimelineSection />
          </aside>
        </div>
        {asked && <OrderDialog asked={asked} onClose={() => setAsked(null)} />}
      </div>
    </OrderContext>
  );
}
