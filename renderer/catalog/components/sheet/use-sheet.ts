import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type Input } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { showToast } from '#renderer/ui/index.ts';
import { spread, type Spread } from '#shared/bulk/clipboard/spread.ts';
import type { Block } from '#shared/bulk/clipboard/tsv.ts';
import type { ProductQuery, ProductRow } from '#shared/catalog/contract.ts';
import type { ListingMover } from '#shared/catalog/listing-states.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { inTurn } from '../../done.ts';
import { useUndo } from '../../use-undo.ts';
import type { GridColumn, Marked, SheetActions } from '../grid/model.ts';
import { extentOfArea, type Area } from '../grid/range.ts';
import { useBulk } from '../selection/use-bulk.ts';
import { checkSubmits } from './check-submits.ts';
import { copied, pasted } from './clipboard.ts';
import { copyLater } from './copy-later.ts';
import { MOST_CELLS, type Deed, type Plan } from './model.ts';
import { editsOf, planCells, withRefused } from './plan.ts';
import { readCell } from './read-cell.ts';
import { rowsAtHand, rowsBetween } from './rows-between.ts';
import { useReading } from './use-reading.ts';
import { useWhyWords } from './why-words.ts';

type Options = {
  rows: RowWindow<ProductRow>;
  query: ProductQuery;
  /** The order the list keeps while lines are edited, if it does. */
  hold: () => string | null;
  mover: ListingMover | null;
  /** Asked before cells of a column are written, so that their lines do not jump away. */
  standStill: (columnId: string) => Promise<void>;
};

/** Something that waits for a yes: all it would do is known, and nothing of it is done. */
export type Question = { readonly deed: Deed; readonly plan: Plan; readonly misfit: Spread['misfit']; readonly columns: readonly GridColumn<ProductRow>[] };

/** As many changes are made without asking when nothing stands in their way; more are seen first. */
const UNASKED = 300;
const intents: Readonly<Record<string, Input<'catalog.edit'>['intent']>> = { price: 'edit-price', compareAt: 'edit-compare-at', available: 'edit-stock', title: 'edit-title', status: 'change-status' };

/** What the catalogue does with marked cells: copy, cut, paste, fill, empty, each looked at as a whole before any of it is written. */
export function useSheet({ rows, query, hold, mover, standStill }: Options) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const explain = useExplain();
  const sayWhy = useWhyWords();
  const reading = useReading(mover);
  const { bulk, run, stop } = useBulk();
  const undo = useUndo(run);
  const [question, setQuestion] = useState<Question | null>(null);
  const number = (value: number) => formatNumber(value, locale);
  const complain = (error: AppError) =>
    error.rule === 'cancelled' ? showToast({ tone: 'info', text: t('selection.stopped') }) : showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });
  const tooMany = (count: number) => showToast({ tone: 'bad', text: t('sheet.tooMany', { found: number(count) }), detail: t('sheet.tooManyWayOut', { most: number(MOST_CELLS) }) });

  const linesOf = async (area: Pick<Area, 'top' | 'bottom'>): Promise<readonly ProductRow[] | null> => {
    const lines = await rowsBetween(rows, query, hold(), area.top, area.bottom);
    if (lines.ok) return lines.value;
    complain(lines.error);
    return null;
  };

  const write = async ({ deed, plan, columns, misfit }: Question) => {
    const edits = editsOf(plan);
    const changed = [...new Set(plan.changes.map(({ columnId }) => columnId))];
    const input: Input<'catalog.edit'> = { edits, intent: changed.length === 1 ? intents[changed[0]!]! : 'edit-cells' };
    const result = await inTurn(async () => {
      for (const columnId of changed) await standStill(columnId);
      const written = await run(edits.length, (work) => ask('catalog.edit', { ...input, work }));
      if (written.ok) undo.report(t(`sheet.done.${deed}`, { count: plan.changes.length }), written.value, input);
      return written;
    });
    if (result.ok) {
      setQuestion(null);
      return rows.refresh();
    }
    // Nothing was written. Where one product stood in the way, the rest may go on without it.
    const product = result.error.details?.['product'];
    if (typeof product === 'string') setQuestion({ deed, misfit, columns, plan: withRefused(plan, result.error, ({ row }) => row.id === product) });
    else complain(result.error);
  };

  /** Asks where something stands in the way or much is about to change; else does it. */
  const consider = async (asked: Question) => {
    const checked: Question = { ...asked, plan: await checkSubmits(asked.plan) };
    const { changes, refused } = checked.plan;
    if (refused.length === 0 && checked.misfit === null) {
      if (changes.length === 0) return showToast({ tone: 'info', text: t('sheet.nothing') });
      if (changes.length <= UNASKED) return write(checked);
    } else if (changes.length === 0 && refused.length === 1 && checked.misfit === null) {
      const { row, columnId, why } = refused[0]!;
      return showToast({ tone: 'info', text: sayWhy(why), detail: `${row.sku} · ${checked.columns.find(({ id }) => id === columnId)?.title ?? ''}` });
    }
    setQuestion(checked);
  };

  /** Works out what texts do to the cells of an area, and goes on from there. */
  const put = async (deed: Deed, { area, columns }: Marked<ProductRow>, textAt: (row: number, col: number) => string | null | undefined, misfit: Spread['misfit'] = null) => {
    const { rows: height, cols } = extentOfArea(area);
    if (height * cols > MOST_CELLS) return tooMany(height * cols);
    const lines = await linesOf(area);
    if (lines === null) return;
    const those = columns.slice(area.first, area.last + 1);
    const plan = planCells({
      rows: lines, columnIds: those.map(({ id }) => id), textAt,
      shown: (row, columnId) => those.find(({ id }) => id === columnId)?.text?.(row) ?? '',
      read: (row, columnId, text, shown) => readCell(row, columnId, text, shown, reading),
    });
    await consider({ deed, plan, misfit, columns });
  };

  /** Copies at once what is at hand, the rest when it arrives. Resolves to whether it is on the clipboard. */
  const copy = async (marked: Marked<ProductRow>, data: DataTransfer | null): Promise<boolean> => {
    const { rows: height, cols } = extentOfArea(marked.area);
    if (height * cols > MOST_CELLS) {
      tooMany(height * cols);
      return false;
    }
    const said = () => height * cols > 1 && showToast({ tone: 'ok', text: t('sheet.copied', { count: height * cols }) });
    const there = rowsAtHand(rows, marked.area.top, marked.area.bottom);
    if (there !== null && data !== null) {
      const { plain, html } = copied(there, marked);
      data.setData('text/plain', plain);
      if (html !== null) data.setData('text/html', html);
      said();
      return true;
    }
    const isDone = await copyLater(linesOf(marked.area), marked);
    if (isDone) said();
    else showToast({ tone: 'bad', text: t('selection.copyFailed'), detail: t('selection.copyFailedDetail') });
    return isDone;
  };

  const cut = async (marked: Marked<ProductRow>, data: DataTransfer | null) => {
    if (await copy(marked, data)) await put('cut', marked, () => '');
  };

  const pasteBlock = (marked: Marked<ProductRow>, block: Block | null) => {
    if (block === null) return showToast({ tone: 'bad', text: t('sheet.tooLong'), detail: t('sheet.tooManyWayOut', { most: number(MOST_CELLS) }) });
    const { area, columns } = marked;
    const laid = spread(block, extentOfArea(area), { rows: rows.drawing().total - area.top, cols: columns.length - area.first });
    if (laid.extent.rows === 0) return showToast({ tone: 'info', text: t('sheet.noText') });
    const over = { ...area, bottom: area.top + laid.extent.rows - 1, last: area.first + laid.extent.cols - 1 };
    return put('paste', { area: over, columns }, laid.at, laid.misfit);
  };

  /** Lines of `over` take the texts of the lines of `from`, again and again. */
  const fillFrom = async (from: Area, over: Area, columns: Marked<ProductRow>['columns']) => {
    const sources = await linesOf(from);
    if (sources === null || sources.length === 0) return;
    const those = columns.slice(over.first, over.last + 1);
    const textOf = (row: ProductRow, column: GridColumn<ProductRow>): string | null => (row.variantId === null && single.has(column.id) ? null : (column.text?.(row) ?? null));
    await put('fill', { area: over, columns }, (row, col) => textOf(sources[row % sources.length]!, those[col]!));
  };

  const actions: SheetActions<ProductRow> = {
    copy: (marked, data) => void copy(marked, data),
    cut: (marked, data) => void cut(marked, data),
    paste: (marked, data) => void pasteBlock(marked, pasted(data)),
    fill: ({ area, columns }, over) => {
      if (over !== null) return void fillFrom(area, over, columns);
      const isOne = area.top === area.bottom;
      if (isOne && area.top === 0) return showToast({ tone: 'info', text: t('sheet.nothingAbove') });
      const from = isOne ? area.top - 1 : area.top;
      void fillFrom({ ...area, top: from, bottom: from }, { ...area, top: from + 1 }, columns);
    },
    empty: (marked) => void put('empty', marked, () => ''),
    redo: () => void undo.redoLast(),
  };
  return {
    actions, question, bulk, stop, undo,
    pasteText: (marked: Marked<ProductRow>, text: string) => pasteBlock(marked, pasted({ getData: (type) => (type === 'text/plain' ? text : '') })),
    copyNow: (marked: Marked<ProductRow>) => copy(marked, null),
    cutNow: (marked: Marked<ProductRow>) => cut(marked, null),
    confirm: () => {
      if (question) void write(question);
    },
    cancel: () => setQuestion(null),
  };
}
export type Sheet = ReturnType<typeof useSheet>;

/** Columns that have no single value where a product has several variants. */
const single: ReadonlySet<string> = new Set(['price', 'compareAt', 'available']);
