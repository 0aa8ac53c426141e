import { useTranslation } from 'react-i18next';
import type { SelectionName } from '#shared/bulk/plan-model.ts';

/** A choice by its name and number: "All 12,431 that match “robe”", "3 chosen products". */
export function useSelectionWords(): (selection: SelectionName, count: number) => string {
  const { t } = useTranslation('bulk');
  return ({ how, text, parts }, count) => {
    switch (how) {
      case 'all': return t('selection.all', { count });
      case 'chosen': return t('selection.chosen', { count });
      case 'file': return t('selection.file', { count, text });
      case 'matching':
        if (text === '') return t('selection.matching', { count });
        return parts === 0 ? t('selection.matchingText', { count, text }) : t('selection.matchingBoth', { count, text });
    }
  };
}
