import { FilterX, PackageOpen } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { syncState, useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, EmptyState, ErrorState, VisuallyHidden } from '#renderer/ui/index.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { OrderRow, OrderSort } from '#shared/orders/contract.ts';
import { ColumnsMenu } from '../catalog/components/columns-menu.tsx';
import { reconcile, type ColumnChoice } from '../catalog/components/grid/columns.ts';
import { Grid, type GridHandle } from '../catalog/components/grid/grid.tsx';
import type { GridWords } from '../catalog/components/grid/model.ts';
import { freshId } from '../catalog/components/views/use-views.ts';
import { ViewTabs } from '../catalog/components/views/view-tabs.tsx';
import { FilterBar } from './components/filter-bar.tsx';
import { emptyFilter, isNarrowed, nextSort } from './filter.ts';
import { useOrdersScreen } from './preferences.ts';
import { useOrders } from './store.ts';
import { useColumns } from './use-columns.tsx';
import { useListQuery } from './use-list-query.ts';
import { useListRows } from './use-list-rows.ts';
import styles from './order.module.css';

const idOf = (row: OrderRow): string => row.id;
const nameOf = (row: OrderRow): string => row.number;

/** Every order of the shops a person may see: four states side by side, what is due first, what narrows them above. */
export function ListPage({ address }: { address: string }) {
  const { t } = useTranslation('orders');
  const locale = useLocale();
  const me = useMe();
  const { current } = useShop();
  usePageTitle(t('title'));
  const [screen, changeScreen] = useOrdersScreen();
  const { window: rows, selection, activeId } = useOrders();
  const { views, view, filter, sort, query, queryKey, changed, show, save, remove, move } = useListQuery(address, current?.id ?? null);
  useListRows(rows, query, queryKey);
  const counts = useAsk('orders.counts', { filters: views.map((one) => (current === null ? one.filter : { ...one.filter, shopId: current.id })) }, { refreshOn: ['orders.changed'] });
  const shops = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  const shopList = shops.data?.shops;
  const shopNames = useMemo(() => (current === null && shopList && shopList.length > 1 ? new Map(shopList.map(({ id, name }) => [id as string, name])) : null), [current, shopList]);
  const now = useNow(60_000);
  const columns = useColumns({ shopNames, now });

  const [dragged, setDragged] = useState<ColumnChoice | null>(null);
  const choice = useMemo(() => dragged ?? reconcile(columns, view.columns ?? screen.columns), [columns, view.columns, screen.columns, dragged]);
  const onChoice = useCallback((next: ColumnChoice, done: boolean) => {
    setDragged(done ? null : next);
    if (!done) return;
    if (view.own?.columns) save({ ...view.own, columns: next });
    else changeScreen({ columns: next });
  }, [changeScreen, save, view]);

  const first = useSyncExternalStore(rows.subscribe, () => rows.drawing().first);
  const found = useSyncExternalStore(rows.subscribe, () => rows.drawing().total);
  const error = useSyncExternalStore(rows.subscribe, () => rows.drawing().error);
  const sync = syncState.use((live) => live.value);
  const grid = useRef<GridHandle<OrderRow>>(null);
  const open = (id: string | null) => {
    if (id !== null) navigate(hrefOf(['orders', id]));
  };
  useShortcut('orders.open', () => open(activeId));
  const words = useMemo<GridWords>(
    () => ({
      label: t('grid.label'), selectColumn: t('grid.select'), resizeHint: t('grid.resizeHint'),
      mark: { unsent: t('mark.unsent'), conflict: t('mark.conflict'), rejected: t('mark.rejected') },
      position: (from, all) => t('grid.position', { from: formatNumber(from, locale), all: formatNumber(all, locale) }),
      marked: ({ from, to }) => t('grid.marked', { from, to }),
    }),
    [t, locale],
  );
  const total = counts.data?.total ?? 0;
  const count = first ? '' : isNarrowed(filter) ? t('count.some', { some: formatNumber(found, locale), all: formatNumber(total, locale) }) : t('count.all', { count: found });
  const currency = (current?.currency ?? me?.shops[0]?.currency ?? 'MAD') as Currency;
  const showAll = () => show({ view: 'all', filter: emptyFilter, sort: null });

  return (
    <section className={styles.list} aria-label={t('title')}>
      <VisuallyHidden elementType="h1">{t('title')}</VisuallyHidden>
      <ViewTabs
        views={views} current={view} counts={counts.data?.counts ?? null} changed={changed}
        onSelect={(next) => show({ view: next.id, filter: emptyFilter, sort: null })}
        onSaveAs={(name) => {
          const id = freshId();
          save({ id, name, filter, sort, columns: choice });
          show({ view: id, filter: emptyFilter, sort: null });
        }}
        onRename={(of, name) => of.own && save({ ...of.own, name })}
        onUpdate={(of) => {
          if (of.own) save({ ...of.own, filter, sort });
          show({ view: of.id, filter: emptyFilter, sort: null });
        }}
        onRemove={(of) => {
          remove(of.id);
          showAll();
        }}
        onMove={move} removeText={t('view.removeText')}
      />
      <FilterBar filter={filter} currency={currency} count={count} onFilter={(next) => show({ filter: next }, next.text !== filter.text)} onLeaveSearch={() => grid.current?.focus()}>
        <ColumnsMenu columns={columns} choice={choice} onChoice={(next) => onChoice(next, true)} />
      </FilterBar>
      {error && found > 0 && <ErrorState size="line" error={error} onRetry={() => rows.retry()} />}
      <Grid
        handle={grid} words={words} window={rows} columns={columns} choice={choice} onChoice={onChoice} idOf={idOf} nameOf={nameOf}
        sort={sort} onSort={(by) => show({ sort: nextSort(sort, by as OrderSort['by']) })}
        selection={selection} onSelection={noChoice} idsBetween={noIds} onAll={noChoice}
        activeId={activeId} onActive={(id) => useOrders.setState({ activeId: id })} onOpen={(row) => open(row.id)}
      >
        {error && found === 0 && <div className={styles.over}><ErrorState error={error} onRetry={() => rows.retry()} /></div>}
        {!error && !first && found === 0 && (
          <div className={styles.over}>
            {isNarrowed(filter) ? (
              <EmptyState icon={FilterX} title={t('empty.nothingMatches')} actions={<Button onPress={showAll}>{t('filter.clearAll')}</Button>}>
                {filter.text === '' ? t('empty.loosen') : t('empty.tryWords', { text: filter.text })}
              </EmptyState>
            ) : sync?.cacheReady !== false && <EmptyState icon={PackageOpen} title={t('empty.noOrder')}>{t('empty.noOrderText')}</EmptyState>}
          </div>
        )}
      </Grid>
    </section>
  );
}

// Orders are worked on one by one: no line is chosen, and the grid asks for none.
const noChoice = (): void => undefined;
const noIds = (): Promise<readonly string[]> => Promise.resolve([]);
