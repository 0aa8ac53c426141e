import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Skeleton } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { formatMonth } from '../format-day.ts';
import { useTold } from '../use-told.ts';
import styles from '../vendor.module.css';

// The drawing library is as large as all the rest of the page; figures are there before it.
const TrendChart = lazy(() => import('./trend-chart.tsx').then((module) => ({ default: module.TrendChart })));

/** What was earned and what was paid, month by month; said in words for who does not see the drawing. */
export function Trend({ shop, currency }: { shop: ShopId; currency: Currency }) {
  const { t } = useTranslation('payouts');
  const locale = useLocale();
  const { data } = useTold('payouts.trend', { params: { shop }, query: { currency } });
  const months = data?.told.months ?? [];
  if (months.every(({ earned, paid }) => earned === 0 && paid === 0)) return null;
  const said = months.map(({ month, earned, paid }) => t('trend.month', { month: formatMonth(month, locale), earned: formatMoney(earned, currency, locale), paid: formatMoney(paid, currency, locale) })).join(' ');
  return (
    <div className={styles.part}>
      <h3>{t('trend.title')}</h3>
      <p className={styles.legend} aria-hidden><span data-bar="earned">{t('trend.earned')}</span><span data-bar="paid">{t('trend.paid')}</span></p>
      <div className={styles.chart} role="img" aria-label={`${t('trend.title')}. ${said}`}>
        <Suspense fallback={<Skeleton width="100%" height={150} />}><TrendChart months={months} currency={currency} /></Suspense>
      </div>
    </div>
  );
}
