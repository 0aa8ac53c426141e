import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { ErrorState } from '#renderer/ui/index.ts';
import type { CommissionRule } from '#shared/payouts/commission/model.ts';
import styles from './finance.module.css';

/** What a rule would have changed in the latest orders. */
export function Effect({ rule, ended }: { rule: CommissionRule; ended: boolean }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const asked = useDeferredValue(rule);
  const { data, error, refresh, isRefreshing } = useAsk('payouts.previewCommission', { body: { rule: { ...asked, name: asked.name.trim() === '' ? '—' : asked.name.trim() }, ended } });
  if (error) return <ErrorState size="line" error={error} onRetry={refresh} />;
  if (!data) return <p className={styles.note} aria-busy>{t('effect.reckoning')}</p>;
  return (
    <div className={styles.answer} role="status" aria-busy={isRefreshing}>
      <p>{data.changed === 0 ? t('effect.none', { orders: formatNumber(data.orders, locale) }) : t('effect.some', { orders: formatNumber(data.orders, locale), lines: formatNumber(data.changed, locale), shops: formatNumber(data.shops, locale) })}</p>
      {data.changed > 0 && (
        <ul className={styles.days}>
          {data.currencies.filter(({ now, then }) => now !== then).map(({ currency, now, then }) => <li key={currency}>{t('effect.sum', { now: formatMoney(now, currency, locale), then: formatMoney(then, currency, locale), more: formatMoney((then - now) as never, currency, locale) })}</li>)}
        </ul>
      )}
    </div>
  );
}
