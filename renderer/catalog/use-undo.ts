import { useTranslation } from 'react-i18next';
import { ask, type Input } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { inTurn, lastDone, lastUndone, noteDone, noteUndone, type Done } from './done.ts';
import type { useBulk } from './components/selection/use-bulk.ts';
import { freshId } from './components/views/use-views.ts';

type Run = ReturnType<typeof useBulk>['run'];
/** Without a bar to show how far it is. */
const unseen: Run = (_total, change) => change(freshId());

/** Takes things back and does them again, and says what became of it. */
export function useUndo(run: Run = unseen) {
  const { t } = useTranslation('catalog');
  const explain = useExplain();
  const locale = useLocale();
  const complain = (error: AppError) =>
    error.rule === 'cancelled' ? showToast({ tone: 'info', text: t('selection.stopped') }) : showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });
  const nothing = () => showToast({ tone: 'info', text: t('undo.nothing'), detail: t('undo.nothingDetail') });

  /** Takes one deed back: out of what waits, or by a new edit once it was sent; says which. */
  const takeBack = async (deed: Done, count = deed.edited.mids.length, named: string | null = null) => {
    const { mids, group } = deed.edited;
    const result = await run(count, (work) => ask('catalog.undo', group !== null ? { group, work } : { mid: mids[0]!, work }));
    if (!result.ok) return complain(result.error);
    noteUndone(deed, result.value);
    const { undone, compensated, kept } = result.value;
    if (undone + compensated + kept === 0) return nothing();
    const detail = [...(named === null ? [] : [named]), ...(compensated > 0 ? [t('undo.compensated', { count: compensated })] : []), ...(kept > 0 ? [t('undo.kept', { count: kept })] : [])].join(' ');
    showToast({ tone: undone + compensated > 0 ? 'ok' : 'info', text: t('undo.done', { count: undone + compensated }), detail: detail === '' ? undefined : detail });
  };

  const report = (text: string, edited: Done['edited'], again: Input<'catalog.edit'> | null, isRepeated: boolean) => {
    const deed: Done = { edited, again };
    if (edited.mids.length > 0) noteDone(deed, { isRepeated });
    showToast({ tone: 'ok', text, ...(edited.mids.length > 0 ? { undo: () => void inTurn(() => takeBack(deed)) } : {}) });
  };

  return {
    report: (text: string, edited: Done['edited'], again: Input<'catalog.edit'> | null = null) => report(text, edited, again, false),
    /** The last thing done: in this window, else the last one this console remembers, also from before a restart. */
    undoLast: () => inTurn(async () => {
      const deed = lastDone();
      if (deed) return takeBack(deed);
      const recent = await ask('catalog.recent', { limit: 1 });
      if (!recent.ok) return complain(recent.error);
      const [last] = recent.value.edits;
      if (!last) return nothing();
      const edited = last.isGroup ? { mids: [], group: last.key } : { mids: [last.key], group: null };
      await takeBack({ edited, again: null }, last.count, t('undo.earlier', { name: last.sku ?? last.label, when: formatMoment(last.at, Date.now() as EpochMs, locale) }));
    }),
    redoLast: () => inTurn(async () => {
      const again = lastUndone();
      if (!again) return void showToast({ tone: 'info', text: t('undo.nothingToRedo') });
      const result = await run(again.edits.length, (work) => ask('catalog.edit', { ...again, work }));
      if (!result.ok) return complain(result.error);
      report(t('undo.redone', { count: again.edits.length }), result.value, again, true);
    }),
  };
}

/** Reports an edit with the way back: a button in its note, and Ctrl+Z in the list. */
export function useUndoToast(): ReturnType<typeof useUndo>['report'] {
  return useUndo().report;
}
