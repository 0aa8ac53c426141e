import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUndoToast } from '#renderer/catalog/use-undo.ts';
import { ask, type Input } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** What is done with pictures of the tray: put on listings as one change, taken out; both can be taken back. */
export function useTrayActs() {
  const { t } = useTranslation('media');
  const explain = useExplain();
  const undoToast = useUndoToast();
  const [isPlacing, setPlacing] = useState(false);
  const complain = (error: AppError) => showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });

  /** @returns which of them were placed */
  const place = async (pictures: Input<'media.place'>['pictures']): Promise<readonly string[]> => {
    setPlacing(true);
    const answer = await ask('media.place', { pictures });
    setPlacing(false);
    if (!answer.ok) {
      complain(answer.error);
      return [];
    }
    const { placed, refused, mids, group } = answer.value;
    if (placed > 0) undoToast(t('place.done', { count: placed }), { mids, group });
    // Said after what went well, so that it stays on screen: it waits for somebody.
    const [first] = refused;
    if (first) showToast({ tone: 'bad', text: t('place.refused', { count: refused.length }), detail: `${explain(first.error).what} ${explain(first.error).wayOut}` });
    const stayed = new Set(refused.map(({ id }) => id));
    return pictures.flatMap(({ id }) => (stayed.has(id) ? [] : [id]));
  };

  const dismiss = async (ids: readonly string[]): Promise<void> => {
    const answer = await ask('media.dismiss', { ids: [...ids] });
    if (!answer.ok) return void complain(answer.error);
    const { dismissed } = answer.value;
    if (dismissed.length === 0) return;
    showToast({
      tone: 'ok', text: t('tray.dismissed', { count: dismissed.length }),
      undo: () => void ask('media.restore', { ids: dismissed }).then((back) => {
        if (!back.ok) complain(back.error);
      }),
    });
  };
  return { place, isPlacing, dismiss };
}
