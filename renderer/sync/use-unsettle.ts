import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { showToast } from '#renderer/ui/index.ts';

/** Opens again what one decision settled, and says so; values changed since stay and are counted. */
export function useUnsettle(): (settlement: string) => Promise<void> {
  const { t } = useTranslation('sync');
  const explain = useExplain();
  return async (settlement) => {
    const result = await ask('sync.unsettle', { settlement });
    if (result.ok) {
      const { reopened, kept } = result.value;
      showToast({ tone: 'ok', text: t('settled.reopened', { count: reopened }), detail: kept > 0 ? t('settled.kept', { count: kept }) : undefined });
    } else {
      const said = explain(result.error);
      showToast({ tone: 'bad', text: said.what, detail: said.wayOut });
    }
  };
}
