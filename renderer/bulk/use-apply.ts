import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noteDone, noteUndone, type Done } from '#renderer/catalog/done.ts';
import { freshId } from '#renderer/catalog/components/views/use-views.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** Applies a preview, stops what goes on, and takes all of it back. */
export function useApply(head: PlanHead, onHead: (head: PlanHead) => void) {
  const { t } = useTranslation(['bulk', 'catalog']);
  const explain = useExplain();
  const [isAsked, setAsked] = useState(false);
  const deeds = useRef(new Map<string, Done>());
  const complain = (error: AppError) =>
    error.rule === 'cancelled' ? showToast({ tone: 'info', text: t('catalog:selection.stopped') }) : showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });

  const apply = async (changed: 'leave' | 'change', allOrNothing: boolean) => {
    setAsked(true);
    const applied = await ask('bulk.apply', { plan: head.id, changed, allOrNothing });
    setAsked(false);
    if (!applied.ok) return complain(applied.error);
    onHead(applied.value);
    const group = applied.value.result?.groups.at(-1);
    // Ctrl+Z in the list takes back the whole job.
    if (group === undefined || deeds.current.has(group)) return;
    const deed: Done = { edited: { mids: [], group }, again: null };
    deeds.current.set(group, deed);
    noteDone(deed);
  };
  const undo = async () => {
    setAsked(true);
    let [back, kept] = [0, 0];
    for (const group of (head.result?.groups ?? []).toReversed()) {
      const result = await ask('catalog.undo', { group, work: freshId() });
      if (!result.ok) {
        setAsked(false);
        return complain(result.error);
      }
      const deed = deeds.current.get(group);
      if (deed) noteUndone(deed, result.value);
      back += result.value.undone + result.value.compensated;
      kept += result.value.kept;
    }
    const looked = await ask('bulk.look', { plan: head.id });
    if (looked.ok) onHead(looked.value);
    setAsked(false);
    showToast({ tone: back > 0 ? 'ok' : 'info', text: back > 0 ? t('catalog:undo.done', { count: back }) : t('catalog:undo.nothing'), detail: kept > 0 ? t('catalog:undo.kept', { count: kept }) : undefined });
  };
  return {
    isAsked, isUndone: head.takenBack, apply, undo,
    stop: () => void ask('bulk.stop', { plan: head.id }),
    /** Goes on with a preview that was stopped. */
    goOn: async () => {
      const computed = await ask('bulk.compute', { plan: head.id, steps: head.steps, limits: head.limits });
      if (computed.ok) onHead(computed.value);
      else complain(computed.error);
    },
  };
}
