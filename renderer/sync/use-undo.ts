import { useTranslation } from 'react-i18next';
import { ask, type Input, type Output } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { asLongWork } from '#renderer/lib/long-work.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { RecentEdit } from '#shared/catalog/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { useFieldWords } from './describe-field.ts';

function useComplaint(): (error: AppError) => void {
  const { t } = useTranslation('sync');
  const explain = useExplain();
  return (error) => {
    if (error.rule === 'cancelled') return showToast({ tone: 'info', text: t('undo.stopped') });
    const said = explain(error);
    showToast({ tone: 'bad', text: said.what, detail: said.wayOut });
  };
}

/** Takes back edits that were not sent yet and says how many; those already on their way stay and are counted too. `count`: how many there are. */
export function useUndo(): (what: Input<'sync.undo'>, count?: number) => Promise<void> {
  const { t } = useTranslation('sync');
  const complain = useComplaint();
  return async (what, count = 1) => {
    const result = await asLongWork(count, (work) => ask('sync.undo', { ...what, work }));
    if (!result.ok) return complain(result.error);
    showToast({ tone: 'ok', text: t('undo.done', { count: result.value.undone }), detail: result.value.kept > 0 ? t('undo.kept', { count: result.value.kept }) : undefined });
  };
}

/** So many of what stayed as it is are named. */
const NAMED = 3;

/** Takes back something that was done here, sent or not, and names what somebody changed since. */
export function useTakeBack(): (edit: Pick<RecentEdit, 'key' | 'isGroup' | 'count'>) => Promise<void> {
  const { t } = useTranslation('sync');
  const complain = useComplaint();
  const words = useFieldWords();
  const named = (left: Output<'catalog.undo'>['left'], kept: number): string => {
    const names = left.slice(0, NAMED).map(({ label, path }) => (path === null ? label : `${label} (${words.name(path)})`)).filter((name) => name !== '');
    return [t('recent.kept', { count: kept }), ...(names.length > 0 ? [names.join(' · ') + (kept > names.length ? ' …' : '')] : [])].join(' ');
  };
  return async ({ key, isGroup, count }) => {
    const result = await asLongWork(count, (work) => ask('catalog.undo', { ...(isGroup ? { group: key } : { mid: key }), work }));
    if (!result.ok) return complain(result.error);
    const { undone, compensated, kept, left } = result.value;
    const done = undone + compensated;
    const detail = [...(compensated > 0 ? [t('recent.compensated', { count: compensated })] : []), ...(kept > 0 ? [named(left, kept)] : [])].join(' ');
    showToast({ tone: done > 0 ? 'ok' : 'info', text: done > 0 ? t('undo.done', { count: done }) : t('recent.nothing'), detail: detail === '' ? undefined : detail });
  };
}
