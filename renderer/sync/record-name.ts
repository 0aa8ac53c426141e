import { useTranslation } from 'react-i18next';

/** What a record is called in a list. One that is gone left its words with it, unless they are one's own; one that has no title yet still has its code. */
export function useRecordName(): (record: { readonly label: string; readonly sku: string | null }) => string {
  const { t } = useTranslation('sync');
  return ({ label, sku }) => (label !== '' ? label : t(sku === null ? 'record.gone' : 'record.untitled'));
}
