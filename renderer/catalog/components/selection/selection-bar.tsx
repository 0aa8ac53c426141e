import { CircleStop, Copy, ListChecks, Trash2, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Button as RawButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useShop } from '#renderer/app/current-shop.ts';
import { beginChange, nameSelection } from '#renderer/bulk/begin-change.ts';
import { useSelectionWords } from '#renderer/bulk/use-selection-words.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { AlertDialog, Button, Icon, Menu, ProgressBar, showToast, Tooltip, type MenuEntry } from '#renderer/ui/index.ts';
import type { ProductQuery } from '#shared/catalog/contract.ts';
import { transitionsFor, type ListingMover } from '#shared/catalog/listing-states.ts';
import type { ListingStatus, ProductId } from '#shared/catalog/model.ts';
import { useUndoToast } from '../../use-undo.ts';
import { useBulk } from './use-bulk.ts';
import { collectRows, type ChosenRow } from './collect-rows.ts';
import styles from './selection-bar.module.css';

type Props = {
  chosen: ReadonlySet<string>;
  query: ProductQuery;
  total: number;
  mover: ListingMover | null;
  /** All that match are being looked up: what is done now would be done to the choice before. */
  isChoosing: boolean;
  onAll: () => void;
  onClear: () => void;
};

/** Where these listings may go, and which of them; 50,000 are looked at once, not with every drawing. */
function stepsOf(rows: readonly ChosenRow[], mover: ListingMover | null): Map<ListingStatus, ChosenRow[]> {
  const steps = new Map<ListingStatus, ChosenRow[]>();
  if (mover === null) return steps;
  for (const row of rows) {
    for (const to of transitionsFor(mover, row.status)) {
      const known = steps.get(to);
      if (known) known.push(row);
      else steps.set(to, [row]);
    }
  }
  return steps;
}

/** Fewer are done before anybody could look at a bar. */
const SHOWN_FROM = 300;

/** What can be done with all chosen lines at once. */
export function SelectionBar({ chosen, query, total, mover, isChoosing, onAll, onClear }: Props) {
  const { t } = useTranslation(['catalog', 'bulk']);
  const locale = useLocale();
  const { current: shop } = useShop();
  const selectionWords = useSelectionWords();
  const explain = useExplain();
  const undoToast = useUndoToast();
  const [looked, setLooked] = useState<{ readonly of: ReadonlySet<string>; readonly rows: readonly ChosenRow[] } | null>(null);
  // Rows of the choice before are nothing to act on.
  const rows = looked?.of === chosen ? looked.rows : null;
  const { bulk, run, stop } = useBulk();
  const busy = bulk !== null || isChoosing;
  const [deleting, setDeleting] = useState(false);
  const count = chosen.size;
  const number = (value: number) => formatNumber(value, locale);
  // Answers of the data process as sentences; the choice stays, so that nothing has to be done twice.
  const complain = (error: Parameters<typeof explain>[0]) => error.rule === 'cancelled' ? showToast({ tone: 'info', text: t('selection.stopped') }) : showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });

  // Which steps are legal depends on where each listing stands: read once the choice is at rest.
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      void collectRows(chosen, query).then((result) => {
        if (current && result.ok) setLooked({ of: chosen, rows: result.value });
      });
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [chosen, query]);

  const steps = useMemo(() => stepsOf(rows ?? [], mover), [rows, mover]);
  const order: readonly ListingStatus[] = ['published', 'paused', 'submitted', 'draft', 'appealed', 'archived'];
  const moves: MenuEntry[] = [...steps.entries()]
    .toSorted(([a], [b]) => (order.indexOf(a) + 99) % 99 - ((order.indexOf(b) + 99) % 99))
    .map(([to, legal]) => ({
      id: to, label: t(`move.${to}`), note: legal.length === count ? number(count) : t('selection.some', { some: number(legal.length), all: number(count) }),
      onAction: () => void move(to, legal),
    }));

  async function move(to: ListingStatus, legal: readonly ChosenRow[]) {
    const edits = legal.map((row) => ({ id: row.id, ops: [{ op: 'set' as const, path: 'status', base: row.status, value: to }] }));
    const result = await run(edits.length, (work) => ask('catalog.edit', { intent: 'change-status', edits, work }));
    if (result.ok) undoToast(t('selection.moved', { count: legal.length, status: t(`status.${to}`) }), result.value);
    else complain(result.error);
  }
  async function remove() {
    setDeleting(false);
    const result = await run(chosen.size, (work) => ask('catalog.delete', { ids: [...chosen] as ProductId[], work }));
    if (!result.ok) return complain(result.error);
    onClear();
    undoToast(t('selection.deleted', { count }), result.value);
  }
  // The shop that is looked at narrows every list: it is no filter of this one.
  const named = nameSelection(count, total, query.filter.shopId === shop?.id ? { ...query.filter, shopId: null } : query.filter);
  const [opening, setOpening] = useState(false);
  const change = async () => {
    setOpening(true);
    const refused = await beginChange(chosen, named);
    setOpening(false);
    if (refused) complain(refused);
  };
  useShortcut('catalog.change', () => void change(), { enabled: mover !== null && !busy });

  async function copySkus() {
    const result = rows?.length === count ? { ok: true as const, value: rows } : await collectRows(chosen, query);
    if (!result.ok) return complain(result.error);
    try {
      await navigator.clipboard.writeText(result.value.map(({ sku }) => sku).join('\n'));
      showToast({ tone: 'ok', text: t('selection.copied', { count: result.value.length }) });
    } catch (cause) {
      // The browser may refuse the clipboard to a window without focus or permission: said, with another way.
      if (!(cause instanceof DOMException)) throw cause;
      showToast({ tone: 'bad', text: t('selection.copyFailed'), detail: t('selection.copyFailedDetail') });
    }
  }

  // While it goes on there is nothing else to do with these lines.
  const isLong = bulk !== null && bulk.total >= SHOWN_FROM;
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('selection.label')}>
      <b className="num" role="status">{named.how === 'chosen' ? t('selection.count', { count }) : selectionWords(named, count)}</b>
      {count < total && (
        <button type="button" className={styles.all} onClick={onAll}>
          {t('selection.orAll', { count: total })}
        </button>
      )}
      <span className={styles.space} />
      {isLong && (
        <span className={styles.progress}>
          <ProgressBar label={t('selection.working')} hideLabel value={(100 * bulk.done) / bulk.total} text={t('selection.progress', { done: number(bulk.done), total: number(bulk.total) })} />
          <Button variant="inverse" icon={CircleStop} isDisabled={bulk.stopping} onPress={stop}>{t('selection.stop')}</Button>
        </span>
      )}
      {mover !== null && !isLong && (
        <>
          <Menu label={t('selection.status')} placement="top end" trigger={<Button variant="inverse" isPending={busy} isDisabled={moves.length === 0}>{t('selection.status')}</Button>} entries={moves} />
          <Button variant="inverse" icon={ListChecks} kbd={keysOf('catalog.change')} isPending={opening} isDisabled={busy} onPress={() => void change()}>{t('bulk:change')}</Button>
          <Button variant="inverse" icon={Copy} isDisabled={busy} onPress={() => void copySkus()}>{t('selection.copySkus')}</Button>
          <Button variant="inverse" icon={Trash2} isDisabled={busy} onPress={() => setDeleting(true)}>{t('selection.delete')}</Button>
        </>
      )}
      {mover === null && <Button variant="inverse" icon={Copy} onPress={() => void copySkus()}>{t('selection.copySkus')}</Button>}
      <Tooltip text={t('selection.clear')} kbd="Escape">
        <RawButton className={styles.clear!} aria-label={t('selection.clear')} onPress={onClear}>
          <Icon icon={X} />
        </RawButton>
      </Tooltip>
      <AlertDialog title={t('selection.deleteTitle', { count })} isOpen={deleting} onClose={() => setDeleting(false)} tone="danger" confirm={t('selection.deleteConfirm', { count })} onConfirm={() => void remove()}>
        {t('selection.deleteText', { count })}
      </AlertDialog>
    </div>
  );
}
