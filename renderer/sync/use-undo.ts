import { useTranslation } from 'react-i18next';
import { ask, type Input } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { showToast } from '#renderer/ui/index.ts';

/** Takes back edits that were not sent yet and says how many; those already on their way stay and are counted too. */
export function useUndo(): (what: Input<'sync.undo'>) => Promise<void> {
  const { t } = useTranslation('sync');
  const explain = useExplain();
  return async (what) => {
    const result = await ask('sync.undo', what);
    if (result.ok) {
      showToast({ tone: 'ok', text: t('undo.done', { count: result.value.undone }), detail: result.value.kept > 0 ? t('undo.kept', { count: result.value.kept }) : undefined });
    } else {
      const said = explain(result.error);
      showToast({ tone: 'bad', text: said.what, detail: said.wayOut });
    }
  };
}
