import { useTranslation } from 'react-i18next';
import { formatBytes, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { savedShare } from './product/picture-order.ts';

/** `2.4 MB → 310 kB, −87 %`: what was dropped, and what a buyer downloads at most. */
export function SavedWords({ before, after }: { before: number; after: number }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const share = savedShare(before, after);
  const values = { before: formatBytes(before, locale), after: formatBytes(after, locale) };
  return <span className="num" title={t('saved.about')}>{share === null ? t('saved.same', values) : t('saved.less', { ...values, share: formatPercent(share, locale) })}</span>;
}
