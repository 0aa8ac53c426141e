import { Ellipsis, FilterX, Inbox, Search } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, listen } from '#renderer/lib/client.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useRefreshed, type Telling } from '#renderer/lib/rows/use-refreshed.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, EmptyState, ErrorState, Icon, Kbd, Menu } from '#renderer/ui/index.ts';
import type { ConversationQuery } from '#shared/messaging/contract.ts';
import { onSent } from '../../orders/on-sent.ts';
import { useMessaging } from '../store.ts';
import { filterOf, quickViews, viewNames, type ViewName } from '../views.ts';
import { ListRow } from './list-row.tsx';
import styles from '../messaging.module.css';

const ROW_PX = 64;
const changes: Telling = (changed) => {
  const stops = [listen('messaging.changed', changed), onSent(changed)];
  return () => stops.forEach((stop) => stop());
};

type Props = {
  view: ViewName; query: ConversationQuery; queryKey: string; me: string; shop: string | null; now: number; text: string; onText: (text: string) => void;
  openId: string | null; onOpen: (id: string | null) => void; onView: (view: ViewName) => void;
};

/** What waits: a view, words to search for, and the lines that fit. */
export function ListPane({ view, query, queryKey, me, shop, now, text, onText, openId, onOpen, onView }: Props) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const rows = useMessaging((state) => state.window);
  const drawing = useSyncExternalStore(rows.subscribe, rows.drawing);
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    rows.use({ key: queryKey, load: (offset, limit) => ask('messaging.page', { query, offset, limit }) });
  }, [rows, queryKey, query]);
  useRefreshed(rows, changes);
  useLayoutEffect(() => {
    const box = scroller.current!;
    const measure = () => rows.resize(box.clientHeight, ROW_PX);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [rows]);
  useLayoutEffect(() => {
    if (scroller.current && Math.abs(scroller.current.scrollTop - rows.scrollPx) >= 1) scroller.current.scrollTop = rows.scrollPx;
  });
  useShortcut('messaging.search', () => search.current?.select());

  const filters = viewNames.map((name) => ({ ...filterOf(name, me, now), ...(shop === null ? {} : { shopId: shop as never }) }));
  const counts = useAsk('messaging.counts', { filters }, { refreshOn: ['messaging.changed'] });
  const countOf = (name: ViewName): string => formatNumber(counts.data?.counts[viewNames.indexOf(name)] ?? 0, locale);
  const quick = quickViews.includes(view) ? quickViews : [...quickViews, view];
  const move = (by: number) => {
    const at = openId === null ? null : rows.find((row) => row.id === openId);
    const row = rows.row(at === null ? 0 : Math.max(0, at + by));
    if (row === undefined) return;
    rows.show(at === null ? 0 : Math.max(0, at + by));
    onOpen(row.id);
  };

  return (
    <div className={styles.list}>
      <div className={styles.views}>
        {quick.map((name) => (
          <Button key={name} variant="quiet" size="sm" className={styles.view} data-on={name === view || undefined} aria-pressed={name === view} onPress={() => onView(name)}>
            {t(`view.${name}`)} <span className={`num ${styles.count}`}>{countOf(name)}</span>
          </Button>
        ))}
        <Menu
          label={t('view.label')} placement="bottom end"
          trigger={<Button variant="quiet" size="sm" icon={Ellipsis} aria-label={t('view.more')}>{''}</Button>}
          entries={viewNames.map((name) => ({ id: name, label: t(`view.${name}`), note: countOf(name), checked: name === view, onAction: () => onView(name) }))}
        />
      </div>
      <div className={styles.search} role="search">
        <Icon icon={Search} size={14} />
        <input
          ref={search} type="search" aria-label={t('search.label')} placeholder={t('search.hint')} value={text} maxLength={200} dir="auto" autoComplete="off" spellCheck={false}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.key !== 'Escape') return;
            event.stopPropagation();
            if (text === '') scroller.current?.focus();
            else onText('');
          }}
        />
        {text === '' && <Kbd keys={keysOf('messaging.search')} />}
      </div>
      <div
        ref={scroller} className={styles.lines} role="listbox" tabIndex={0} aria-label={t('list.label')} aria-activedescendant={openId === null ? undefined : `talk-${openId}`}
        onScroll={(event) => rows.scrollTo(event.currentTarget.scrollTop)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          move(event.key === 'ArrowDown' ? 1 : -1);
        }}
      >
        <div role="presentation" style={{ blockSize: rows.spacerPx, position: 'relative' }}>
          {drawing.rows.map((row, i) => row && (
            <ListRow key={row.id} row={row} at={drawing.span.first + i} total={drawing.total} top={(drawing.span.first + i) * ROW_PX - drawing.positionPx + rows.scrollPx} isOpen={row.id === openId} now={now} onOpen={() => onOpen(row.id)} />
          ))}
        </div>
        {drawing.error && <ErrorState error={drawing.error} onRetry={() => rows.retry()} />}
        {!drawing.error && !drawing.first && drawing.total === 0 && (text === ''
          ? <EmptyState icon={Inbox} title={t('empty.list')}>{t('empty.listText')}</EmptyState>
          : <EmptyState icon={FilterX} title={t('empty.search')} actions={<Button onPress={() => onText('')}>{t('search.clear')}</Button>}>{t('empty.searchText')}</EmptyState>)}
      </div>
      <p className={`num ${styles.foot}`} role="status">{drawing.first ? '' : t('list.count', { count: drawing.total })}</p>
    </div>
  );
}
