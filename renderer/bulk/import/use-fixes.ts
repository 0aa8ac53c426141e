import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { FixAsked, FixStep } from '#shared/bulk/fix-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { OnHead } from './use-import-job.ts';

/** Corrections of cells before they are imported: made, listed, taken back one by one. */
export function useFixes(plan: string, onHead: OnHead) {
  const { t } = useTranslation('import');
  const explain = useExplain();
  const [isAsked, setAsked] = useState(false);
  const { data, refresh } = useAsk('bulk.fixes', { plan }, { refreshOn: ['bulk.changed'] });
  const complain = (error: AppError): false => {
    const { what, wayOut } = explain(error);
    showToast({ tone: 'bad', text: what, detail: wayOut });
    return false;
  };
  const fix = async (asked: FixAsked): Promise<boolean> => {
    setAsked(true);
    const fixed = await ask('bulk.fix', { plan, fix: asked });
    setAsked(false);
    if (!fixed.ok) return complain(fixed.error);
    onHead(fixed.value.head);
    refresh();
    if (fixed.value.cells > 1) showToast({ tone: 'ok', text: t('problems.done', { count: fixed.value.cells }) });
    return true;
  };
  const unfix = async (steps: readonly FixStep[]): Promise<void> => {
    setAsked(true);
    for (const { step } of steps) {
      const back = await ask('bulk.unfix', { plan, step });
      if (!back.ok) {
        complain(back.error);
        break;
      }
      onHead(back.value.head);
    }
    setAsked(false);
    refresh();
  };
  return { steps: data?.steps ?? [], fix, unfix, isAsked };
}
export type Fixes = ReturnType<typeof useFixes>;
