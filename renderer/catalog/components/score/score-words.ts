import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { PictureFault } from '#shared/media/picture-faults.ts';
import type { ScoreLine } from '#shared/moderation/listing-score.ts';

/** A rule of the score in words, with the figures it was decided by. */
export function useScoreWords(): (line: ScoreLine) => string {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  return ({ rule, details, points, most }) => {
    // Without a category nobody knows yet how many are asked for.
    if (rule === 'category-attributes' && details['need'] === 0 && points < most) return t('score.noCategoryYet');
    const said = t(`score.rule.${rule}`, Object.fromEntries(Object.entries(details).map(([name, value]) => [name, typeof value === 'number' ? formatNumber(value, locale) : value])) as { have: string; need: string; most: string });
    const { why } = details;
    return why === undefined ? said : t('score.because', { said, why: t(`score.fault.${why as PictureFault}`) });
  };
}
