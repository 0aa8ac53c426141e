import { CopyX, Ellipsis, FileDown, FileUp, History, ListRestart, Plus } from 'lucide-react';
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { settings, syncState, useMe } from '#renderer/app/live.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, ErrorState, IconButton, Menu, showToast, SplitPane, VisuallyHidden } from '#renderer/ui/index.ts';
import type { ProductRow, ProductSort, SavedView } from '#shared/catalog/contract.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { ExportDoor, openExport } from '#renderer/bulk/export/export-door.tsx';
import { DropOnList } from '#renderer/bulk/import/drop-on-list.tsx';
import { importHref } from '#renderer/bulk/import/open-file.ts';
import { ColumnsMenu } from './components/columns-menu.tsx';
import { FilterBar } from './components/filters/filter-bar.tsx';
import { Grid, type GridHandle } from './components/grid/grid.tsx';
import type { GridWords } from './components/grid/model.ts';
import { nothing } from './components/grid/selection.ts';
import { BootstrapNotice } from './components/bootstrap-notice.tsx';
import { ListEmpty } from './components/list-empty.tsx';
import { DetailPanel } from './components/panel/detail-panel.tsx';
import { WhyBubble } from './components/score/why-bubble.tsx';
import { SheetDialog } from './components/sheet/sheet-dialog.tsx';
import { useSheet } from './components/sheet/use-sheet.ts';
import { useSheetKeys } from './components/sheet/use-sheet-keys.ts';
import { SelectionBar } from './components/selection/selection-bar.tsx';
import { freshId, type View } from './components/views/use-views.ts';
import { ViewTabs } from './components/views/view-tabs.tsx';
import { emptyFilter, isNarrowed, nextSort } from './filter.ts';
import { heldIn } from './held-order.ts';
import { useCatalogScreen } from './preferences.ts';
import { useCatalog } from './store.ts';
import { useChoosing } from './use-choosing.ts';
import { useColumnChoice } from './use-column-choice.ts';
import { useColumns } from './use-columns.tsx';
import { useEdits } from './use-edits.ts';
import { useListQuery } from './use-list-query.ts';
import { useListRows } from './use-list-rows.ts';
import styles from './list.module.css';

const idOf = (row: ProductRow): string => row.id;
const nameOf = (row: ProductRow): string => row.sku;

/** The screen vendors live in: the whole catalogue as a list, what narrows it above, one product's detail at the side. */
export function ListPage({ address }: { address: string }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const me = useMe();
  const mover = me?.role === 'vendor' ? 'vendor' : me?.role === 'admin' ? 'admin' : null;
  usePageTitle(t('title'));
  useScope('catalog');

  const [screen, changeScreen] = useCatalogScreen();
  const { window: rows, selection, activeId, hold } = useCatalog();
  // On a first start the shop arrives a moment after the screen.
  const shops = useAsk('catalog.shops', {}, { refreshOn: ['catalog.changed'] });
  const { current } = useShop();
  const shown = current?.id ?? null;
  const everyShop = shops.data?.shops;
  const shopList = useMemo(() => everyShop?.filter(({ id }) => shown === null || id === shown), [everyShop, shown]);
  const lowest = useMemo(() => new Map(shopList?.map(({ id, lowStockAt }) => [id as string, lowStockAt])), [shopList]);
  const lowStockAt = useCallback((shopId: string) => lowest.get(shopId) ?? 0, [lowest]);
  const currencies = useMemo(() => [...new Set(shopList?.map(({ currency }) => currency as string))], [shopList]);
  const ownLow = Math.max(0, ...(me?.shops.map(({ id }) => lowest.get(id) ?? 0) ?? []));

  const { views, view, filter, sort, query, queryKey, changed, show, save, remove, error: viewsError } = useListQuery(address, { shown, ownLow, tabs: screen.tabs });
  const { standStill, reorder } = useListRows(rows, { query, queryKey, sort, filter });
  const counts = useAsk('catalog.counts', { filters: views.map((one) => one.filter), locale }, { refreshOn: ['catalog.changed'] });

  const { api: edits, held } = useEdits(rows, standStill);
  const now = useNow(60_000);
  const shopNames = useMemo(() => (shopList && shopList.length > 1 ? new Map(shopList.map(({ id, name }) => [id as string, name])) : null), [shopList]);
  const columns = useColumns({ edits, mover, currencies, lowStockAt, shopNames, now });
  const { choice, onChoice } = useColumnChoice(columns, view, save);
  const { isChoosing, setSelection, chooseAll, idsBetween } = useChoosing(rows, query);
  const setActive = useCallback((id: string) => useCatalog.setState({ activeId: id }), []);
  // Only what this page says about the list: what scrolls by is the grid's, and nothing around it is drawn again for it.
  const first = useSyncExternalStore(rows.subscribe, () => rows.drawing().first);
  const found = useSyncExternalStore(rows.subscribe, () => rows.drawing().total);
  // Nothing found: the product of the list before is not the answer.
  const shownId = !first && found === 0 ? null : activeId;

  const grid = useRef<GridHandle<ProductRow>>(null);
  const open = (id: string | null) => {
    if (id !== null) navigate(hrefOf(['catalog', id]));
  };
  useShortcut('catalog.new', () => navigate('#/catalog/new'), { enabled: mover !== null });
  useShortcut('catalog.import', () => navigate(importHref()), { enabled: mover !== null });
  useShortcut('catalog.jobs', () => navigate(hrefOf(['catalog', 'jobs'])));
  useShortcut('catalog.duplicates', () => navigate(hrefOf(['catalog', 'duplicates'])));
  useShortcut('catalog.open', () => open(shownId));
  useShortcut('catalog.panel', () => changeScreen({ panel: { ...screen.panel, open: !screen.panel.open } }));
  useShortcut('catalog.editPrice', () => grid.current?.edit('price'), { enabled: mover !== null });
  useShortcut('catalog.editStock', () => grid.current?.edit('available'), { enabled: mover !== null });
  useShortcut('catalog.editStatus', () => grid.current?.edit('status'), { enabled: mover !== null });

  const sheet = useSheet({ rows, query, hold: () => heldIn(queryKey), mover, standStill });
  useSheetKeys(sheet, () => grid.current?.marked() ?? null, mover !== null);

  const words = useMemo<GridWords>(
    () => ({
      label: t('grid.label'),
      selectColumn: t('grid.select'),
      mark: { unsent: t('mark.unsent'), conflict: t('mark.conflict'), rejected: t('mark.rejected') },
      resizeHint: t('grid.resizeHint'),
      position: (from, all) => t('grid.position', { from: formatNumber(from, locale), all: formatNumber(all, locale) }),
      marked: ({ lines, columns: across, from, to }) => t('sheet.marked', { lines: t('sheet.lines', { count: lines }), columns: t('sheet.columns', { count: across }), from, to }),
    }),
    [t, locale],
  );

  const error = useSyncExternalStore(rows.subscribe, () => rows.drawing().error);
  const sync = syncState.use((live) => live.value);
  const total = counts.data?.total ?? 0;
  const count = first
    ? ''
    : isNarrowed(filter)
      ? t('count.some', { some: formatNumber(found, locale), all: formatNumber(total, locale) })
      : t('count.all', { count: found });
  const currency = (me?.shops[0]?.currency ?? currencies[0] ?? 'MAD') as Currency;

  return (
    <SplitPane
      side={<DetailPanel id={shownId} onClose={() => changeScreen({ panel: { ...screen.panel, open: false } })} />}
      width={screen.panel.width} min={280} max={640} sideHidden={!screen.panel.open}
      onWidth={(width) => changeScreen({ panel: { ...screen.panel, width } })}
    >
      <section className={styles.page} aria-label={t('title')} data-density={view.density ?? undefined}>
        <VisuallyHidden><h1>{t('title')}</h1></VisuallyHidden>
        <ViewTabs
          views={views} current={view} counts={counts.data?.counts ?? null} changed={changed}
          onSelect={(next) => show({ view: next.id, filter: emptyFilter, sort: null })}
          onSaveAs={(name) => {
            const own: SavedView = { id: freshId(), name, filter, sort, columns: choice, density: settings.use.getState().value?.density ?? null, position: views.length };
            void save(own).then((result) => {
              if (result.ok) show({ view: own.id, filter: emptyFilter, sort: null });
            });
          }}
          onRename={(of, name) => void (of.own && save({ ...of.own, name }))}
          onUpdate={(of) =>
            void (of.own && save({ ...of.own, filter, sort }).then((result) => {
              if (result.ok) show({ view: of.id, filter: emptyFilter, sort: null });
            }))
          }
          onRemove={(of) => void remove(of.id).then(() => show({ view: 'all', filter: emptyFilter, sort: null }))}
          onMove={(of, by) => changeScreen({ tabs: moved(views, of, by) })} removeText={t('view.removeText')}
        />
        {viewsError && <ErrorState size="line" error={viewsError} />}
        <FilterBar
          filter={filter} currency={currency} count={count} severalShops={shopNames !== null} searchPartial={sync?.searchReady === false}
          onFilter={(next) => show({ filter: next }, next.text !== filter.text)}
          onLeaveSearch={() => grid.current?.focus()}
        >
          {hold?.key === queryKey && (
            <IconButton size="sm" icon={ListRestart} label={t('grid.reorder')} onPress={() => { reorder(); grid.current?.focus(); }} />
          )}
          <Menu
            label={t('reports')} placement="bottom end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('reports')} />}
            entries={[
              ...(mover === null ? [] : [{ id: 'import', label: t('shortcut.import'), icon: FileUp, kbd: keysOf('catalog.import'), onAction: () => navigate(importHref()) }]),
              { id: 'export', label: t('shortcut.export'), icon: FileDown, kbd: keysOf('catalog.export'), onAction: openExport },
              { id: 'jobs', label: t('shortcut.jobs'), icon: History, kbd: keysOf('catalog.jobs'), onAction: () => navigate(hrefOf(['catalog', 'jobs'])) },
              { id: 'duplicates', label: t('shortcut.duplicates'), icon: CopyX, kbd: keysOf('catalog.duplicates'), onAction: () => navigate(hrefOf(['catalog', 'duplicates'])) },
            ]}
          />
          <ColumnsMenu columns={columns} choice={choice} onChoice={(next) => onChoice(next, true)} />
          {mover !== null && (
            <Button variant="go" icon={Plus} kbd={keysOf('catalog.new')} onPress={() => navigate('#/catalog/new')}>
              {t('new.action')}
            </Button>
          )}
        </FilterBar>
        {mover !== null && <DropOnList />}
        <ExportDoor query={query} chosen={selection.chosen} />
        <BootstrapNotice />
        <WhyBubble />
        <SheetDialog sheet={sheet} />
        {error && found > 0 && <ErrorState size="line" error={error} onRetry={() => rows.retry()} />}
        <Grid
          handle={grid} words={words} window={rows} columns={columns} choice={choice} onChoice={onChoice} idOf={idOf} over={edits.over}
          sort={sort} onSort={(by) => show({ sort: nextSort(sort, by as ProductSort['by']) })}
          selection={selection} onSelection={setSelection} idsBetween={idsBetween} onAll={() => void chooseAll()}
          activeId={activeId} onActive={setActive} onOpen={(row) => open(row.id)}
          onBlocked={(row) => {
            if (mover !== null && row.variantId === null) showToast({ tone: 'info', text: t('edit.onItsPage', { count: row.variantCount }), detail: t('edit.onItsPageDetail') });
          }}
          nameOf={nameOf} sheet={sheet.actions} held={held}
        >
          {error && found === 0 && (
            <div className={styles.over}>
              <ErrorState error={error} onRetry={() => rows.retry()} />
            </div>
          )}
          {!error && !first && found === 0 && <ListEmpty filter={filter} cacheReady={sync?.cacheReady !== false} onNew={mover === null ? null : () => navigate('#/catalog/new')} onClear={() => show({ view: 'all', filter: emptyFilter, sort: null })} />}
          {selection.chosen.size > 0 && (
            <SelectionBar chosen={selection.chosen} query={query} total={found} mover={mover} isChoosing={isChoosing} onAll={() => void chooseAll()} onClear={() => setSelection(nothing)} />
          )}
        </Grid>
      </section>
    </SplitPane>
  );
}

/** The order of tabs with one moved a place. */
function moved(views: readonly View[], view: View, by: number): string[] {
  const ids = views.map(({ id }) => id);
  const at = ids.indexOf(view.id);
  ids.splice(at, 1);
  ids.splice(Math.max(0, at + by), 0, view.id);
  return ids;
}
