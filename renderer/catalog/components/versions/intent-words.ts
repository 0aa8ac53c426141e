import { useTranslation } from 'react-i18next';

const named = ['create', 'delete', 'undo', 'restore-version', 'restore-job', 'settle-conflict', 'edit-price', 'edit-stock', 'change-status', 'edit-tags', 'take-back-review', 'decide-review'] as const;

/** What somebody did, in a word or two. */
export function useIntentWords(): (intent: string) => string {
  const { t } = useTranslation('versions');
  return (intent) => t(`intent.${named.find((known) => known === intent) ?? 'other'}`);
}
