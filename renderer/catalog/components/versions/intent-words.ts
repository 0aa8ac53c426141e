import { useTranslation } from 'react-i18next';

const named = ['create', 'delete', 'undo', 'restore-version', 'restore-job', 'settle-conflict', 'change-status', 'take-back-review', 'decide-review'] as const;
/** These say no more of one product than its fields do, but name a job. */
const fields = ['edit-price', 'edit-stock', 'edit-tags', 'edit-cells', 'bulk-change', 'import', 'add-pictures'] as const;

/** Whether what was done says more than which fields it changed. */
export const hasIntentWords = (intent: string): boolean => named.some((known) => known === intent);

/** What somebody did, in a word or two. */
export function useIntentWords(): (intent: string) => string {
  const { t } = useTranslation('versions');
  return (intent) => t(`intent.${[...named, ...fields].find((known) => known === intent) ?? 'other'}`);
}
