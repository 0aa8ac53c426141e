import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import type { Why } from './model.ts';

/** Why a cell stays as it is, in a sentence. */
export function useWhyWords(): (why: Why) => string {
  const { t } = useTranslation('catalog');
  const explain = useExplain();
  return (why) => (why.code === 'refused' ? explain(why.error).what : t(`sheet.why.${why.code}`));
}
