import { useTranslation } from 'react-i18next';
import { AlertDialog } from '#renderer/ui/index.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';

type Props = { asks: PlanHead['asks']; isOpen: boolean; onClose: () => void; onGo: () => void };

/** What a job takes away, with numbers, before it is done: asked once, and no more. */
export function AskOnce({ asks, isOpen, onClose, onGo }: Props) {
  const { t } = useTranslation('import');
  return (
    <AlertDialog title={t('ask.title')} isOpen={isOpen} onClose={onClose} confirm={t('ask.go')} onConfirm={onGo} tone="danger">
      {asks.deleted > 0 && <p>{t('ask.deleted', { count: asks.deleted })}</p>}
      {asks.replaced > 0 && <p>{t('ask.replaced', { count: asks.replaced })}</p>}
      {asks.variants > 0 && <p>{t('ask.variants', { count: asks.variants })}</p>}
      <p>{t('ask.undo')}</p>
    </AlertDialog>
  );
}

/** Whether a job takes something away that a person should know of first. */
export const takesAway = ({ deleted, replaced, variants }: PlanHead['asks']): boolean => deleted + replaced + variants > 0;
